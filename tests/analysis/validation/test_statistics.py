"""The statistics of the patterns, on numbers whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.analysis.validation.statistics import (
    correlation,
    means_by,
    rank_correlation,
    relative_spread,
    slope,
    thirds,
    years_to,
)

RISING = np.arange(10.0)


def test_correlations_of_a_line_and_of_a_curve():
    assert correlation(RISING, 3 - 2 * RISING) == pytest.approx(-1.0)
    assert correlation(RISING, np.exp(RISING)) < 0.8
    assert rank_correlation(RISING, np.exp(RISING)) == pytest.approx(1.0)


def test_what_does_not_vary_correlates_with_nothing():
    assert np.isnan(correlation(RISING, np.ones(10)))
    assert np.isnan(correlation(RISING[:2], RISING[:2]))


def test_a_slope_is_the_rise_per_unit_and_0_where_nothing_follows():
    assert slope(RISING, 5 * RISING) == pytest.approx(5.0)
    assert slope(RISING, np.full(10, 0.4)) == pytest.approx(0.0)
    assert np.isnan(slope(np.ones(10), RISING))


def test_relative_spread_is_sd_over_mean():
    assert relative_spread(np.array([1.0, 2.0, 3.0])) == pytest.approx(np.sqrt(2 / 3) / 2)
    assert np.isnan(relative_spread(np.array([1.0, 2.0])))
    assert np.isnan(relative_spread(np.zeros(3)))


def test_thirds_keep_ties_together():
    low, high = thirds(np.array([0, 0, 0, 0, 1, 2]))
    assert low.sum() == 4
    assert not (low & high).any()
    assert thirds(np.zeros(5))[1].sum() == 0


@pytest.mark.parametrize(
    ("effect", "years"), [([1, 1, 1], 0.5), ([1, 2, 3, 4], 2.0), ([0, 0, 0, 1], 3.5), ([1, 4, 0, 1], 1 + 1 / 3)]
)
def test_years_to_half(effect, years):
    assert years_to(0.5, np.array(effect, dtype=float)) == pytest.approx(years)


def test_the_first_tenth_comes_before_the_half():
    assert years_to(0.1, np.array([1.0, 2.0, 5.0])) == pytest.approx(0.5)
    assert years_to(1.0, np.array([1.0, 2.0, 5.0])) == pytest.approx(3.0)


def test_an_effect_that_never_came_has_no_half():
    assert np.isnan(years_to(0.5, np.zeros(8)))
    assert np.isnan(years_to(0.5, np.array([-0.5, -1.0])))


@given(arrays(np.float64, 8, elements=st.floats(0.01, 1.0)), st.floats(0.1, 10.0))
def test_the_half_is_reached_in_time_whatever_the_unit(effect, unit):
    years = years_to(0.5, effect)
    assert 0.0 < years <= 8.0
    assert years_to(0.5, unit * effect) == pytest.approx(years)


def test_means_by_group_are_weighted_and_0_in_an_empty_group():
    found = means_by(np.array([0, 0, 2]), np.array([1.0, 3.0, 5.0]), np.array([3.0, 1.0, 2.0]), 3)
    assert found.tolist() == [1.5, 0.0, 5.0]
