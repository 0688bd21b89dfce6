"""What is measured of topics: breadth together, depth alone, and further education (P8, P9, P16)."""

from __future__ import annotations

from sim.analysis.validation.judging import measure
from sim.analysis.validation.measures.years import FIRST_SPRING, spring
from sim.analysis.validation.panel import Panel
from sim.topics import TOPICS


def _total(run: Panel, name: str) -> float:
    return float(run.over(name, FIRST_SPRING, spring(8)).sum())


@measure("model")
def broad_share(run: Panel) -> tuple[float, float]:
    """Participant-hours in broad topics, of all in collective measures, years 1-8."""
    return _total(run, "schools.hours_broad"), _total(run, "schools.hours")


@measure("model")
def broad_share_s(run: Panel) -> tuple[float, float]:
    """The same of Dekom S alone, whose topics are all chosen; Kompetanseløftet and follow-up have topics of theirs."""
    return _total(run, "schools.hours_broad_s"), _total(run, "schools.hours_s")


def _granted(run: Panel) -> tuple[float, float]:
    """Places and the approved applications they were granted of, years 1-8."""
    return _total(run, "owners.places"), _total(run, "owners.approved")


def _depth(run: Panel) -> float:
    """Subject teachers above the line of depth, of all subject teachers, year 8."""
    teaching = run["schools.teaching"][:, TOPICS.subject].sum()
    return float(run.at("schools.deep_in_subjects", spring(8)).sum() / teaching)


@measure("model", "no_study", "never")
def depth_from_study(run: Panel, without_study: Panel, without_collective: Panel) -> tuple[float, float]:
    """Share of the paired gain in subject depth, year 8, that individual study brings.

    What study adds to the collective schemes, of that and what the collective schemes add to study.
    """
    by_study, by_schemes = _depth(run) - _depth(without_study), _depth(run) - _depth(without_collective)
    return by_study, by_study + by_schemes


@measure("model")
def approval(run: Panel) -> tuple[float, float]:
    """Applications for further education that owners approve, years 1-8."""
    return _total(run, "owners.approved"), _total(run, "owners.applications")


@measure("model")
def grant_rate(run: Panel) -> tuple[float, float]:
    """Approved applications that get a place, years 1-8."""
    return _granted(run)


@measure("model")
def volume(run: Panel) -> float:
    """Places a year in the nation, years 1-8; a part of the country counts by its share of teachers."""
    return _total(run, "owners.places") / 8.0 / run.share


@measure("study_cut")
def grant_rate_after_cut(run: Panel) -> tuple[float, float]:
    """The grant rate when the frame is 30 % smaller, years 1-8."""
    return _granted(run)
