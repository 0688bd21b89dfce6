"""Values over replications: Student's interval for a mean, the jackknife for a ratio and for a paired change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.analysis.comparison import interval
from sim.analysis.validation.estimates import change, estimate
from tests.analysis.validation.test_judging import ones

NUMBERS = arrays(np.float64, 6, elements=st.floats(-5, 5))


def told(found) -> tuple[float, float, float]:
    return found.mean, found.low, found.high


@given(NUMBERS)
def test_a_plain_number_has_students_interval(numbers):
    assert told(estimate(ones(numbers))) == pytest.approx(told(interval(numbers)), abs=1e-9)


@given(NUMBERS, NUMBERS)
def test_the_change_of_a_plain_number_has_that_of_the_paired_differences(usual, other):
    assert told(change(ones(usual), ones(other))) == pytest.approx(told(interval(other - usual)), abs=1e-9)


def test_a_ratio_is_that_of_the_means_and_its_interval_grows_with_noise():
    calm = estimate(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    assert told(calm) == pytest.approx((0.5, 0.5, 0.5))
    rough = estimate(np.array([[1.0, 2.0], [4.0, 4.0], [1.0, 6.0]]))
    assert rough.mean == pytest.approx(0.5)
    assert rough.high - rough.low > 0.5


def test_shared_luck_leaves_the_change_of_a_ratio():
    luck = np.random.default_rng(1).normal(size=(20, 1))
    usual = np.hstack([2.0 + luck, np.full((20, 1), 4.0)])
    found = change(usual, usual - [1.0, 0.0])
    assert told(found) == pytest.approx((-0.25, -0.25, -0.25))
    assert estimate(usual).high - estimate(usual).low > 0.1


def test_a_value_is_undefined_if_half_of_the_replications_have_none():
    assert np.isnan(estimate(ones([1.0, np.nan])).mean)
    some = estimate(ones([1.0, 2.0, np.nan]))
    assert (some.mean, some.n) == (1.5, 2)
    assert change(ones([1.0, 2.0, np.nan, 4.0]), ones([1.0, np.nan, 3.0, np.nan])).n == 1
    assert np.isnan(change(ones([1.0, 2.0, np.nan, 4.0]), ones([1.0, np.nan, 3.0, np.nan])).mean)


def test_one_replication_has_a_value_and_no_interval():
    alone = estimate(ones([0.5]))
    assert alone.mean == 0.5
    assert np.isnan(alone.low)
