"""Who holds the posts when the country begins: qualification, age, route, seniority and origin.

A post stays; the person in it changes. What is drawn here is replaced by the model's own staff flows during
burn-in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.careers import ages_of_staff, routes_of, semesters_since
from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.draws import uniform
from sim.country.schools import UPPER
from sim.country.subjects import kinds_of_posts
from sim.country.universities import Universities
from sim.country.unqualified import unqualified_chance
from sim.luck import mix
from sim.scenario import year_of
from sim.types import Bools, Ids, Ints, Rows, Smalls

_ORDINAL = np.uint64(0xA0761D6478BD642F)


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


def posts_of(schools: AllSchools, number: Ints, universities: Universities, basis: Basis) -> Posts:
    """Draw who holds each post."""
    school = np.repeat(np.arange(len(number), dtype=np.int32), number)
    ordinal = np.arange(len(school)) - np.repeat(np.cumsum(number) - number, number)
    uid = mix(schools.uid[school] + (ordinal + 1).astype(np.uint64) * _ORDINAL)
    kind = kinds_of_posts(schools, number, school, ordinal, basis)
    chance = unqualified_chance(schools, number, basis)
    qualified = uniform(basis.luck, "qualified", uid) >= chance[school]
    s = basis.staff
    route = np.where(qualified, routes_of(kind, uniform(basis.luck, "route", uid), basis.p.lektor_to_primary), -1)
    age = ages_of_staff(route, uniform(basis.luck, "age", uid), year_of(-2 * int(s.burn_in_years)), s)
    stay = 0.5 * np.log1p(-np.array([s.exit_unqualified, s.losses_usual + s.move_qualified]))
    tenure = np.floor(np.log(uniform(basis.luck, "tenure", uid)) / stay[qualified.astype(np.int8)])
    since = semesters_since(age, route, uniform(basis.luck, "career", uid), s)
    begun = np.minimum(tenure, 2 * (age - 20) + 1)  # the unqualified begin with nothing behind them and do not move
    career = np.where(qualified, since, begun)
    tenure = np.minimum(tenure, career)  # nobody has been in a school longer than in the occupation
    origin = _origins(schools, school, qualified, uid, universities, basis)
    return Posts(
        school, uid, kind, qualified, age.astype(np.int8), route.astype(np.int8), tenure.astype(np.int16),
        career.astype(np.int16), origin,
    )  # fmt: skip


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
