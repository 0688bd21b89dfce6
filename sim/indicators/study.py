"""This file knows the indicators of individual further education: applications, places, subjects, who pays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.indicators.registry import Indicator, Ratio
from sim.topics import TOPICS
from sim.types import Bools, Floats
from sim.world import World


def studying(w: World) -> Ratio:
    """Teachers on a further-education course."""
    return w.owners.students, w.owners.staff


def applications(w: World) -> Ratio:
    """Applications for further education per teacher."""
    return w.owners.applications, w.owners.staff


def approved(w: World) -> Ratio:
    """Applications that owners approve, per teacher."""
    return w.owners.approved, w.owners.staff


def places(w: World) -> Ratio:
    """Places granted, per teacher."""
    return w.owners.places, w.owners.staff


def approval(w: World) -> Ratio:
    """Applications for further education that owners approve."""
    return w.owners.approved, w.owners.applications


def grant_rate(w: World) -> Ratio:
    """Approved applications that get a place."""
    return w.owners.places, w.owners.approved


def frame_used(w: World) -> Ratio:
    """State money granted, of the part of the frame that teachers give an owner."""
    return w.owners.study_granted.astype(np.float64), w.owners.study_frame.astype(np.float64)


def stipends(w: World) -> Ratio:
    """Places paid by stipend and not by substitute."""
    return _offered(w, w.posts.stipend), w.owners.places


def owners_part(w: World) -> Ratio:
    """What owners pay for substitutes and paid time, per teacher."""
    return w.owners.study_own, w.owners.staff


def teachers_part(w: World) -> Ratio:
    """What teachers give in own time, priced, per teacher."""
    return w.owners.study_time, w.owners.staff


def _offered(w: World, which: Bools) -> Floats:
    """Places granted this spring that are of a kind, by owner; `which` by post."""
    rows = np.flatnonzero((w.posts.offer >= 0) & which)
    count: Floats = np.bincount(w.schools.owner[w.posts.school[rows]], minlength=w.owners.n).astype(np.float64)
    return count


def places_in(code: str) -> Callable[[World], Ratio]:
    """Share of places that are in one subject, as a function of the world."""
    topic = TOPICS.row(code)

    def share(w: World) -> Ratio:
        return _offered(w, w.posts.offer == topic), w.owners.places

    return share


def _in_subject(code: str) -> Indicator:
    """The indicator of places in one subject."""
    row = TOPICS.row(code)
    return Indicator(
        f"places_{code}", "share of places", f"places in {code} / places", "owners", "flow", "0", 0.01, "places", False,
        f"Further-education places: {TOPICS.names_en[row]}", f"Videreutdanningsplasser: {TOPICS.names_nb[row]}",
        "Udir, results 2019/20", places_in(code),
    )  # fmt: skip


MIX = ("mathematics", "norwegian", "english", "special_education", "digital", "practical_aesthetic")
"""Subjects whose part of the places is published."""

P = "pattern P16"
STUDY_INDICATORS = (
    Indicator("studying", "share of teachers", "teachers on a course / teachers", "owners", "flow", "0", 0.002,
              "teachers", False, "Teachers in further education", "Lærere i videreutdanning", P, studying),
    Indicator("applications", "share of teachers", "applications / teachers", "owners", "flow", "0", 0.002,
              "teachers", False, "Applications for further education", "Søknader om videreutdanning", P, applications),
    Indicator("approved", "share of teachers", "approved / teachers", "owners", "flow", "0", 0.002, "teachers", False,
              "Approved applications", "Godkjente søknader per lærer", P, approved),
    Indicator("places", "share of teachers", "places granted / teachers", "owners", "flow", "0", 0.002, "teachers",
              False, "Places granted", "Tildelte plasser", P, places),
    Indicator("approval", "share of applications", "approved / applications", "owners", "flow", "0", 0.02,
              "applications", False, "Applications approved", "Godkjente søknader", P, approval),
    Indicator("grant_rate", "share of approved", "places / approved", "owners", "flow", "0", 0.02,
              "approved applications", False, "Approved that get a place", "Godkjente som får plass", P, grant_rate),
    Indicator("frame_used", "share of frame", "granted / part of the frame by teachers", "owners", "flow", "0", 0.02,
              "kroner", False, "Frame for further education granted", "Tildelt av videreutdanningsrammen", P,
              frame_used),
    Indicator("stipends", "share of places", "places paid by stipend / places", "owners", "flow", "0", 0.02, "places",
              False, "Places paid by stipend", "Plasser med stipend", P, stipends),
    Indicator("individual_own", "kroner of 2025 per teacher", "owners' part of substitutes and paid time / teachers",
              "owners", "flow", "0", 50.0, "teachers", False, "Owners' part of further education",
              "Eiernes del av videreutdanningen", P, owners_part),
    Indicator("individual_time", "kroner of 2025 per teacher", "own time at a substitute's price, less stipends / "
              "teachers", "owners", "flow", "0", 50.0, "teachers", False, "Own time given to further education",
              "Egen tid til videreutdanning, i kroner", P, teachers_part),
    *(_in_subject(code) for code in MIX),
)  # fmt: skip
