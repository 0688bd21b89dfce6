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
from sim.types import Floats, Ints
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
    graduates, bonus = _hire_people(world, policy, p, wanted, seeks, luck, semester)
    others = np.setdiff1d(vacant[posts.holder[vacant] == 0], graduates, assume_unique=True)
    _begin_unqualified(world, p, others, luck, semester)
    new = np.concatenate([graduates, others])
    posts.holder[new] = luck.bits("new person", semester, posts.uid[new]) | np.uint64(1)
    posts.served[new], posts.lacks_credits[new] = BEGIN, False
    draw_people(posts, posts.uid, new, np.concatenate([bonus, np.zeros(len(others))]), p.competence, luck, semester)
    _count_novices(world, graduates)


def _applicants(
    world: World, market: Market, policy: Policy, p: Parameters, vacant: Ints, semester: int
) -> tuple[Floats, Floats]:
    """Who applies from outside: chance that one in other work seeks a school, and applicants against the usual.

    Where applicants are few for the vacancies, more of those in other work seek a school (`reserve_elasticity`), until
    as many as come are as few as brings them: they make up for a shortage in part, never for more than it.

    Returns:
        Chance by county and stage, shape (2 counties,), and log of applicants per vacancy less its usual value, shape
        (counties, 2).
    """
    s, autumn = p.staff, is_autumn(semester)
    factor = policy.context.applicants_in(year_of(semester))
    graduates, seek = (factor * people for people in supply(world, s, autumn=autumn))
    school = world.posts.school[vacant]
    group = world.schools.county[school] * 2 + stage_of(world)[school]
    vacancies = total_by(group, np.ones(len(group)), graduates.size).reshape(graduates.shape)
    many, eager = np.zeros_like(seek), np.ones_like(seek)
    for _ in range(4):  # Newton's steps to where applicants per vacancy and those they bring agree
        coming = np.maximum(graduates + seek * eager, 1e-9)
        found = per_vacancy(coming, vacancies, s) - market.usual[0 if autumn else 1]
        many += (found - many) / (1.0 + s.reserve_elasticity * seek * eager / coming)
        eager = np.exp(-s.reserve_elasticity * many)
    return np.minimum(factor * s.reserve_seeks * eager, 1.0).ravel(), many


def _chance_of_qualified(
    world: World, market: Market, policy: Policy, p: Parameters, vacant: Ints, applicants: Floats, semester: int
) -> Floats:
    """Chance that enough of those who apply are qualified, by vacancy: its place, how many apply, extra pay, season."""
    s, school = p.staff, world.posts.school[vacant]
    stage = stage_of(world)[school]
    hired = 1.0 / (1.0 + np.exp(-market.fill[stage]))
    premium = s.premium_recruitment / (hired * (1.0 - hired)) / 0.10 * policy.staff.pay_premium
    term = market.fill[stage] + world.schools.appeal[school] + premium * world.schools.hard_to_staff[school]
    term += s.applicants_elasticity * applicants[world.schools.county[school], stage]
    if not is_autumn(semester):
        term -= s.midyear_penalty
    result: Floats = 1.0 / (1.0 + np.exp(-term))
    return result


