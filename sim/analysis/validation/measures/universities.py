"""What is measured of universities: learning by doing and the double purpose (P6, P7)."""

from __future__ import annotations

import numpy as np

from sim.agents.university import UNIVERSITY
from sim.analysis.validation.claims import measure
from sim.analysis.validation.measures.years import FIRST_SPRING, spring
from sim.analysis.validation.panel import Panel
from sim.analysis.validation.practice import gain_worked_on
from sim.analysis.validation.statistics import rank_correlation, relative_spread, varies, years_to
from sim.types import Bools, Floats

LATE = 13
"""Year of Dekom S in which graduates admitted in year 8 of it are hired."""


def _own(run: Panel) -> Bools:
    """Universities and university colleges; vocational colleges do not count."""
    own: Bools = run.rows("universities.kind") == UNIVERSITY
    return own


@measure("model")
def nearness_by_hours(run: Panel) -> float:
    """Rank correlation of practice-nearness in year 8 with partnership hours so far per hour of usual capacity.

    Where all are equally near, nothing follows hours: 0.
    """
    own = _own(run)
    hours = run.over("universities.hours", FIRST_SPRING, spring(8)).sum(axis=0) / run["universities.base_hours"]
    nearness = run.at("universities.nearness", spring(8))[own]
    return rank_correlation(hours[own], nearness) if varies(nearness) else 0.0


@measure("model")
def nearness_varies(run: Panel) -> float:
    """Coefficient of variation of practice-nearness between universities in year 8."""
    return relative_spread(run.at("universities.nearness", spring(8))[_own(run)])


def _education(run: Panel, year: int) -> float:
    """Quality of the teacher education that students meet, weighted by graduates."""
    graduates = run["universities.graduates_primary"] * _own(run)
    return float(np.average(run.at("universities.quality", spring(year)), weights=graduates))


def _partnerships(run: Panel, year: int) -> float:
    """Quality of partnerships at work, mean over networks."""
    at_work = run.at("networks.delivered", spring(year)) > 0
    return float(run.at("networks.quality", spring(year))[at_work].mean()) if at_work.any() else np.nan


@measure("model", "never")
def feedback(run: Panel, never: Panel) -> tuple[float, float]:
    """What partnerships have added to teacher education by year 8, against their own gain in quality.

    Theirs is counted from year 2, the first in which they are at work.
    """
    gained = _education(run, 8) - _education(never, 8)
    return gained, _partnerships(run, 8) - _partnerships(run, 2)


def _partner_schools(run: Panel, year: int) -> Floats:
    """Teachers of schools in an active partnership, shape (schools,); 0 for other schools."""
    network = run.rows("schools.network")
    active = run.at("networks.active", spring(year))[np.maximum(network, 0)] * (network >= 0)
    posts: Floats = run["schools.n_posts"] * active
    return posts


def _taught(run: Panel, year: int) -> float:
    """Quality of the programme that the graduates hired in a school year have been through, weighted by graduates.

    They met the programme that stood at the head of the pipeline the spring before.
    """
    graduates = run["universities.graduates_primary"] * _own(run)
    return float(np.average(run.at("universities.graduating", spring(year) - 1), weights=graduates))


@measure("model", "never", until=spring(LATE))
def graduates_after_practice(run: Panel, never: Panel) -> float:
    """Years until a tenth of the gain of year 13 is there: what graduates were taught less practice in partner schools.

    A tenth, because both still grow in year 13, and the half of what still grows says how long one has watched.
    Practice is that in the topics worked on, as the practice indicator has it (model 4.8).
    """
    years = range(2, LATE + 1)
    graduates = np.array([_taught(run, y) - _taught(never, y) for y in years])
    practice = np.array([gain_worked_on(run, never, spring(y), _partner_schools(run, y)) for y in years])
    return years_to(0.1, graduates) - years_to(0.1, practice)


@measure("model", "never", until=spring(LATE))
def feedback_varies(run: Panel, never: Panel) -> float:
    """Coefficient of variation between universities of what partnerships add to what graduates of year 13 met."""
    met = [r.at("universities.graduating", spring(LATE - 1))[_own(run)] for r in (run, never)]
    return relative_spread(met[0] - met[1])
