"""The level of each indicator in one scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.analysis.comparison.pairs import in_last_semester

if TYPE_CHECKING:
    from sim.indicators import Indicator


def levels(frame: pd.DataFrame, scenario: str, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Level of each indicator in the last semester, for the whole nation.

    Returns:
        One row an indicator that was recorded: indicator, unit, level (mean), spread (standard deviation between
        replications, NaN for one), replications.
    """
    last = in_last_semester(frame, "nation")
    mine = last[last["scenario"] == scenario]
    rows = []
    for indicator in indicators:
        values = mine.loc[mine["indicator"] == indicator.name, "value"].to_numpy(dtype=np.float64)
        finite = values[np.isfinite(values)]
        if len(values):
            spread = float(finite.std(ddof=1)) if len(finite) > 1 else np.nan
            level = float(finite.mean()) if len(finite) else np.nan
            rows.append((indicator.name, indicator.unit, level, spread, len(finite)))
    return pd.DataFrame(rows, columns=["indicator", "unit", "level", "spread", "replications"])
