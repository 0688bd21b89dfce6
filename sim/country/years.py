"""The yearly plan: pupils and posts of every school in every year on every path, frozen with the country."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.country.basis import Basis
from sim.country.draws import uniform
from sim.country.ground import UpperSchools
from sim.country.school_numbers import coming_private, coming_schools, growth_of_places, open_schools
from sim.country.schools import NEVER, PrimarySchools, standing_schools, with_coming
from sim.country.year_ground import PATHS, YearGround
from sim.types import Bools, Floats, Ints, Shorts

MOST_POSTS = 400
"""No school has more posts."""

COUNTY_POSTS_OF = 2019
"""Autumn of the teaching FTE by county."""


@dataclass(frozen=True)
class Years:
    """What moves from year to year (årsplan).

    Attributes:
        first: First autumn of the plan; earlier years are as this one, later ones than the last as the last.
        base: Column of the year the country is built for.
        column: Column of each path and year, shape (paths, years); paths share the columns of observed years.
        pupils: Pupils, shape (columns, schools).
        posts: Posts; 0 where the school is closed, shape (columns, schools).
        graduates: Graduates of the year by university, the same on every path, shape (years, universities, numbers), as
            `sim.country.graduates.NUMBERS`.
    """

    first: int
    base: int
    column: Ints
    pupils: Floats
    posts: Shorts
    graduates: Floats

    def at(self, path: str, year: int) -> int:
        """Column of an autumn on a path (one of `PATHS`)."""
        return int(self.column[PATHS.index(path), self.place(year)])

    def place(self, year: int) -> int:
        """Place of a year in the plan."""
        return min(max(year - self.first, 0), int(self.column.shape[1]) - 1)

    def of(self, rows: npt.NDArray[np.generic]) -> Years:
        """The plan of some schools only."""
        return replace(self, pupils=self.pupils[:, rows], posts=self.posts[:, rows])


def primary_over_years(basis: Basis) -> tuple[PrimarySchools, Floats, Ints]:
    """Primary and lower-secondary schools of all years, their pupils and their posts, shape (columns, schools).

    Raises:
        ValueError: If a school would have more than 400 posts.
    """
    growth = growth_of_places(basis)
    schools = standing_schools(basis)
    public, private = coming_schools(schools, growth, basis), coming_private(basis)
    schools = with_coming(schools, public.max(axis=0), int(private.max()), basis)
    standing = open_schools(schools, growth, public, private, basis)
    pupils = _pupils(schools, growth, standing, basis.ground.years)
    return schools, pupils, _posts(schools, pupils, standing, basis)


def _pupils(schools: PrimarySchools, growth: Floats, standing: Bools, years: YearGround) -> Floats:
    """Pupils of each school: a municipality's own pupils go to its open schools; national totals hold.

    Who goes to a school that closes or has not opened goes to the others of the place.
    """
    at, public = schools.municipality, ~schools.private
    registered = public & (schools.turn == 0) & (schools.closes == NEVER)
    first = np.flatnonzero(np.diff(at, prepend=-1))  # every municipality has a school
    stages = []
    for stage in range(2):
        size = schools.pupils_of(stage)
        weight = size * standing
        own = np.add.reduceat(weight * public, first, axis=1)
        all_own = np.add.reduceat(size * registered, first)
        shared = (all_own / np.where(own > 0, own, np.inf))[:, at]
        stages.append(weight * np.where(public, shared, 1.0) * growth[:, stage, at])
    return _scaled(stages, schools.private, years)


def _scaled(stages: list[Floats], private: Bools, years: YearGround) -> Floats:
    """Pupils of both stages, scaled to the nation's pupils by stage and to those of private schools."""
    of_private = sum(stage[:, private].sum(axis=1) for stage in stages)
    factor = np.empty(len(years.year))
    factor[: years.observed] = years.private_pupils / of_private[: years.observed]
    factor[years.observed :] = factor[years.base]
    total = np.zeros_like(stages[0])
    for stage, nation in zip(stages, years.pupils.T, strict=True):
        apart = stage[:, private] * factor[:, None]
        own = stage[:, ~private]
        total[:, private] += apart
        total[:, ~private] += own * ((nation - apart.sum(axis=1)) / own.sum(axis=1))[:, None]
    return total


