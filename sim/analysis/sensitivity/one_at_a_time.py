"""The effect of one factor at a time: paired differences from the base point, and from end to end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.comparison import interval
from sim.analysis.sensitivity.replicated import checked
from sim.types import Floats, Ints

COLUMNS = (
    "factor", "low_value", "high_value", "at_low", "at_low_low", "at_low_high", "at_high", "at_high_low",
    "at_high_high", "swing", "swing_low", "swing_high", "replications",
)  # fmt: skip


def one_at_a_time(points: Floats, outcome: Floats, factors: Sequence[str]) -> pd.DataFrame:
    """What the outcome changes by when one factor moves from the base point, on the same luck.

    Args:
        points: Values of the factors; one row is the base point, every other differs from it in one factor,
            shape (P, D).
        outcome: Shape (P, R).
        factors: Names of the D factors.

    Returns:
        One row a factor that was moved: factor, low_value, high_value (ends of what was tried, the base included),
        at_low, at_high (differences from the base there) and swing (from the low to the high end), each with _low
        and _high (Student's 95 % interval of the paired differences, NaN for one replication), replications.

    Raises:
        ValueError: If no row is a base point, or a value is not finite.
    """
    x, y = np.asarray(points, dtype=np.float64), checked(outcome)
    base = _base(x)
    rows = []
    for d, factor in enumerate(factors):
        tried = np.append(base, np.flatnonzero(x[:, d] != x[base, d]))
        if len(tried) > 1:
            low, high = tried[x[tried, d].argmin()], tried[x[tried, d].argmax()]
            values = (x[low, d], x[high, d], *_paired(y, base, low), *_paired(y, base, high), *_paired(y, low, high))
            rows.append((factor, *values, y.shape[1]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _base(x: Floats) -> int:
    """The first row from which every other differs in at most one factor."""
    different = (x[:, None, :] != x[None, :, :]).sum(axis=2)
    bases: Ints = np.flatnonzero((different <= 1).all(axis=1))
    if not len(bases):
        raise ValueError("no point differs from each of the others in at most one factor")
    return int(bases[0])


def _paired(outcome: Floats, before: int, after: int) -> tuple[float, float, float]:
    if before == after:
        return 0.0, 0.0, 0.0
    found = interval(outcome[after] - outcome[before])
    return found.mean, found.low, found.high
