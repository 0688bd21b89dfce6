"""Fieller's interval covers, follows units, and is undefined where the cost may be nothing."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.comparison.ratio import ratio_interval
from tests.analysis.comparison.made import noise


def test_a_certain_cost_divides_the_interval_of_the_effect():
    found = ratio_interval(np.array([1.0, 2.0, 3.0]), np.full(3, 2.0))
    half = 4.302652729911275 / np.sqrt(3.0) / 2.0  # t(0.975, 2) from tables: 4.303
    assert (found.mean, found.low, found.high) == pytest.approx((1.0, 1.0 - half, 1.0 + half))


def test_units_and_signs_go_through():
    effect, cost = 1.0 + noise(1, 10), 20.0 + noise(2, 10)
    plain, per_cent, saved = (
        ratio_interval(effect, cost),
        ratio_interval(100.0 * effect, cost),
        ratio_interval(-effect, -cost),
    )
    assert (per_cent.mean, per_cent.low, per_cent.high) == pytest.approx(
        (100 * plain.mean, 100 * plain.low, 100 * plain.high)
    )
    assert (saved.mean, saved.low, saved.high) == pytest.approx((plain.mean, plain.low, plain.high))


@pytest.mark.parametrize("cost", [noise(3, 10), np.zeros(10)])
def test_it_is_undefined_where_the_cost_may_be_nothing(cost):
    found = ratio_interval(noise(4, 10), cost)
    assert np.isnan([found.mean, found.low, found.high]).all()


def test_ninety_five_per_cent_hold_the_true_ratio():
    """3,000 experiments of 12 pairs, the cost uncertain by a third and correlated with the effect: SE 0.004, 3.5 SE."""
    shared, own, other = noise(5, 3, 3000, 12)
    cost, effect = 3.0 + shared, 1.5 + 0.5 * shared + 0.5 * own + 0.1 * other
    hits = [(i := ratio_interval(e, c)).low <= 0.5 <= i.high for e, c in zip(effect, cost, strict=True)]
    assert np.mean(hits) == pytest.approx(0.95, abs=0.014)