def _posts(schools: PrimarySchools, pupils: Floats, standing: Bools, basis: Basis) -> Ints:
    """Posts of each school: linear in pupils, so smaller schools have fewer pupils a teacher; national totals hold.

    Counties differ as their teaching FTE did in 2019-20. After the last observed year posts follow need.
    """
    years, p = basis.ground.years, basis.p
    number, everybody = standing.sum(axis=1), pupils.sum(axis=1)
    fixed = p.teachers_per_school
    slope = np.empty(len(years.year))
    seen = slice(None, years.observed)
    slope[seen] = np.maximum(years.teachers - fixed * number[seen], 0.1 * years.teachers) / everybody[seen]
    slope[years.observed :] = slope[years.base]
    need = (fixed + slope[:, None] * pupils) * standing * np.where(schools.private, p.private_teacher_ratio, 1.0)
    need = need * _county_factor(schools, need, basis)
    total = need.sum(axis=1)
    scale = np.empty(len(years.year))
    scale[seen] = years.teachers / total[seen]
    scale[years.observed :] = scale[years.base]
    posts = whole(need * scale[:, None], np.rint(total * scale), uniform(basis.luck, "posts", schools.uid), standing)
    _refuse_giants(posts, schools.ids)
    return posts


def _county_factor(schools: PrimarySchools, need: Floats, basis: Basis) -> Floats:
    """How many more teachers a county's public schools have than they need by size, shape (schools,)."""
    ground, years = basis.ground, basis.ground.years
    county = ground.owners.county[ground.municipality][schools.municipality]
    then = need[np.clip(COUNTY_POSTS_OF - years.year[0], 0, years.base)] * ~schools.private
    of_county = np.bincount(county, weights=then, minlength=len(ground.teacher_weight))
    factor = ground.teacher_weight / ground.teacher_weight.sum() / (of_county / of_county.sum())
    return np.where(schools.private, 1.0, factor[county])


def upper_over_years(upper: UpperSchools, basis: Basis) -> tuple[Floats, Ints]:
    """Pupils and posts of upper-secondary schools, shape (columns, schools): registered ones, as their county's youth.

    Raises:
        ValueError: If a county has fewer teachers than schools, or a school would have more than 400.
    """
    years, fixed = basis.ground.years, basis.p.upper_teachers_per_school
    pupils = upper.pupils * (years.youth / years.youth[years.base])[:, upper.county]
    teachers = years.upper_teachers
    total = teachers.sum(axis=1)
    slope = np.maximum(total - fixed * len(upper.ids), 0.1 * total) / pupils.sum(axis=1)
    need = fixed + slope[:, None] * pupils
    posts = np.empty(pupils.shape, dtype=np.int64)
    start = uniform(basis.luck, "posts", upper.uid)
    for county in range(teachers.shape[1]):
        mine = np.flatnonzero(upper.county == county)
        if teachers[:, county].min() < len(mine):
            short = int(teachers[:, county].min())
            raise ValueError(f"county_years.value: {short} upper_teachers for {len(mine)} schools")
        exact = need[:, mine] * (teachers[:, county] / need[:, mine].sum(axis=1))[:, None]
        posts[:, mine] = whole(exact, np.rint(teachers[:, county]), start[mine], np.ones(exact.shape, dtype=bool))
    _refuse_giants(posts, upper.ids)
    return pupils, posts


def _refuse_giants(posts: Ints, ids: npt.NDArray[np.object_]) -> None:
    most = posts.max(axis=0)
    if most.max() > MOST_POSTS:
        name = ids[int(np.argmax(most))]
        raise ValueError(f"schools: {name} would have {most.max()} posts; at most {MOST_POSTS} are allowed")


def whole(exact: Floats, totals: Floats, start: Floats, standing: Bools) -> Ints:
    """Whole numbers of posts that sum to totals and, from year to year, change only where need does.

    Each school rounds at a border of its own, the same in all years; the few units left over go to those nearest it.

    Args:
        exact: Posts needed, shape (columns, schools).
        totals: Whole posts of each column, shape (columns,).
        start: Border of each school, 0-1, shape (schools,).
        standing: Whether a school is open: it has one post at least, shape (columns, schools).

    Returns:
        Shape (columns, schools).
    """
    raised = exact + start
    posts = np.where(standing, np.maximum(np.floor(raised), 1.0), 0.0)
    beyond = raised - np.floor(raised)
    for row, left in enumerate((totals - posts.sum(axis=1)).astype(np.int64).tolist()):
        if left > 0:
            nearest = np.where(standing[row], -beyond[row], 1.0)
            posts[row, np.argpartition(nearest, left - 1)[:left]] += 1.0
        elif left < 0:
            nearest = np.where(posts[row] >= 2.0, beyond[row], 1.0)
            posts[row, np.argpartition(nearest, -left - 1)[:-left]] -= 1.0
    return posts.astype(np.int64)
