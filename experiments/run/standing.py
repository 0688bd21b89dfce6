"""Which theories the targets leave standing: each is run with members of the posterior, and held against targets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.run.evaluations import Evaluator

if TYPE_CHECKING:
    from sim.analysis.calibration.plan import Calibrated
    from sim.theories import Theory

THEORIES, EACH = 500_000, 20
"""First draw of theories, and members that each is run with."""


def stand(making: Evaluator, found: Calibrated, theories: Sequence[Theory], title: str) -> Iterator[dict[str, Any]]:
    """What became of each theory.

    Args:
        making: Makes runs.
        found: The posterior.
        theories: The theories; what they say of a number wins over a member.
        title: What is being done, for the reader.

    Yields:
        theory, missed (fitted targets that the median run misses by three tolerances), excluded_by (their names),
        farthest (its distance in tolerances), stands.
    """
    from sim.analysis.calibration.factors import of_ranks
    from sim.analysis.calibration.learned import predicted
    from sim.analysis.calibration.matching import CUT
    from sim.analysis.calibration.plan import Evaluation

    rng = np.random.default_rng(making.setup.seed)
    members = found.u[rng.choice(len(found.u), EACH, p=found.weights)]
    for number, theory in enumerate(theories):
        setup = replace(making.setup, parameters={**making.setup.parameters, **theory.parameters})
        own = replace(making, setup=setup, base=theory.applied_to(making.base))
        start = THEORIES + 1000 * number
        wanted = [Evaluation(start + k, start + k, ranks) for k, ranks in enumerate(of_ranks(members, found.active))]
        values = own(title, wanted)
        told = predicted(values, np.full(EACH, 1.0 / EACH), found.targets, found.luck)
        fitted = told.iloc[list(found.fitted)]
        missed = fitted[fitted["distance"].abs() > CUT]
        yield {"theory": theory.name, "missed": len(missed), "excluded_by": list(missed["target"]),
               "farthest": float(fitted["distance"].abs().max()), "stands": missed.empty}  # fmt: skip
