"""What is kept of a run: every indicator at every recorded level, each semester."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from sim.agents.owner import COUNTY_COUNCIL, MUNICIPALITY, STATE
from sim.agents.school import UPPER_SECONDARY
from sim.agents.university import UNIVERSITY
from sim.columns import total_by
from sim.country.schools import SIZE_BORDERS
from sim.groups import CENTRALITY_CLASSES, SCHOOL_SIZE_CLASSES, SIZE_CLASSES, TURNOVER_CLASSES
from sim.indicator import LEVELS, Base, Indicator
from sim.indicators import INDICATORS
from sim.scenario import is_autumn
from sim.target import Target
from sim.types import Bools, Floats
from sim.world import World

TARGET = "target"
"""Level, and its only unit, of those that a question is about."""
_TARGETED: tuple[Base, ...] = ("schools", "owners", "counties")
"""Tables whose rows can be among them."""


@dataclass(frozen=True)
class Records:
    """Tidy values of one run, one row a value; texts as codes into the lists that stand beside them.

    Attributes:
        semester: 0 = autumn 2017, shape (n,).
        level, unit, indicator: Row numbers into `levels`, `units`, `indicators`, shape (n,).
        value: Shape (n,); NaN where an indicator is undefined.
        levels, units, indicators: The texts.
    """

    semester: npt.NDArray[np.int16]
    level: npt.NDArray[np.int32]
    unit: npt.NDArray[np.int32]
    indicator: npt.NDArray[np.int32]
    value: Floats
    levels: tuple[str, ...]
    units: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class _Groups:
    """Which rows of a table make up each recorded unit: a matrix of shape (units, rows)."""

    member: sparse.csr_matrix
    level: list[str]
    unit: list[str]


class Recorder:
    """Collects the values of one run at the end of every semester."""

    def __init__(self, world: World, levels: Sequence[str], target: Target | None = None) -> None:
        """Prepare the sums.

        Args:
            world: The tables that will be read.
            levels: Levels to record, such as "nation" and "municipality".
            target: Those a question is about, recorded as a level of one unit; undefined until they are known.
        """
        self.world, self.levels, self.target = world, levels, target
        self.groups: dict[Base, _Groups] = {base: self._groups(base, known=False) for base in LEVELS}
        self.semesters: list[int] = []
        self.values: list[Floats] = []

    def keep(self, semester: int) -> None:
        """Record every indicator due this semester (yearly ones in spring only)."""
        if self.target is not None and semester == self.target.known_from:
            self.groups = {base: self._groups(base, known=True) for base in LEVELS}
        kept = [self._column(base, _due(base, semester)) for base in self.groups]
        self.semesters.append(semester)
        self.values.append(np.concatenate(kept))

    def fork(self) -> Recorder:
        """A recorder that goes on from here on its own."""
        other = object.__new__(Recorder)
        other.world, other.levels, other.target, other.groups = self.world, self.levels, self.target, self.groups
        other.semesters, other.values = list(self.semesters), list(self.values)
        return other

    def _groups(self, base: Base, *, known: bool) -> _Groups:
        """Units of a base table, those asked about last; `known`: as things stand now, else nobody if that is later."""
        found = _groups(self.world, base, self.levels)
        if self.target is None or base not in _TARGETED:
            return found
        inside = _asked_about(self.world, base, self.target)
        if not known and self.target.known_from >= 0:
            inside[:] = False
        row = sparse.csr_matrix(inside[None].astype(np.float64))
        stacked = sparse.vstack([found.member, row], format="csr")
        return _Groups(stacked, [*found.level, TARGET], [*found.unit, TARGET])

    def _column(self, base: Base, due: list[Indicator]) -> Floats:
        if not due or not self.groups[base].unit:
            return np.zeros(0)
        ratios = [indicator.of(self.world) for indicator in due]
        numerator = self.groups[base].member @ np.stack([r[0] for r in ratios], axis=1)
        denominator = self.groups[base].member @ np.stack([r[1] for r in ratios], axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(denominator > 0, numerator / denominator, np.nan).T.ravel()

    def records(self) -> Records:
        """All that was kept, as tidy columns."""
        levels = tuple(dict.fromkeys(level for g in self.groups.values() for level in g.level))
        units = tuple(dict.fromkeys(unit for g in self.groups.values() for unit in g.unit))
        names = tuple(indicator.name for indicator in INDICATORS)
        seasons = {autumn: self._codes(autumn, levels, units, names) for autumn in (True, False)}
        codes = [seasons[is_autumn(semester)] for semester in self.semesters]
        none = np.zeros((3, 0), dtype=np.int32)
        level, unit, indicator = np.concatenate([none, *codes], axis=1)
        lengths = [len(v) for v in self.values]
        return Records(
            semester=np.repeat(np.array(self.semesters, dtype=np.int16), lengths),
            level=level,
            unit=unit,
            indicator=indicator,
            value=np.concatenate([np.zeros(0), *self.values]),
            levels=levels,
            units=units,
            indicators=names,
        )

    def _codes(
        self, autumn: bool, levels: tuple[str, ...], units: tuple[str, ...], names: tuple[str, ...]
    ) -> npt.NDArray[np.int32]:
        """Level, unit and indicator codes of one semester's values, shape (3, n)."""
        level_code = {text: code for code, text in enumerate(levels)}
        unit_code = {text: code for code, text in enumerate(units)}
        blocks = [np.zeros((3, 0), dtype=np.int32)]
        for base, groups in self.groups.items():
            level = np.array([level_code[text] for text in groups.level], dtype=np.int32)
            unit = np.array([unit_code[text] for text in groups.unit], dtype=np.int32)
            for indicator in _due(base, 0 if autumn else 1):
                name = np.full(len(level), names.index(indicator.name), dtype=np.int32)
                blocks.append(np.stack([level, unit, name]))
        return np.concatenate(blocks, axis=1)


