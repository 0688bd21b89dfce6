"""This file knows the teachers: a table of posts (stillinger), each held by one person at a time."""

from __future__ import annotations

from sim.columns import BOOLS, IDS, ROWS, SHORTS, SINGLES, SMALLS, Table, column


class Posts(Table):
    """Every teacher post. The post stays for ever; the person in it changes."""

    uid = column(IDS, unit="id", doc="Stable id of the post.", static=True)
    school = column(ROWS, unit="row", doc="School of the post.", static=True)
    kind = column(SMALLS, unit="row", doc="Kind of teacher: what the post teaches (fag).", static=True)
    cell = column(ROWS, unit="code", doc="Part of the labour market: county and kind of teacher.", static=True)
    open = column(BOOLS, unit="yes or no", doc="The post is there this school year.")
    displaced = column(BOOLS, unit="yes or no", doc="Closed this autumn; its holder looks for another (overtallig).")
    vacant = column(BOOLS, unit="yes or no", doc="Opened this autumn and not yet held by anybody.")
    qualified = column(BOOLS, unit="yes or no", doc="Meets the requirements for appointment.")
    tenure = column(SHORTS, unit="semesters", doc="Time in the school (ansiennitet).")
    career = column(SHORTS, unit="semesters", doc="Time since graduation.")
    origin = column(SMALLS, unit="row", doc="University the teacher graduated from, -1 unknown.")
    base = column(SINGLES, unit="0-1", doc="Competence from education and experience.", dims=("topics",))
    learned = column(SINGLES, unit="0-1", doc="Competence from development, which fades.", dims=("topics",))
    offer = column(SMALLS, unit="row", doc="Topic of a further-education place from autumn, -1 none.")
    study = column(SMALLS, unit="row", doc="Topic of the course under way, -1 none.")
    stipend = column(BOOLS, unit="yes or no", doc="The place is paid by stipend, not by substitute (stipend).")

    person: tuple[str, ...] = ("qualified", "career", "origin", "base", "learned", "offer", "study", "stipend")
