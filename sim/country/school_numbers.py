"""Which primary and lower-secondary schools are open in which year, on each path of the population."""

from __future__ import annotations

import numpy as np

from sim.country.basis import Basis
from sim.country.draws import uniform
from sim.country.school_register import LOWER, PRIMARY
from sim.country.schools import NEVER, PrimarySchools
from sim.country.year_ground import REGISTERED
from sim.types import Bools, Floats, Ints

SMALL = 100
"""Pupils below which a primary school may close (size band of the Directorate)."""

_SINCE = 5
"""Years over which a fall in pupils counts for a closure."""


def growth_of_places(basis: Basis) -> Floats:
    """Pupils of a stage in each municipality against 2022, shape (columns, stages, municipalities).

    The nation's pupils, the county's share of them, and inside the county a drift towards the centre (assumption).
    """
    ground, years = basis.ground, basis.ground.years
    owners, at = ground.owners, ground.municipality
    people, county = owners.population[at].astype(np.float64), owners.county[at]
    mean = np.bincount(county, weights=people * owners.centrality[at]) / np.bincount(county, weights=people)
    central = owners.centrality[at] - mean[county]
    since = (years.year - REGISTERED).astype(np.float64)
    drift = np.exp(basis.p.centre_drift * since[:, None] * central)
    nation = years.pupils / years.pupils[REGISTERED - years.year[0]]
    result: Floats = nation[:, :, None] * years.county_growth[:, :, county] * drift[:, None, :]
    return result


def coming_schools(schools: PrimarySchools, growth: Floats, basis: Basis) -> Ints:
    """Public schools that have opened in a municipality since the last observed year, shape (columns, municipalities).

    One for each `new_school_pupils` beyond what its schools can take: the most pupils they have had, and some more.
    None of them closes.
    """
    years = basis.ground.years
    n = growth.shape[2]
    own = ~schools.private & (schools.closes == NEVER)
    at = schools.municipality[own]
    start = np.stack([np.bincount(at, weights=schools.pupils_of(stage)[own], minlength=n) for stage in range(2)])
    pupils = (growth * start).sum(axis=1)
    room = (1.0 + basis.p.school_headroom) * pupils[: years.observed].max(axis=0)
    more = (pupils - room) / basis.p.new_school_pupils
    border = uniform(basis.luck, "first new school", basis.ground.owners.uid[basis.ground.municipality])
    wanted: Ints = np.maximum(np.floor(more + border), 0).astype(np.int64)
    wanted[: years.observed] = 0
    for path in years.column:
        wanted[path] = np.maximum.accumulate(wanted[path], axis=0)
    return wanted


def coming_private(basis: Basis) -> Ints:
    """Private schools that have opened, less those that have closed, since the last observed year, shape (columns,)."""
    years = basis.ground.years
    since = np.maximum(years.year - years.year[years.base], 0)
    number: Ints = np.floor(basis.p.private_openings * since + 0.5).astype(np.int64)
    return number


def open_schools(schools: PrimarySchools, growth: Floats, public: Ints, private: Ints, basis: Basis) -> Bools:
    """Whether each school is open in each column, shape (columns, schools).

    Args:
        schools: All schools.
        growth: As `growth_of_places` gives it.
        public: Public schools to come, as `coming_schools` gives them.
        private: Private schools to come, as `coming_private` gives them.
        basis: Basis of the country.
    """
    years = basis.ground.years
    standing = (schools.opens <= years.year[:, None]) & (years.year[:, None] < schools.closes)
    opened = np.where(schools.private, private[:, None], public[:, schools.municipality]) >= schools.turn
    result: Bools = standing & opened & ~closing_schools(schools, growth, basis)
    return result


def closing_schools(schools: PrimarySchools, growth: Floats, basis: Basis) -> Bools:
    """Schools that have closed since the last observed year, shape (columns, schools).

    Small public primary schools, the likelier the more the pupils of their place have fallen over five years. The
    largest school of grades 1-7 in a municipality stays.
    """
    years, p = basis.ground.years, basis.p
    gone = np.zeros((len(years.year), len(schools.size)), dtype=bool)
    rows = np.flatnonzero(
        ~schools.private & (schools.level == PRIMARY) & (schools.closes == NEVER) & ~_largest(schools)
    )
    fate = -np.log(uniform(basis.luck, "school closes", schools.uid[rows]))
    at = schools.municipality[rows]
    for path in years.column:
        local = growth[path, 0][:, at]
        fall = np.log(local[:-_SINCE] / local[_SINCE:])[years.observed - _SINCE :]
        small = schools.size[rows] * local[years.observed :] < SMALL
        hazard = p.closure_hazard * np.exp(np.clip(p.closure_fall * fall, -2.0, 2.0)) * small
        gone[np.ix_(path[years.observed :], rows)] = np.cumsum(hazard, axis=0) >= fate
    return gone


def _largest(schools: PrimarySchools) -> Bools:
    """Whether a school is its municipality's largest public one with grades 1-7, shape (schools,)."""
    teaches = ~schools.private & (schools.level != LOWER) & (schools.closes == NEVER)
    order = np.lexsort((-schools.size, ~teaches, schools.municipality))
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.diff(schools.municipality[order]) > 0
    result = np.zeros(len(order), dtype=bool)
    result[order[first]] = True
    return result
