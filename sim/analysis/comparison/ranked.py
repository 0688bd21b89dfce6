"""Options ranked by one outcome, with what they cost; those that cannot be told apart share a rank."""

from __future__ import annotations

import numpy as np
import pandas as pd

RANKED = ("scenario", "indicator", "rank", "difference", "low", "high", "verdict", "share_better", "replications",
          "cost", "cost_low", "cost_high", "dominated")  # fmt: skip


def ranked(comparison: pd.DataFrame, costs: pd.DataFrame, indicator: str, direction: str) -> pd.DataFrame:
    """The options from the best to the worst.

    Args:
        comparison: Paired differences: scenario, indicator, difference, low, high, verdict, share_up, replications.
        costs: What options cost, as `sim.analysis.comparison.costs` gives it; may lack options.
        indicator: What they are ranked by.
        direction: "+" where more of it is better, "-" where less is.

    Returns:
        One row an option, columns `RANKED`. Options whose intervals overlap that of the best of a rank share the rank.
        `share_better`: share of replications in which it is better than the baseline. `cost`: money of all payers,
        kroner per teacher and year. `dominated`: another option ranks higher and costs no more. Options without a
        value are left out.
    """
    rows = comparison[(comparison["indicator"] == indicator) & comparison["difference"].notna()]
    sign = -1.0 if direction == "-" else 1.0
    rows = rows.assign(gain=sign * rows["difference"]).sort_values("gain", ascending=False, kind="stable")
    ends = sign * rows[["low", "high"]].to_numpy(dtype=np.float64)
    rank = _ranks(ends.min(axis=1), ends.max(axis=1))
    money = costs[costs["payer"] == "money"].set_index("scenario")[["difference", "low", "high"]]
    priced = money.reindex(rows["scenario"].astype(str)).to_numpy(dtype=np.float64)
    better = rows["share_up"].to_numpy(dtype=np.float64)
    found = rows.assign(
        rank=rank, share_better=better if sign > 0 else 1.0 - better, cost=priced[:, 0], cost_low=priced[:, 1],
        cost_high=priced[:, 2],
        dominated=[bool(((rank < r) & (priced[:, 0] <= c)).any()) for r, c in zip(rank, priced[:, 0], strict=True)],
    )  # fmt: skip
    return found[list(RANKED)].reset_index(drop=True)


def _ranks(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Ranks of options in order; an option without an interval is told apart from none."""
    found, first = np.ones(len(low), dtype=np.int64), 0
    for row in range(1, len(low)):
        if high[row] < low[first]:
            first = row
        found[row] = first + 1
    return found
