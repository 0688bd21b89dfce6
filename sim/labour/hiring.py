"""How vacancies are filled: graduates, returners, else people without the qualification (4.1)."""

from __future__ import annotations

import numpy as np

from sim.areas import StaffLevers
from sim.columns import total_by
from sim.kernels import staff as kernel
from sim.kernels.staff import NOVICE_YEARS
from sim.labour.market import Market, graduates_by_county, stage_of, supply_from_outside
from sim.luck import Luck
from sim.parameters import Parameters
from sim.topics import OWN_SUBJECT, TOPICS
from sim.types import Floats, Ints, Rows
from sim.world import World


def hire(
    world: World, market: Market, policy: StaffLevers, p: Parameters, vacant: Ints, luck: Luck, semester: int,
    *, applicants: float, autumn: bool,
) -> None:  # fmt: skip
    """Graduates and returners fill vacancies where enough of them apply; the rest goes to unqualified people.

    Args:
        world: The tables; posts and schools change.
        market: The labour market at its starting point.
        policy: Levers on recruitment and retention.
        p: All parameters.
        vacant: Posts to fill, shape (m,).
        luck: Luck of the replication.
        semester: The semester lived through.
        applicants: Applicants from outside against those of the start, factor.
        autumn: Whether it is an autumn.
    """
    posts, schools = world.posts, world.schools
    school = posts.school[vacant]
    stage = stage_of(world)[school]
    county = schools.county[school]
    supply = applicants * supply_from_outside(world, p, autumn=autumn)
    chance = _chance_of_qualified(world, market, policy, p, school, stage, county, supply, autumn=autumn)
    qualified = luck.uniform("qualified hire", semester, posts.uid[vacant]) < chance
    posts.qualified[vacant] = qualified
    posts.origin[vacant] = -1
    posts.offer[vacant] = -1
    posts.study[vacant] = -1
    posts.stipend[vacant] = False
    behind = luck.uniform("career of a returner", semester, posts.uid[vacant])
    years = NOVICE_YEARS + (p.staff.return_career - NOVICE_YEARS) * behind
    posts.career[vacant] = np.where(qualified, 2.0 * years, 0.0).astype(np.int16)
    bonus = np.zeros(len(vacant))
    if autumn:
        for level in range(2):
            mine = np.flatnonzero(qualified & (stage == level))
            arriving = applicants * graduates_by_county(world, level)
            bonus[mine] = _place_graduates(world, market, p, vacant[mine], county[mine], arriving, luck, semester)
    draw_people(world, p, vacant, bonus, luck, semester)
    novice = vacant[posts.origin[vacant] >= 0]
    relevance = TOPICS.relevance[posts.kind[novice]]
    mean = np.einsum("nt,nt->n", posts.base[novice], relevance, dtype=np.float64) / relevance.sum(axis=1)
    schools.novices += np.bincount(posts.school[novice], minlength=schools.n)
    schools.novice_competence += np.bincount(posts.school[novice], weights=mean, minlength=schools.n)


def _chance_of_qualified(
    world: World, market: Market, policy: StaffLevers, p: Parameters, school: Rows, stage: Ints, county: Rows,
    supply: Floats, *, autumn: bool,
) -> Floats:  # fmt: skip
    """Chance that each vacancy is filled with a qualified teacher, from applicants per vacancy."""
    s, n = p.staff, world.counties.n
    vacancies = total_by(county * 2 + stage, np.ones(len(school)), 2 * n).reshape(n, 2)
    usual = market.usual[0 if autumn else 1]
    local = np.log(np.maximum(supply, 0.1) / np.maximum(vacancies, 0.5)) - np.log(usual)
    national = np.log(np.maximum(supply.sum(axis=0), 0.1) / np.maximum(vacancies.sum(axis=0), 0.5)) - np.log(usual)
    weight = s.local_supply_weight
    applicants = weight * local[county, stage] + (1.0 - weight) * national[stage]
    hired = 1.0 / (1.0 + np.exp(-market.fill[stage]))
    premium = s.premium_recruitment / (hired * (1.0 - hired)) / 0.10 * policy.pay_premium
    term = market.fill[stage] + market.appeal[school] + s.applicants_elasticity * applicants
    term += premium * world.schools.hard_to_staff[school]
    if not autumn:
        term -= s.midyear_penalty
    result: Floats = 1.0 / (1.0 + np.exp(-term))
    return result


def _place_graduates(
    world: World, market: Market, p: Parameters, hired: Ints, county: Rows, arriving: Floats, luck: Luck, semester: int
) -> Floats:
    """Give qualified hires of a stage to the county's graduates as far as these go; return their bonus."""
    posts, u = world.posts, world.universities
    wait = luck.uniform("graduate is hired", semester, posts.uid[hired]) ** np.exp(-market.appeal[posts.school[hired]])
    order = np.argsort(county - wait)  # the more appealing a place, the sooner graduates seek it, as movers do
    rank = np.arange(len(hired)) - np.searchsorted(county[order], county[order], side="left")
    upto = np.cumsum(arriving, axis=0)
    total = upto[-1]
    graduate = np.zeros(len(hired), dtype=bool)
    graduate[order] = rank < total[county[order]]
    pick = luck.uniform("graduate's university", semester, posts.uid[hired])
    origin = np.minimum(((upto / np.maximum(total, 1e-9)).T[county] < pick[:, None]).sum(axis=1), u.n - 1)
    rows = hired[graduate]
    posts.origin[rows] = origin[graduate].astype(np.int8)
    posts.career[rows] = 0
    gained = u.cohort_quality[:, 0] - u.quality_start
    return np.where(graduate, p.partnership.graduate_effect * gained[origin], 0.0)


def draw_people(world: World, p: Parameters, rows: Ints, bonus: Floats, luck: Luck, semester: int) -> None:
    """New people in the given posts: their competence is drawn (see the compiled loop)."""
    posts, c = world.posts, p.competence
    kernel.arrive(
        np.uint64(luck.key("competence of a newcomer", semester)), rows, posts.uid, posts.kind, posts.qualified,
        posts.career, bonus, TOPICS.relevance, OWN_SUBJECT, c.base_qualified, c.base_unqualified,
        c.own_subject_bonus, c.teacher_sd * np.sqrt(c.common_share), c.teacher_sd * np.sqrt(1.0 - c.common_share),
        c.novice_gap, 2.0 * c.experience_years, posts.base, posts.learned,
    )  # fmt: skip
