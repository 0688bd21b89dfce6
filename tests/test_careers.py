"""The age shape of a settled staff: a fixed point of leaving and coming, against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.careers import CAREER_YEARS, SENIOR_YEARS, age_odds, odds, settled_staff
from sim.kernels.staff import NOVICE_YEARS, PENSION_YEARS
from sim.parameters import parameters_from

STAFF = parameters_from({}).staff
EVEN = replace(STAFF, novice_exit_odds=1.0, senior_exit_odds=1.0, late_exit_odds=1.0, retirement_hazard=0.07)


def hazards(s, staff):
    """Yearly hazards by year of career at which the staff leaves at the published rate, found by halving."""
    low, high = 1e-4, 1.0
    for _ in range(60):
        exit_odds = (low * high) ** 0.5
        leaving = exit_odds * age_odds(s, exit_odds)
        hazard = leaving / (1.0 + leaving)
        low, high = (low, exit_odds) if staff @ hazard > s.exit_qualified else (exit_odds, high)
    return hazard


@given(st.floats(0, 1))
def test_a_settled_staff_sums_to_one_and_has_no_negative_year(fresh):
    staff = settled_staff(STAFF, fresh)
    assert staff.shape == (CAREER_YEARS,)
    assert staff.sum() == pytest.approx(1.0)
    assert (staff >= 0).all()


@given(st.floats(0.1, 1))
def test_a_year_of_leaving_and_coming_changes_nothing(fresh):
    """Those who stay, a year older, and newcomers as many as leave: the same staff, but for the very last year."""
    staff = settled_staff(STAFF, fresh)
    stay = staff * (1.0 - hazards(STAFF, staff))
    come = staff - np.concatenate([[0.0], stay[:-1]])
    assert come[0] == pytest.approx(fresh * STAFF.exit_qualified, rel=1e-3)
    assert come[1:NOVICE_YEARS] == pytest.approx(0.0, abs=1e-7)
    back = come[NOVICE_YEARS : int(STAFF.return_career)]
    assert back == pytest.approx((1.0 - fresh) * STAFF.exit_qualified / len(back), rel=1e-3, abs=1e-7)
    assert come[int(STAFF.return_career) : -1] == pytest.approx(0.0, abs=1e-7)


def test_graduates_under_an_even_hazard_leave_a_geometric_staff():
    staff = settled_staff(EVEN, 1.0)
    expected = 0.93 ** np.arange(CAREER_YEARS)
    assert staff == pytest.approx(expected / expected.sum(), rel=2e-2)  # the last year told apart takes the rest


def test_more_graduates_make_a_younger_staff_and_later_returns_an_older_one():
    def senior(s, fresh):
        return settled_staff(s, fresh)[SENIOR_YEARS:].sum()

    assert senior(STAFF, 0.9) < senior(STAFF, 0.6) < senior(replace(STAFF, return_career=38.0), 0.6)


def test_retirement_is_the_registers_rate_whatever_the_odds_of_others():
    for exit_odds in (0.03, 0.08):
        leaving = exit_odds * age_odds(STAFF, exit_odds)[PENSION_YEARS:]
        assert leaving == pytest.approx(odds(STAFF.retirement_hazard))