def _due(base: Base, semester: int) -> list[Indicator]:
    mine = [indicator for indicator in INDICATORS if indicator.base == base]
    return [i for i in mine if i.stock_or_flow == "stock" or not is_autumn(semester)]


def _groups(world: World, base: Base, levels: Sequence[str]) -> _Groups:
    """Units of a base table at the levels asked for."""
    member: list[sparse.csr_matrix] = []
    level: list[str] = []
    unit: list[str] = []
    for name in LEVELS[base]:
        if name not in levels:
            continue
        row, texts, counted = _membership(world, base, name)
        columns = np.flatnonzero(counted)
        ones = np.ones(len(columns))
        member.append(sparse.csr_matrix((ones, (row[columns], columns)), shape=(len(texts), len(row))))
        level += [name] * len(texts)
        unit += texts
    rows = len(_membership(world, base, "nation")[0])
    stacked = sparse.vstack(member, format="csr") if member else sparse.csr_matrix((0, rows))
    return _Groups(stacked, level, unit)


def _asked_about(world: World, base: Base, target: Target) -> Bools:
    """Which rows of a table are those asked about; a county where its council is, shape (rows,)."""
    owners = target.owners(world)
    if base == "schools":
        return target.schools(world, owners)
    if base == "owners":
        return np.asarray(owners & (world.owners.kind != STATE))
    councils = world.owners.county[owners & (world.owners.kind == COUNTY_COUNCIL)]
    return np.isin(np.arange(world.counties.n), councils)


