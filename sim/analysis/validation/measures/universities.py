"""What is measured of universities: learning by doing and the double purpose (P6, P7)."""

from __future__ import annotations

import numpy as np

from sim.agents.university import UNIVERSITY
from sim.analysis.validation.judging import measure
from sim.analysis.validation.measures.years import FIRST_SPRING, spring
from sim.analysis.validation.panel import Panel
from sim.analysis.validation.practice import gain_in_practice, gain_worked_on
from sim.analysis.validation.statistics import slope_per_sd
from sim.types import Bools, Floats


def _own(run: Panel) -> Bools:
    """Universities and university colleges; vocational colleges do not count."""
    own: Bools = run.rows("universities.kind") == UNIVERSITY
    return own


@measure("model")
def nearness_by_hours(run: Panel) -> float:
    """Rise of practice-nearness in year 8 per SD of partnership hours so far, over universities."""
    own = _own(run)
    hours = run.over("universities.hours", FIRST_SPRING, spring(8)).sum(axis=0)
    return slope_per_sd(hours[own], run.at("universities.nearness", spring(8))[own])


@measure("model")
def nearness_varies(run: Panel) -> float:
    """Coefficient of variation of practice-nearness between universities in year 8."""
    nearness = run.at("universities.nearness", spring(8))[_own(run)]
    return float(nearness.std() / nearness.mean())


def _novices(run: Panel, year: int) -> float:
    """Mean competence at entry of the graduates hired in a year; NaN if there is none."""
    hired = run.at("schools.novices", spring(year)).sum()
    return float(run.at("schools.novice_competence", spring(year)).sum() / hired) if hired else np.nan


def _gain_of_novices(run: Panel, without: Panel, year: int) -> float:
    return _novices(run, year) - _novices(without, year)


def _partner_schools(run: Panel) -> Floats:
    """Teachers of schools in an active partnership in year 8, shape (schools,); 0 for other schools."""
    network = run.rows("schools.network")
    active = run.at("networks.active", spring(8))[np.maximum(network, 0)] * (network >= 0)
    posts: Floats = run["schools.n_posts"] * active
    return posts


@measure("model", "no_s")
def double_purpose(run: Panel, without: Panel) -> tuple[float, float]:
    """Gain in novices' competence at entry against gain in partner schools' practice, year 8.

    Practice is that in the topics worked on, as the practice indicator has it (model 4.8).
    """
    return _gain_of_novices(run, without, 8), gain_worked_on(run, without, spring(8), _partner_schools(run))


@measure("model", "no_s")
def double_purpose_all_topics(run: Panel, without: Panel) -> tuple[float, float]:
    """The same against practice in all topics, which stands beside it."""
    return _gain_of_novices(run, without, 8), gain_in_practice(run, without, spring(8), _partner_schools(run))


@measure("model", "no_s")
def early_effect(run: Panel, without: Panel) -> tuple[float, float]:
    """Gain in novices' competence at entry, mean of years 1-4, against that of year 8."""
    early = np.mean([_gain_of_novices(run, without, year) for year in range(1, 5)])
    return float(early), _gain_of_novices(run, without, 8)


@measure("model", "no_s")
def coupling_tells(run: Panel, without: Panel) -> float:
    """What the scheme adds to the competence graduates of year 8 bring: high- less low-coupling universities.

    Universities above and below the median coupling; graduates hired in autumn met the programme that stood at the
    head of the pipeline the spring before.
    """
    own = _own(run)
    gain = run.at("universities.graduating", spring(7)) - without.at("universities.graduating", spring(7))
    gain = run.parameters.partnership.graduate_effect * gain[own]
    coupling = run["universities.coupling"][own]
    high, low = coupling > np.median(coupling), coupling < np.median(coupling)
    return float(gain[high].mean() - gain[low].mean()) if high.any() and low.any() else np.nan
