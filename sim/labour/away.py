"""People away: how they leave the table of posts, come back as themselves, and leave working life."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.teacher import BEGIN, FREE, ON_LEAVE, OTHER_WORK, Away, Posts, hand_over
from sim.areas import ContextLevers
from sim.careers import FROM_AGE, ages_in, ages_of_staff, retires, semesters_since
from sim.kernels import staff as kernel
from sim.labour.newcomers import draw_people
from sim.luck import Draws, Luck, mix
from sim.parameters import Parameters, StaffParameters
from sim.scenario import first_autumn, year_of
from sim.types import Bools, Floats, Ints
from sim.world import World

if TYPE_CHECKING:
    from sim.now import Now

ROOM = 0.75
"""Rows for people away per post; if ever all are in use, those away longest are lost sight of."""
LEAVE_AGE = 40
"""Age from which leave is rarer."""
_HELD, _AWAY = np.uint64(0xA24BAED4963EE407), np.uint64(0x9FB21C651E98DF25)


def rows_away(posts: int) -> int:
    """Rows for people away, for so many posts."""
    return int(np.ceil(ROOM * posts))


def begin_staff(world: World, p: Parameters, luck: Luck) -> None:
    """Everybody in post or away when the country begins gets an identity, and what she knows."""
    posts, away = world.posts, world.away
    posts.holder = np.where(posts.open, mix(posts.uid ^ _HELD), np.uint64(0))
    posts.served, posts.offer, posts.study = BEGIN, -1, -1
    empty(posts, np.flatnonzero(~posts.open))
    count_unqualified(world)
    _begin_away(world, p.staff, luck)
    for people, ids, rows in (
        (posts, posts.uid, np.flatnonzero(posts.open)),
        (away, away.holder, np.flatnonzero(away.status != FREE)),
    ):
        draw_people(people, ids, rows, np.zeros(len(rows)), p.competence, luck.at(-100))


def count_unqualified(world: World) -> None:
    """Schools count those of their teachers who do not meet the requirements; a closed post counts no more."""
    posts, schools = world.posts, world.schools
    rows = np.flatnonzero(posts.open & ~posts.qualified)
    rows = rows[posts.holder[rows] > 0]
    schools.unqualified = np.bincount(posts.school[rows], minlength=schools.n)


def empty(posts: Posts, rows: Ints) -> None:
    """Nobody holds the given posts."""
    posts.holder[rows], posts.qualified[rows], posts.lacks_credits[rows] = 0, False, False
    posts.served[rows], posts.origin[rows] = 0, -1
    posts.offer[rows], posts.study[rows], posts.stipend[rows] = -1, -1, False


def _begin_away(world: World, s: StaffParameters, luck: Luck) -> None:
    """People who are away when the country begins: each is a former colleague of one of the posts.

    So that a county has the same people away alone as in the nation. As many are on leave as go and come back in a
    usual year; ages are those of teachers in work.
    """
    posts, away = world.posts, world.away
    away.route, away.origin = -1, -1
    held = posts.qualified & (posts.holder > 0)
    u = luck.uniform("away at the start", -100, posts.uid)
    on_leave = held & (u < np.minimum(leave_by_age(s)[posts.age] / max(s.leave_back, 1e-9), 0.5))
    rows = np.flatnonzero(held & (on_leave | (u > 1.0 - s.reserve_share)))[: away.n]
    new = np.arange(len(rows))
    away.status[new] = np.where(on_leave[rows], ON_LEAVE, OTHER_WORK)
    away.holder[new] = mix(posts.holder[rows] ^ _AWAY)
    away.qualified[new], away.served[new] = True, BEGIN
    for name in ("school", "kind", "route", "lacks_credits"):
        getattr(away, name)[new] = getattr(posts, name)[rows]
    ages = luck.uniform("age of those away", -100, posts.uid[rows])
    age = ages_of_staff(posts.route[rows], ages, ages_in(year_of(first_autumn(s.burn_in_years)), s))
    away.age[new] = np.where(on_leave[rows], posts.age[rows], age).astype(np.int8)
    behind = luck.uniform("graduation of those away", -100, posts.uid[rows])
    away.career[new] = semesters_since(away.age[new], away.route[new], behind, s).astype(np.int16)
    away.since[new] = first_autumn(s.burn_in_years) - 1


def leave_by_age(s: StaffParameters) -> Floats:
    """Hazard of going on leave by year of age (permisjon), shape (ages,)."""
    hazard: Floats = np.where(np.arange(len(retires(s))) < LEAVE_AGE, s.leave_young, s.leave_older)
    return hazard


def go_away(world: World, rows: Ints, on_leave: Bools, semester: int) -> None:
    """The holders of the given posts go on leave or to other work, and keep what they know.

    Args:
        world: The tables; those away change, the posts do not yet.
        rows: Posts, shape (m,).
        on_leave: Whether each goes on leave, shape (m,).
        semester: The semester lived through.
    """
    posts, away = world.posts, world.away
    new = room_for(away, len(rows))
    rows, on_leave = rows[: len(new)], on_leave[: len(new)]
    hand_over(posts, rows, away, new)
    away.status[new] = np.where(on_leave, ON_LEAVE, OTHER_WORK)
    away.school[new], away.kind[new] = posts.school[rows], posts.kind[rows]
    away.since[new] = semester


def room_for(away: Away, m: int) -> Ints:
    """Rows for m people: free ones, then those of the people in other work for longest."""
    free = np.flatnonzero(away.status == FREE)
    if len(free) < m:
        others = np.flatnonzero(away.status == OTHER_WORK)
        longest = others[np.argsort(away.since[others], kind="stable")]
        free = np.concatenate([free, longest])
    return free[:m]


def return_to(now: Now, back: Ints, posts_taken: Ints) -> None:
    """People away take posts, with what they have not forgotten (unused knowledge fades as it does in school).

    Args:
        now: The semester; both tables change.
        back: Rows of those away, shape (m,).
        posts_taken: The post of each, shape (m,).
    """
    posts, away = now.world.posts, now.world.away
    unused = now.policy[ContextLevers].forgetting(now.params.competence)
    hand_over(away, back, posts, posts_taken)
    posts.offer[posts_taken], posts.study[posts_taken], posts.stipend[posts_taken] = -1, -1, False
    years = 0.5 * (now.semester - away.since[back])
    posts.learned[posts_taken] *= ((1.0 - unused) ** years).astype(np.float32)[:, None]
    _leave_row(away, back)


def leave_working_life(now: Now) -> None:
    """Some of those away retire or can work no longer (once a year)."""
    away = now.world.away
    rows = np.flatnonzero((away.status != FREE) & (away.age >= FROM_AGE))
    hazard = retires(now.params.staff)[away.age[rows]]
    gone = now.draws.happens("leaves working life", away.holder[rows], hazard)
    _leave_row(away, rows[gone])


def _leave_row(away: Away, rows: Ints) -> None:
    away.status[rows], away.holder[rows], away.served[rows] = FREE, 0, 0


def who_is_drawn(away: Away, status: int, chance: Floats, purpose: str, draws: Draws) -> Ints:
    """Rows of people who have been away since before the semester and are drawn, in the order of their luck.

    Args:
        away: Those away.
        status: Status of those who can be drawn.
        chance: Their chance by the school they were in last, shape (schools,).
        purpose: What they are drawn for.
        draws: Luck of the semester.
    """
    rows = kernel.drawn(draws.key(purpose), away.holder, away.status == status, away.school, chance)
    rows = rows[away.since[rows] < draws.semester]
    return rows[np.argsort(draws.bits(f"{purpose}, in order", away.holder[rows]))]
