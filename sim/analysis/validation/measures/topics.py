"""What is measured of topics: breadth together, depth alone, and further education (P8, P9, P16)."""

from __future__ import annotations

import numpy as np

from sim.analysis.validation.claims import measure
from sim.analysis.validation.measures.years import FIRST_SPRING, spring
from sim.analysis.validation.panel import Panel
from sim.topics import TOPICS
from sim.types import Floats


def _total(run: Panel, name: str) -> float:
    return float(run.over(name, FIRST_SPRING, spring(8)).sum())


@measure("model")
def broad_share_s(run: Panel) -> tuple[float, float]:
    """Participant-hours in broad topics, of all of Dekom S, years 1-8; its topics are all chosen."""
    return _total(run, "schools.hours_broad_s"), _total(run, "schools.hours_s")


@measure("model")
def broad_share(run: Panel) -> tuple[float, float]:
    """The same of all collective schemes; Kompetanseløftet has topics of its own."""
    return _total(run, "schools.hours_broad_collective"), _total(run, "schools.hours_collective")


@measure("never")
def broad_share_own(run: Panel) -> tuple[float, float]:
    """The same of what schools work on by themselves where no collective scheme runs."""
    return _total(run, "schools.hours_broad_own"), _total(run, "schools.hours_own")


def _deep(run: Panel) -> float:
    """Subject teachers above the line of depth, of all subject teachers, year 8."""
    teaching = run["schools.teaching"][:, TOPICS.subject].sum()
    return float(run.at("schools.deep_in_subjects", spring(8)).sum() / teaching)


def _competence(run: Panel) -> float:
    """Relevance-weighted mean competence of staffs in subjects, year 8."""
    weight = run["schools.weight"][:, TOPICS.subject].sum()
    return float(run.at("schools.subject_competence", spring(8)).sum() / weight)


@measure("model", "no_study", "never")
def depth_from_study(run: Panel, without_study: Panel, without_collective: Panel) -> tuple[float, float]:
    """Share of the paired gain in teachers above the line of depth, year 8, that individual study brings.

    What study adds to the collective schemes, of that and what the collective schemes add to study.
    """
    by_study, by_schemes = _deep(run) - _deep(without_study), _deep(run) - _deep(without_collective)
    return by_study, by_study + by_schemes


@measure("model", "no_study", "never")
def competence_from_study(run: Panel, without_study: Panel, without_collective: Panel) -> tuple[float, float]:
    """The same of the paired gain in mean competence in subjects, which no line decides."""
    by_study = _competence(run) - _competence(without_study)
    by_schemes = _competence(run) - _competence(without_collective)
    return by_study, by_study + by_schemes


@measure("model")
def approval(run: Panel) -> tuple[float, float]:
    """Applications for further education that owners approve, years 1-8."""
    return _total(run, "owners.approved"), _total(run, "owners.applications")


@measure("model")
def grant_rate(run: Panel) -> tuple[float, float]:
    """Approved applications that get a place, years 1-8."""
    return _total(run, "owners.places"), _total(run, "owners.approved")


@measure("model")
def volume(run: Panel) -> float:
    """Places a year in the nation, years 1-8; a part of the country counts by its share of teachers."""
    return _total(run, "owners.places") / 8.0 / run.share


def _by_year(run: Panel, name: str) -> Floats:
    total: Floats = run.over(name, FIRST_SPRING, spring(8)).sum(axis=1)
    return total


@measure("model")
def approval_varies(run: Panel) -> float:
    """SD between years 1-8 of the share of applications that owners approve."""
    return float(np.std(_by_year(run, "owners.approved") / np.maximum(_by_year(run, "owners.applications"), 1), ddof=1))


@measure("model")
def grant_rate_varies(run: Panel) -> float:
    """SD between years 1-8 of the share of approved applications that get a place."""
    return float(np.std(_by_year(run, "owners.places") / np.maximum(_by_year(run, "owners.approved"), 1), ddof=1))
