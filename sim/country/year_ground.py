"""What published series and projections say of the years, whatever the luck: pupils, teachers, schools that closed.

The years go from the first autumn of the series to 2040. Until the last published autumn every path is the same; from
then on they follow Statistics Norway's projection (`main`) or its alternatives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.country.registers import Registers
from sim.country.school_register import COMBINED, LEVELS, LOWER, PRIMARY, SchoolRegister
from sim.types import Bools, Floats, Ints

LAST_YEAR = 2040
"""Last autumn with a projection; later years stay as this one."""

PATHS = ("main", "low", "high")
"""Paths of the population: Statistics Norway's main alternative; low and high fertility and immigration together."""

STAGES = ("1_7", "8_10")
"""Stages of primary and lower secondary, by grades."""

REGISTERED = 2022
"""Autumn of the registered pupils."""

_AGES = ("6-12", "13-15", "16-18")
_LEVEL_NAMES = {PRIMARY: "primary", COMBINED: "combined", LOWER: "lower"}
_DEVIATIONS = {"main": (), "low": ("low_fertility", "low_immigration"), "high": ("high_fertility", "high_immigration")}


@dataclass(frozen=True)
class YearGround:
    """Years as columns: the observed ones, then the projected ones path by path.

    Attributes:
        year: Autumn of each column, shape (columns,).
        column: Column of each path and year from the first, shape (paths, years).
        observed: Number of observed columns.
        pupils: National pupils by stage, shape (columns, stages).
        private_pupils: Pupils in private schools, observed, shape (observed,).
        teachers: Teachers in primary and lower secondary, observed, shape (observed,).
        county_growth: Growth of each county's share of a stage since 2022, shape (columns, stages, counties).
        youth: Aged 16-18 by county at the end of the autumn, shape (columns, counties).
        upper_teachers: Teachers in upper secondary by county, shape (columns, counties).
        closed_level, closed_private, closed_year: Schools that have closed, and the autumn they were gone, shape
            (closed,).
    """

    year: Ints
    column: Ints
    observed: int
    pupils: Floats
    private_pupils: Floats
    teachers: Floats
    county_growth: Floats
    youth: Floats
    upper_teachers: Floats
    closed_level: Ints
    closed_private: Bools
    closed_year: Ints

    @property
    def base(self) -> int:
        """Column of the last observed year, the one the country is built for."""
        return self.observed - 1


def year_ground(registers: Registers, schools: SchoolRegister) -> YearGround:
    """Read the years out of the registers.

    Raises:
        ValueError: If a series that is needed is not there.
    """
    series = registers["school_years"].pivot(index="year", columns="quantity", values="value")
    for name in ("pupils_1_7", "pupils_8_10", "pupils_private", "teachers", "schools_private", *_counts()):
        if name not in series or series[name].notna().sum() < 2:
            raise ValueError(f"school_years.quantity: {name!r} needs two years at least")
    known = series[["pupils_1_7", "pupils_8_10"]].dropna()
    seen = np.arange(int(known.index.min()), int(known.index.max()) + 1)
    coming = np.arange(seen[-1] + 1, LAST_YEAR + 1)
    year = np.concatenate([seen, *[coming] * len(PATHS)])
    path = np.concatenate([np.zeros(len(seen)), np.repeat(np.arange(len(PATHS)), len(coming))]).astype(np.int64)
    column = np.array(
        [[*range(len(seen)), *(len(seen) + p * len(coming) + np.arange(len(coming)))] for p in range(len(PATHS))]
    )
    growth = _growth(registers, int(seen[-1]))[:, path, np.maximum(year - seen[-1], 0)]  # ages x columns
    stages = np.stack([_observed(series, f"pupils_{stage}", seen) for stage in STAGES], axis=1)
    pupils = np.concatenate([stages, stages[-1] * growth[:2, len(seen) :].T])
    youth = _by_county(registers, "age_16_18", year + 1)
    youth = youth * (growth[2] / growth[2, column[0]][_in_path(year, seen)])[:, None]
    teachers = _by_county(registers, "upper_teachers", year)
    first, last = _span(registers, "upper_teachers")
    held = column[0][_in_path(np.clip(year, first, last), seen)]
    teachers = teachers * youth / youth[held]
    closed = _closed(series, seen, schools)
    return YearGround(
        year, column, len(seen), pupils, _observed(series, "pupils_private", seen), _observed(series, "teachers", seen),
        _county_growth(registers, year), youth, teachers, *closed,
    )  # fmt: skip


def years_of_plan(ground: YearGround) -> Ints:
    """Every autumn of the plan, shape (years,)."""
    first: int = int(ground.year[0])
    return np.arange(first, LAST_YEAR + 1)


