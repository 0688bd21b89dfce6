"""The interval of a ratio of two means that vary together (Fieller)."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from sim.analysis.comparison.intervals import CONFIDENCE, Interval, interval
from sim.types import Floats


def ratio_interval(numerator: Floats, denominator: Floats) -> Interval:
    """Ratio of the means of paired numbers, with Fieller's 95 % interval; undefined if the denominator may be 0.

    Args:
        numerator: One number a replication, all finite, shape (n,).
        denominator: Of the same replications, shape (n,).

    Returns:
        The interval; all NaN where that of the mean denominator holds 0 or there are fewer than two pairs, because
        then no finite interval has the coverage asked for.

    Source:
        Fieller (1954), Some problems in interval estimation, JRSS B 16.
    """
    n, below = len(numerator), interval(denominator)
    if n < 2 or not (below.low > 0 or below.high < 0):
        return Interval(np.nan, np.nan, np.nan, n)
    above, mean = float(numerator.mean()), below.mean
    variance = np.cov(np.stack([numerator, denominator])) / n
    t2 = float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2)) ** 2
    a = mean**2 - t2 * variance[1, 1]
    b = above * mean - t2 * variance[0, 1]
    c = above**2 - t2 * variance[0, 0]
    root = float(np.sqrt(max(b**2 - a * c, 0.0)))
    return Interval(above / mean, float(b - root) / float(a), float(b + root) / float(a), n)
