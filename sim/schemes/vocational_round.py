"""This file knows a round of Dekom Y: who applies, what a county can grant, and how its pots are kept."""

from __future__ import annotations

import numpy as np

from sim.luck import Luck
from sim.parameters import VocationalParameters
from sim.policy import DekomYPolicy
from sim.rules.split import divide
from sim.schemes.vocational_people import BOARDS, FIRMS, TEACHERS
from sim.types import Floats, Ints
from sim.world import World

PLACEMENT, COURSE, FIRM_COURSE, BOARD_COURSE = range(4)
"""Measures: job placement (hospitering), course or network day, and courses for firms and for boards."""

MEASURES = 4
GROUP_OF = np.array([TEACHERS, TEACHERS, FIRMS, BOARDS])
"""The group each measure is for."""

OPEN_POT, BOARDS_POT, PLACEMENTS_POT = range(3)
POTS = 3
"""Pots of a county: open to schools and training offices, for boards, for placements."""

BETWEEN_ROUNDS = 6
"""Months between the rounds of a school year."""


def receive_frame(world: World, frame: int, law: DekomYPolicy) -> None:
    """The Directorate divides the frame between county councils (Y-1), and each divides its part into pots.

    The key is not published; here half goes by apprentices and half by vocational teachers (assumption).
    """
    counties = world.counties
    teachers = counties.y_people[:, TEACHERS]
    claim = _share(teachers) + _share(counties.apprentices)
    ties = (counties.uid >> np.uint64(11)).astype(np.float64)
    part = divide(frame, claim, np.full(counties.n, float(frame)), ties)
    counties.y_frame = part
    counties.y_appropriated += part
    counties.y_open = np.floor(law.open_share * part).astype(np.int64)
    boards = np.floor(law.boards_share * part).astype(np.int64)
    counties.y_pot[:, OPEN_POT] += counties.y_open
    counties.y_pot[:, BOARDS_POT] += boards
    counties.y_pot[:, PLACEMENTS_POT] += part - counties.y_open - boards


def _share(values: Floats | Ints) -> Floats:
    result: Floats = values / max(float(values.sum()), 1e-9)
    return result


def hold_round(
    world: World, law: DekomYPolicy, p: VocationalParameters, luck: Luck, semester: int, free: Ints, *,
    ease: float, months: float, later: bool = False,
) -> None:  # fmt: skip
    """A round: people apply, the county council grants what its pots allow, the others are turned away.

    Args:
        world: The tables.
        law: Levers of Dekom Y.
        p: Parameters of Dekom Y.
        luck: The replication's luck.
        semester: The semester of the round.
        free: People who are on no measure of that school year, shape (counties, groups).
        ease: How easily people are released from work, against autumn.
        months: From application to the first hour.
        later: Whether this is a later round of the school year.
    """
    counties = world.counties
    asked = applications(world, law, p, luck, semester, free, ease)
    granted = grant(world, law, p, asked, later=later)
    again = np.minimum(granted, counties.y_turned_away)  # applied in the round before already
    counties.y_waiting += (months * granted + BETWEEN_ROUNDS * again).sum(axis=1)
    counties.y_awarded += granted
    counties.y_turned_away = asked - granted


def applications(
    world: World, law: DekomYPolicy, p: VocationalParameters, luck: Luck, semester: int, free: Ints, ease: float
) -> Ints:
    """Those eligible who know of the scheme and can be released from work, shape (counties, measures)."""
    counties = world.counties
    know = np.maximum(counties.y_awareness, law.awareness_floor)
    released = ease * np.array([p.release_placement, p.release_course, p.release_firm, p.release_board])
    expected = (free * know)[:, GROUP_OF] * released
    asked = np.floor(expected + luck.uniform("vocational applications", semester, counties.uid, MEASURES))
    asked = np.minimum(asked, free[:, GROUP_OF])
    asked[:, COURSE] = np.minimum(asked[:, COURSE], free[:, TEACHERS] - asked[:, PLACEMENT])
    return asked.astype(np.int64)


def grant(world: World, law: DekomYPolicy, p: VocationalParameters, asked: Ints, *, later: bool = False) -> Ints:
    """Whole measures that the pots pay for, shape (counties, measures); their kroner leave the pots.

    Boards and placements have pots of their own; placements that these do not cover, courses of schools and of
    training offices compete for the open pot. In a later round what is left in any pot is open to all (assumption).
    """
    counties, price = world.counties, prices(law)
    pot = counties.y_pot
    own = np.zeros_like(asked)
    for measure, kept in ((BOARD_COURSE, BOARDS_POT), (PLACEMENT, PLACEMENTS_POT)):
        own[:, measure] = np.minimum(asked[:, measure], pot[:, kept] // price[measure])
        pot[:, kept] -= own[:, measure] * price[measure]
    rest = asked - own
    if later:
        pool_pots(world)
    else:
        rest[:, BOARD_COURSE] = 0
    alike = p.forum_advice * counties.forum_power if law.school_first else np.ones(counties.n)
    from_open = share_out(pot[:, OPEN_POT], rest, price, alike)
    pot[:, OPEN_POT] -= from_open @ price
    counties.y_committed += (own + from_open) @ price
    return own + from_open


def share_out(pot: Ints, asked: Ints, price: Ints, alike: Floats) -> Ints:
    """Whole measures from each county's open pot, shape (counties, measures).

    The forum advises to serve all in the same proportion, and gets its way with a part of the pot (Y-5); the county
    council serves the others in their order, schools before firms (C-10).

    Args:
        pot: Kroner in the pot, shape (counties,).
        asked: People asked for, in the order in which they are served, shape (counties, measures).
        price: Kroner for one participant, shape (measures,).
        alike: Part of the pot that serves all in the same proportion, 0-1, shape (counties,).
    """
    proportion = alike * np.minimum(1.0, pot / np.maximum(asked @ price, 1))
    granted: Ints = np.floor(proportion[:, None] * asked).astype(np.int64)
    left = pot - granted @ price
    for measure in range(MEASURES):
        more = np.minimum(asked[:, measure] - granted[:, measure], left // price[measure])
        granted[:, measure] += more
        left -= more * price[measure]
    return granted


def prices(law: DekomYPolicy) -> Ints:
    """Kroner for one participant in each measure, shape (measures,)."""
    course = max(round(law.course_rate), 1)
    placement = max(round(law.placement_days * law.placement_rate), 1)
    return np.array([placement, course, course, course], dtype=np.int64)


def by_group(people: Ints) -> Ints:
    """People in all measures for each group, shape (counties, groups), from shape (counties, measures)."""
    result: Ints = people @ (GROUP_OF[:, None] == np.arange(GROUP_OF.max() + 1)[None, :]).astype(np.int64)
    return result


def pool_pots(world: World) -> None:
    """What is left for boards and for placements goes to the open pot."""
    pot = world.counties.y_pot
    pot[:, OPEN_POT] = pot.sum(axis=1)
    pot[:, [BOARDS_POT, PLACEMENTS_POT]] = 0


def give_back(world: World) -> None:
    """Money is to be used within the school year; the rest goes back to the Directorate (Y-9)."""
    counties = world.counties
    counties.y_unspent = counties.y_pot.sum(axis=1)
    counties.y_returned += counties.y_unspent
    counties.y_pot = 0
