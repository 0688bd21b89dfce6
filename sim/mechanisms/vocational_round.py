"""A round of Dekom Y: who applies, and what a county can grant of its pots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.parameters import VocationalParameters
    from sim.schemes.dekom_y import DekomYLevers

FIRMS, BOARDS, TEACHERS = range(3)
"""Groups: training leaders and instructors, board members, vocational teachers."""

GROUPS = 3
OUTSIDE = slice(FIRMS, TEACHERS)
"""Groups outside schools, whose competence is a number of the county."""

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


def applications(free: Ints, know: Floats, ease: float, lot: Floats, params: VocationalParameters) -> Ints:
    """Those eligible who know of the scheme and can be released from work, shape (counties, measures).

    Args:
        free: People who are on no measure of that school year, shape (counties, groups).
        know: Share of each group that knows of the scheme, 0-1, shape (counties, groups).
        ease: How easily people are released from work, against autumn.
        lot: Draws that round to whole people, 0-1, shape (counties, measures).
        params: Parameters of Dekom Y.
    """
    released = ease * np.array(
        [params.release_placement, params.release_course, params.release_firm, params.release_board]
    )
    asked = np.floor((free * know)[:, GROUP_OF] * released + lot)
    asked = np.minimum(asked, free[:, GROUP_OF])
    asked[:, COURSE] = np.minimum(asked[:, COURSE], free[:, TEACHERS] - asked[:, PLACEMENT])
    return asked.astype(np.int64)


def grant_measures(pot: Ints, asked: Ints, price: Ints, alike: Floats, *, later: bool) -> Ints:
    """Whole measures that the pots pay for, shape (counties, measures); their kroner leave the pots.

    Boards and placements have pots of their own; placements that these do not cover, courses of schools and of
    training offices compete for the open pot. In a later round what is left in any pot is open to all (assumption).

    Args:
        pot: Kroner in each pot, changed in place, shape (counties, pots).
        asked: People asked for, shape (counties, measures).
        price: Kroner for one participant, shape (measures,).
        alike: Part of the open pot that serves all in the same proportion, 0-1, shape (counties,).
        later: Whether this is a later round of the school year.
    """
    own = np.zeros_like(asked)
    for measure, kept in ((BOARD_COURSE, BOARDS_POT), (PLACEMENT, PLACEMENTS_POT)):
        own[:, measure] = np.minimum(asked[:, measure], pot[:, kept] // price[measure])
        pot[:, kept] -= own[:, measure] * price[measure]
    rest = asked - own
    if later:
        pot[:, OPEN_POT] = pot.sum(axis=1)
        pot[:, [BOARDS_POT, PLACEMENTS_POT]] = 0
    else:
        rest[:, BOARD_COURSE] = 0
    from_open = share_out(pot[:, OPEN_POT], rest, price, alike)
    pot[:, OPEN_POT] -= from_open @ price
    granted: Ints = own + from_open
    return granted


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


def prices(levers: DekomYLevers) -> Ints:
    """Kroner for one participant in each measure, shape (measures,)."""
    course = max(round(levers.course_rate), 1)
    placement = max(round(levers.placement_days * levers.placement_rate), 1)
    return np.array([placement, course, course, course], dtype=np.int64)


def by_group(people: Ints) -> Ints:
    """People in all measures for each group, shape (counties, groups), from shape (counties, measures)."""
    result: Ints = people @ (GROUP_OF[:, None] == np.arange(GROUP_OF.max() + 1)[None, :]).astype(np.int64)
    return result
