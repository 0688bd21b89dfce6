"""This file knows how scenarios are compared: paired differences on the same luck, intervals and a plain verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from sim.types import Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator

Verdict: TypeAlias = Literal["up", "down", "cannot tell", "too small to matter", "undefined"]
CONFIDENCE = 0.95
COLUMNS = (
    "scenario", "indicator", "unit", "baseline_level", "level", "difference", "low", "high", "replications", "verdict",
)  # fmt: skip


@dataclass(frozen=True)
class Interval:
    """A mean and where the mean of very many replications lies with 95 % confidence; NaN bounds if unknown."""

    mean: float
    low: float
    high: float
    n: int


def interval(differences: Floats) -> Interval:
    """Student's t interval for the mean of paired differences.

    Args:
        differences: One number a replication, all finite, shape (n,).
    """
    n = len(differences)
    mean = float(differences.mean()) if n else np.nan
    if n < 2:
        return Interval(mean, np.nan, np.nan, n)
    half = float(stdtrit(n - 1, 0.5 + CONFIDENCE / 2) * differences.std(ddof=1) / np.sqrt(n))
    return Interval(mean, mean - half, mean + half, n)


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


def comparison(
    frame: pd.DataFrame, baseline: str, others: Sequence[str], indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """Compare scenarios with a baseline in the last semester, for the whole nation.

    Args:
        frame: Tidy results with the columns scenario, replication, semester, level, indicator and value.
        baseline: The scenario that differences are taken from.
        others: The scenarios that are compared with it.
        indicators: What to compare; those that were not recorded are left out.

    Returns:
        One row an indicator and scenario: scenario, indicator, unit, baseline_level, level, difference, low, high,
        replications, verdict. Means are over pairs, or over what there is where a scenario has no value at all.
    """
    last = frame[(frame["level"] == "nation") & (frame["semester"] == frame["semester"].max())]
    rows = []
    for indicator in indicators:
        values = _values(last[last["indicator"] == indicator.name])
        if values.empty:
            continue
        for other in others:
            rows.append(_row(values, baseline, other, indicator))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _values(chosen: pd.DataFrame) -> pd.DataFrame:
    """One row a replication, one column a scenario, in the order of replications."""
    plain = chosen.astype({"scenario": "str"})[["replication", "scenario", "value"]]
    return plain.pivot(index="replication", columns="scenario", values="value").sort_index()


def _row(values: pd.DataFrame, baseline: str, other: str, indicator: Indicator) -> dict[str, object]:
    before, after = (_column(values, name) for name in (baseline, other))
    pairs = np.isfinite(before) & np.isfinite(after)
    found = interval(after[pairs] - before[pairs])
    return {
        "scenario": other,
        "indicator": indicator.name,
        "unit": indicator.unit,
        "baseline_level": _mean(before[pairs] if pairs.any() else before),
        "level": _mean(after[pairs] if pairs.any() else after),
        "difference": found.mean,
        "low": found.low,
        "high": found.high,
        "replications": found.n,
        "verdict": verdict(found, indicator.smallest_difference),
    }


def _column(values: pd.DataFrame, scenario: str) -> Floats:
    if scenario not in values:
        return np.full(len(values), np.nan)
    return values[scenario].to_numpy(dtype=np.float64)


def _mean(x: Floats) -> float:
    finite = x[np.isfinite(x)]
    return float(finite.mean()) if len(finite) else np.nan


def levels(frame: pd.DataFrame, scenario: str, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Level of each indicator in the last semester, for the whole nation.

    Returns:
        One row an indicator that was recorded: indicator, unit, level (mean), spread (standard deviation between
        replications, NaN for one), replications.
    """
    last = frame[(frame["level"] == "nation") & (frame["semester"] == frame["semester"].max())]
    rows = []
    for indicator in indicators:
        values = _values(last[last["indicator"] == indicator.name])
        found = _column(values, scenario)
        finite = found[np.isfinite(found)]
        if len(found):
            spread = float(finite.std(ddof=1)) if len(finite) > 1 else np.nan
            rows.append((indicator.name, indicator.unit, _mean(found), spread, len(finite)))
    return pd.DataFrame(rows, columns=["indicator", "unit", "level", "spread", "replications"])
