"""Who applies for further education, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.kernels.study import Teachers, Wish, apply
from sim.luck import stable_ids

TOPICS = 4
EVEN = np.array([[0.25, 0.5, 0.75, 1.0], [0.0, 0.0, 1.0, 1.0]])
"""Interest of two kinds of teacher, cumulated: alike in all topics; only in topic 2."""


USUAL = 0.5
"""The gap at which the rate holds."""


def applications(
    n,
    *,
    kind=0,
    qualified=True,
    study=-1,
    lacks=False,
    rate=0.1,
    weight=0.0,
    credits_=0.0,
    base=0.5,
    learned=0.0,
    uid=None,
):
    """Rows, topics and gaps of those who apply; `rate` by school, of which posts take turns."""
    start = np.log(np.atleast_1d(rate) / (1.0 - np.atleast_1d(rate)))
    rows, topics, gaps = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int8), np.empty(n)
    teachers = Teachers(
        stable_ids(np.arange(n)) if uid is None else uid, np.arange(n, dtype=np.int32) % len(start),
        np.full(n, kind, dtype=np.int8), np.full(n, qualified), np.full(n, study, dtype=np.int8), np.full(n, lacks),
    )  # fmt: skip
    wish = Wish(EVEN, start, weight, USUAL, credits_)
    known = [np.full((n, TOPICS), level, dtype=np.float32) for level in (base, learned)]
    count = apply(np.uint64(7), teachers, wish, *known, rows, topics, gaps)
    return rows[:count], topics[:count], gaps[:count]


@pytest.mark.parametrize("weight", [0.0, 3.0])
def test_at_the_usual_gap_the_share_is_the_rate(weight):
    n, rate = 50_000, 0.1
    rows, _, gaps = applications(n, rate=rate, weight=weight, base=0.3, learned=0.2)
    assert abs(len(rows) / n - rate) < 4.0 * np.sqrt(rate * (1.0 - rate) / n)
    assert gaps == pytest.approx(0.5)


def test_a_wider_gap_raises_the_logit_by_its_weight():
    n, weight = 50_000, 2.0
    expected = 1.0 / (1.0 + 9.0 * np.exp(-weight * 0.4))  # odds 1/9 at one half, gap 0.9
    rows, _, _ = applications(n, weight=weight, base=0.1)
    assert abs(len(rows) / n - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / n)


@pytest.mark.parametrize("credits_", [-1.5, 2.0])
def test_lacking_credits_changes_the_logit_by_its_weight(credits_):
    n = 50_000
    expected = 1.0 / (1.0 + 9.0 * np.exp(-credits_))
    rows, _, _ = applications(n, lacks=True, credits_=credits_)
    assert abs(len(rows) / n - expected) < 4.0 * np.sqrt(expected * (1.0 - expected) / n)
    assert np.array_equal(applications(n, credits_=credits_)[0], applications(n)[0])


def test_each_school_has_its_own_rate():
    n, rates = 50_000, np.array([0.05, 0.2])
    rows, _, _ = applications(n, rate=rates, weight=2.0)
    count = np.bincount(rows % 2)
    assert (np.abs(count - 0.5 * n * rates) < 4.0 * np.sqrt(0.5 * n * rates * (1.0 - rates))).all()


def test_topics_follow_interest():
    _, topics, _ = applications(50_000, rate=0.5)
    share = np.bincount(topics, minlength=TOPICS) / len(topics)
    assert np.abs(share - 0.25).max() < 4.0 * np.sqrt(0.25 * 0.75 / len(topics))
    assert (applications(1000, kind=1, rate=0.5)[1] == 2).all()


@pytest.mark.parametrize("who", [{"qualified": False}, {"study": 2}])
def test_the_unqualified_and_those_who_study_do_not_apply(who):
    assert len(applications(1000, rate=0.9, **who)[0]) == 0


@settings(deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.0, 5.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_every_gap_is_a_share_and_nobody_applies_twice(rate, weight, base, learned):
    rows, topics, gaps = applications(50, rate=rate, weight=weight, base=base, learned=learned)
    assert (np.diff(rows) > 0).all()
    assert ((gaps >= 0.0) & (gaps <= 1.0)).all()
    assert ((topics >= 0) & (topics < TOPICS)).all()


def test_permuting_teachers_permutes_the_applicants():
    uid = stable_ids(np.arange(200))
    order = np.random.default_rng(1).permutation(200)
    plain, shuffled = applications(200, rate=0.3, uid=uid), applications(200, rate=0.3, uid=uid[order])
    assert sorted(order[shuffled[0]]) == plain[0].tolist()
