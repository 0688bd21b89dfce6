"""The event study of follow-up: helped municipalities and their shadow, year by year since intake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.analysis.validation.judging import Measure
from sim.analysis.validation.measures.follow_up import FADED, UNTIL, intakes, results, structure
from sim.analysis.validation.panel import Panel
from sim.types import Floats

SINCE = range(-2, FADED + 1)
"""Years since the spring of intake that were lived through after each of the intakes pooled."""
GROUPS = ("helped", "shadow")


@dataclass(frozen=True)
class Outcome:
    """What an event study follows; a figure can show it.

    Attributes:
        name: Identifier.
        unit, direction, smallest_difference: As an indicator has them; the smallest difference is our assumption.
        label_en, label_nb: Names to show.
        of: Value of each owner in the spring of a year, shape (owners,).
    """

    name: str
    unit: str
    direction: str
    smallest_difference: float
    label_en: str
    label_nb: str
    of: Callable[[Panel, int], Floats]


OUTCOMES = (
    Outcome("structure", "0-1", "+", 0.02, "Structure and steering", "Struktur og styring", structure),
    Outcome("results", "pupil SD", "+", 0.01, "Pupil results without sampling noise", "Elevresultater uten målestøy",
            results),
)  # fmt: skip


def _measure(outcome: Outcome, group: str, since: int) -> Measure:
    """Mean over the municipalities taken in, in the run with or without help: their sum and their number."""

    def mean(run: Panel, shadow: Panel) -> tuple[float, float]:
        seen = run if group == "helped" else shadow
        values = np.concatenate([outcome.of(seen, intake + since)[rows] for intake, rows in intakes(run)])
        return float(values.sum()), float(len(values))

    return Measure(f"follow_up_{outcome.name}_{group}_{since:+d}", ("model", "shadow"), UNTIL, mean)


MEASURES: Mapping[tuple[str, str, int], Measure] = {
    (outcome.name, group, since): _measure(outcome, group, since)
    for outcome in OUTCOMES
    for group in GROUPS
    for since in SINCE
}
"""By outcome, group and years since intake."""


def event_frame(outcome: Outcome, values: Callable[[Measure], Floats]) -> pd.DataFrame:
    """Frame of an outcome as the figure of an event study wants it.

    Args:
        outcome: What to follow.
        values: What the replications say of a measure: sum and number of municipalities, shape (replications, 2).

    Returns:
        One row a year, group and replication: years_since, group, value, replication; replications in which nobody
        was taken in, or that failed, are left out.
    """
    parts = []
    for group in GROUPS:
        for since in SINCE:
            total, n = values(MEASURES[outcome.name, group, since]).T
            known = np.flatnonzero(n > 0)
            parts.append(pd.DataFrame({"years_since": since, "group": group, "value": total[known] / n[known],
                                       "replication": known}))  # fmt: skip
    return pd.concat(parts, ignore_index=True)
