"""Teachers: those who hold a post (stilling), and those who are away and may come back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.columns import BOOLS, IDS, ROWS, SHORTS, SINGLES, SMALLS, Table, column
from sim.types import Bools, Ints, Shorts

FREE, ON_LEAVE, OTHER_WORK = range(3)
"""Rows of `Away`: nobody; on leave with a right to come back (permisjon); in other work (annet arbeid)."""

BEGIN = 1
"""What is remembered of somebody new: nothing but a mark."""
_FULL, _KNOWN, _TEN = np.int16(0x0FFF), np.int16(0x0800), np.int16(0x0C00)
"""All bits; the bit the mark has reached when ten years are known; that bit and the one of ten years ago."""


class People(Table):
    """What a person carries along, from post to post and while away."""

    holder = column(IDS, unit="id", doc="Stable id of the person, 0 nobody.")
    qualified = column(BOOLS, unit="yes or no", doc="Meets the requirements for appointment.")
    age = column(SMALLS, unit="years", doc="Age (alder).")
    career = column(SHORTS, unit="semesters", doc="Time since graduation.")
    route = column(SMALLS, unit="code", doc="Route into teaching (utdanningsvei), -1 none.")
    origin = column(SMALLS, unit="row", doc="University the teacher graduated from, -1 unknown.")
    lacks_credits = column(BOOLS, unit="yes or no", doc="Lacks credits that a subject of hers requires.")
    served = column(SHORTS, unit="bits", doc="Latest autumns in which she belonged to a school, as bits.")
    base = column(SINGLES, unit="0-1", doc="Competence from education and experience.", dims=("topics",))
    learned = column(SINGLES, unit="0-1", doc="Competence from development, which fades.", dims=("topics",))

    def in_school(self, years: int) -> Bools:
        """Who belonged to a school (in post or on leave) so many autumns before the latest, shape (n,)."""
        then: Bools = (self.served & np.int16(1 << years)) > 0
        return then

    def ten_years_ago(self, *, in_school: bool) -> Bools:
        """Qualified people of whom ten years are known and who were in school then, or not, shape (n,)."""
        then: Bools = (self.served & _TEN) == (_TEN if in_school else _KNOWN)
        return then & self.qualified


PERSON = tuple(People.columns)
"""Columns that follow a person between the tables."""


def hand_over(of: People, rows: Ints, to: People, places: Ints, names: Sequence[str] = PERSON) -> None:
    """People of one table take places in another, or other places in the same (all at once).

    Args:
        of: Where they stand.
        rows: Their rows there, shape (m,).
        to: Where they go.
        places: Their rows there, shape (m,).
        names: Columns that come along.
    """
    for name in names:
        to.arrays[name][places] = of.arrays[name].take(rows, axis=0)  # takes whole rows: twice as fast as an index


class Posts(People):
    """Every teacher post. The post stays for ever, open or not; the person in it changes."""

    uid = column(IDS, unit="id", doc="Stable id of the post.", static=True)
    school = column(ROWS, unit="row", doc="School of the post.", static=True)
    kind = column(SMALLS, unit="row", doc="Kind of teacher: what the post teaches (fag).", static=True)
    cell = column(ROWS, unit="code", doc="Part of the labour market: county and kind of teacher.", static=True)
    open = column(BOOLS, unit="yes or no", doc="The post is there this school year.")
    tenure = column(SHORTS, unit="semesters", doc="Time in the school (ansiennitet).")
    offer = column(SMALLS, unit="row", doc="Topic of a further-education place from autumn, -1 none.")
    enrolled = column(SHORTS, unit="bits", doc="Slots whose measure the teacher takes part in, one bit each.")
    study = column(SMALLS, unit="row", doc="Topic of the course under way, -1 none.")
    stipend = column(BOOLS, unit="yes or no", doc="The place is paid by stipend, not by substitute (stipend).")


class Away(People):
    """Qualified people who are not in school now but may come back; rows are used again."""

    status = column(SMALLS, unit="code", doc="Nobody, on leave, or in other work.")
    school = column(ROWS, unit="row", doc="School she was in last.")
    kind = column(SMALLS, unit="row", doc="What she taught there.")
    since = column(SHORTS, unit="semester", doc="Semester she left.")


def another_autumn(served: Shorts, here: Bools) -> Shorts:
    """What is remembered one autumn on: whether she belongs to a school now, before what was known."""
    shifted: Shorts = ((served << 1) | here | (served & _KNOWN)) & _FULL
    return shifted
