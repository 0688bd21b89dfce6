"""How vacancies are filled: graduates, people who come back from other work, else people without the qualification."""

from __future__ import annotations

import numpy as np

from sim.actors.teacher import BEGIN, OTHER_WORK
from sim.careers import age_of_graduates, routes_of
from sim.columns import total_by
from sim.labour.away import return_to, who_is_drawn
from sim.labour.market import Market, graduates_by_county, per_vacancy, stage_of, supply
from sim.labour.newcomers import draw_people
from sim.labour.placing import cell, pair
from sim.luck import Luck
from sim.parameters import Parameters
from sim.policy import Policy
from sim.scenario import is_autumn, year_of
from sim.topics import TOPICS
from sim.types import Bools, Floats, Ints, Wholes
from sim.world import World


def hire(world: World, market: Market, policy: Policy, p: Parameters, vacant: Ints, luck: Luck, semester: int) -> None:
    """Qualified people fill vacancies where enough of them apply; the rest goes to unqualified people.

    A qualified hire is a person: one of the county's graduates as far as these go, else somebody in other work who
    seeks a school. Where there is nobody left, the post goes to an unqualified person.

    Args:
        world: The tables; posts, those away and schools change.
        market: The labour market of the observed country.
        policy: The policy in force.
        p: All parameters.
        vacant: Posts to fill, the most sought first, shape (m,).
        luck: Luck of the replication.
        semester: The semester lived through.
    """
    posts = world.posts
    seeks, applicants = _applicants(world, market, policy, p, vacant, semester)
    chance = _chance_of_qualified(world, market, policy, p, vacant, applicants, semester)
    wanted = vacant[luck.uniform("qualified hire", semester, posts.uid[vacant]) < chance]
    posts.offer[vacant], posts.study[vacant], posts.stipend[vacant] = -1, -1, False
    graduate, bonus = _place_graduates(world, policy, p, wanted, luck, semester)
    returned = _welcome_back(world, policy, p, wanted[~graduate], seeks, luck, semester)
    taken = np.concatenate([wanted[graduate], returned])
    others = np.setdiff1d(vacant, taken, assume_unique=True)
    _begin_unqualified(world, p, others, luck, semester)
    new = np.concatenate([wanted[graduate], others])
    posts.holder[new] = luck.bits("new person", semester, posts.uid[new]) | np.uint64(1)
    posts.served[new] = BEGIN
    gained = np.concatenate([bonus[graduate], np.zeros(len(others))])
    draw_people(posts, posts.uid, new, gained, p.competence, luck, semester)
    _count_novices(world, wanted[graduate])


def _applicants(
    world: World, market: Market, policy: Policy, p: Parameters, vacant: Ints, semester: int
) -> tuple[Floats, Floats]:
    """Who applies from outside: chance that one in other work seeks a school, and applicants against the usual.

    Where applicants are few for the vacancies, more of those in other work seek a school (`reserve_elasticity`).

    Returns:
        Chance by county and stage, shape (2 counties,), and log of applicants per vacancy less its usual value, shape
        (counties, 2).
    """
    s, autumn = p.staff, is_autumn(semester)
    factor = policy.context.applicants(year_of(semester))
    graduates, seek = supply(world, s, autumn=autumn)
    school = world.posts.school[vacant]
    group = world.schools.county[school] * 2 + stage_of(world)[school]
    vacancies = total_by(group, np.ones(len(group)), graduates.size).reshape(graduates.shape)
    usual = market.usual[0 if autumn else 1]
    eager = np.exp(s.reserve_elasticity * (usual - per_vacancy(factor * (graduates + seek), vacancies, s)))
    chance = np.minimum(factor * s.reserve_seeks * eager, 1.0)
    return chance.ravel(), per_vacancy(factor * (graduates + seek * eager), vacancies, s) - usual


def _chance_of_qualified(
    world: World, market: Market, policy: Policy, p: Parameters, vacant: Ints, applicants: Floats, semester: int
) -> Floats:
    """Chance that enough of those who apply are qualified, by vacancy: its place, how many apply, extra pay, season."""
    s, school = p.staff, world.posts.school[vacant]
    stage = stage_of(world)[school]
    hired = 1.0 / (1.0 + np.exp(-market.fill[stage]))
    premium = s.premium_recruitment / (hired * (1.0 - hired)) / 0.10 * policy.staff.pay_premium
    term = market.fill[stage] + market.appeal[school] + premium * world.schools.hard_to_staff[school]
    term += s.applicants_elasticity * applicants[world.schools.county[school], stage]
    if not is_autumn(semester):
        term -= s.midyear_penalty
    result: Floats = 1.0 / (1.0 + np.exp(-term))
    return result


