"""What is measured of Dekom Y against Dekom S, and of its open pot (P10, P11)."""

from __future__ import annotations

import numpy as np

from sim.agents.owner import STATE
from sim.agents.school import UPPER_SECONDARY
from sim.analysis.validation.judging import measure
from sim.analysis.validation.panel import Panel
from sim.analysis.validation.practice import gain_in_practice
from sim.analysis.validation.statistics import slope_per_sd
from sim.mechanisms.survey import attainable_share
from sim.mechanisms.vocational_round import TEACHERS
from sim.schemes.dekom_y import PROGRAMME, WORKPLACE
from sim.types import Floats

FIRST, LAST = 2020, 2025
"""Springs of the six school years in which both schemes ran."""
VOCATIONAL_TOPICS = [PROGRAMME, WORKPLACE]


def _springs(run: Panel, name: str) -> Floats:
    return run.over(name, FIRST, LAST)


@measure("model")
def lead_ratio(run: Panel) -> tuple[float, float]:
    """Months from reported need to first participant-hour: Dekom Y (by person) against Dekom S (by network at work)."""
    waited, served = _springs(run, "counties.y_waited").sum(), _springs(run, "counties.y_served").sum()
    at_work = _springs(run, "networks.delivered") > 0
    lead_s = _springs(run, "networks.lead")[at_work].mean() if at_work.any() else np.nan
    return float(waited / served) if served else np.nan, float(lead_s)


@measure("model")
def specificity_ratio(run: Panel) -> tuple[float, float]:
    """Mean relevance of the topic to the participants, by participant-hour: Dekom Y in schools against Dekom S."""
    relevance = []
    for scheme in ("y", "s"):
        hours = _springs(run, f"schools.hours_{scheme}").sum()
        fitting = _springs(run, f"schools.hours_fitting_{scheme}").sum()
        relevance.append(float(fitting / hours) if hours else np.nan)
    return relevance[0], relevance[1]


def _grant_s(run: Panel) -> float:
    """Grant of Dekom S and Kompetanseløftet spent per teacher and year, kroner."""
    return float(_springs(run, "networks.in_hand").sum() / (LAST - FIRST + 1) / run["networks.staff"].sum())


def _vocational_teachers(run: Panel) -> Floats:
    upper = run.rows("schools.level") == UPPER_SECONDARY
    teachers: Floats = run["schools.teaching"][:, PROGRAMME] * upper
    return teachers


def _grant_y(run: Panel) -> float:
    """Grant of Dekom Y spent per vocational teacher and year, firms' and boards' part included, kroner."""
    return float(_springs(run, "counties.y_paid").sum() / (LAST - FIRST + 1) / _vocational_teachers(run).sum())


def _mean_share(answers: Floats, without: Floats, weights: Floats) -> float:
    """Mean attainable share over years and respondents; both of shape (years, respondents)."""
    return float(np.average(attainable_share(answers, without).mean(axis=0), weights=weights))


def reported_s(run: Panel, without: Panel) -> tuple[float, float, float]:
    """Attainable share as owners, principals and teachers report it of Dekom S."""
    owners = ((run.rows("owners.network") >= 0) & (run.rows("owners.kind") != STATE)).astype(np.float64)
    posts = run["schools.n_posts"]
    asked = (
        ("owners.answer", owners), ("schools.principal_answer", np.ones(len(posts))), ("schools.teacher_answer", posts),
    )  # fmt: skip
    owner, principal, teacher = (
        _mean_share(_springs(run, name), _springs(without, name), weights) for name, weights in asked
    )
    return owner, principal, teacher


