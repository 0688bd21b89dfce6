"""An effect 3, 8 and 15 years after the scenarios part, and whether it still moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.comparison.effects import EFFECT, effect
from sim.analysis.comparison.intervals import Interval, interval
from sim.analysis.comparison.pairs import in_springs, pairs

if TYPE_CHECKING:
    from sim.indicators import Indicator

YEARS = (3, 8, 15)
"""Years after which an effect is told: what a first evaluation, a scheme's lifetime and a career would see."""
PACE_OVER = 2
"""Years over which the pace of an effect is taken."""
AHEAD = 5
"""An effect still moves if its pace, certainly not 0, would in so many years carry it by what matters."""
AFTER_YEARS = ("scenario", "indicator", "unit", "years", "semester", *EFFECT, "pace", "pace_low", "pace_high", "moves")


def effects_after_years(
    frame: pd.DataFrame, baseline: str, parted: Mapping[str, int], indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """Paired difference of the whole nation in the spring that ends the 3rd, 8th and 15th school year.

    Args:
        frame: Tidy results.
        baseline: The scenario that differences are taken from.
        parted: First semester in which each other scenario has other levers than the baseline; school years are
            counted from the first autumn from then on.
        indicators: What to compare; those that were not recorded are left out, as are years beyond the horizon.

    Returns:
        One row a scenario, indicator and number of years (`AFTER_YEARS`). `pace` is the paired change of the
        difference a year over the two years before, with its 95 % interval; `moves` is "on" (away from 0), "back"
        (towards 0) or "" (settled, or too slow to tell).
    """
    chosen = in_springs(frame, [i.name for i in indicators])
    rows = []
    for other, start in parted.items():
        paired = pairs(chosen, baseline, other, ["indicator", "semester"])
        at = {key: i for i, key in enumerate(zip(paired.keys["indicator"], paired.keys["semester"], strict=True))}
        for indicator in indicators:
            for years in YEARS:
                semester = start + start % 2 + 2 * years - 1
                row, before = (at.get((indicator.name, s)) for s in (semester, semester - 2 * PACE_OVER))
                if row is None or before is None:
                    continue
                found = effect(paired.finite(row))
                change = (paired.difference[row] - paired.difference[before]) / PACE_OVER
                pace = interval(change[np.isfinite(change)])
                moves = moving(float(found["difference"]), pace, indicator.smallest_difference)
                rows.append((other, indicator.name, indicator.unit, years, semester, *found.values(),
                             pace.mean, pace.low, pace.high, moves))  # fmt: skip
    return pd.DataFrame(rows, columns=list(AFTER_YEARS))


def moving(difference: float, pace: Interval, smallest: float) -> str:
    """Whether an effect still moves, and which way.

    Args:
        difference: The effect.
        pace: Its change a year, with 95 % interval.
        smallest: The smallest difference that matters.

    Returns:
        "on" if it moves away from 0, "back" if towards it, "" if its pace may be 0 or does not matter in five years.
    """
    if not (pace.low > 0.0 or pace.high < 0.0) or abs(pace.mean) * AHEAD < smallest:
        return ""
    return "on" if pace.mean * difference >= 0.0 else "back"