def _hire_people(
    world: World, policy: Policy, p: Parameters, wanted: Ints, seeks: Floats, luck: Luck, semester: int
) -> tuple[Ints, Floats]:
    """Graduates and people in other work take the posts for which a qualified person is wanted.

    Graduates of the county choose first, then people in other work of the county, those of the post's kind first; then
    graduates and people from other counties.

    Args:
        world: The tables; posts and those away change.
        policy: The policy in force.
        p: All parameters.
        wanted: The posts, the most sought first.
        seeks: Chance that one in other work seeks a school, by county and stage.
        luck: Luck of the replication.
        semester: The semester lived through.

    Returns:
        Posts that got a graduate, and what teacher education added to her competence.
    """
    posts, away = world.posts, world.away
    group = world.schools.county * 2 + stage_of(world)
    looking = _graduates_looking(world, policy, p, semester)
    year = semester - semester % 2  # who sought a school in autumn in vain seeks one in spring
    seekers = who_is_drawn(world, OTHER_WORK, seeks, group[away.school], "seeks a school", luck, year)
    last, at, nothing = away.school[seekers], posts.school[wanted], 1 + max(int(group.max()), int(posts.cell.max()))
    nobody, nowhere = np.full(len(looking), nothing), np.full(len(seekers), nothing)
    wishes = (
        np.concatenate([looking, nowhere]),
        np.concatenate([nobody, cell(world, last, away.kind[seekers])]),
        np.concatenate([nobody, group[last]]),
        np.concatenate([looking, group[last]]) % 2,
    )
    one, other = pair(wishes, (group[at], posts.cell[wanted], group[at], group[at] % 2))
    new = one < len(looking)
    taken = wanted[other[~new]]
    return_to(world, seekers[one[~new] - len(looking)], taken, policy.context.forgetting(p.competence), semester)
    graduates, whence = wanted[other[new]], looking[one[new]]
    return graduates, _begin_graduates(world, p, graduates, whence, luck, semester)


def _graduates_looking(world: World, policy: Policy, p: Parameters, semester: int) -> Ints:
    """County and stage (as one number) of each graduate who looks for a school; nobody in spring.

    A county has a whole number of graduates, the nation the nearest to what it has.
    """
    if not is_autumn(semester):
        return np.empty(0, dtype=np.int64)
    factor = policy.context.applicants_in(year_of(semester))
    looking = []
    for stage in range(2):
        upto = np.rint(np.cumsum(factor * graduates_by_county(world, stage, p.staff).sum(axis=0))).astype(np.int64)
        looking.append(np.repeat(2 * np.arange(len(upto)) + stage, np.diff(upto, prepend=0)))
    return np.concatenate(looking)


def _begin_graduates(world: World, p: Parameters, rows: Ints, whence: Ints, luck: Luck, semester: int) -> Floats:
    """Graduates begin: who they are but for what they know; return what teacher education added to that.

    Args:
        world: The tables; posts change.
        p: All parameters.
        rows: Their posts.
        whence: County and stage whose graduates they are of.
        luck: Luck of the replication.
        semester: The semester lived through.
    """
    posts, u = world.posts, world.universities
    uid = posts.uid[rows]
    pick = luck.uniform("graduate's university", semester, uid)
    output = np.stack([graduates_by_county(world, stage, p.staff) for stage in range(2)], axis=-1)
    share = np.cumsum(output / np.maximum(output.sum(axis=0), 1e-9), axis=0).reshape(u.n, -1).T
    origin = np.minimum((share[whence] < pick[:, None]).sum(axis=1), u.n - 1)
    route = routes_of(posts.kind[rows], luck.uniform("graduate's route", semester, uid), p.country.lektor_to_primary)
    posts.age[rows] = age_of_graduates(route, luck.uniform("graduate's age", semester, uid), p.staff)
    posts.qualified[rows], posts.career[rows], posts.route[rows], posts.origin[rows] = True, 0, route, origin
    gained: Floats = p.partnership.graduate_effect * (u.cohort_quality[:, 0] - u.quality_start)[origin]
    return gained


def _begin_unqualified(world: World, p: Parameters, rows: Ints, luck: Luck, semester: int) -> None:
    """People without the qualification begin."""
    posts = world.posts
    posts.qualified[rows], posts.origin[rows], posts.route[rows], posts.career[rows] = False, -1, -1, 0
    u = luck.uniform("age of the unqualified", semester, posts.uid[rows])
    posts.age[rows] = age_of_graduates(np.full(len(rows), -1), u, p.staff)


def _count_novices(world: World, rows: Ints) -> None:
    """Schools count their graduates and what they know of what concerns them."""
    posts, schools = world.posts, world.schools
    relevance = TOPICS.relevance[posts.kind[rows]]
    mean = np.einsum("nt,nt->n", posts.base[rows], relevance, dtype=np.float64) / relevance.sum(axis=1)
    schools.novices += np.bincount(posts.school[rows], minlength=schools.n)
    schools.novice_competence += np.bincount(posts.school[rows], weights=mean, minlength=schools.n)
