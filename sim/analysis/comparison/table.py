"""The table of a comparison: level, difference, certainty, spread and verdict of each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.comparison.effects import EFFECT, effect
from sim.analysis.comparison.intervals import Interval, bootstrap_interval, luck_interval
from sim.analysis.comparison.pairs import Pairs, in_last_semester, of_indicators, pairs
from sim.analysis.comparison.verdicts import holm, p_value, verdict, verdict_among
from sim.types import Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator

COLUMNS = (
    "scenario", "indicator", "unit", "baseline_level", "level", *EFFECT, "p", "p_adjusted", "verdict", "verdict_alone",
    "luck_low", "luck_high", "bootstrap_low", "bootstrap_high",
)  # fmt: skip

_LATER = ("p_adjusted", "verdict", "luck_low", "luck_high")
"""Columns that need the whole table or a second frame."""


def comparison(
    frame: pd.DataFrame,
    baseline: str,
    others: Sequence[str],
    indicators: Sequence[Indicator],
    luck: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compare scenarios with a baseline in the last semester, for the whole nation.

    Args:
        frame: Tidy results with the columns scenario, replication, semester, level, indicator and value.
        baseline: The scenario that differences are taken from.
        others: The scenarios that are compared with it.
        indicators: What to compare; those that were not recorded are left out.
        luck: The same of some replications once more, with the same parameters on other luck, for what luck alone
            makes of the difference.

    Returns:
        One row an indicator and scenario (`COLUMNS`). `low, high`: 95 % interval of the mean difference;
        `spread_low, spread_high`: nine in ten single replications; `share_up`: replications with a positive
        difference; `p`: paired t test; `p_adjusted`: Holm's, over the headline indicators x scenarios (the other
        indicators are a family of their own). `verdict` asks of up and down that the adjusted p be at most 0.05;
        `verdict_alone` is that of the row's interval by itself. `luck_low, luck_high`: where the mean difference may
        lie by luck alone, with the parameters that were drawn (`luck_interval`). `bootstrap_low, bootstrap_high`:
        BCa, to hold beside Student's. Levels are means over pairs, or over what there is where a scenario has no value
        at all.
    """
    found = _rows(frame, baseline, others, indicators)
    headline = {indicator.name for indicator in indicators if indicator.headline}
    found["p_adjusted"] = adjusted(found["p"], found["indicator"].isin(headline))
    found["verdict"] = [verdict_among(v, p) for v, p in zip(found["verdict_alone"], found["p_adjusted"], strict=True)]
    return _beside(found, frame, luck, baseline)[list(COLUMNS)]


def adjusted(p: pd.Series[float], family: pd.Series) -> Floats:
    """Holm's adjusted p values, within each family."""
    result = np.full(len(p), np.nan)
    for name in family.unique():
        rows = (family == name).to_numpy()
        result[rows] = holm(p.to_numpy(dtype=np.float64)[rows])
    return result


def _rows(frame: pd.DataFrame, baseline: str, others: Sequence[str], indicators: Sequence[Indicator]) -> pd.DataFrame:
    last = of_indicators(in_last_semester(frame, "nation"), [i.name for i in indicators])
    paired = {other: pairs(last, baseline, other, ["indicator"]) for other in others}
    rows = [
        _row(paired[other], int(place[0]), other, indicator)
        for indicator in indicators
        for other in others
        if len(place := np.flatnonzero(paired[other].keys["indicator"] == indicator.name))
    ]
    return pd.DataFrame(rows, columns=[c for c in COLUMNS if c not in _LATER])


def _row(found: Pairs, row: int, other: str, indicator: Indicator) -> dict[str, object]:
    before, after, differences = found.before[row], found.after[row], found.finite(row)
    both = np.isfinite(found.difference[row])
    numbers = effect(differences)
    resampled = bootstrap_interval(differences)
    bounds = Interval(numbers["difference"], numbers["low"], numbers["high"], len(differences))
    return {
        "scenario": other,
        "indicator": indicator.name,
        "unit": indicator.unit,
        "baseline_level": _mean(before[both] if both.any() else before),
        "level": _mean(after[both] if both.any() else after),
        **numbers,
        "bootstrap_low": resampled.low,
        "bootstrap_high": resampled.high,
        "p": p_value(differences),
        "verdict_alone": verdict(bounds, indicator.smallest_difference),
    }


def _mean(x: Floats) -> float:
    finite = x[np.isfinite(x)]
    return float(finite.mean()) if len(finite) else np.nan


def _beside(found: pd.DataFrame, frame: pd.DataFrame, luck: pd.DataFrame | None, baseline: str) -> pd.DataFrame:
    """The table with what luck alone makes of each difference."""
    if luck is None or luck.empty:
        return found.assign(luck_low=np.nan, luck_high=np.nan)
    last, again = (in_last_semester(x, "nation") for x in (frame, luck))
    twice = pd.concat([last[last["replication"].isin(again["replication"])].assign(time=0), again.assign(time=1)])
    bounds = {}
    for other in found["scenario"].unique():
        paired = pairs(twice, baseline, other, ["indicator", "time"])
        for name, rows in paired.keys.groupby("indicator").groups.items():
            if len(rows) == 2:
                bounds[other, name] = paired.difference[rows]
    none = np.zeros((2, 0))
    intervals = [
        luck_interval(row["difference"], row["replications"], *bounds.get((row["scenario"], row["indicator"]), none))
        for row in found.to_dict("records")
    ]
    return found.assign(luck_low=[i.low for i in intervals], luck_high=[i.high for i in intervals])
