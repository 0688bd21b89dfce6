"""Careers: how age decides who leaves the sector, and the age shape of a staff that follows (4.1)."""

from __future__ import annotations

import numpy as np

from sim.kernels.staff import NOVICE_YEARS, PENSION_YEARS
from sim.parameters import StaffParameters
from sim.types import Floats

CAREER_YEARS = 61
"""Years of career that are told apart; nobody works longer."""
SETTLED_YEARS = 29
"""Years of career from which few leave any more (about the age of 55)."""
SENIOR_YEARS = 34
"""Years of career from which a teacher is about 60 or older."""


def odds(share: float) -> float:
    """Odds of a share."""
    return share / (1.0 - share)


def age_odds(s: StaffParameters, exit_odds: float) -> Floats:
    """Factor on the odds of leaving the sector by year of career: a U-shape, shape (CAREER_YEARS,).

    Args:
        s: Parameters of turnover.
        exit_odds: Odds of leaving in mid-career, against which retirement is measured.
    """
    factor = np.ones(CAREER_YEARS)
    factor[:NOVICE_YEARS] = s.novice_exit_odds
    factor[SETTLED_YEARS:SENIOR_YEARS] = s.senior_exit_odds
    factor[SENIOR_YEARS:PENSION_YEARS] = s.late_exit_odds
    factor[PENSION_YEARS:] = odds(s.retirement_hazard) / exit_odds
    return factor


def settled_staff(s: StaffParameters, fresh: float) -> Floats:
    """Share of qualified teachers in each year of career once as many come as leave, shape (CAREER_YEARS,).

    The mean hazard over the staff is the published rate of leaving, and the staff is what this hazard leaves over of
    those who came: a fixed point, found by turns.

    Args:
        s: Parameters of turnover.
        fresh: Share of newcomers who are graduates; the others return with a career behind them.
    """
    year = np.arange(CAREER_YEARS)
    come = (1.0 - fresh) * np.clip(s.return_career - year, 0.0, 1.0) * (year >= NOVICE_YEARS)
    come /= s.return_career - NOVICE_YEARS
    come[0] = fresh
    exit_odds = odds(s.exit_qualified)
    staff: Floats = come
    for _ in range(60):
        leaving = exit_odds * age_odds(s, exit_odds)
        hazard = leaving / (1.0 + leaving)
        left_over = np.concatenate([[1.0], np.cumprod(1.0 - hazard[:-1])])
        came = left_over * np.cumsum(come / left_over)
        staff = came / came.sum()
        exit_odds *= s.exit_qualified / float(staff @ hazard)
    return staff
