"""The interval by luck alone covers what it should, also where luck depends on the parameters."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import stdtrit

from sim.analysis.comparison.intervals import interval, luck_interval


def test_it_is_the_closed_form():
    """Twice the same with 1.0 and 3.0 apart: variance by luck (1 + 9) / 2 / 2 = 2.5."""
    found = luck_interval(0.3, 10, np.array([1.0, 2.0, np.nan]), np.array([2.0, 5.0, 1.0]))
    assert (found.mean, found.n) == (0.3, 2)
    assert found.high - 0.3 == pytest.approx(stdtrit(2, 0.975) * np.sqrt(2.5 / 10.0)) == 0.3 - found.low


def test_the_parameters_do_not_widen_it():
    there, again = np.random.default_rng(1).normal(size=(2, 6))
    parameters = np.array([5.0, -9.0, 0.0, 100.0, 3.0, -40.0])
    plain, moved = luck_interval(0.0, 6, there, again), luck_interval(0.0, 6, there + parameters, again + parameters)
    assert moved.high == pytest.approx(plain.high)


@pytest.mark.parametrize("pairs", [[], [np.nan]])
def test_without_pairs_there_is_no_interval(pairs):
    found = luck_interval(0.3, 10, np.array(pairs), np.array(pairs))
    assert np.isnan([found.low, found.high]).all()
    assert found.mean == 0.3


def test_even_luck_is_covered_at_ninety_five_per_cent():
    """4,000 experiments: the standard error of the coverage is 0.0034, so 0.012 is 3.5 of them on either side."""
    nested, _ = coverage(uneven=0.0)
    assert nested == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize("uneven", [0.1, 0.25, 0.5])
def test_uneven_luck_is_covered_no_worse_than_by_a_second_full_set_at_central_values(uneven):
    """What luck does varies with the parameters, which a set of runs with all of them at one value cannot see.

    Both are taken in the same 4,000 experiments; 0.01 is about two standard errors of the difference.
    """
    nested, central = coverage(uneven)
    assert nested >= central - 0.01


def coverage(uneven: float) -> tuple[float, float]:
    """Share of intervals that hold the mean effect of 20 parameter draws: six made twice, and 20 at central values."""
    rng, hits = np.random.default_rng(7), []
    for _ in range(4000):
        effect, luck = rng.normal(0.0, 1.0, 20), np.exp(uneven * rng.normal(0.0, 1.0, 20))
        there, again = effect + luck * rng.normal(size=(2, 20))
        nested = luck_interval(there.mean(), 20, there[:12:2], again[:12:2])
        central = interval(rng.normal(size=20))
        miss = there.mean() - effect.mean()
        hits.append((nested.low <= effect.mean() <= nested.high, abs(miss) <= central.high - central.mean))
    found = np.mean(hits, axis=0)
    return float(found[0]), float(found[1])
