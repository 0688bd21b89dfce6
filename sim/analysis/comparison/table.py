"""This file knows the table of a comparison: level, difference, certainty, spread and verdict of each indicator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.comparison.effects import EFFECT, effect
from sim.analysis.comparison.intervals import Interval, bootstrap_interval, interval
from sim.analysis.comparison.pairs import Pairs, in_last_semester, of_indicators, pairs
from sim.analysis.comparison.verdicts import holm, p_value, verdict, verdict_among
from sim.types import Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator

COLUMNS = (
    "scenario", "indicator", "unit", "baseline_level", "level", *EFFECT, "p", "p_adjusted", "verdict", "verdict_alone",
    "luck_difference", "luck_low", "luck_high", "bootstrap_low", "bootstrap_high",
)  # fmt: skip

_LATER = ("p_adjusted", "verdict", "luck_difference", "luck_low", "luck_high")
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
        luck: The same of runs with parameters at their values, for what luck alone makes of the difference.

    Returns:
        One row an indicator and scenario (`COLUMNS`). `low, high`: 95 % interval of the mean difference;
        `spread_low, spread_high`: nine in ten single replications; `share_up`: replications with a positive
        difference; `p`: paired t test; `p_adjusted`: Holm's, over the headline indicators x scenarios (the other
        indicators are a family of their own). `verdict` asks of up and down that the adjusted p be at most 0.05;
        `verdict_alone` is that of the row's interval by itself. `luck_difference, luck_low, luck_high`: mean and
        interval in `luck`. `bootstrap_low, bootstrap_high`: BCa, to hold beside Student's. Levels are means over
        pairs, or over what there is where a scenario has no value at all.
    """
    found = _rows(frame, baseline, others, indicators)
    headline = {indicator.name for indicator in indicators if indicator.headline}
    found["p_adjusted"] = adjusted(found["p"], found["indicator"].isin(headline))
    found["verdict"] = [verdict_among(v, p) for v, p in zip(found["verdict_alone"], found["p_adjusted"], strict=True)]
    return _beside(found, luck, baseline)[list(COLUMNS)]


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


def _beside(found: pd.DataFrame, luck: pd.DataFrame | None, baseline: str) -> pd.DataFrame:
    """The table with what luck alone makes of each difference."""
    known: dict[tuple[str, str], Interval] = {}
    if luck is not None:
        last = in_last_semester(luck, "nation")
        for other in found["scenario"].unique():
            paired = pairs(last, baseline, other, ["indicator"])
            known |= {(other, name): interval(paired.finite(k)) for k, name in enumerate(paired.keys["indicator"])}
    none = Interval(np.nan, np.nan, np.nan, 0)
    mine = [known.get((s, i), none) for s, i in zip(found["scenario"], found["indicator"], strict=True)]
    return found.assign(
        luck_difference=[i.mean for i in mine], luck_low=[i.low for i in mine], luck_high=[i.high for i in mine]
    )
