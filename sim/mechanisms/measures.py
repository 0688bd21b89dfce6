"""The slots of measures a school can run side by side, and the lines of grant money that pay for them."""

from __future__ import annotations

import numpy as np

from sim.types import Ints

MAIN, QUOTA, INCLUSION, FOLLOW_UP, VOCATIONAL = range(5)
"""Slots: all topics, the subject quota (fagkvote), Kompetanseløftet, follow-up, Dekom Y."""

SLOTS = 5
COLLECTIVE = (MAIN, QUOTA, INCLUSION, FOLLOW_UP)
"""Slots whose measures are for the staff together, in its collective time."""

SCHOOLS_LINE, INCLUSION_LINE = range(2)
"""Lines of grant money through forum and governor: for all topics, and earmarked for Kompetanseløftet."""

LINES = 2


def lots(semester: int) -> Ints:
    """Number of the draw that says who takes part, by slot: the same people all year, in Dekom Y new ones in spring."""
    drawn = np.arange(SLOTS)
    drawn[VOCATIONAL] += SLOTS * (semester % 2)
    return drawn
