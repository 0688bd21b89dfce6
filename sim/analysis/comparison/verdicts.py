"""What an interval says of a difference in plain words, alone and among many."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from scipy.special import stdtr

from sim.analysis.comparison.intervals import CONFIDENCE, Interval, varies
from sim.types import Floats

Verdict: TypeAlias = Literal["up", "down", "cannot tell", "too small to matter", "undefined"]


def verdict(found: Interval, smallest: float) -> Verdict:
    """What the interval says of a difference, given the smallest one that would matter.

    Too small to matter: the whole interval lies within the smallest difference. Up or down: the interval leaves
    out 0 and the mean matters. Otherwise the replications cannot tell.
    """
    if np.isnan(found.mean):
        return "undefined"
    if np.isnan(found.low):
        return "cannot tell"
    if -smallest <= found.low and found.high <= smallest:
        return "too small to matter"
    if found.low > 0 and found.mean >= smallest:
        return "up"
    if found.high < 0 and found.mean <= -smallest:
        return "down"
    return "cannot tell"


def verdict_among(alone: Verdict, p_adjusted: float) -> Verdict:
    """The verdict among many: up and down must also hold with the evidence adjusted for the number of questions.

    Args:
        alone: The verdict on this difference by itself.
        p_adjusted: Its adjusted p value; NaN where the difference is the same in every replication.
    """
    return "cannot tell" if alone in ("up", "down") and p_adjusted > 1.0 - CONFIDENCE else alone


def p_value(differences: Floats) -> float:
    """Two-sided p value of the paired t test; NaN if there is nothing to test: no spread, or fewer than two pairs."""
    if not varies(differences):
        return np.nan
    n = len(differences)
    t = abs(differences.mean()) / (differences.std(ddof=1) / np.sqrt(n))
    return float(2.0 * stdtr(n - 1, -t))


def holm(p: Floats) -> Floats:
    """P values adjusted so that the chance of any false finding in the family is at most 5 %.

    Args:
        p: P values of a family, shape (n,); NaN ones are no part of it and stay.

    Source:
        Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6.
    """
    adjusted = np.full(len(p), np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    stepped = np.maximum.accumulate(p[order] * np.arange(len(order), 0, -1))
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted
