"""The mean of every value over replications and its interval, run by run, without holding the runs."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from sim.analysis.comparison.intervals import CONFIDENCE
from sim.types import Floats


class OverReplications:
    """Mean and interval of each value of a run, over runs whose values stand in the same order."""

    def __init__(self, values: int) -> None:
        """Start with no run.

        Args:
            values: How many values a run has.
        """
        self.n, self._mean, self._squares = np.zeros(values), np.zeros(values), np.zeros(values)

    def add(self, values: Floats) -> None:
        """Add a run.

        Args:
            values: Its values; those that are not finite do not count, shape (values,).

        Source:
            Welford (1962), Technometrics 4(3): sums of squares that lose no digits.
        """
        finite = np.isfinite(values)
        known = np.where(finite, values, self._mean)
        self.n += finite
        step = known - self._mean
        self._mean += step / np.maximum(self.n, 1.0)
        self._squares += step * (known - self._mean) * finite

    def intervals(self) -> tuple[Floats, Floats, Floats]:
        """Mean, low and high of Student's 95 % interval as in `interval`, each of shape (values,).

        The mean is NaN where no run counts, the bounds where fewer than two do.
        """
        mean = np.where(self.n > 0, self._mean, np.nan)
        spread = np.sqrt(np.maximum(self._squares, 0.0) / np.maximum(self.n - 1, 1.0))
        half = stdtrit(np.maximum(self.n - 1, 1.0), 0.5 + CONFIDENCE / 2) * spread / np.sqrt(np.maximum(self.n, 1.0))
        half = np.where(self.n > 1, half, np.nan)
        return mean, mean - half, mean + half
