"""How the numbers of figures come from the tidy frame: courses over time, paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import t as student

from sim.analysis.figures.shown import Shown

KEY = ["point", "replication"]
"""What the runs of a pair have in common."""
CONFIDENCE, LOW, HIGH = 0.95, 0.1, 0.9
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Course:
    """Replications summed up at each recorded semester; NaN where undefined, all of shape (semesters,).

    Attributes:
        semester: 0 = autumn 2017.
        mean: Over replications that have a value.
        low, high: 95 % interval of the mean (Student's t).
        range_low, range_high: 10th and 90th percentile of replications.
        n: Replications that have a value.
    """

    semester: Numbers
    mean: Numbers
    low: Numbers
    high: Numbers
    range_low: Numbers
    range_high: Numbers
    n: npt.NDArray[np.int64]

    @property
    def known(self) -> bool:
        """Whether there is any value."""
        return bool(np.isfinite(self.mean).any())

    @property
    def end(self) -> float:
        """The last mean."""
        return float(self.mean[-1])

    @property
    def stops(self) -> int | None:
        """Semester from which on there are no values any more; None if there are to the end."""
        last = int(np.flatnonzero(np.isfinite(self.mean))[-1]) if self.known else -1
        return int(self.semester[last + 1]) if last + 1 < len(self.semester) else None

    @property
    def spread(self) -> bool:
        """Whether there is any interval."""
        return bool(np.isfinite(self.low).any())


def scaled(c: Course, times: float) -> Course:
    """A course in another unit."""
    numbers = ("mean", "low", "high", "range_low", "range_high")
    return replace(c, **{name: times * getattr(c, name) for name in numbers})


def parted(this: Course, other: Course) -> Course:
    """A course from where it parts from another on; before that, where both are one, it is left out (NaN)."""
    shared = len(this.semester) == len(other.semester)
    apart = (this.mean != other.mean) & ~(np.isnan(this.mean) & np.isnan(other.mean)) if shared else np.ones(1, bool)
    first = int(np.argmax(apart)) if apart.any() else len(this.semester)
    keep = np.where(np.arange(len(this.semester)) >= first - 1, 1.0, np.nan) if apart.any() else np.nan
    return replace(this, **{f: getattr(this, f) * keep for f in ("mean", "low", "high", "range_low", "range_high")})


def scenarios_of(frame: pd.DataFrame) -> list[str]:
    """Names of the scenarios, in order of appearance."""
    return [str(name) for name in frame["scenario"].drop_duplicates()]


def replications_of(frame: pd.DataFrame) -> int:
    """Number of replications (at all points together)."""
    return len(_keyed(frame)[KEY].drop_duplicates())


def choose(frame: pd.DataFrame, level: str, indicators: Sequence[Shown]) -> pd.DataFrame:
    """The rows of a level and of some indicators."""
    names = [indicator.name for indicator in indicators]
    return _keyed(frame[(frame["level"] == level) & frame["indicator"].isin(names)])


def grids(chosen: pd.DataFrame, indicator: Shown, unit: str | None = None) -> dict[str, pd.DataFrame]:
    """By scenario, one row a replication and one column a semester; scenarios without rows are left out."""
    rows = chosen[chosen["indicator"] == indicator.name]
    if unit is not None:
        rows = rows[rows["unit"] == unit]
    return {
        str(name): mine.pivot(index=KEY, columns="semester", values="value")
        for name, mine in rows.groupby("scenario", observed=True, sort=False)
    }


def course(grid: pd.DataFrame) -> Course:
    """Sum up the replications of a scenario, or of a difference."""
    n: npt.NDArray[np.int64] = np.asarray(grid.count(), dtype=np.int64)
    mean = grid.mean().to_numpy(dtype=np.float64)
    half = half_width(grid.std(ddof=1).to_numpy(dtype=np.float64), n)
    some = np.where(n > 1, 1.0, np.nan)
    return Course(
        semester=grid.columns.to_numpy(dtype=np.float64),
        mean=mean,
        low=mean - half,
        high=mean + half,
        range_low=grid.quantile(LOW).to_numpy(dtype=np.float64) * some,
        range_high=grid.quantile(HIGH).to_numpy(dtype=np.float64) * some,
        n=n,
    )


def half_width(deviation: Numbers, n: npt.NDArray[np.int64]) -> Numbers:
    """Half of the 95 % interval of a mean; NaN for fewer than two values."""
    n = np.where(n > 1, n, 2)
    half: Numbers = student.ppf(0.5 + CONFIDENCE / 2, n - 1) * deviation / np.sqrt(n)
    return half


def paired(found: dict[str, pd.DataFrame], baseline: str, other: str) -> Course | None:
    """Course of the difference between a scenario and the baseline, replication by replication.

    Returns:
        None if either was not recorded.
    """
    if baseline not in found or other not in found:
        return None
    difference = found[other] - found[baseline]
    both = found[other].columns.intersection(found[baseline].columns)
    return course(difference[both]) if len(both) else None


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame if "point" in frame else frame.assign(point=0)
