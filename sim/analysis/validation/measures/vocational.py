"""What is measured of Dekom Y against Dekom S, and of its open pot (P10, P11)."""

from __future__ import annotations

import numpy as np

from sim.agents.school import UPPER_SECONDARY
from sim.analysis.validation.claims import measure
from sim.analysis.validation.measures.years import FIRST_SPRING
from sim.analysis.validation.panel import OF_DEKOM_S, Panel
from sim.analysis.validation.practice import attained
from sim.analysis.validation.statistics import slope
from sim.mechanisms.measures import VOCATIONAL
from sim.mechanisms.survey import attainable_share
from sim.mechanisms.vocational_round import OUTSIDE
from sim.schemes.dekom_y import PROGRAMME
from sim.types import Floats

FIRST, LAST = 2020, 2025
"""Springs of the six school years in which both schemes ran."""
YEARS = LAST - FIRST + 1
S_YEARS, Y_YEARS = (range(first, first + YEARS) for first in (FIRST_SPRING, FIRST))
"""Springs of the first six school years of each scheme: benefit is compared at the same age."""


def _springs(run: Panel, name: str) -> Floats:
    return run.over(name, FIRST, LAST)


def _months(run: Panel) -> tuple[float, float]:
    """Months from reported need to first participant-hour: Dekom Y (by person), Dekom S (by network at work)."""
    waited, served = _springs(run, "counties.y_waited").sum(), _springs(run, "counties.y_served").sum()
    at_work = _springs(run, "networks.delivered") > 0
    of_s = float(_springs(run, "networks.lead")[at_work].mean()) if at_work.any() else np.nan
    return float(waited / served) if served else np.nan, of_s


def _fit(run: Panel) -> tuple[float, float]:
    """Mean relevance of the topic to the participants, by participant-hour: Dekom Y in schools, Dekom S."""
    found = []
    for scheme in ("y", "s"):
        hours = _springs(run, f"schools.hours_{scheme}").sum()
        fitting = _springs(run, f"schools.hours_fitting_{scheme}").sum()
        found.append(float(fitting / hours) if hours else np.nan)
    return found[0], found[1]


@measure("model")
def lead_ratio(run: Panel) -> tuple[float, float]:
    """Lead time, Dekom Y against Dekom S."""
    return _months(run)


@measure("model")
def fit_ratio(run: Panel) -> tuple[float, float]:
    """Relevance to the participants, Dekom Y in schools against Dekom S."""
    return _fit(run)


# ---- benefit per krone of grant: who is paid for is who counts


def _kroner_s(run: Panel) -> float:
    """Grants of Dekom S and Kompetanseløftet spent in six years."""
    return float(run.over("networks.in_hand", S_YEARS[0], S_YEARS[-1]).sum())


def _kroner_y(run: Panel) -> float:
    """Grants of Dekom Y spent in six years, on schools, firms and examination boards."""
    return float(run.over("counties.y_paid", Y_YEARS[0], Y_YEARS[-1]).sum())


def _vocational_teachers(run: Panel) -> Floats:
    upper = run.rows("schools.level") == UPPER_SECONDARY
    teachers: Floats = run["schools.teaching"][:, PROGRAMME] * upper
    return teachers


def _teachers_in_networks(run: Panel) -> Floats:
    posts: Floats = run["schools.n_posts"] * (run.rows("schools.network") >= 0)
    return posts


def _people_outside(run: Panel) -> Floats:
    """People in firms and on examination boards, shape (counties, groups outside schools)."""
    return run.at("counties.y_people", FIRST)[:, OUTSIDE]


def _seen_by_teachers(run: Panel, without: Panel, year: int, slots: tuple[int, ...], teachers: Floats) -> float:
    """What teachers see of a scheme: mean of routines and of practice attained in the topics worked on, summed."""
    seen = [attained(run, without, name, year, slots) for name in ("schools.routines", "schools.practice")]
    return float((np.mean(seen, axis=0) * teachers).sum())


def _person_answers(taking: float, fit: float, months: float, seen: float) -> float:
    """Answers of all that a scheme is for, summed over them, each the mean of four matters, 0-1.

    Args:
        taking: People who take part; what they took part in can fit them and come in time.
        fit: How relevant it was to them, 0-1.
        months: From need to first hour; a year is as late as can be.
        seen: What of it is seen at work, summed over people, 0-1 each.
    """
    return (taking + taking * fit + taking * max(0.0, 1.0 - months / 12.0) + seen) / 4.0


