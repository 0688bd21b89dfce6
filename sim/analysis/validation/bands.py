"""Where a value must lie for a claim to hold, and whether it does as far as luck lets one tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sim.analysis.comparison import Interval

LEAST_REPLICATIONS = 10
"""Fewer replications than these support no claim: nothing is said to hold, fail or break."""


class Verdict(StrEnum):
    """What the replications allow one to say."""

    YES = "yes"
    NO = "no"
    UNSURE = "cannot tell"
    FEW = "too few replications"


@dataclass(frozen=True)
class Band:
    """Where the mean over replications must lie, both bounds included.

    Attributes:
        low, high: Bounds; infinite where a side is open.

    Raises:
        ValueError: If no value lies between the bounds, or any value does.
    """

    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        if not self.low < self.high or not (np.isfinite(self.low) or np.isfinite(self.high)):
            raise ValueError(f"a band from {self.low} to {self.high} claims nothing")

    @property
    def two_sided(self) -> bool:
        """Whether a value can be too low and too high."""
        return bool(np.isfinite(self.low) and np.isfinite(self.high))

    def has(self, value: float) -> bool:
        """Whether a value lies in the band; what is undefined lies in none."""
        return bool(self.low <= value <= self.high)

    def judge(self, found: Interval) -> Verdict:
        """Whether a claim holds: yes if the whole interval lies in the band, no if none of it does."""
        if found.n < LEAST_REPLICATIONS:
            return Verdict.FEW
        if np.isnan(found.mean):
            return Verdict.UNSURE
        if self.has(found.low) and self.has(found.high):
            return Verdict.YES
        return Verdict.NO if found.high < self.low or found.low > self.high else Verdict.UNSURE

    def __str__(self) -> str:
        if self.two_sided:
            return f"{_short(self.low)}–{_short(self.high)}"
        return f"≥ {_short(self.low)}" if np.isfinite(self.low) else f"≤ {_short(self.high)}"


def judge_ablation(band: Band, usual: Interval, ablated: Interval, change: Interval) -> Verdict | None:
    """Whether a claim rests on the mechanism that was switched off.

    It does if without it the mean lies outside the band and the change on the same luck is clear of 0.

    Args:
        band: The band of the claim.
        usual: The value with the mechanism.
        ablated: The value without.
        change: The value without less that with, paired by replication.

    Returns:
        None where there is nothing to break: the value is not in its band with the mechanism either.
    """
    if change.n < LEAST_REPLICATIONS:
        return Verdict.FEW
    if not band.has(usual.mean):
        return None
    if band.has(ablated.mean):
        return Verdict.NO
    return Verdict.YES if change.low > 0 or change.high < 0 else Verdict.UNSURE


def _short(bound: float) -> str:
    return f"{bound:.0f}" if abs(bound) >= 1000 else f"{bound:.3g}"