def _place_graduates(
    world: World, policy: Policy, p: Parameters, wanted: Ints, luck: Luck, semester: int
) -> tuple[Bools, Floats]:
    """In autumn graduates take posts of their stage in the county, then elsewhere, the most sought first.

    Returns:
        Which posts got a graduate, and what teacher education added to her competence, each of shape (wanted,).
    """
    graduate, bonus = np.zeros(len(wanted), dtype=bool), np.zeros(len(wanted))
    if not is_autumn(semester):
        return graduate, bonus
    posts, u = world.posts, world.universities
    factor = policy.context.applicants(year_of(semester))
    stage, county = (by_school[posts.school[wanted]] for by_school in (stage_of(world), world.schools.county))
    pick = luck.uniform("graduate's university", semester, posts.uid[wanted])
    for level in range(2):
        mine = np.flatnonzero(stage == level)
        arriving = factor * graduates_by_county(world, level, p.staff)
        here, whence = _shared_out(county[mine], arriving)
        share = np.cumsum(arriving / np.maximum(arriving.sum(axis=0), 1e-9), axis=0).T[whence]
        mine = mine[here]
        origin = np.minimum((share < pick[mine, None]).sum(axis=1), u.n - 1)
        graduate[mine] = True
        bonus[mine] = p.partnership.graduate_effect * (u.cohort_quality[:, 0] - u.quality_start)[origin]
        posts.origin[wanted[mine]] = origin
    _begin_graduates(world, p, wanted[graduate], luck, semester)
    return graduate, bonus


def _shared_out(county: Wholes, arriving: Floats) -> tuple[Ints, Ints]:
    """Which vacancies graduates take, and from the graduates of which county.

    Args:
        county: County of each vacancy, the most sought first, shape (m,).
        arriving: Graduates by university and county.
    """
    number = np.ceil(arriving.sum(axis=0)).astype(np.int64)
    looking = np.repeat(np.arange(len(number)), number)
    whole = round(float(arriving.sum()))  # a county's part of a person does not make one in the nation
    one, here = pair((looking, np.zeros_like(looking)), (county, np.zeros_like(county)))
    return here[:whole], looking[one[:whole]]


def _begin_graduates(world: World, p: Parameters, rows: Ints, luck: Luck, semester: int) -> None:
    """Graduates begin: who they are but for what they know."""
    posts = world.posts
    uid = posts.uid[rows]
    route = routes_of(posts.kind[rows], luck.uniform("graduate's route", semester, uid), p.country.lektor_to_primary)
    posts.route[rows] = route
    posts.age[rows] = age_of_graduates(route, luck.uniform("graduate's age", semester, uid), p.staff)
    posts.qualified[rows], posts.career[rows] = True, 0


def _begin_unqualified(world: World, p: Parameters, rows: Ints, luck: Luck, semester: int) -> None:
    """People without the qualification begin."""
    posts = world.posts
    posts.qualified[rows], posts.origin[rows], posts.route[rows], posts.career[rows] = False, -1, -1, 0
    u = luck.uniform("age of the unqualified", semester, posts.uid[rows])
    posts.age[rows] = age_of_graduates(np.full(len(rows), -1), u, p.staff)


def _welcome_back(
    world: World, policy: Policy, p: Parameters, vacant: Ints, seeks: Floats, luck: Luck, semester: int
) -> Ints:
    """People in other work who seek a school take posts of their kind in their county, else near it; return the posts.

    Args:
        world: The tables; posts and those away change.
        policy: The policy in force.
        p: All parameters.
        vacant: Posts for which a qualified person is wanted, the most sought first.
        seeks: Chance of seeking a school, by county and stage.
        luck: Luck of the replication.
        semester: The semester lived through.
    """
    posts, away, county = world.posts, world.away, world.schools.county
    group = county * 2 + stage_of(world)
    year = semester - semester % 2  # who sought a school in autumn in vain seeks one in spring
    seekers = who_is_drawn(world, OTHER_WORK, seeks, group[away.school], "seeks a school", luck, year)
    at, last = posts.school[vacant], away.school[seekers]
    one, other = pair(
        (cell(world, last, away.kind[seekers]), group[last], group[last] % 2),
        (cell(world, at, posts.kind[vacant]), group[at], group[at] % 2),
    )
    return_to(world, seekers[one], vacant[other], policy.context.forgetting(p.competence), semester)
    return vacant[other]


def _count_novices(world: World, rows: Ints) -> None:
    """Schools count their graduates and what they know of what concerns them."""
    posts, schools = world.posts, world.schools
    relevance = TOPICS.relevance[posts.kind[rows]]
    mean = np.einsum("nt,nt->n", posts.base[rows], relevance, dtype=np.float64) / relevance.sum(axis=1)
    schools.novices += np.bincount(posts.school[rows], minlength=schools.n)
    schools.novice_competence += np.bincount(posts.school[rows], weights=mean, minlength=schools.n)