@measure("model", "no_y", "no_s")
def reported_benefit_ratio(run: Panel, no_y: Panel, no_s: Panel) -> tuple[float, float]:
    """Reported benefit per krone of grant, Dekom Y against Dekom S, in the first six years of each.

    All whom a scheme pays for are asked the same: whether they took part, whether it fitted, whether it came in time,
    and what is seen of it at work. What people in firms and on boards are offered is about their own work: it fits.
    """
    (months_y, months_s), (fit_y, fit_s) = _months(run), _fit(run)
    teachers, vocational = _teachers_in_networks(run), _vocational_teachers(run)
    of_s = of_y = 0.0
    for year in S_YEARS:
        seen = _seen_by_teachers(run, no_s, year, OF_DEKOM_S, teachers)
        of_s += _person_answers(float(run.at("schools.people_in_s", year).sum()), fit_s, months_s, seen)
    for year in Y_YEARS:
        served = run.at("counties.y_served", year).sum(axis=0)
        outside = float(served[OUTSIDE].sum())
        learned = attainable_share(*(r.at("counties.y_competence", year) for r in (run, no_y)))
        of_y += _person_answers(outside, 1.0, months_y, float((learned * _people_outside(run)).sum()))
        seen = _seen_by_teachers(run, no_y, year, (VOCATIONAL,), vocational)
        of_y += _person_answers(float(served.sum()) - outside, fit_y, months_y, seen)
    return of_y / _kroner_y(run), of_s / _kroner_s(run)


def _gain_in_schools(run: Panel, without: Panel, years: range) -> float:
    """Gain in practice times the teachers each topic concerns, summed over schools, topics and years."""
    gain = run.over("schools.practice", years[0], years[-1]) - without.over("schools.practice", years[0], years[-1])
    return float((gain * run["schools.weight"]).sum())


def _gain_outside(run: Panel, without: Panel) -> float:
    """Gain in competence times people in firms and on boards, in the one topic they are taught, summed over years."""
    first, last = Y_YEARS[0], Y_YEARS[-1]
    gain = run.over("counties.y_competence", first, last) - without.over("counties.y_competence", first, last)
    return float((gain * _people_outside(run)).sum())


def _gains(run: Panel, no_y: Panel, no_s: Panel) -> tuple[float, float]:
    """Gain of Dekom Y, firms and boards included, and of Dekom S, both in people times topics."""
    of_y = _gain_in_schools(run, no_y, Y_YEARS) + _gain_outside(run, no_y)
    return of_y, _gain_in_schools(run, no_s, S_YEARS)


@measure("model", "no_y", "no_s")
def true_benefit_ratio(run: Panel, no_y: Panel, no_s: Panel) -> tuple[float, float]:
    """Gain in people times topics per krone of grant, Dekom Y against Dekom S, in the first six years of each."""
    of_y, of_s = _gains(run, no_y, no_s)
    return of_y / _kroner_y(run), of_s / _kroner_s(run)


@measure("model", "no_y", "no_s")
def true_benefit_ratio_with_time(run: Panel, no_y: Panel, no_s: Panel) -> tuple[float, float]:
    """The same with the working time of school staffs priced beside the grant."""
    hour = run.parameters.competence.teacher_hour
    time_y = hour * float(run.over("schools.hours_y", Y_YEARS[0], Y_YEARS[-1]).sum())
    spent, spared = (float(r.over("owners.staff_time", S_YEARS[0], S_YEARS[-1]).sum()) for r in (run, no_s))
    of_y, of_s = _gains(run, no_y, no_s)
    return of_y / (_kroner_y(run) + time_y), of_s / (_kroner_s(run) + spent - spared)


# ---- the open pot


@measure("model")
def unclaimed(run: Panel) -> tuple[float, float]:
    """Part of the open pot of Dekom Y that is left after round one, all six years."""
    return float(_springs(run, "counties.y_left").sum()), float(_springs(run, "counties.y_open").sum())


@measure("model")
def unclaimed_over_years(run: Panel) -> float:
    """Change of that part a year, over the six years."""
    opened = np.maximum(_springs(run, "counties.y_open").sum(axis=1), 1.0)
    return slope(np.arange(float(YEARS)), _springs(run, "counties.y_left").sum(axis=1) / opened)
