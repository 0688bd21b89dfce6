"""What is measured of pace: what each role reports, and structure before practice (P5, P14)."""

from __future__ import annotations

import numpy as np

from sim.agents.owner import STATE
from sim.analysis.validation.judging import measure
from sim.analysis.validation.measures.years import spring
from sim.analysis.validation.panel import Panel
from sim.analysis.validation.practice import gain_in_practice, gain_worked_on
from sim.analysis.validation.statistics import years_to_half
from sim.mechanisms.survey import attainable_share
from sim.types import Bools, Floats


def reported(run: Panel, without: Panel) -> tuple[float, float, float, float]:
    """Benefit as forum members, owners, principals and teachers report it: attainable share, mean of years 3-8."""
    asked = (run.rows("owners.network") >= 0).astype(np.float64)
    posts = run["schools.n_posts"]
    roles = (
        ("owners.forum_answer", asked), ("owners.answer", asked), ("schools.principal_answer", np.ones(len(posts))),
        ("schools.teacher_answer", posts),
    )  # fmt: skip
    forum, owner, principal, teacher = (_share(run, without, name, weights) for name, weights in roles)
    return forum, owner, principal, teacher


def _share(run: Panel, without: Panel, name: str, weights: Floats) -> float:
    answers, none = (r.over(name, spring(3), spring(8)) for r in (run, without))
    return float(np.average(attainable_share(answers, none).mean(axis=0), weights=weights))


@measure("model", "never")
def nearer_is_more_critical(run: Panel, never: Panel) -> float:
    """Whether forum > owner > principal > teacher, 1 or 0."""
    forum, owner, principal, teacher = reported(run, never)
    return float(forum > owner > principal > teacher)


@measure("model", "never")
def forum_reports(run: Panel, never: Panel) -> float:
    """What forum members report."""
    return reported(run, never)[0]


@measure("model", "never")
def owners_report(run: Panel, never: Panel) -> float:
    """What owners report."""
    return reported(run, never)[1]


@measure("model", "never")
def principals_report(run: Panel, never: Panel) -> float:
    """What principals report."""
    return reported(run, never)[2]


@measure("model", "never")
def teachers_report(run: Panel, never: Panel) -> float:
    """What teachers report."""
    return reported(run, never)[3]


def _apart(run: Panel) -> Bools:
    """Owners that were never in the follow-up scheme up to year 8."""
    apart: Bools = (run.at("owners.follow_intake", spring(8)) == 0) & (run.rows("owners.kind") != STATE)
    return apart


def structure_effect(run: Panel, never: Panel) -> Floats:
    """Effect of the collective schemes on activity, plan, participation and routines begun, years 1-8."""
    counted = _apart(run)
    years = range(1, 9)
    return np.array([(run.at("owners.structure", spring(y)) - never.at("owners.structure", spring(y)))[counted].mean()
                     for y in years])  # fmt: skip


def _teachers(run: Panel) -> Floats:
    """Teachers of owners that were never in the follow-up scheme, shape (schools,)."""
    posts: Floats = run["schools.n_posts"] * _apart(run)[run.rows("schools.owner")]
    return posts


@measure("model", "never")
def practice_after_structure(run: Panel, never: Panel) -> float:
    """Years to half of the effect of year 8: practice in the topics worked on less structure."""
    teachers = _teachers(run)
    practice = np.array([gain_worked_on(run, never, spring(y), teachers) for y in range(1, 9)])
    return years_to_half(practice) - years_to_half(structure_effect(run, never))


@measure("model", "never")
def all_practice_after_structure(run: Panel, never: Panel) -> float:
    """The same with practice in all topics, which stands beside it."""
    teachers = _teachers(run)
    practice = np.array([gain_in_practice(run, never, spring(y), teachers) for y in range(1, 9)])
    return years_to_half(practice) - years_to_half(structure_effect(run, never))
