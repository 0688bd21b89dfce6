"""How far an average municipality would move among all others: what a difference on an index is as much as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from sim.indicators import Indicator

PASSED = ("scenario", "indicator", "passed", "municipalities")
LEAST = 40
"""Municipalities below which places among a hundred mean little (assumption)."""


def passed(
    differences: pd.DataFrame, frame: pd.DataFrame, baseline: str, indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """Places among 100 that the middle municipality of the baseline would gain by a difference, mean over replications.

    Args:
        differences: scenario, indicator, difference.
        frame: Tidy results of the level municipality in the last semester.
        baseline: Whose municipalities are put in order.
        indicators: Which differences to tell so; those of no municipality are left out.

    Returns:
        Columns `PASSED`; `passed` is negative where it would fall behind. Nothing of a country too small to say.
    """
    mine = frame[frame["scenario"].astype(str) == baseline]
    rows = []
    for indicator in indicators:
        values = mine[(mine["indicator"] == indicator.name) & mine["value"].notna()]
        each = [group.to_numpy() for _, group in values.groupby("replication", observed=True)["value"]]
        if not each or min(map(len, each)) < LEAST:
            continue
        found = differences[(differences["indicator"] == indicator.name) & differences["difference"].notna()]
        for other, difference in found[["scenario", "difference"]].itertuples(index=False):
            places = np.mean([100.0 * _between(order, difference) for order in each])
            rows.append((other, indicator.name, float(places), max(map(len, each))))
    return pd.DataFrame(rows, columns=list(PASSED))


def _between(values: np.ndarray, difference: float) -> float:
    """Share of values between their median and it moved by a difference, with the sign of that."""
    middle = float(np.median(values))
    low, high = sorted((middle, middle + difference))
    share = float(((values > low) & (values < high)).mean())
    return share if difference > 0 else -share
