"""This file knows the indicators of Dekom Y: lead time, reach, money left over, practice in vocational topics."""

from __future__ import annotations

import numpy as np

from sim.actors.school import UPPER_SECONDARY
from sim.indicators.registry import Indicator, Ratio
from sim.schemes.vocational_people import FIRMS, PROGRAMME, TEACHERS, WORKPLACE
from sim.types import Floats
from sim.world import World


def _teachers(w: World) -> Floats:
    return w.counties.y_people[:, TEACHERS].astype(np.float64)


def lead_time(w: World) -> Ratio:
    """Months from application to the first hour, over people on a measure in the school year."""
    return w.counties.y_waited, w.counties.y_served.sum(axis=1).astype(np.float64)


def reached(w: World) -> Ratio:
    """Vocational teachers on a measure in the school year."""
    return w.counties.y_served[:, TEACHERS].astype(np.float64), _teachers(w)


def open_pot_left(w: World) -> Ratio:
    """What nobody had claimed of the open pot after round one."""
    return w.counties.y_left.astype(np.float64), w.counties.y_open.astype(np.float64)


def unspent(w: World) -> Ratio:
    """What went back to the Directorate of the school year's frame."""
    return w.counties.y_unspent.astype(np.float64), w.counties.y_frame.astype(np.float64)


def firm_competence(w: World) -> Ratio:
    """Mean competence of training leaders and instructors in firms."""
    people = w.counties.y_people[:, FIRMS].astype(np.float64)
    return w.counties.y_competence[:, FIRMS] * people, people


def grant(w: World) -> Ratio:
    """Money of Dekom Y spent in the school year, all groups, per vocational teacher."""
    return w.counties.y_paid.astype(np.float64), _teachers(w)


def frame(w: World) -> Ratio:
    """Frame of Dekom Y of the school year, per teacher of any kind."""
    return w.counties.y_frame.astype(np.float64), w.counties.staff


def practice(w: World) -> Ratio:
    """Practice of upper-secondary schools in the vocational topics."""
    s, topics = w.schools, [PROGRAMME, WORKPLACE]
    weight = s.weight[:, topics] * (s.level == UPPER_SECONDARY)[:, None]
    return (s.practice[:, topics] * weight).sum(axis=1), weight.sum(axis=1)


VOCATIONAL_INDICATORS = (
    Indicator("lead_time_vocational", "months", "mean from application to first hour of measures held", "counties",
              "flow", "-", 0.5, "people on measures", False, "Lead time, vocational scheme",
              "Ledetid, yrkesfagordningen", "pattern P10", lead_time),
    Indicator("vocational_reached", "share of teachers", "vocational teachers on a measure / all", "counties", "flow",
              "+", 0.02, "vocational teachers", False, "Vocational teachers reached", "Yrkesfaglærere som nås",
              "model 4.11", reached),
    Indicator("open_pot_left", "share of open pot", "open pot not claimed after round one / open pot", "counties",
              "flow", "-", 0.05, "kroner", False, "Open pot left after round one", "Igjen av åpen pott etter runde én",
              "pattern P11", open_pot_left),
    Indicator("y_unspent", "share of frame", "given back / frame of the school year", "counties", "flow", "-", 0.05,
              "kroner", False, "Vocational money not spent", "Ubrukte yrkesfagmidler", "model 4.11", unspent),
    Indicator("firm_competence", "0-1", "mean over training leaders and instructors", "counties", "stock", "+", 0.005,
              "people", False, "Competence of trainers in firms", "Kompetanse hos instruktører", "model 4.11",
              firm_competence),
    Indicator("vocational_practice", "0-1", "as practice, vocational topics in upper-secondary schools", "schools",
              "stock", "+", 0.005, "teachers", True, "Practice, vocational topics", "Praksis, yrkesfaglige temaer",
              "model 4.11", practice),
    Indicator("y_grant", "kroner of 2025 per teacher", "spent in the school year / vocational teachers", "counties",
              "flow", "0", 100.0, "vocational teachers", False, "Vocational grant per vocational teacher",
              "Yrkesfagtilskudd per yrkesfaglærer", "model 4.11", grant),
    Indicator("y_frame", "kroner of 2025 per teacher", "frame of the school year / teachers", "counties", "flow", "0",
              20.0, "teachers", False, "Vocational frame per teacher", "Yrkesfagramme per lærer", "model 4.11", frame),
)  # fmt: skip
