"""A value over replications and its change between two cases, each with an interval by the jackknife."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.analysis.comparison import Interval, interval
from sim.types import Floats


def estimate(values: Floats) -> Interval:
    """Ratio of the means over replications; a plain number has the denominator 1, and then it is the mean.

    Args:
        values: Numerators and denominators, shape (replications, 2); rows that are not finite do not count, and the
            value is undefined (NaN) if that is half of them or more.
    """
    return _jackknife([values], lambda sums: _ratio(sums[0]))


def change(usual: Floats, other: Floats) -> Interval:
    """How much the ratio differs between two cases run on the same luck, replication by replication.

    Args:
        usual: Numerators and denominators in the first case, shape (replications, 2).
        other: The same in the second.
    """
    return _jackknife([usual, other], lambda sums: _ratio(sums[1]) - _ratio(sums[0]))


def _jackknife(cases: list[Floats], of: Callable[[list[Floats]], Floats]) -> Interval:
    sound = np.asarray(np.isfinite(np.stack(cases)).all(axis=(0, 2)))
    n = int(sound.sum())
    if n * 2 <= len(sound):
        return Interval(np.nan, np.nan, np.nan, n)
    kept = [case[sound] for case in cases]
    whole = float(of([case.sum(axis=0) for case in kept]))
    if n < 2:
        return Interval(whole, np.nan, np.nan, n)
    without = of([case.sum(axis=0) - case for case in kept])
    found = interval(n * whole - (n - 1) * without)
    half = found.high - found.mean
    return Interval(whole, whole - half, whole + half, n)


def _ratio(sums: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = sums[..., 0] / sums[..., 1]
    return result
