"""Robustness: how much each scenario can be regretted, and how often it is best or good enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtri

from sim.analysis.comparison import CONFIDENCE
from sim.types import Bools, Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator

RESAMPLES = 1000
COLUMNS = (
    "scenario", "indicator", "unit", "regret", "regret_low", "regret_high", "regret_90", "regret_90_low",
    "regret_90_high", "regret_most", "best", "best_low", "best_high", "good_enough", "good_enough_low",
    "good_enough_high", "threshold", "states",
)  # fmt: skip


def regrets(values: Floats, direction: str) -> Floats:
    """How far each scenario is from the best one in the same state of the world.

    Args:
        values: An indicator, one row a state, one column a scenario, all finite.
        direction: "+" if more is better, "-" if less is.

    Returns:
        Regret (anger) in the indicator's unit, >= 0, shape of `values`; 0 for the best in each state.

    Source:
        Savage (1951), The theory of statistical decision, JASA 46(253), for minimax regret.
    """
    good = values if direction == "+" else -values
    result: Floats = good.max(axis=1, keepdims=True) - good
    return result


def robustness(
    frame: pd.DataFrame,
    baseline: str,
    scenarios: Sequence[str],
    indicators: Sequence[Indicator],
    threshold: float | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Regret and satisficing of scenarios over states of the world, one a replication, on the same luck.

    Args:
        frame: One row a value: scenario, replication, indicator, value (the nation in one semester).
        baseline: The scenario that effects are taken from; it takes part in the comparison itself.
        scenarios: The others.
        indicators: Those without a direction are left out: nothing is better there.
        threshold: Effect against the baseline that is good enough, in the indicator's unit; None: the smallest
            difference that matters.
        seed: Of the bootstrap over states.

    Returns:
        One row an indicator and scenario, columns `COLUMNS`: expected, 90th-percentile and largest regret; share
        of states in which it is best (ties count for all) and share in which the effect is good enough (NaN for
        the baseline). 95 % intervals: percentile bootstrap over states for regret, Wilson for shares; none for
        the largest regret, which more states can only raise.
    """
    rows = []
    for indicator in indicators:
        if indicator.direction == "0":
            continue
        table = _states(frame, [baseline, *scenarios], indicator.name)
        if len(table):
            limit = indicator.smallest_difference if threshold is None else threshold
            rows += _rows(table, baseline, indicator, limit, seed)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _states(frame: pd.DataFrame, names: Sequence[str], indicator: str) -> pd.DataFrame:
    """One row a replication in which every scenario has a value."""
    chosen = frame[(frame["indicator"] == indicator) & frame["scenario"].isin(names)]
    plain = chosen.astype({"scenario": "str"})[["replication", "scenario", "value"]]
    wide = plain.pivot(index="replication", columns="scenario", values="value").reindex(columns=list(names))
    whole: pd.DataFrame = wide.loc[np.isfinite(wide.to_numpy()).all(axis=1)]
    return whole.sort_index()


def _rows(table: pd.DataFrame, baseline: str, indicator: Indicator, limit: float, seed: int) -> list[dict[str, Any]]:
    values = table.to_numpy(dtype=np.float64)
    regret = regrets(values, indicator.direction)
    sign = 1.0 if indicator.direction == "+" else -1.0
    effect = sign * (values - table[[baseline]].to_numpy(dtype=np.float64))
    rows = []
    for column, name in enumerate(table.columns):
        mine = regret[:, column]
        enough = share(effect[:, column] >= limit) if name != baseline else (np.nan,) * 3
        numbers = (
            *resampled(mine, np.mean, seed), *resampled(mine, _ninetieth, seed), mine.max(),
            *share(mine == 0), *enough, limit,
        )  # fmt: skip
        rows.append(dict(zip(COLUMNS, (name, indicator.name, indicator.unit, *numbers, len(mine)), strict=True)))
    return rows


def _ninetieth(values: Floats, axis: int | None = None) -> Any:
    return np.quantile(values, 0.9, axis=axis)


def resampled(values: Floats, statistic: Callable[..., Any], seed: int) -> tuple[float, float, float]:
    """A statistic of states and its 95 % percentile bootstrap interval (NaN for fewer than two states)."""
    found = float(statistic(values))
    if len(values) < 2:
        return found, np.nan, np.nan
    drawn = np.random.default_rng(seed).integers(len(values), size=(RESAMPLES, len(values)))
    low, high = np.quantile(statistic(values[drawn], axis=1), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return found, float(low), float(high)


def share(held: Bools) -> tuple[float, float, float]:
    """Share of states in which something held, and Wilson's 95 % interval.

    A bootstrap would give no width at all where it held in every state.

    Source:
        Wilson (1927), JASA 22(158).
    """
    n, z = len(held), float(ndtri(0.5 + CONFIDENCE / 2))
    found = float(held.mean())
    middle = (found + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(found * (1 - found) / n + z**2 / (4 * n**2))
    return found, max(0.0, middle - half), min(1.0, middle + half)
