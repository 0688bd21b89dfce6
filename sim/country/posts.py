"""This file knows the posts: how many each school has, and who holds them when the country begins.

A post (stilling) stays; the person in it changes. Main subject, qualification, seniority and origin are drawn
from published shares and are replaced by the model's own staff flows during burn-in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.country.apportion import apportion_within
from sim.country.draws import normal, uniform
from sim.country.ground import Ground
from sim.country.parameters import CountryParameters
from sim.country.registers import Registers
from sim.country.schools import COMBINED, LOWER, PRIMARY, UPPER
from sim.country.universities import Universities
from sim.luck import Luck, mix
from sim.topics import TOPICS
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls, Texts

MOST_POSTS = 400
"""No school has more posts."""

_ORDINAL = np.uint64(0xA0761D6478BD642F)
_WORKING_YEARS = 45.0
_SENIOR_FROM = 34.0
_EARLY_UNTIL = 5.0


@dataclass(frozen=True)
class AllSchools:
    """Every school of the country, owner by owner; rows are final.

    Attributes:
        owner: Owner row; `municipality`: owner row of the municipality where it stands; `county`: county row.
        centrality: Of that municipality, 0-1.
    """

    ids: Texts
    uid: Ids
    owner: Rows
    municipality: Rows
    county: Rows
    level: Smalls
    private: Bools
    pupils: Ints
    centrality: Floats


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


def posts_in(schools: AllSchools, ground: Ground, registers: Registers, p: CountryParameters) -> Ints:
    """Posts of each school, at least one, so that county and national totals hold, shape (schools,).

    Need is linear in pupils, so smaller schools have fewer pupils a teacher. In primary and lower secondary,
    counties share the nation's posts by teaching FTE; in upper secondary each county has its own figure.
    """
    upper = schools.level == UPPER
    fixed = np.where(upper, p.upper_teachers_per_school, p.teachers_per_school)
    factor = np.where(schools.private & ~upper, p.private_teacher_ratio, 1.0)
    primary_total = registers.total("grunnskole_teachers_persons", "2019-20")
    per_pupil = _teachers_per_pupil(primary_total, schools.pupils[~upper], p.teachers_per_school)
    upper_total = ground.counties["vgs_teachers_2025"].to_numpy(dtype=np.int64)
    per_upper = _teachers_per_pupil(float(upper_total.sum()), schools.pupils[upper], p.upper_teachers_per_school)
    need = factor * (fixed + np.where(upper, per_upper, per_pupil) * schools.pupils)
    open_to_all = schools.private & ~upper
    private_posts = round(primary_total * need[open_to_all].sum() / need[~upper].sum())
    counties = len(ground.counties)
    group = schools.county + np.where(upper, counties, 0)
    group = np.where(open_to_all, 2 * counties, group)
    public = _by_county(int(primary_total) - private_posts, ground.teacher_weight)
    totals = np.concatenate([public, upper_total, [private_posts]])
    schools_by_group = np.bincount(group, minlength=len(totals))
    if (schools_by_group > totals).any():
        short = int(np.argmax(schools_by_group > totals))
        raise ValueError(f"counties.vgs_teachers_2025: {totals[short]} posts for {schools_by_group[short]} schools")
    number = 1 + apportion_within(totals - schools_by_group, group, np.maximum(need - 1.0, 0.01))
    return number


def _teachers_per_pupil(total: float, pupils: Ints, fixed: float) -> float:
    """Teachers a pupil needs when each school also needs a fixed number, and all sum to the total."""
    return max(total - fixed * len(pupils), 0.1 * total) / float(pupils.sum())


def _by_county(total: int, weight: Floats) -> Ints:
    return apportion_within(np.array([total]), np.zeros(len(weight), dtype=np.int64), weight)


def posts_of(
    schools: AllSchools,
    number: Ints,
    ground: Ground,
    universities: Universities,
    registers: Registers,
    luck: Luck,
    p: CountryParameters,
) -> Posts:
    """Draw who holds each post."""
    school = np.repeat(np.arange(len(number), dtype=np.int32), number)
    ordinal = np.arange(len(school)) - np.repeat(np.cumsum(number) - number, number)
    uid = mix(schools.uid[school] + (ordinal + 1).astype(np.uint64) * _ORDINAL)
    kind = _kinds(schools, number, school, ordinal, luck, p)
    chance = unqualified_chance(schools, number, registers, luck, p)
    qualified = uniform(luck, "qualified", uid) >= chance[school]
    career, tenure = _seniority(schools, school, qualified, uid, ground, luck, p)
    origin = _origins(schools, school, qualified, uid, universities, luck, p)
    return Posts(school, uid, kind, qualified, tenure, career, origin)


def _kinds(
    schools: AllSchools, number: Ints, school: Rows, ordinal: Ints, luck: Luck, p: CountryParameters
) -> Smalls:
    """Kind of teacher in each post: each school's mix, spread evenly over its posts from a random start."""
    upto = np.cumsum(_mix_of_kinds(schools, number, luck, p), axis=1)
    start = uniform(luck, "kinds", schools.uid)
    place = (ordinal + start[school]) / number[school]
    flat = (upto + np.arange(len(number))[:, None]).ravel()
    found = np.searchsorted(flat, place + school) - school.astype(np.int64) * upto.shape[1]
    return np.clip(found, 0, upto.shape[1] - 1).astype(np.int8)


