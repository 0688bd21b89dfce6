"""Where posts are held by people who do not meet the requirements: most in the periphery."""

from __future__ import annotations

import numpy as np

from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.draws import normal
from sim.country.school_register import UPPER
from sim.types import Floats, Ints

_HALVINGS = 40


def unqualified_chance(schools: AllSchools, number: Ints, basis: Basis) -> Floats:
    """Chance that a post of each school is held by an unqualified person (ukvalifisert), shape (schools,).

    Legal (GSI) definition. The intercept is solved so that the expected national share is the published one; for
    upper secondary that share is scaled by the ratio of the two levels in Statistics Norway's wider definition.

    Args:
        schools: Every school of the country.
        number: Posts of each school, shape (schools,).
        basis: Basis of the country.
    """
    p, total = basis.p, basis.registers.total
    logit = p.unqualified_centrality_slope * schools.centrality
    logit = logit + p.unqualified_smallness_slope * np.log(np.maximum(schools.pupils, 1))
    logit = logit + p.unqualified_school_sd * normal(basis.luck, "unqualified", schools.uid)
    upper = schools.level == UPPER
    share = total("grunnskole_fte_not_meeting_employment_requirement", "2024-25") / 100.0
    wider = total("vgs_fte_without_teacher_education", "2020")
    wider = wider / total("grunnskole_fte_without_teacher_education", "2020")
    chance = np.empty(len(logit))
    for part, aim in ((~upper, share), (upper, min(share * wider, 0.95))):
        chance[part] = _logistic(logit[part] + _intercept(logit[part], number[part], aim))
    return chance


def _logistic(x: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-x))
    return result


def _intercept(logit: Floats, weight: Ints, share: float) -> float:
    """Intercept at which the weighted mean probability is `share`."""
    low, high = -30.0, 30.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        over = float(np.average(_logistic(logit + middle), weights=weight)) > share
        low, high = (low, middle) if over else (middle, high)
    return low
