"""What is measured for the follow-up scheme, and how risk points are given (O-2, O-3)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.types import Bools, Floats, Smalls

RISK_YEARS = 3
"""Years of data that count (O-3)."""

BELOW_MEAN, BELOW_LIMIT = 1.0, 3.0
"""Risk points for a result below the national mean, and below the absolute lower limit (O-3)."""


class RiskIndicator(NamedTuple):
    """One indicator of O-2.

    Attributes:
        code: Name.
        grade: Grade (trinn) it is measured in.
        environment: Whether pupils tell of their learning environment; else it is a test or a mark.
        weight: Factor on its points.
    """

    code: str
    grade: int
    environment: bool
    weight: float


def _survey(grade: int) -> tuple[RiskIndicator, ...]:
    """Pupil survey (Elevundersøkelsen)."""
    topics = ("bullying", "teacher_support", "motivation")
    return tuple(RiskIndicator(f"{topic}_{grade}", grade, True, 1.0) for topic in topics)


def _national_tests(grade: int) -> tuple[RiskIndicator, ...]:
    """National tests (nasjonale prøver): share at mastery level 1."""
    return tuple(RiskIndicator(f"{topic}_{grade}", grade, False, 1.0) for topic in ("reading", "numeracy"))


RISK_INDICATORS: tuple[RiskIndicator, ...] = (
    *_survey(7),
    *_survey(10),
    *_national_tests(5),
    *_national_tests(8),
    RiskIndicator("grunnskolepoeng", 10, False, 3.0),
)
"""The indicators of the follow-up scheme; lower-secondary points (grunnskolepoeng) count three times."""

GRADE = np.array([indicator.grade for indicator in RISK_INDICATORS])
ENVIRONMENT = np.array([indicator.environment for indicator in RISK_INDICATORS])
WEIGHT = np.array([indicator.weight for indicator in RISK_INDICATORS])
YEAR_GROUP = np.unique(GRADE, return_inverse=True)[1]
"""Which year group (årskull) answers: its indicators share the luck of who its pupils are."""

FIRST_GRADE, LAST_GRADE = np.array([1, 1, 8, 0]), np.array([7, 10, 10, 0])
"""Grades of a primary, a combined, a lower-secondary and an upper-secondary school; the last takes no part."""


def pupils_measured(level: Smalls, pupils: Floats) -> Floats:
    """Pupils behind each indicator in a year, 0 where the school does not have the grade.

    Args:
        level: Primary, combined, lower or upper secondary, shape (schools,).
        pupils: Pupils of the school, shape (schools,).

    Returns:
        Shape (schools, indicators).
    """
    first, last = FIRST_GRADE[level], LAST_GRADE[level]
    per_grade = np.maximum(pupils / (last - first + 1.0), 1.0)
    has = (first[:, None] <= GRADE) & (last[:, None] >= GRADE)
    result: Floats = has * per_grade[:, None]
    return result


def risk_share(measured: Floats, counts: Bools, mean: Floats, limit: float) -> Floats:
    """Share of possible risk points over all years together (andel risikopoeng), shape (n,); NaN if nothing counts.

    Args:
        measured: More is better, pupil SD, shape (n, years, indicators).
        counts: Whether a unit has the indicator, shape (n, indicators).
        mean: National mean, shape (years, indicators).
        limit: How far below the mean the absolute lower limit lies, pupil SD.

    Source:
        Udir, which municipalities take part (O-3): 1 point below the mean, 3 below the limit.
    """
    points = np.where(measured < mean - limit, BELOW_LIMIT, np.where(measured < mean, BELOW_MEAN, 0.0))
    got = (points.sum(axis=1) * WEIGHT * counts).sum(axis=1)
    possible = BELOW_LIMIT * measured.shape[1] * (WEIGHT * counts).sum(axis=1)
    with np.errstate(invalid="ignore"):
        result: Floats = got / possible
    return result
