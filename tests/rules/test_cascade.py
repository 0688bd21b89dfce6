"""Laws of every view of large groups there is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.cascade import Cascade, FirstHand, PassedOn
from tests.rules.made import every

RULES = every(Cascade)
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.option())
SIZES = st.lists(st.floats(0, 3000), min_size=1, max_size=20).map(np.array)


@every_rule
@given(SIZES, st.floats(0, 1), st.floats(20, 200))
def test_passing_on_never_adds_and_leaves_a_share(rule, sizes, intensity, large):
    left = rule(np.full(len(sizes), intensity), sizes, large)
    assert (left <= intensity).all()
    assert (left >= 0).all()


@every_rule
@given(SIZES, st.floats(20, 200))
def test_a_group_that_meets_the_university_itself_loses_nothing(rule, sizes, large):
    direct = np.full(len(sizes), 0.7)
    assert np.array_equal(rule(direct, np.minimum(sizes, large), large), direct)


@every_rule
@given(SIZES, st.floats(20, 200))
def test_larger_groups_never_keep_more(rule, sizes, large):
    assert (np.diff(rule(np.ones(len(sizes)), np.sort(sizes), large)) <= 1e-12).all()


@pytest.mark.parametrize(("people", "left"), [(100, 1.0), (200, 0.7), (400, 0.49), (800, 0.343)])
def test_each_doubling_beyond_a_large_group_loses_its_part(people, left):
    assert PassedOn(0.3)(np.ones(1), np.array([float(people)]), 100.0)[0] == pytest.approx(left)


@given(SIZES)
def test_without_loss_passing_on_is_meeting_everybody(sizes):
    direct = np.linspace(0.2, 1.0, len(sizes))
    assert np.array_equal(PassedOn(0.0)(direct, sizes, 100.0), FirstHand()(direct, sizes, 100.0))
