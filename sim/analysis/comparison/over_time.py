"""How an effect develops: the paired difference in each spring."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.comparison.effects import EFFECT, effect
from sim.analysis.comparison.pairs import in_springs, pairs

if TYPE_CHECKING:
    from sim.indicators import Indicator

OVER_TIME = ("scenario", "indicator", "unit", "semester", *EFFECT)


def effects_over_time(
    frame: pd.DataFrame, baseline: str, others: Sequence[str], indicators: Sequence[Indicator]
) -> pd.DataFrame:
    """Paired difference of the whole nation in each spring.

    Args:
        frame: Tidy results.
        baseline: The scenario that differences are taken from.
        others: The scenarios that are compared with it.
        indicators: What to compare; those that were not recorded are left out.

    Returns:
        One row a scenario, indicator and spring semester (`OVER_TIME`): the mean difference, `low, high` of the
        mean, `spread_low, spread_high` of single replications, `share_up` and `replications`. Each interval is
        by itself, not one band that holds the whole path.
    """
    chosen = in_springs(frame, [i.name for i in indicators])
    rows = []
    for other in others:
        paired = pairs(chosen, baseline, other, ["indicator", "semester"])
        for indicator in indicators:
            for row in np.flatnonzero(paired.keys["indicator"] == indicator.name).tolist():
                semester = int(paired.keys["semester"].iloc[row])
                rows.append((other, indicator.name, indicator.unit, semester, *effect(paired.finite(row)).values()))
    return pd.DataFrame(rows, columns=list(OVER_TIME))
