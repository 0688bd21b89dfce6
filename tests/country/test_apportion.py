from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.country.apportion import apportion, apportion_within, fill_between, position_within

WEIGHTS = st.lists(st.floats(0.001, 1000), min_size=1, max_size=40)


@given(st.integers(0, 10_000), WEIGHTS)
def test_the_whole_is_shared_out_and_nobody_is_a_unit_off(total, weights):
    shares = apportion(total, weights)
    exact = total * np.array(weights) / np.sum(weights)
    assert shares.sum() == total
    assert (np.abs(shares - exact) < 1 + 1e-6).all()


def test_largest_remainder_by_hand():
    assert apportion(10, [1.0, 1.0, 1.0]).tolist() == [4, 3, 3]
    assert apportion(3, [0.5, 0.5, 2.0]).tolist() == [1, 0, 2]


def test_each_group_shares_out_its_own_total():
    group = np.array([0, 1, 0, 1, 1])
    shares = apportion_within(np.array([5, 7]), group, np.array([1.0, 1, 3, 1, 5]))
    assert np.bincount(group, weights=shares).tolist() == [5, 7]


@given(st.data(), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=30))
def test_filling_keeps_the_bounds_and_the_sum(data, bounds):
    low = np.array([min(pair) for pair in bounds])
    high = np.array([max(pair) for pair in bounds])
    total = data.draw(st.integers(int(low.sum()), int(high.sum())))
    weights = np.array(data.draw(st.lists(st.floats(0.1, 100), min_size=len(low), max_size=len(low))))
    filled = fill_between(np.array([total]), np.zeros(len(low), dtype=np.int64), weights, low, high)
    assert filled.sum() == total
    assert (filled >= low).all()
    assert (filled <= high).all()


def test_positions_count_from_zero_in_each_group():
    group, score = np.array([1, 0, 1, 0, 1]), np.array([3.0, 2, 1, 1, 2])
    assert position_within(group, score).tolist() == [2, 1, 0, 0, 1]
