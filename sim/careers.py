"""Careers: at what age teachers graduate and leave working life, and how old the staff of a year is."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from sim.parameters import StaffParameters
from sim.topics import OWN_SUBJECT, TOPICS
from sim.types import Floats, Ints, Wholes

GLU, PPU, VOCATIONAL = range(3)
"""Routes into teaching: grunnskolelærerutdanning; lektor, faglærer and PPU; yrkesfaglærer and PPU-Y. -1 is none."""
ROUTES = ("glu", "ppu", "vocational")
"""Their names in the data."""
LEAST_AGE = np.array([24.0, 25.0, 26.0, 20.0])
"""Youngest graduates of each route; last those without one."""
AGES = 90
"""Years of age that are told apart."""
OBSERVED = 2021
"""Year of the ages in `data/teacher_ages.csv`."""
PENSION_AGE = 62
"""Age from which a pension can be drawn (AFP)."""
FROM_AGE, LAST_AGE = 50, 75
"""Ages at which the first leave working life, and at which the last have left."""


@cache
def teacher_ages() -> pd.DataFrame:
    """People with teacher education by route and year of age in 2021: educated, employed, fte.

    Source:
        Statistics Norway, input of LÆRERMOD (vintage 2021); routes are sums of its programmes.
    """
    with (files("sim") / "data" / "teacher_ages.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


@cache
def working() -> Floats:
    """Full-time equivalents per person with teacher education by year of age, shape (AGES,)."""
    total = teacher_ages().groupby("age")[["educated", "fte"]].sum()
    age = np.arange(AGES)
    share: Floats = np.interp(age, total.index, total["fte"] / total["educated"])
    return np.where(age >= LAST_AGE, 0.0, share)


@cache
def leaves_work() -> Floats:
    """Hazard of leaving working life within the year of each age, shape (AGES,).

    From 62 on by single year: what full-time equivalents fall by from one age to the next. Before, the mean fall from
    50 on (disability and early retirement), because single years are noise there.
    """
    share = working()
    hazard = np.zeros(AGES)
    span = PENSION_AGE - 1 - FROM_AGE
    hazard[FROM_AGE:PENSION_AGE] = 1.0 - (share[PENSION_AGE - 1] / share[FROM_AGE]) ** (1.0 / span)
    for age in range(PENSION_AGE, LAST_AGE):
        hazard[age] = 1.0 - share[age] / share[age - 1]
    hazard[LAST_AGE:] = 1.0
    return hazard


def retires(s: StaffParameters) -> Floats:
    """The same with the pace of the register from 62 on, shape (AGES,)."""
    hazard = leaves_work().copy()
    hazard[PENSION_AGE:LAST_AGE] = np.minimum(1.0, s.retirement_pace * hazard[PENSION_AGE:LAST_AGE])
    return hazard


def late_by(s: StaffParameters) -> Floats:
    """Mean years that graduates of each route are older than the youngest; last those without a route, shape (4,)."""
    return np.array([s.late_glu, s.late_ppu, s.late_vocational, s.late_unqualified])


@lru_cache(maxsize=16)
def ages_in(year: int, s: StaffParameters) -> Floats:
    """Cumulated share of teachers in work by route and age in a year, shape (4, AGES).

    The people of 2021 moved back to the year: who is of an age now was that much younger then, and had graduated by
    then as far as graduates' ages say. Those without a route are the age they begin at, a few years on.
    """
    age, ages = np.arange(AGES), teacher_ages()
    later = OBSERVED - year
    upto = np.zeros((4, AGES))
    for route, name in enumerate(ROUTES):
        stock = ages[ages["route"] == name].set_index("age")["educated"]
        then = np.interp(age + later, stock.index, stock, left=0.0)
        had = _graduated_by(age, route, s) / np.maximum(_graduated_by(age + later, route, s), 1e-9)
        upto[route] = np.cumsum(then * np.minimum(had, 1.0) * working())
    at_work = (age >= LEAST_AGE[3]) & (age < LAST_AGE)
    upto[3] = np.cumsum(np.exp(-np.maximum(age - LEAST_AGE[3], 0.0) / s.late_unqualified) * at_work)
    upto /= upto[:, -1:]
    return upto


def _graduated_by(age: Ints, route: int, s: StaffParameters) -> Floats:
    """Share of a route's graduates that had graduated by an age."""
    behind = np.maximum(age + 0.5 - LEAST_AGE[route], 0.0)
    share: Floats = 1.0 - np.exp(-behind / late_by(s)[route])
    return share


def age_of_graduates(route: Wholes, u: Floats, s: StaffParameters) -> Ints:
    """Age at graduation, or of beginning without education, from uniform draws; shape as given."""
    age = LEAST_AGE[route] - late_by(s)[route] * np.log(u)
    years: Ints = np.minimum(age, PENSION_AGE - 1).astype(np.int64)
    return years


def ages_of_staff(route: Wholes, u: Floats, upto: Floats) -> Ints:
    """Ages of teachers in work from uniform draws, given cumulated shares by route and age; shape as given."""
    age = np.empty(len(route), dtype=np.int64)
    for row in range(-1, 3):
        mine = route == row
        age[mine] = np.searchsorted(upto[row], u[mine])
    return age


def tilted(upto: Floats, from_age: int, factor: Floats, weight: Floats) -> Floats:
    """Ages tilted exponentially until the share from an age on is a factor of what it was, shape (groups, 4, AGES).

    Args:
        upto: Cumulated shares by route and age, shape (4, AGES).
        from_age: The age.
        factor: What the share from that age on is multiplied by, shape (groups,).
        weight: People by route, shape (4,).
    """
    share = np.diff(upto, axis=1, prepend=0.0)
    aim = np.minimum(factor * float(weight @ share[:, from_age:].sum(axis=1)) / weight.sum(), 0.99)
    low, high = np.full(len(factor), -0.5), np.full(len(factor), 0.5)
    for _ in range(30):
        slope = 0.5 * (low + high)
        leaning = share * np.exp(slope[:, None] * (np.arange(AGES) - from_age))[:, None, :]
        leaning /= leaning.sum(axis=2, keepdims=True)
        old = leaning[:, :, from_age:].sum(axis=2) @ weight / weight.sum()
        low, high = np.where(old > aim, low, slope), np.where(old > aim, slope, high)
    return np.cumsum(leaning, axis=2)


def semesters_since(age: Wholes, route: Wholes, u: Floats, s: StaffParameters) -> Ints:
    """Semesters since graduation of people of an age, from uniform draws; shape as given."""
    behind = np.maximum(age + 1.0 - LEAST_AGE[route], 0.0)
    mean = late_by(s)[route]
    late = -mean * np.log1p(-u * -np.expm1(-behind / mean))
    semesters: Ints = np.maximum(2.0 * (behind - late) - 1.0, 0.0).astype(np.int64)
    return semesters


def routes_of(kind: Wholes, u: Floats, ppu_in_primary: float | Floats) -> Ints:
    """Route of qualified teachers by what they teach, from uniform draws; shape as given.

    Args:
        kind: Kind of teacher.
        u: Uniform draws.
        ppu_in_primary: Share of those in primary and lower secondary who are lektor, faglærer or PPU, one or each.
    """
    upper = np.array([level == "upper" for level in TOPICS.levels])
    vocational = TOPICS.relevance[:, TOPICS.row("vocational_programme")] >= OWN_SUBJECT
    first = np.where(upper, np.where(vocational, VOCATIONAL, PPU), GLU)
    routes: Ints = np.where(~upper[kind] & (u < ppu_in_primary), PPU, first[kind])
    return routes