def _membership(world: World, base: Base, level: str) -> tuple[npt.NDArray[np.int64], list[str], Bools]:
    """Unit of every row of a base table at a level, the units' names, and which rows count."""
    if base == "nation":
        return np.zeros(1, dtype=np.int64), ["norway"], np.ones(1, dtype=bool)
    if base == "universities":
        counted = world.universities.kind == UNIVERSITY  # vocational colleges are partners, but no universities
        if level == "nation":
            return np.zeros(world.universities.n, dtype=np.int64), ["norway"], counted
        return np.cumsum(counted) - 1, [str(i) for i in world.universities.id[counted]], counted
    if base == "counties":
        return _membership_of_counties(world, level)
    if base == "ties":
        return _membership_of_ties(world)
    if level == "school":
        n = world.schools.n
        return np.arange(n), [str(i) for i in world.schools.id], np.ones(n, dtype=bool)
    if level == "school_size_class":
        return school_size_class(world), list(SCHOOL_SIZE_CLASSES), np.ones(world.schools.n, dtype=bool)
    owner, counted = _owner_of_row(world, base)
    municipal = counted & (world.owners.kind[owner] == MUNICIPALITY)
    if base == "schools":
        municipal &= world.schools.level < UPPER_SECONDARY
    county = world.schools.county if base == "schools" else world.owners.county
    if level == "nation":
        return np.zeros(len(owner), dtype=np.int64), ["norway"], counted
    if level == "county":
        return county.astype(np.int64), [str(i) for i in world.counties.id], counted
    if level == "governor":
        return world.counties.governor[county].astype(np.int64), [str(i) for i in world.governors.id], counted
    if level == "size_class":
        return world.owners.size_class[owner].astype(np.int64), list(SIZE_CLASSES), municipal
    if level == "centrality_class":
        return world.owners.centrality_class[owner].astype(np.int64) - 1, list(CENTRALITY_CLASSES), municipal
    if level == "turnover_class":
        return turnover_class(world)[owner], list(TURNOVER_CLASSES), municipal
    own = np.flatnonzero(world.owners.kind == MUNICIPALITY)
    place = np.zeros(world.owners.n, dtype=np.int64)
    place[own] = np.arange(len(own))
    return place[owner], [str(i) for i in world.owners.id[own]], municipal


def _membership_of_counties(world: World, level: str) -> tuple[npt.NDArray[np.int64], list[str], Bools]:
    """The same for rows that are counties."""
    every = np.ones(world.counties.n, dtype=bool)
    if level == "nation":
        return np.zeros(world.counties.n, dtype=np.int64), ["norway"], every
    if level == "county":
        return np.arange(world.counties.n), [str(i) for i in world.counties.id], every
    return world.counties.governor.astype(np.int64), [str(i) for i in world.governors.id], every


def _membership_of_ties(world: World) -> tuple[npt.NDArray[np.int64], list[str], Bools]:
    """The same for rows that are a university and a county; vocational colleges count no more than elsewhere."""
    counted = np.repeat(world.universities.kind == UNIVERSITY, world.counties.n)
    names = [f"{university}|{county}" for university in world.universities.id for county in world.counties.id]
    return np.cumsum(counted) - 1, [name for name, one in zip(names, counted, strict=True) if one], counted


def _owner_of_row(world: World, base: Base) -> tuple[npt.NDArray[np.int64], Bools]:
    if base == "schools":
        return world.schools.owner.astype(np.int64), np.ones(world.schools.n, dtype=bool)
    return np.arange(world.owners.n), world.owners.kind != STATE


def school_size_class(world: World) -> npt.NDArray[np.int64]:
    """Size band of each school, by pupils; upper-secondary schools are a class of their own, shape (schools,)."""
    band = np.searchsorted(np.array(SIZE_BORDERS), world.schools.pupils, side="right")
    return np.where(world.schools.level == UPPER_SECONDARY, len(SIZE_BORDERS) + 1, band).astype(np.int64)


def turnover_class(world: World) -> npt.NDArray[np.int64]:
    """Third of the municipalities by the turnover of the latest school year, shape (owners,).

    Called on the eve of the history, so that the groups are the same in every scenario of a replication. One year's
    turnover swings where teachers are few: small municipalities are over-represented in both outer thirds.
    """
    schools, owners = world.schools, world.owners
    left = total_by(schools.owner, schools.turnover * schools.n_posts, owners.n)
    posts = total_by(schools.owner, schools.n_posts.astype(np.float64), owners.n)
    own = np.flatnonzero(owners.kind == MUNICIPALITY)
    order = own[np.argsort(left[own] / np.maximum(posts[own], 1.0), kind="stable")]
    third = np.zeros(owners.n, dtype=np.int64)
    third[order] = np.arange(len(order)) * len(TURNOVER_CLASSES) // max(len(order), 1)
    return third