def _mix_of_kinds(schools: AllSchools, number: Ints, luck: Luck, p: CountryParameters) -> Floats:
    """Share of each kind of teacher in each school, shape (schools, kinds); rows sum to 1."""
    level = np.array(TOPICS.levels)
    primary, lower, upper = (np.where(level == name, TOPICS.shares, 0.0) for name in ("primary", "lower", "upper"))
    primary, lower, upper = primary / primary.sum(), lower / lower.sum(), upper / upper.sum()
    both = (1 - p.combined_lower_share) * primary + p.combined_lower_share * lower
    share = np.zeros((4, len(level)))
    share[PRIMARY], share[COMBINED], share[LOWER], share[UPPER] = primary, both, lower, upper
    mixes: Floats = share[schools.level]
    rows = np.flatnonzero(schools.level == UPPER)
    vocational = TOPICS.relevance[:, TOPICS.row("vocational_programme")] > 0.5
    part = float(upper[vocational].sum())
    if not 0.0 < part < 1.0 or not len(rows):
        return mixes
    own = np.exp(p.vocational_spread * normal(luck, "vocational", schools.uid[rows]))
    own = own * np.where(schools.private[rows], p.private_vocational_factor, 1.0)
    posts = number[rows]
    for _ in range(3):  # the national share holds although no school has only vocational teachers
        own = np.minimum(own * part * posts.sum() / (own * posts).sum(), 0.9)
    general = ((1.0 - own) / (1.0 - part))[:, None]
    mixes[rows] *= np.where(vocational, (own / part)[:, None], general)
    return mixes


def unqualified_chance(
    schools: AllSchools, number: Ints, registers: Registers, luck: Luck, p: CountryParameters
) -> Floats:
    """Chance that a post of each school is held by someone who does not meet the requirements.

    Legal (GSI) definition. The intercept is solved so that the expected national share is the published one; for upper
    secondary that share is scaled by the ratio of the two levels in Statistics Norway's wider definition.
    """
    logit = p.unqualified_centrality_slope * schools.centrality
    logit = logit + p.unqualified_smallness_slope * np.log(np.maximum(schools.pupils, 1))
    logit = logit + p.unqualified_school_sd * normal(luck, "unqualified", schools.uid)
    upper = schools.level == UPPER
    primary_share = registers.total("grunnskole_fte_not_meeting_employment_requirement", "2024-25") / 100.0
    ratio = registers.total("vgs_fte_without_teacher_education", "2020")
    ratio = ratio / registers.total("grunnskole_fte_without_teacher_education", "2020")
    chance = np.empty(len(logit))
    for part, share in ((~upper, primary_share), (upper, min(primary_share * ratio, 0.95))):
        chance[part] = _logistic(logit[part] + _intercept(logit[part], number[part], share))
    return chance


def _logistic(x: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-x))
    return result


def _intercept(logit: Floats, weight: Ints, share: float) -> float:
    """Intercept at which the weighted mean probability is `share` (bisection)."""
    low, high = -30.0, 30.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        over = float(np.average(_logistic(logit + middle), weights=weight)) > share
        low, high = (low, middle) if over else (middle, high)
    return low


def _seniority(
    schools: AllSchools, school: Rows, qualified: Bools, uid: Ids, ground: Ground, luck: Luck, p: CountryParameters
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Semesters since graduation and semesters in the school of each holder.

    Early and senior holders have published or assumed shares, the years between are even, and the years
    past 60 thin out towards retirement. Nobody has been in a school longer than in the occupation.
    """
    upper = schools.level == UPPER
    sixty = ground.counties["vgs_teachers_share_60plus_2025"].to_numpy(dtype=np.float64) / 100.0
    early = np.where(upper, p.early_share_upper, p.early_share_primary)[school]
    senior = np.where(upper, sixty[schools.county], p.senior_share_primary)[school]
    u = uniform(luck, "career", uid)
    years = np.where(
        u < early,
        _EARLY_UNTIL * u / early,
        _EARLY_UNTIL + (_SENIOR_FROM - _EARLY_UNTIL) * (u - early) / (1.0 - early - senior),
    )
    past = np.maximum(u - (1.0 - senior), 0.0) / senior
    late = _SENIOR_FROM + (_WORKING_YEARS - _SENIOR_FROM) * (1.0 - np.sqrt(1.0 - past))
    years = np.where(past > 0, late, years)
    stay = np.where(qualified, 0.5 * np.log1p(-p.start_leave_qualified), 0.5 * np.log1p(-p.start_leave_unqualified))
    tenure = np.floor(np.log(uniform(luck, "tenure", uid)) / stay)
    career = np.floor(2.0 * years)
    career = np.where(qualified, career, np.minimum(career, tenure + 6.0))  # few make it a career
    tenure = np.minimum(tenure, career)
    return career.astype(np.int16), tenure.astype(np.int16)


def _origins(
    schools: AllSchools,
    school: Rows,
    qualified: Bools,
    uid: Ids,
    universities: Universities,
    luck: Luck,
    p: CountryParameters,
) -> Smalls:
    """University each qualified holder comes from, by where graduates go; -1 if unknown or unqualified."""
    supply = np.stack([universities.graduates_primary, universities.graduates_upper])
    chance = supply[:, None, :] * universities.mobility.T  # levels x counties x universities
    total = chance.sum(axis=2, keepdims=True)
    upto = np.cumsum(chance / np.where(total > 0, total, 1.0), axis=2) * (1.0 - p.origin_unknown)
    levels, counties, n = upto.shape
    cell = ((schools.level == UPPER) * counties + schools.county)[school]
    flat = (upto.reshape(levels * counties, n) + np.arange(levels * counties)[:, None]).ravel()
    found = np.searchsorted(flat, uniform(luck, "origin", uid) + cell) - cell * n
    return np.where(qualified & (found < n), found, -1).astype(np.int8)
