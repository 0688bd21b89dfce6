"""Among many questions the chance of any false finding stays at 5 %."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_rel

from sim.analysis.comparison.verdicts import holm, p_value, verdict_among
from tests.analysis.comparison.made import noise


def test_the_p_value_is_that_of_the_paired_t_test():
    before, after = noise(1, 2, 15)
    assert p_value(after - before) == pytest.approx(ttest_rel(after, before).pvalue)


def test_holm_on_a_worked_example():
    assert holm(np.array([0.01, 0.04, 0.03, 0.005])) == pytest.approx([0.03, 0.06, 0.06, 0.02])


P = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(P, st.randoms(use_true_random=False))
def test_adjusting_never_lowers_keeps_the_order_and_follows_relabelling(p, random):
    p = np.array(p)
    adjusted, order = holm(p), list(range(len(p)))
    random.shuffle(order)
    assert (adjusted >= p).all()
    assert (adjusted <= np.minimum(len(p) * p, 1.0) + 1e-12).all()
    assert (np.diff(adjusted[np.argsort(p, kind="stable")]) >= 0).all()
    assert holm(p[order]) == pytest.approx(adjusted[order])


def test_what_cannot_be_tested_is_no_part_of_the_family():
    assert holm(np.array([0.02, np.nan, 0.04])) == pytest.approx([0.04, np.nan, 0.04], nan_ok=True)
    assert np.isnan(p_value(np.zeros(10)))
    assert np.isnan(p_value(np.array([1.0])))


def test_the_family_wise_error_is_five_per_cent():
    """3,000 families of 20 nulls: SE 0.004, tolerance 3.5 of them; without adjustment it is 0.64 (1 - 0.95^20)."""
    p = np.array([[p_value(x) for x in family] for family in noise(4, 3000, 20, 10)])
    assert np.mean([holm(row).min() <= 0.05 for row in p]) == pytest.approx(0.05, abs=0.014)
    assert np.mean(p.min(axis=1) <= 0.05) > 0.6


def test_only_up_and_down_have_to_hold_among_many():
    assert verdict_among("up", 0.06) == verdict_among("down", 0.06) == "cannot tell"
    assert verdict_among("up", 0.05) == verdict_among("up", np.nan) == "up"
    assert verdict_among("too small to matter", 0.9) == "too small to matter"
