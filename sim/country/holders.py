"""Who holds the posts when the country begins: qualification, age, route, seniority and origin.

A post stays; the person in it changes. What is drawn here is replaced by the model's own staff flows during
burn-in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.careers import ages_in, ages_of_staff, routes_of, semesters_since, tilted
from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.credits import lacking_credits
from sim.country.draws import uniform
from sim.country.school_register import UPPER
from sim.country.subjects import kinds_of_posts
from sim.country.universities import Universities
from sim.luck import mix
from sim.scenario import first_autumn, year_of
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls

_ORDINAL = np.uint64(0xA0761D6478BD642F)
SENIORS = 2025
"""Year of the published shares of upper-secondary teachers aged 60 or more."""


@dataclass(frozen=True)
class Posts:
    """Posts, school by school, and their holders when the country begins; each column has shape (posts,)."""

    school: Rows
    uid: Ids
    kind: Smalls
    qualified: Bools
    age: Smalls
    route: Smalls
    tenure: npt.NDArray[np.int16]
    career: npt.NDArray[np.int16]
    origin: Smalls
    lacks_credits: Bools


def posts_of(schools: AllSchools, chance: Floats, universities: Universities, basis: Basis) -> Posts:
    """Draw who holds each post, of those that are only open in other years too.

    Args:
        schools: Every school of the country.
        chance: Chance that a post is held by an unqualified person, shape (schools,).
        universities: Where graduates come from.
        basis: Basis of the country.
    """
    room = schools.capacity
    school = np.repeat(np.arange(len(room), dtype=np.int32), room)
    ordinal = np.arange(len(school)) - np.repeat(np.cumsum(room) - room, room)
    uid = mix(schools.uid[school] + (ordinal + 1).astype(np.uint64) * _ORDINAL)
    kind = kinds_of_posts(schools, school, ordinal, basis)
    qualified = uniform(basis.luck, "qualified", uid) >= chance[school]
    s = basis.staff
    others = 1.0 - float(universities.graduates_glu.sum() / max(universities.graduates_primary.sum(), 1e-9))
    route = np.where(qualified, routes_of(kind, uniform(basis.luck, "route", uid), others), -1)
    age = _ages(schools, school, route, uid, basis)
    stay = 0.5 * np.log1p(-np.array([s.exit_unqualified, s.losses_usual + s.move_qualified]))
    tenure = np.floor(np.log(uniform(basis.luck, "tenure", uid)) / stay[qualified.astype(np.int8)])
    since = semesters_since(age, route, uniform(basis.luck, "career", uid), s)
    begun = np.minimum(tenure, 2 * (age - 20) + 1)  # the unqualified begin with nothing behind them and do not move
    career = np.where(qualified, since, begun)
    tenure = np.minimum(tenure, career)  # nobody has been in a school longer than in the occupation
    origin = _origins(schools, school, qualified, uid, universities, basis)
    lacks = lacking_credits(schools, school, qualified, uid, basis)
    return Posts(
        school, uid, kind, qualified, age.astype(np.int8), route.astype(np.int8), tenure.astype(np.int16),
        career.astype(np.int16), origin, lacks,
    )  # fmt: skip


def _ages(schools: AllSchools, school: Rows, route: Ints, uid: Ids, basis: Basis) -> Ints:
    """Ages of the holders when the burn-in begins, older in counties whose staff of today is older.

    Published by county is the share of upper-secondary teachers of 60 or more in 2025: those were 60 less the years
    since then. Compulsory school has no such figure, so its counties are alike.
    """
    year = year_of(first_autumn(basis.staff.burn_in_years))
    usual, u = ages_in(year, basis.staff), uniform(basis.luck, "age", uid)
    age = ages_of_staff(route, u, usual)
    upper, county = (schools.level == UPPER)[school], schools.county[school]
    weight = np.bincount(route[upper] % 4, minlength=4).astype(np.float64)
    seniors = basis.ground.counties["vgs_teachers_share_60plus_2025"].to_numpy(dtype=np.float64)
    nation = np.average(seniors, weights=np.bincount(county[upper], minlength=len(seniors)))
    by_county = tilted(usual, 60 - (SENIORS - year), seniors / nation, weight)
    rows = np.flatnonzero(upper)
    for one in range(len(seniors)):
        mine = rows[county[rows] == one]
        age[mine] = ages_of_staff(route[mine], u[mine], by_county[one])
    return age


def _origins(
    schools: AllSchools, school: Rows, qualified: Bools, uid: Ids, universities: Universities, basis: Basis
) -> Smalls:
    """University each qualified holder comes from, by where graduates go; -1 if unknown or unqualified."""
    supply = np.stack([universities.graduates_primary, universities.graduates_upper])
    chance = supply[:, None, :] * universities.mobility.T  # levels x counties x universities
    total = chance.sum(axis=2, keepdims=True)
    upto = np.cumsum(chance / np.where(total > 0, total, 1.0), axis=2) * (1.0 - basis.p.origin_unknown)
    levels, counties, n = upto.shape
    cell = ((schools.level == UPPER) * counties + schools.county)[school]
    flat = (upto.reshape(levels * counties, n) + np.arange(levels * counties)[:, None]).ravel()
    found = np.searchsorted(flat, uniform(basis.luck, "origin", uid) + cell) - cell * n
    origin: Smalls = np.where(qualified & (found < n), found, -1).astype(np.int8)
    return origin
