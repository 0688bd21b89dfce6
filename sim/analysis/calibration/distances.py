"""How far a run is from its targets, in tolerances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.analysis.calibration.targets import Target, scaled
from sim.types import Floats

HIT = 2.0
"""Tolerances within which a run hits a target."""


def distance(
    run: Mapping[str, float], targets: Sequence[Target], luck: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """How far a run is from its targets.

    Args:
        run: What `measure_run` returns.
        targets: The targets.
        luck: Variance of the luck of what was observed by target, on its scale; 0 if not given.

    Returns:
        One row a target: target, role, value, low, high, distance (in tolerances: SD of observation, discrepancy and
        luck; signed, 0 inside), hit (within two tolerances; never if undefined).
    """
    values = [scaled(np.array([run[t.name]]), t.scale) for t in targets]
    away = [float(t.away(v, (luck or {}).get(t.name, 0.0))[0]) for t, v in zip(targets, values, strict=True)]
    return pd.DataFrame(
        {
            "target": [t.name for t in targets],
            "role": [t.role.value for t in targets],
            "value": [run[t.name] for t in targets],
            "low": [t.low for t in targets],
            "high": [t.high for t in targets],
            "distance": away,
            "hit": [abs(d) <= HIT for d in away],
        }
    )


def count_hits(values: Floats, targets: Sequence[Target], luck: Floats) -> dict[str, float]:
    """Share of runs that hit all targets, all but one and all but two.

    Args:
        values: Statistics by run and target on the scales of the targets, shape (runs, targets).
        targets: The targets.
        luck: Variance of the luck of what was observed, shape (targets,).
    """
    missed = np.zeros(len(values), dtype=int)
    for place, target in enumerate(targets):
        away = target.away(values[:, place], luck[place])
        missed += ~(np.abs(away) <= HIT)
    return {"all": float((missed == 0).mean()), "but_one": float((missed <= 1).mean()),
            "but_two": float((missed <= 2).mean())}  # fmt: skip
