"""One factor at a time: paired differences from the base, whatever the luck they share."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.sensitivity import one_at_a_time

POINTS = np.array([[1.0, 10.0], [0.0, 10.0], [3.0, 10.0], [1.0, 20.0]])


def test_effects_are_paired_differences_on_shared_luck():
    luck = np.random.default_rng(1).normal(size=(1, 5)) * 100
    found = one_at_a_time(POINTS, POINTS @ np.array([[2.0], [0.1]]) + luck, ("a", "b")).set_index("factor")
    assert found.loc["a", ["low_value", "high_value"]].tolist() == [0.0, 3.0]
    np.testing.assert_allclose(found[["at_low", "at_high", "swing"]], [[-2.0, 4.0, 6.0], [0.0, 1.0, 1.0]], atol=1e-9)
    np.testing.assert_allclose(found["swing_high"] - found["swing_low"], 0.0, atol=1e-9)


def test_intervals_are_those_of_paired_differences():
    from sim.analysis.comparison import interval

    y = np.random.default_rng(2).normal(size=(4, 6))
    found = one_at_a_time(POINTS, y, ("a", "b")).iloc[0]
    paired = interval(y[2] - y[1])
    assert (found["swing"], found["swing_low"], found["swing_high"]) == (paired.mean, paired.low, paired.high)


def test_the_order_of_points_does_not_matter_and_one_replication_has_no_interval():
    y = np.arange(4.0)[:, None]
    order = [2, 0, 3, 1]
    found = one_at_a_time(POINTS[order], y[order], ("a", "b"))
    assert found.equals(one_at_a_time(POINTS, y, ("a", "b")))
    assert found["swing_low"].isna().all()


def test_points_without_a_base_are_refused():
    with pytest.raises(ValueError, match="at most one factor"):
        one_at_a_time(np.array([[0.0, 0.0], [1.0, 1.0]]), np.ones((2, 1)), ("a", "b"))
