"""This file knows who holds the posts when the country begins: qualification, seniority and origin.

A post stays; the person in it changes. What is drawn here is replaced by the model's own staff flows during
burn-in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.draws import uniform
from sim.country.schools import UPPER
from sim.country.subjects import kinds_of_posts
from sim.country.universities import Universities
from sim.country.unqualified import unqualified_chance
from sim.luck import mix
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls

EARLY_YEARS = 5.0
"""Years since graduation within which a teacher is early in her career."""

SENIOR_YEARS = 34.0
"""Years since graduation from which a teacher is about 60 or older."""

WORKING_YEARS = 45.0
"""Nobody has worked longer."""

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


def posts_of(schools: AllSchools, number: Ints, universities: Universities, basis: Basis) -> Posts:
    """Draw who holds each post."""
    school = np.repeat(np.arange(len(number), dtype=np.int32), number)
    ordinal = np.arange(len(school)) - np.repeat(np.cumsum(number) - number, number)
    uid = mix(schools.uid[school] + (ordinal + 1).astype(np.uint64) * _ORDINAL)
    kind = kinds_of_posts(schools, number, school, ordinal, basis)
    chance = unqualified_chance(schools, number, basis)
    qualified = uniform(basis.luck, "qualified", uid) >= chance[school]
    years = _career(schools, school, chance, uid, basis)
    p = basis.p
    stay = 0.5 * np.log1p(-np.array([p.start_leave_unqualified, p.start_leave_qualified]))
    tenure = np.floor(np.log(uniform(basis.luck, "tenure", uid)) / stay[qualified.astype(np.int8)])
    career = np.where(qualified, years, np.minimum(years, tenure + 6.0))  # the unqualified make it no career
    tenure = np.minimum(tenure, career)  # nobody has been in a school longer than in the occupation
    origin = _origins(schools, school, qualified, uid, universities, basis)
    return Posts(school, uid, kind, qualified, tenure.astype(np.int16), career.astype(np.int16), origin)


def _career(schools: AllSchools, school: Rows, chance: Floats, uid: Ids, basis: Basis) -> Floats:
    """Semesters since graduation.

    Early and senior holders have published or assumed shares, the years between are even, and the years past 60
    thin out towards retirement. The unqualified are hardly ever senior, so the qualified make up for them.
    """
    p = basis.p
    upper = schools.level == UPPER
    sixty = basis.ground.counties["vgs_teachers_share_60plus_2025"].to_numpy(dtype=np.float64) / 100.0
    early = np.where(upper, p.early_share_upper, p.early_share_primary)[school]
    senior = np.where(upper, sixty[schools.county], p.senior_share_primary) / (1.0 - chance)
    senior = np.clip(senior, 1e-6, 0.6)[school]
    u = uniform(basis.luck, "career", uid)
    young = EARLY_YEARS * u / early
    middle = EARLY_YEARS + (SENIOR_YEARS - EARLY_YEARS) * (u - early) / (1.0 - early - senior)
    past = np.maximum(u - (1.0 - senior), 0.0) / senior
    late = SENIOR_YEARS + (WORKING_YEARS - SENIOR_YEARS) * (1.0 - np.sqrt(1.0 - past))
    result: Floats = np.floor(2.0 * np.where(u < early, young, np.where(past > 0, late, middle)))
    return result


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
