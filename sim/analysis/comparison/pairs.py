"""How tidy results become paired differences: the same replication, two scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from sim.types import Floats


@dataclass(frozen=True)
class Pairs:
    """Values of a scenario and its baseline on the same luck, one row a quantity, one column a replication.

    Attributes:
        keys: What each row is, such as its indicator and unit; one row a quantity.
        before, after: Values in the baseline and in the scenario, shape (rows, replications); NaN where a run is
            missing or a value undefined.
    """

    keys: pd.DataFrame
    before: Floats
    after: Floats

    @cached_property
    def difference(self) -> Floats:
        """Scenario minus baseline, NaN where either is missing, shape (rows, replications)."""
        return self.after - self.before

    def finite(self, row: int) -> Floats:
        """Differences of a row in the replications that have both, shape (pairs,)."""
        found: Floats = self.difference[row][np.isfinite(self.difference[row])]
        return found


def pairs(frame: pd.DataFrame, baseline: str, other: str, by: Sequence[str]) -> Pairs:
    """Pair the values of two scenarios.

    Args:
        frame: Tidy results with the columns scenario, replication, value and those of `by`.
        baseline: The scenario that differences are taken from.
        other: The scenario compared with it.
        by: Columns that name a quantity, such as indicator, unit or semester.

    Returns:
        Rows in the order of their keys, columns in the order of replications.
    """
    names = frame["scenario"].astype(str)
    texts = {key: str for key in by if not pd.api.types.is_numeric_dtype(frame[key])}
    plain = frame.astype(texts)
    wide = [_wide(plain[names == name], by) for name in (baseline, other)]
    rows = wide[0].index.union(wide[1].index)
    columns = wide[0].columns.union(wide[1].columns)
    before, after = (w.reindex(index=rows, columns=columns).to_numpy(dtype=np.float64) for w in wide)
    return Pairs(rows.to_frame(index=False), before, after)


def _wide(chosen: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    return chosen.pivot(index=list(by), columns="replication", values="value")


def in_last_semester(frame: pd.DataFrame, level: str) -> pd.DataFrame:
    """Rows of one level in the last semester."""
    found: pd.DataFrame = frame[(frame["level"] == level) & (frame["semester"] == frame["semester"].max())]
    return found


def in_springs(frame: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """Rows of the nation in springs, of some indicators."""
    spring = frame["semester"].to_numpy() % 2 == 1
    return of_indicators(frame[(frame["level"] == "nation").to_numpy() & spring], indicators)


def of_indicators(frame: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Rows of some indicators."""
    return frame[frame["indicator"].isin(list(names))]
