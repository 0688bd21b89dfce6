"""The slots of measures a school can run side by side, and the lines of grant money that pay for them."""

from __future__ import annotations

import numpy as np

from sim.types import Floats

MAIN, SECOND, THIRD, QUOTA, INCLUSION, FOLLOW_UP, VOCATIONAL, OWN = range(8)
"""Slots: up to three tracks of the plan, the subject quota (fagkvote), Kompetanseløftet, follow-up, Dekom Y, and
what the school does by itself."""

SLOTS = 8
TRACKS = (MAIN, SECOND, THIRD)
"""Tracks of one plan: together everybody who must take part; each teacher is in one of them at the most."""
COLLECTIVE = (*TRACKS, QUOTA, INCLUSION, FOLLOW_UP)
"""Slots whose measures schemes pay for and whole staffs take part in, in their collective time."""
IN_COLLECTIVE_TIME = (*COLLECTIVE, OWN)
"""Slots that take of the staff's collective time: those of the schemes, and the school's own."""

SCHOOLS_LINE, INCLUSION_LINE = range(2)
"""Lines of grant money through forum and governor: for all topics, and earmarked for Kompetanseløftet."""

LINES = 2
LINE_OF = {
    MAIN: SCHOOLS_LINE,
    SECOND: SCHOOLS_LINE,
    THIRD: SCHOOLS_LINE,
    QUOTA: SCHOOLS_LINE,
    INCLUSION: INCLUSION_LINE,
}
"""Money line that pays for a slot."""

NOTHING, MONEY, UNIVERSITY, PLANNING, TIME = range(5)
"""What limits a network's measures in a school year: it has none; the grant; university staff; owners' planning;
the time of its teachers."""


def in_schemes(participation: Floats) -> Floats:
    """Share of a staff in at least one measure of a scheme, shape (n,), from its share in each slot, shape (n, slots).

    Tracks of a plan exclude each other; who is in one measure says nothing of who is in another.
    """
    outside = 1.0 - participation[:, TRACKS].sum(axis=1)
    for slot in COLLECTIVE[len(TRACKS) :]:
        outside = outside * (1.0 - participation[:, slot])
    share: Floats = 1.0 - outside
    return share


def in_anything(participation: Floats) -> Floats:
    """The same with the school's own development, which those in a scheme are partly taken from, shape (n,)."""
    share: Floats = 1.0 - (1.0 - in_schemes(participation)) * (1.0 - participation[:, OWN])
    return share


def drawn_anew(*, autumn: bool) -> np.ndarray:
    """Slots for which this half-year says anew who takes part: all in autumn, those of Dekom Y in spring as well."""
    return np.arange(SLOTS) if autumn else np.array([VOCATIONAL])