def _counts() -> list[str]:
    return [f"schools_{name}" for name in _LEVEL_NAMES.values()]


def _in_path(year: Ints, seen: Ints) -> Ints:
    """Place of a year among the years of a path."""
    place: Ints = np.clip(year - seen[0], 0, LAST_YEAR - seen[0])
    return place


def _observed(series: pd.DataFrame, name: str, years: Ints) -> Floats:
    """A series in every year, those between published ones on the line between them."""
    known = series[name].dropna()
    result: Floats = np.interp(years, known.index.to_numpy(dtype=np.float64), known.to_numpy(dtype=np.float64))
    return result


def _growth(registers: Registers, last: int) -> Floats:
    """Population by age group and path against the end of the last observed autumn, shape (ages, paths, years)."""
    frame = registers["population_alternatives"]
    frame = frame.pivot(index="year", columns=["alternative", "ages"], values="persons").sort_index()
    years = np.clip(np.arange(last + 1, LAST_YEAR + 2), int(frame.index.min()), int(frame.index.max()))
    people = frame.reindex(years)
    against = people / people.iloc[0]

    def path(name: str, ages: str) -> Floats:
        main = against["main", ages].to_numpy(dtype=np.float64)
        result = main.copy()
        for alternative in _DEVIATIONS[name]:
            result *= against[alternative, ages].to_numpy(dtype=np.float64) / main
        return result

    return np.array([[path(name, ages) for name in PATHS] for ages in _AGES])


def _by_county(registers: Registers, quantity: str, years: Ints) -> Floats:
    """A quantity by year and county, the first and last known year held outside, shape (len(years), counties)."""
    frame = registers["county_years"]
    frame = frame[frame["quantity"] == quantity].pivot(index="year", columns="county_number", values="value")
    frame = frame[registers["counties"]["county_number"].tolist()].sort_index()
    years = np.clip(years, int(frame.index.min()), int(frame.index.max()))
    return frame.reindex(years).to_numpy(dtype=np.float64)


def _span(registers: Registers, quantity: str) -> tuple[int, int]:
    """First and last year a quantity is known by county."""
    frame = registers["county_years"]
    years = frame.loc[frame["quantity"] == quantity, "year"]
    return int(years.min()), int(years.max())


def _county_growth(registers: Registers, year: Ints) -> Floats:
    """Growth of each county's share of a stage since 2022, shape (columns, stages, counties).

    Who is aged 16-18 some years on is in grades 8-10 or 1-7 now, so the county figures of youth say where pupils are
    (who moves in between is not taken out). Where they end the shares are held.
    """
    first, last = _span(registers, "age_16_18")

    def share(years: Ints, ahead: range) -> Floats:
        now = np.clip(years + 1, first - ahead[0], last - ahead[-1])
        youth = sum(_by_county(registers, "age_16_18", now + k) for k in ahead)
        return np.asarray(youth / np.sum(youth, axis=1, keepdims=True))

    stages = (range(4, 11), range(3, 4))
    growth = [share(year, ahead) / share(np.array([REGISTERED]), ahead) for ahead in stages]
    return np.stack(growth, axis=1)


def _closed(series: pd.DataFrame, seen: Ints, schools: SchoolRegister) -> tuple[Ints, Bools, Ints]:
    """Level, ownership and year of the schools that have closed: those that opened less the rise in number."""
    level, year = [], []
    for code in range(LEVELS):
        number = _closures(
            _observed(series, f"schools_{_LEVEL_NAMES[code]}", seen), schools.opened[schools.level == code], seen
        )
        level.append(np.repeat(code, number.sum()))
        year.append(np.repeat(seen, number))
    private = _closures(_observed(series, "schools_private", seen), schools.opened[schools.private], seen)
    levels, years = np.concatenate(level), np.concatenate(year)
    order = np.lexsort((levels != COMBINED, years))  # the private ones among them are most often combined
    levels, years = levels[order], years[order]
    place = np.arange(len(years)) - np.searchsorted(years, years, side="left")
    return levels, place < private[years - seen[0]], years


def _closures(number: Floats, opened: Ints, seen: Ints) -> Ints:
    """Schools that closed by each autumn: never fewer than none, what is lacking in a year is made up later."""
    openings = np.bincount(np.maximum(opened - seen[0], 0), minlength=len(seen))[: len(seen)]
    openings[0] = 0
    gone = np.maximum.accumulate(np.maximum(np.cumsum(openings) - np.rint(number - number[0]), 0))
    closures: Ints = np.diff(gone, prepend=0.0).astype(np.int64)
    return closures
