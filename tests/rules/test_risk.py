from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.rules.risk import RISK_INDICATORS, RISK_YEARS, WEIGHT, YEAR_GROUP, pupils_measured, risk_share

K = len(RISK_INDICATORS)
ALL = np.ones((1, K), dtype=bool)
MEAN = np.zeros((RISK_YEARS, K))
POINTS = [indicator.code for indicator in RISK_INDICATORS].index("grunnskolepoeng")


def unit(**measured):
    """One unit at the mean but for the indicators named, in all years."""
    values = np.zeros((1, RISK_YEARS, K))
    for code, value in measured.items():
        values[..., [indicator.code for indicator in RISK_INDICATORS].index(code)] = value
    return values


def test_the_indicators_are_those_of_the_directorate():
    by_grade = {g: sum(i.grade == g for i in RISK_INDICATORS) for g in (5, 7, 8, 10)}
    assert by_grade == {5: 2, 7: 3, 8: 2, 10: 4}
    assert [i.code for i in RISK_INDICATORS if i.weight == 3.0] == ["grunnskolepoeng"]
    assert [i.grade for i in RISK_INDICATORS if i.environment] == [7, 7, 7, 10, 10, 10]


def test_one_year_group_is_one_grade():
    grades = np.array([i.grade for i in RISK_INDICATORS])
    for group in np.unique(YEAR_GROUP):
        assert len(set(grades[group == YEAR_GROUP])) == 1


@pytest.mark.parametrize(
    ("level", "grades", "codes"),
    [(0, 7, {5, 7}), (1, 10, {5, 7, 8, 10}), (2, 3, {8, 10}), (3, 1, set())],
)
def test_a_school_has_only_the_indicators_of_its_grades(level, grades, codes):
    pupils = pupils_measured(np.array([level], dtype=np.int8), np.array([210.0]))[0]
    assert {i.grade for i, n in zip(RISK_INDICATORS, pupils, strict=True) if n > 0} == codes
    assert set(pupils[pupils > 0]) <= {210.0 / grades}


def test_a_result_at_the_mean_gives_no_point():
    assert risk_share(unit(), ALL, MEAN, 0.2).tolist() == [0.0]


@pytest.mark.parametrize(("value", "points"), [(-0.1, 1.0), (-0.2, 1.0), (-0.21, 3.0), (0.1, 0.0)])
def test_one_point_below_the_mean_and_three_below_the_limit(value, points):
    possible = 3.0 * WEIGHT.sum()
    assert risk_share(unit(reading_5=value), ALL, MEAN, 0.2)[0] == pytest.approx(points / possible)


def test_lower_secondary_points_count_three_times():
    one, three = (risk_share(unit(**{code: -0.1}), ALL, MEAN, 0.2)[0] for code in ("reading_5", "grunnskolepoeng"))
    assert three == pytest.approx(3 * one)


def test_three_years_are_pooled():
    bad_year = unit()
    bad_year[0, 1] = -1.0
    assert risk_share(bad_year, ALL, MEAN, 0.2)[0] == pytest.approx(1 / RISK_YEARS)


def test_only_indicators_a_unit_has_count():
    has = np.zeros((1, K), dtype=bool)
    has[0, :2] = True
    assert risk_share(unit(bullying_7=-1.0), has, MEAN, 0.2)[0] == pytest.approx(0.5)


def test_a_unit_with_nothing_measured_has_no_share():
    assert np.isnan(risk_share(unit(), ~ALL, MEAN, 0.2)).all()


@given(arrays(np.float64, (4, RISK_YEARS, K), elements=st.floats(-3, 3)), st.floats(0, 1), st.floats(0, 1))
def test_a_share_is_a_share_and_never_rises_when_results_do(values, lift, limit):
    has = np.ones((4, K), dtype=bool)
    before, after = (risk_share(v, has, MEAN, limit) for v in (values, values + lift))
    assert ((before >= 0) & (before <= 1)).all()
    assert (after <= before).all()