def reported_y(run: Panel, without: Panel) -> tuple[float, float, float]:
    """The same of Dekom Y: county councils see teachers reached, principals routines, teachers practice.

    Routines and practice are those in vocational topics, in schools with vocational teachers.
    """
    teachers = _vocational_teachers(run)
    council = _mean_share(_reached(run), _reached(without), np.maximum(run["counties.posts_upper"], 1e-9))
    some = (teachers > 0).astype(np.float64)
    seen = []
    for name, weights in (("schools.routines", some), ("schools.practice", teachers)):
        with_, none = (_springs(r, name)[:, :, VOCATIONAL_TOPICS].mean(axis=2) for r in (run, without))
        seen.append(_mean_share(with_, none, weights))
    return council, seen[0], seen[1]


def _reached(run: Panel) -> Floats:
    """Share of each county's vocational teachers on a measure in the school year, shape (years, counties)."""
    served, people = (
        _springs(run, "counties.y_served")[..., TEACHERS],
        _springs(run, "counties.y_people")[..., TEACHERS],
    )
    return np.minimum(served / np.maximum(people, 1.0), 1.0)


@measure("model", "no_y", "no_s")
def reported_benefit_ratio(run: Panel, no_y: Panel, no_s: Panel) -> tuple[float, float]:
    """Benefit per grant krone as owners and schools report it, Dekom Y against Dekom S.

    Mean of three roles' attainable share, each against the run without that scheme, per krone and teacher it is for.
    """
    of_y, of_s = (sum(reported) / len(reported) for reported in (reported_y(run, no_y), reported_s(run, no_s)))
    return of_y / _grant_y(run), of_s / _grant_s(run)


def _gain_vocational(run: Panel, without: Panel) -> float:
    """Gain of Dekom Y in vocational practice per vocational teacher, mean of the years."""
    gain = _springs(run, "schools.practice") - _springs(without, "schools.practice")
    return float(np.average(gain[:, :, VOCATIONAL_TOPICS].mean(axis=(0, 2)), weights=_vocational_teachers(run)))


def _gain_s(run: Panel, without: Panel) -> float:
    """Gain of Dekom S in practice over all topics per teacher, mean of the years."""
    posts = run["schools.n_posts"] * (run.rows("schools.network") >= 0)
    return float(np.mean([gain_in_practice(run, without, year, posts) for year in range(FIRST, LAST + 1)]))


@measure("model", "no_y", "no_s")
def true_benefit_ratio(run: Panel, no_y: Panel, no_s: Panel) -> tuple[float, float]:
    """Gain in practice per grant krone and teacher: vocational topics by Dekom Y against all topics by Dekom S."""
    return _gain_vocational(run, no_y) / _grant_y(run), _gain_s(run, no_s) / _grant_s(run)


@measure("model", "no_y", "no_s")
def true_benefit_ratio_with_time(run: Panel, no_y: Panel, no_s: Panel) -> tuple[float, float]:
    """The same with the staff's own time priced beside the grant."""
    years, hour = LAST - FIRST + 1, run.parameters.competence.teacher_hour
    time_y = hour * float(_springs(run, "schools.hours_y").sum() / _vocational_teachers(run).sum()) / years
    time = float(_springs(run, "owners.staff_time").sum() - _springs(no_s, "owners.staff_time").sum())
    time_s = time / float(run["networks.staff"].sum()) / years
    gain_y, gain_s = _gain_vocational(run, no_y), _gain_s(run, no_s)
    return gain_y / (_grant_y(run) + time_y), gain_s / (_grant_s(run) + time_s)


@measure("model")
def unclaimed(run: Panel) -> tuple[float, float]:
    """Part of the open pot of Dekom Y that is left after round one, all six years."""
    return float(_springs(run, "counties.y_left").sum()), float(_springs(run, "counties.y_open").sum())


@measure("model")
def unclaimed_over_years(run: Panel) -> float:
    """Change of that part a year, over the six years."""
    opened = np.maximum(_springs(run, "counties.y_open").sum(axis=1), 1.0)
    years = np.arange(float(len(opened)))
    return slope_per_sd(years, _springs(run, "counties.y_left").sum(axis=1) / opened) / float(years.std())
