"""Who holds the posts when the country begins: qualification, seniority and origin.

A post stays; the person in it changes. What is drawn here is replaced by the model's own staff flows during
burn-in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.careers import CAREER_YEARS, settled_staff
from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.draws import uniform
from sim.country.school_register import UPPER
from sim.country.subjects import kinds_of_posts
from sim.country.universities import Universities
from sim.country.unqualified import unqualified_chance
from sim.luck import mix
from sim.types import Bools, Floats, Ids, Rows, Smalls

_ORDINAL = np.uint64(0xA0761D6478BD642F)


@dataclass(frozen=True)
class Posts:
    """Posts, school by school, and their holders when the country begins; each column has shape (posts,)."""

    school: Rows
    uid: Ids
    kind: Smalls
    qualified: Bools
    tenure: npt.NDArray[np.int16]
    career: npt.NDArray[np.int16]
    origin: Smalls


def posts_of(schools: AllSchools, universities: Universities, basis: Basis) -> Posts:
    """Draw who holds each post, of those that are only open in other years too."""
    room = schools.capacity
    school = np.repeat(np.arange(len(room), dtype=np.int32), room)
    ordinal = np.arange(len(school)) - np.repeat(np.cumsum(room) - room, room)
    uid = mix(schools.uid[school] + (ordinal + 1).astype(np.uint64) * _ORDINAL)
    kind = kinds_of_posts(schools, school, ordinal, basis)
    chance = unqualified_chance(schools, schools.posts, basis)
    qualified = uniform(basis.luck, "qualified", uid) >= chance[school]
    s = basis.staff
    stay = 0.5 * np.log1p(-np.array([s.exit_unqualified, s.exit_qualified + s.move_qualified]))
    tenure = np.floor(np.log(uniform(basis.luck, "tenure", uid)) / stay[qualified.astype(np.int8)])
    years = _career(schools, school, chance, uid, universities, basis)
    career = np.where(qualified, years, tenure)  # the unqualified begin with nothing behind them and do not move
    tenure = np.minimum(tenure, career)  # nobody has been in a school longer than in the occupation
    origin = _origins(schools, school, qualified, uid, universities, basis)
    return Posts(school, uid, kind, qualified, tenure.astype(np.int16), career.astype(np.int16), origin)


def _career(
    schools: AllSchools, school: Rows, chance: Floats, uid: Ids, universities: Universities, basis: Basis
) -> Floats:
    """Semesters since graduation of each holder if qualified: those of a staff in which as many come as leave."""
    upper = schools.level == UPPER
    u = uniform(basis.luck, "career", uid)
    result = np.empty(len(school))
    for stage, graduates in ((~upper, universities.graduates_primary), (upper, universities.graduates_upper)):
        left = basis.staff.exit_qualified * float((schools.posts * (1.0 - chance))[stage].sum())
        upto = np.cumsum(settled_staff(basis.staff, min(1.0, float(graduates.sum()) / left)))
        mine = stage[school]
        result[mine] = np.interp(u[mine], np.concatenate([[0.0], upto]), 2.0 * np.arange(CAREER_YEARS + 1))
    return np.floor(result)


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
