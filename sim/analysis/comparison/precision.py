"""How many replications an interval of a wanted width needs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from sim.analysis.comparison.intervals import CONFIDENCE, interval
from sim.types import Floats

LEAST = 20
"""Replications from which a pilot tells enough of the spread."""


@dataclass(frozen=True)
class Outlook:
    """How wide an interval is, and how many replications it should take.

    Attributes:
        half_width: Half the width of the 95 % interval so far; NaN for fewer than two differences.
        needed: Replications that should give the wanted half-width, at most the cap; those there are if they do.
        enough: Whether the interval is as narrow as wanted.
    """

    half_width: float
    needed: int
    enough: bool


def outlook(differences: Floats, replications: int, wanted: float, cap: int) -> Outlook:
    """Plan the next stage of replicating until a difference is known (Stein's two stages).

    Args:
        differences: Paired differences so far, all finite, shape (n,); n <= replications.
        replications: Replications made so far.
        wanted: Half-width that is asked for, > 0.
        cap: Most replications to plan.

    Returns:
        The outlook. What is needed is reckoned with the spread so far and Student's quantile at today's
        n, which is wider than that of the longer series: a second stage is therefore most often the last.

    Source:
        Stein (1945), A two-sample test for a linear hypothesis whose power is independent of the variance,
        Annals of Mathematical Statistics 16.
    """
    found = interval(differences)
    half = (found.high - found.low) / 2.0
    if half <= wanted:
        return Outlook(half, replications, enough=True)
    if np.isnan(half):
        return Outlook(half, cap, enough=False)
    pairs = (stdtrit(found.n - 1, 0.5 + CONFIDENCE / 2) * differences.std(ddof=1) / wanted) ** 2
    missing_too = math.ceil(float(pairs) * replications / found.n)
    return Outlook(half, max(replications, min(missing_too, cap)), enough=False)
