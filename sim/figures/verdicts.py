"""This file knows the table behind the forest plot: paired differences in the last semester, with their verdicts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.figures.frames import Course, choose, grids, paired
from sim.figures.shown import Shown

SYMBOLS = {"up": "▲", "down": "▼", "too small to matter": "≈", "cannot tell": "?", "undefined": "–"}


def verdict(mean: float, low: float, high: float, smallest: float) -> str:
    """What an interval says of a difference, given the smallest one that matters.

    Too small to matter: the whole interval lies within the smallest difference. Up or down: the interval leaves
    out 0 and the mean matters. Otherwise the replications cannot tell.
    """
    if np.isnan(mean):
        return "undefined"
    if np.isnan(low):
        return "cannot tell"
    if -smallest <= low and high <= smallest:
        return "too small to matter"
    if low > 0 and mean >= smallest:
        return "up"
    if high < 0 and mean <= -smallest:
        return "down"
    return "cannot tell"


def difference_table(
    frame: pd.DataFrame, baseline: str, others: Sequence[str], indicators: Sequence[Shown]
) -> pd.DataFrame:
    """Paired differences of the nation in the last semester.

    Args:
        frame: Tidy results.
        baseline: The scenario that differences are taken from.
        others: The scenarios compared with it.
        indicators: What to compare; those without any rows are left out.

    Returns:
        One row an indicator and scenario: scenario, indicator, unit, difference, low, high, replications, verdict.
    """
    last = frame[frame["semester"] == frame["semester"].max()]
    chosen = choose(last, "nation", indicators)
    rows = []
    for indicator in indicators:
        found = grids(chosen, indicator)
        if found:
            rows += [_row(paired(found, baseline, other), other, indicator) for other in others]
    columns = ["scenario", "indicator", "unit", "difference", "low", "high", "replications", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def _row(course: Course | None, scenario: str, indicator: Shown) -> list[object]:
    mean = low = high = np.nan
    n = 0
    if course is not None:
        mean, low, high, n = float(course.mean[-1]), float(course.low[-1]), float(course.high[-1]), int(course.n[-1])
    judged = verdict(mean, low, high, indicator.smallest_difference)
    return [scenario, indicator.name, indicator.unit, mean, low, high, n, judged]
