"""Where posts are held by people who do not meet the requirements, and how well places draw and keep teachers.

Centrality, the size of a school and, in cities, competition from other work decide; in upper secondary also what is
published by county.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.draws import normal
from sim.country.school_register import UPPER
from sim.types import Bools, Floats, Ints, Wholes

_HALVINGS = 40
CITY = 100_000
"""Inhabitants from which a municipality counts as a big city (storby)."""


@dataclass(frozen=True)
class Places:
    """What the place of each school means for its staff, shape (schools,).

    Attributes:
        unqualified: Chance that a post is held by an unqualified person (ukvalifisert), legal (GSI) definition.
        appeal: How well the place draws applicants, logit of a qualified hire against the mean place of its stage.
        competition: Logit of leaving for other work against the mean place.
    """

    unqualified: Floats
    appeal: Floats
    competition: Floats


def places_of(schools: AllSchools, basis: Basis) -> Places:
    """What follows from where a school stands; expected national shares are the published ones.

    For upper secondary the national share is scaled by the ratio of the two levels in Statistics Norway's wider
    definition, and counties differ as their published shares without pedagogical education do. What makes a place
    have many unqualified people is that few apply or many leave for other work: the former is its appeal.

    Args:
        schools: Every school of the country; shares hold for the posts of the base year.
        basis: Basis of the country.
    """
    p, total, number = basis.p, basis.registers.total, schools.posts
    upper = schools.level == UPPER
    city = np.log2(np.maximum(basis.ground.owners.population[schools.municipality] / CITY, 1.0))
    competition = p.city_exit * city
    competition -= np.log(np.average(np.exp(competition), weights=number))
    place = p.unqualified_centrality_slope * schools.centrality + p.city_unqualified * city
    own = p.unqualified_smallness_slope * np.log(np.maximum(schools.pupils, 1))
    own = own + p.unqualified_school_sd * normal(basis.luck, "unqualified", schools.uid)
    share = total("grunnskole_without_approved_education", "2012-13") / 100.0
    wider = total("vgs_fte_without_teacher_education", "2020")
    wider = min(share * wider / total("grunnskole_fte_without_teacher_education", "2020"), 0.95)
    if upper.any():
        place[upper] += p.county_unqualified * _county_terms(schools, place + own, upper, wider, basis)
    chance, appeal = np.empty(len(upper)), np.log(_losses(competition, basis)) - place  # many leave or few come
    for stage, aim in ((~upper, share), (upper, wider)):
        weight = number[stage]
        if weight.sum():
            chance[stage] = logistic((place + own)[stage] + _intercept((place + own)[stage], weight, aim))
            appeal[stage] -= np.average(appeal[stage], weights=weight)
    return Places(chance, appeal, competition)


def _losses(competition: Floats, basis: Basis) -> Floats:
    """Yearly losses to retirement and other work where competition differs, shape as given."""
    s = basis.staff
    losses: Floats = s.losses_usual + s.exit_qualified * np.expm1(competition)
    return np.maximum(losses, 1e-9)


def _county_terms(schools: AllSchools, logit: Floats, stage: Bools, aim: float, basis: Basis) -> Floats:
    """Term of each school's county at which counties differ as published, by school of the stage.

    Args:
        schools: Every school of the country.
        logit: Log odds of each school without the term.
        stage: Schools of the stage, shape (schools,).
        aim: National share of the stage.
        basis: Basis of the country.
    """
    without = 1.0 - basis.ground.counties["vgs_teachers_share_pedagogical_2025"].to_numpy(dtype=np.float64) / 100.0
    county, weight = schools.county[stage], schools.posts[stage]
    posts = np.bincount(county, weights=weight, minlength=len(without))
    nation = float(without @ posts / posts.sum())
    share = logistic(_log_odds(aim) + _log_odds(without) - _log_odds(nation))
    share = share * (aim * posts.sum() / (share @ posts))
    term = intercepts(logit[stage], weight, county, share)
    return term[county] - np.average(term[county], weights=weight)


def _log_odds(share: Floats | float) -> Floats:
    result: Floats = np.log(np.asarray(share) / (1.0 - np.asarray(share)))
    return result


def logistic(x: Floats) -> Floats:
    """Shares from log odds."""
    result: Floats = 1.0 / (1.0 + np.exp(-x))
    return result


def _intercept(logit: Floats, weight: Ints, share: float) -> float:
    """Intercept at which the weighted mean probability is `share`."""
    return float(intercepts(logit, weight, np.zeros(len(logit), dtype=np.int64), np.array([share]))[0])


def intercepts(logit: Floats, weight: Ints, group: Wholes, share: Floats) -> Floats:
    """Intercept of each group at which its weighted mean probability is its share, shape (groups,)."""
    total = np.maximum(np.bincount(group, weights=weight, minlength=len(share)), 1e-9)
    low, high = np.full(len(share), -30.0), np.full(len(share), 30.0)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        mean = np.bincount(group, weights=weight * logistic(logit + middle[group]), minlength=len(share)) / total
        low, high = np.where(mean > share, low, middle), np.where(mean > share, middle, high)
    return low
