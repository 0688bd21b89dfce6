"""What a governor decides: a mix of the forum's recommendation and its own key."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.choices.governor import mix
from sim.rules.split import divide

CASES = st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300), st.integers(0, 10**6)), min_size=1, max_size=10)


def keys(pot, rows):
    one, other, asked = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    ids = np.arange(len(rows), dtype=np.float64)
    return divide(pot, one, asked, ids), divide(pot, other, asked, ids), asked, ids


@given(pot=st.integers(0, 10**7), rows=CASES, power=st.floats(0, 1))
def test_a_decision_hands_out_what_was_recommended_in_all_and_to_nobody_more_than_asked(pot, rows, power):
    forum, own, asked, ids = keys(pot, rows)
    granted = mix(forum, own, power, ids)
    assert granted.sum() == forum.sum() == own.sum()
    assert (granted >= 0).all()
    assert (granted <= asked).all()


@given(pot=st.integers(0, 10**7), rows=CASES, power=st.floats(0, 1))
def test_a_decision_lies_between_the_forum_and_the_governors_own_key(pot, rows, power):
    forum, own, _, ids = keys(pot, rows)
    granted = mix(forum, own, power, ids)
    assert (granted >= np.minimum(forum, own) - 1).all()
    assert (granted <= np.maximum(forum, own) + 1).all()


def test_full_power_is_the_forums_word_and_none_the_governors():
    forum, own = np.array([7, 3]), np.array([5, 5])
    assert mix(forum, own, 1.0, np.arange(2.0)).tolist() == [7, 3]
    assert mix(forum, own, 0.0, np.arange(2.0)).tolist() == [5, 5]


def test_half_the_power_meets_in_the_middle_and_ids_break_the_tie():
    forum, own = np.array([6, 5]), np.array([5, 6])
    assert mix(forum, own, 0.5, np.array([1.0, 2.0])).tolist() == [6, 5]
    assert mix(forum, own, 0.5, np.array([2.0, 1.0])).tolist() == [5, 6]
