"""The effect per krone: by the money of all payers, and with teachers' time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.comparison.intervals import interval
from sim.analysis.comparison.pairs import Pairs, of_indicators, pairs
from sim.analysis.comparison.ratio import ratio_interval
from sim.types import Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator

COSTS: dict[str, tuple[str, ...]] = {
    "money": ("cost_state", "cost_owners"),
    "money and time": ("cost_state", "cost_owners", "cost_time"),
}
"""Indicators of money that make up each kind of cost, kroner of 2025 per teacher and school year."""
RATES = (0.0, 0.04)
"""Yearly rates of discount: none, and that of Norwegian official analyses for the first 40 years (R-109/2021)."""
PER_KRONE = (
    "scenario", "indicator", "unit", "cost", "discount_rate", "cost_difference", "cost_low", "cost_high", "difference",
    "per_thousand", "per_thousand_low", "per_thousand_high", "replications",
)  # fmt: skip


def per_krone(
    frame: pd.DataFrame,
    baseline: str,
    others: Sequence[str],
    indicators: Sequence[Indicator],
    since: Mapping[str, int],
) -> pd.DataFrame:
    """Paired effect in the last semester for each 1,000 kroner a teacher, spent from the parting to the horizon.

    Args:
        frame: Tidy results with the level nation in every spring, indicators of money included.
        baseline: The scenario that differences are taken from.
        others: The scenarios that are compared with it.
        indicators: Outcomes whose effects are set against the money.
        since: By scenario, the first semester in which it decides something else than the baseline; costs are
            discounted back to the school year it belongs to.

    Returns:
        One row a scenario, indicator, kind of cost (`COSTS`) and rate of discount (`RATES`), with the columns
        `PER_KRONE`. `per_thousand` is the mean effect over the mean difference in cost, with Fieller's interval; NaN
        where the interval of the difference in cost holds 0. Only costs are discounted; the effect is that of the
        last year. A scenario that is cheaper and worse has a positive ratio too: what is lost per 1,000 kroner saved.
    """
    names = {name for kind in COSTS.values() for name in kind} | {i.name for i in indicators}
    chosen = of_indicators(frame[frame["level"] == "nation"], sorted(names))
    rows = []
    for other in others:
        paired = pairs(chosen, baseline, other, ["indicator", "semester"])
        place = _in_last_semester(paired)
        for kind, parts in COSTS.items():
            for rate in RATES:
                cost = _cost(paired, parts, since[other], rate)
                rows += [
                    _row(other, indicator, kind, rate, paired.difference[place[indicator.name]], cost)
                    for indicator in indicators
                    if indicator.name in place
                ]
    return pd.DataFrame(rows, columns=list(PER_KRONE))


def _in_last_semester(paired: Pairs) -> dict[str, int]:
    """Row of each indicator in the last semester."""
    last = np.flatnonzero(paired.keys["semester"] == paired.keys["semester"].max()).tolist()
    return {str(paired.keys["indicator"].iloc[row]): row for row in last}


def _cost(paired: Pairs, parts: Sequence[str], since: int, rate: float) -> Floats:
    """Difference in cost from the parting to the horizon, kroner of 2025 per teacher, shape (replications,).

    NaN in every replication where a kind of money was not recorded.
    """
    semester = paired.keys["semester"].to_numpy(dtype=np.int64)
    money = (paired.keys["indicator"].isin(list(parts)) & (semester >= since)).to_numpy()
    if not set(parts) <= set(paired.keys["indicator"][money]):
        return np.full(paired.difference.shape[1], np.nan)
    years = (semester[money] - since) // 2
    result: Floats = ((1.0 + rate) ** -years.astype(np.float64)) @ paired.difference[money]
    return result


def _row(other: str, indicator: Indicator, kind: str, rate: float, effects: Floats, cost: Floats) -> dict[str, object]:
    both = np.isfinite(effects) & np.isfinite(cost)
    spent, found = interval(cost[both]), ratio_interval(effects[both], cost[both] / 1000.0)
    return {
        "scenario": other,
        "indicator": indicator.name,
        "unit": indicator.unit,
        "cost": kind,
        "discount_rate": rate,
        "cost_difference": spent.mean,
        "cost_low": spent.low,
        "cost_high": spent.high,
        "difference": float(effects[both].mean()) if both.any() else np.nan,
        "per_thousand": found.mean,
        "per_thousand_low": found.low,
        "per_thousand_high": found.high,
        "replications": int(both.sum()),
    }
