"""How vacancies are filled: graduates, people who come back from other work, else people without the qualification."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.teacher import BEGIN, OTHER_WORK
from sim.areas import StaffLevers
from sim.careers import age_of_graduates
from sim.columns import total_by
from sim.labour.away import return_to, who_is_drawn
from sim.labour.graduates import begin, go_elsewhere, newcomers_looking
from sim.labour.market import applicants_by_county, per_vacancy, stage_of, supply
from sim.labour.newcomers import draw_people
from sim.labour.placing import cell, pair
from sim.topics import TOPICS
from sim.types import Floats, Ints
from sim.world import World

if TYPE_CHECKING:
    from sim.now import Now


def hire(now: Now, vacant: Ints) -> None:
    """Qualified people fill vacancies where enough of them apply; the rest goes to unqualified people.

    A qualified hire is a person: a newcomer, or somebody in other work who seeks a school. Where there is nobody left,
    the post goes to an unqualified person.

    Args:
        now: The semester; posts, those away and schools change.
        vacant: Posts to fill, the most sought first, shape (m,).
    """
    posts, draws = now.world.posts, now.draws
    seeks, applicants = _applicants(now, vacant)
    chance = _chance_of_qualified(now, vacant, applicants)
    wanted = vacant[draws.uniform("qualified hire", posts.uid[vacant]) < chance]
    posts.offer[vacant], posts.study[vacant], posts.stipend[vacant] = -1, -1, False
    newcomers, bonus = _hire_people(now, wanted, seeks)
    _take(now, newcomers)
    others = vacant[posts.holder[vacant] == 0]
    _begin_unqualified(now, others)
    _take(now, others)
    new = np.concatenate([newcomers, others])
    draw_people(posts, posts.uid, new, np.concatenate([bonus, np.zeros(len(others))]), now.params.competence, draws)
    _count_novices(now.world, newcomers[posts.origin[newcomers] >= 0])


def _applicants(now: Now, vacant: Ints) -> tuple[Floats, Floats]:
    """Who applies from outside: chance that one in other work seeks a school, and applicants against the usual.

    Where applicants are few for the vacancies, more of those in other work seek a school (`reserve_elasticity`), until
    as many as come are as few as brings them: they make up for a shortage in part, never for more than it.

    Returns:
        Chance by county and stage, shape (2 counties,), and log of applicants per vacancy less its usual value, shape
        (counties, 2).
    """
    world, s = now.world, now.params.staff
    factor = applicants_by_county(now)[:, None]
    graduates, seek = (factor * people for people in supply(world, s, autumn=now.autumn))
    school = world.posts.school[vacant]
    group = world.schools.county[school] * 2 + stage_of(world)[school]
    vacancies = total_by(group, np.ones(len(group)), graduates.size).reshape(graduates.shape)
    many, eager = np.zeros_like(seek), np.ones_like(seek)
    for _ in range(4):  # Newton's steps to where applicants per vacancy and those they bring agree
        coming = np.maximum(graduates + seek * eager, 1e-9)
        found = per_vacancy(coming, vacancies, s) - now.market.usual[0 if now.autumn else 1]
        many += (found - many) / (1.0 + s.reserve_elasticity * seek * eager / coming)
        eager = np.exp(-s.reserve_elasticity * many)
    return np.minimum(factor * s.reserve_seeks * eager, 1.0).ravel(), many


def _chance_of_qualified(now: Now, vacant: Ints, applicants: Floats) -> Floats:
    """Chance that enough of those who apply are qualified, by vacancy: its place, how many apply, extra pay, season."""
    world, market, s = now.world, now.market, now.params.staff
    school = world.posts.school[vacant]
    stage = stage_of(world)[school]
    hired = 1.0 / (1.0 + np.exp(-market.fill[stage]))
    premium = s.premium_recruitment / (hired * (1.0 - hired)) / 0.10 * now.policy[StaffLevers].pay_premium
    term = market.fill[stage] + world.schools.appeal[school] + premium * world.schools.hard_to_staff[school]
    term += s.applicants_elasticity * applicants[world.schools.county[school], stage]
    if not now.autumn:
        term -= s.midyear_penalty
    result: Floats = 1.0 / (1.0 + np.exp(-term))
    return result


def _hire_people(now: Now, wanted: Ints, seeks: Floats) -> tuple[Ints, Floats]:
    """Newcomers and people in other work take the posts for which a qualified person is wanted.

    Of the county those with experience of the post's kind come first (kvalifikasjonsprinsippet), then newcomers, then
    people in other work of the stage; then newcomers and people from other counties, and last those for upper secondary
    who found nothing there.

    Args:
        now: The semester; posts and those away change.
        wanted: The posts, the most sought first.
        seeks: Chance that one in other work seeks a school, by county and stage.

    Returns:
        Posts that got a newcomer, and what teacher education added to her competence.
    """
    world, posts, away = now.world, now.world.posts, now.world.away
    group = world.schools.county * 2 + stage_of(world)
    looking = newcomers_looking(now)
    # who sought a school in autumn in vain seeks one in spring
    of_year = now.draws.at(now.semester - now.semester % 2)
    seekers = who_is_drawn(away, OTHER_WORK, seeks[group], "seeks a school", of_year)
    last, at, nothing = away.school[seekers], posts.school[wanted], 1 + max(int(group.max()), int(posts.cell.max()))
    nobody, nowhere = np.full(len(looking), nothing), np.full(len(seekers), nothing)
    wishes = (
        np.concatenate([nobody, cell(world, last, away.kind[seekers])]),
        np.concatenate([looking, nowhere]),
        np.concatenate([nobody, group[last]]),
        np.concatenate([looking, group[last]]) % 2,
        2 - np.concatenate([looking, group[last]]) % 2,  # 1: upper secondary
    )
    one, other = pair(wishes, (posts.cell[wanted], group[at], group[at], group[at] % 2, 1 + 2 * (group[at] % 2)))
    new = one < len(looking)
    return_to(now, seekers[one[~new] - len(looking)], wanted[other[~new]])
    begun, whence = wanted[other[new]], looking[one[new]]
    if now.autumn:
        go_elsewhere(now, whence)
    return begun, begin(now, posts, posts.uid[begun], begun, whence, now.params.staff.others_qualified)


def _begin_unqualified(now: Now, rows: Ints) -> None:
    """People without the qualification begin."""
    posts = now.world.posts
    posts.qualified[rows], posts.origin[rows], posts.route[rows], posts.career[rows] = False, -1, -1, 0
    posts.served[rows], posts.lacks_credits[rows] = BEGIN, False
    u = now.draws.uniform("age of the unqualified", posts.uid[rows])
    posts.age[rows] = age_of_graduates(np.full(len(rows), -1), u, now.params.staff)


def _take(now: Now, rows: Ints) -> None:
    """New people hold the posts."""
    posts = now.world.posts
    posts.holder[rows] = now.draws.bits("new person", posts.uid[rows]) | np.uint64(1)


def _count_novices(world: World, rows: Ints) -> None:
    """Schools count their graduates and what they know of what concerns them."""
    posts, schools = world.posts, world.schools
    relevance = TOPICS.relevance[posts.kind[rows]]
    mean = np.einsum("nt,nt->n", posts.base[rows], relevance, dtype=np.float64) / relevance.sum(axis=1)
    schools.novices += np.bincount(posts.school[rows], minlength=schools.n)
    schools.novice_competence += np.bincount(posts.school[rows], weights=mean, minlength=schools.n)
