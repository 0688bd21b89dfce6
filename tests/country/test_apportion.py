from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.country.apportion import apportion, apportion_within, position_within

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


def test_positions_count_from_zero_in_each_group():
    group, score = np.array([1, 0, 1, 0, 1]), np.array([3.0, 2, 1, 1, 2])
    assert position_within(group, score).tolist() == [2, 1, 0, 0, 1]
