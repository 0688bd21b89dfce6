"""The numbers that describe an effect: its mean with an interval, and the spread of futures."""

from __future__ import annotations

import numpy as np

from sim.analysis.comparison.intervals import interval
from sim.types import Floats

SPREAD = (0.05, 0.95)
"""Quantiles that bound the spread of single futures."""
EFFECT = ("difference", "low", "high", "spread_low", "spread_high", "share_up", "replications")
"""Columns of an effect. `low` and `high` bound the mean with 95 % confidence and close in with more replications;
`spread_low` and `spread_high` hold nine in ten single futures and do not."""


def effect(differences: Floats) -> dict[str, float | int]:
    """Describe paired differences.

    Args:
        differences: One number a replication, all finite, shape (n,).

    Returns:
        By column of `EFFECT`: mean difference and its interval, 5th and 95th percentile over single replications,
        share of replications with a positive difference, and number of replications.
    """
    found = interval(differences)
    low, high = np.quantile(differences, SPREAD) if found.n else (np.nan, np.nan)
    share_up = float((differences > 0).mean()) if found.n else np.nan
    return dict(
        zip(EFFECT, (found.mean, found.low, found.high, float(low), float(high), share_up, found.n), strict=True)
    )
