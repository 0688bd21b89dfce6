from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.places import (
    Applications,
    course_runs,
    grant_by_owners,
    grant_nationally,
    ranks_within,
    within_course,
)

PRICES = [128, 288, 360]
"""Kroner of a stipend, a substitute and a substitute in a priority subject, in thousands."""


@st.composite
def queues(draw):
    """Approved applications and teachers by owner: some owners without applications, ranks with holes."""
    owners = draw(st.integers(1, 6))
    owner = np.array(draw(st.lists(st.integers(0, owners - 1), min_size=1, max_size=25)), dtype=np.int64)
    n = len(owner)
    lot = (np.array(draw(st.permutations(range(n)))) + 0.5) / n
    rank = 2 * ranks_within(owner, (np.array(draw(st.permutations(range(n)))) + 0.5) / n, lot)
    cost = np.array(draw(st.lists(st.sampled_from(PRICES), min_size=n, max_size=n)))
    priority, limited = (np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n))) for _ in range(2))
    teachers = np.array(draw(st.lists(st.integers(1, 300), min_size=owners, max_size=owners)), dtype=np.float64)
    return Applications(owner, rank, cost, priority, limited & ~priority, lot), teachers


frames = st.integers(0, 9000)


def first_choices(a):
    lowest = {o: a.rank[a.owner == o].min() for o in set(a.owner.tolist())}
    return a.rank == np.array([lowest[o] for o in a.owner.tolist()])


@given(frames, queues())
def test_the_frame_is_granted_and_left_and_never_more(frame, case):
    a, teachers = case
    granted = grant_nationally(frame, a, teachers)
    left = frame - a.cost[granted].sum()
    assert left >= 0
    assert granted.all() or left < max(PRICES)


@given(queues())
def test_everything_is_granted_if_the_frame_is_enough(case):
    a, teachers = case
    assert grant_nationally(int(a.cost.sum()), a, teachers).all()
    assert grant_by_owners(np.full(len(teachers), a.cost.sum()), a).all()


@given(frames, queues())
def test_every_owner_gets_its_first_choice_if_the_frame_allows(frame, case):
    a, teachers = case
    first = first_choices(a)
    if frame >= a.cost[first].sum():
        assert grant_nationally(frame, a, teachers)[first].all()


@given(frames, queues())
def test_nobody_is_served_before_those_who_are_called_earlier(frame, case):
    a, teachers = case
    granted, first = grant_nationally(frame, a, teachers), first_choices(a)
    calls = [first, a.priority & ~first, a.limited & ~first, ~(a.priority | a.limited | first)]
    for earlier in range(3):
        if not granted[calls[earlier]].all():
            assert not any(granted[later].any() for later in calls[earlier + 1 :])


@given(frames, queues())
def test_other_subjects_follow_the_owners_ranking(frame, case):
    a, teachers = case
    granted = grant_nationally(frame, a, teachers)
    for one in set(a.owner.tolist()):
        mine = np.flatnonzero((a.owner == one) & ~a.priority & ~a.limited & ~first_choices(a))
        in_order = granted[mine[np.argsort(a.rank[mine])]]
        assert (np.diff(in_order.astype(int)) <= 0).all()


@given(frames, queues(), st.randoms(use_true_random=False))
def test_permuting_applications_permutes_the_places(frame, case, random):
    a, teachers = case
    order = np.array(random.sample(range(len(a.owner)), len(a.owner)))
    other = Applications(**{f.name: getattr(a, f.name)[order] for f in fields(a)})
    assert np.array_equal(grant_nationally(frame, other, teachers), grant_nationally(frame, a, teachers)[order])
    own = (frame * teachers / teachers.sum()).astype(np.int64)
    assert np.array_equal(grant_by_owners(own, other), grant_by_owners(own, a)[order])


@given(frames, queues())
def test_an_owner_with_its_own_frame_keeps_to_it_and_leaves_nothing_it_could_grant(frame, case):
    a, teachers = case
    own = (frame * teachers / teachers.sum()).astype(np.int64)
    granted = grant_by_owners(own, a)
    for one in set(a.owner.tolist()):
        mine = a.owner == one
        left = own[one] - a.cost[mine & granted].sum()
        assert left >= 0
        assert (a.cost[mine & ~granted] > left).all()
        if granted[mine].any() and not granted[mine].all():
            same_price = len(set(a.cost[mine].tolist())) == 1
            in_order = granted[mine][np.argsort(a.rank[mine])]
            assert not same_price or (np.diff(in_order.astype(int)) <= 0).all()


def test_no_application_is_no_grant():
    none = Applications(*(np.zeros(0, dtype=kind) for kind in ("i8", "i8", "i8", "?", "?", "f8")))
    assert len(grant_nationally(1000, none, np.array([10.0]))) == 0
    assert len(grant_by_owners(np.array([1000]), none)) == 0


def made(owner, rank, cost, priority=(), limited=(), lot=None):
    n = len(owner)
    marks = [np.isin(np.arange(n), rows) for rows in (priority, limited)]
    lots = np.linspace(0.1, 0.9, n) if lot is None else np.array(lot)
    return Applications(np.array(owner), np.array(rank), np.array(cost), *marks, lots)


NAMES = np.array(["a0", "a1", "a2", "a3", "b0", "b1", "b2"])


@pytest.mark.parametrize(
    ("frame", "granted"),
    [
        (0, []),
        (1, ["b0"]),
        (2, ["a0", "b0"]),
        (3, ["a0", "a1", "b0"]),
        (4, ["a0", "a1", "a2", "b0"]),
        (5, ["a0", "a1", "a2", "a3", "b0"]),
        (6, ["a0", "a1", "a2", "a3", "b0", "b1"]),
        (9, ["a0", "a1", "a2", "a3", "b0", "b1", "b2"]),
    ],
)
def test_two_owners_by_hand(frame, granted):
    """Owner a has 30 teachers and four applications, the second with priority; owner b 10 teachers and three.

    A place costs one krone. First choices by lot (b before a), then priority. The middles of the rest lie at 0.5
    and 1.5 kroner, for a at 1/60 and 1/20 a teacher, for b at 1/20 and 3/20; between the two at 1/20 the lot
    decides for a.
    """
    a = made([0, 0, 0, 0, 1, 1, 1], [0, 1, 2, 3, 0, 1, 2], [1] * 7, priority=[1],
             lot=[0.9, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])  # fmt: skip
    assert NAMES[grant_nationally(frame, a, np.array([30.0, 10.0]))].tolist() == granted


def test_the_rest_of_the_money_goes_in_proportion_to_teachers():
    """First choices cost 6 kroner; of 12 more owners with 10, 20 and 30 teachers get 2, 4 and 6 kroner."""
    owner, cost = np.repeat([0, 1, 2], 20), np.repeat([1, 2, 3], 20)
    a = made(owner, np.tile(np.arange(20), 3), cost)
    granted = grant_nationally(18, a, np.array([10.0, 20.0, 30.0]))
    assert np.bincount(owner[granted], weights=cost[granted]).tolist() == [1 + 2, 2 + 4, 3 + 6]


def test_what_one_owner_has_no_use_for_goes_to_the_others():
    owner = np.array([0] * 2 + [1] * 20)
    a = made(owner, [*range(2), *range(20)], [1] * 22)
    assert np.bincount(owner[grant_nationally(16, a, np.array([90.0, 10.0]))]).tolist() == [2, 14]


def test_an_owner_passes_over_what_its_frame_does_not_pay_for():
    a = made([0, 0, 0, 1], [0, 1, 2, 0], [288, 288, 128, 288])
    assert grant_by_owners(np.array([420, 200]), a).tolist() == [True, False, True, False]


def test_a_course_runs_where_enough_apply():
    county = np.array([2, 0, 2, 2, 0])
    assert course_runs(county, 3).tolist() == [True, False, True, True, False]
    assert course_runs(county[:0], 3).tolist() == []


def test_a_full_course_takes_the_highest_ranked_and_then_the_lucky():
    rank, lot = np.array([1, 0, 1, 0, 2]), np.array([0.3, 0.9, 0.2, 0.1, 0.0])
    assert within_course(3, rank, lot).tolist() == [False, True, True, True, False]
    assert within_course(0, rank, lot).sum() == 0
    assert within_course(9, rank, lot).all()


GROUP, SCORE = np.array([1, 0, 1, 1, 0]), np.array([0.2, 0.5, 0.9, 0.3, 0.7])


def test_ranks_run_from_the_highest_score_in_each_group():
    assert ranks_within(GROUP, SCORE, np.full(5, 0.5)).tolist() == [2, 1, 0, 1, 0]


def test_luck_does_not_overrule_the_score():
    assert ranks_within(GROUP, SCORE, np.array([0.99, 0.99, 0.01, 0.5, 0.01])).tolist() == [2, 1, 0, 1, 0]


def test_luck_decides_between_equal_scores():
    group, score, luck = np.full(2, 3), np.full(2, 0.5), np.array([0.2, 0.8])
    one, other = ranks_within(group, score, luck), ranks_within(group, score, luck[::-1])
    assert sorted(one) == [0, 1]
    assert np.array_equal(one, other[::-1])


def test_every_group_is_ranked_from_0_without_gaps():
    rng = np.random.default_rng(4)
    group = rng.integers(0, 400, 5000)
    rank = ranks_within(group, rng.uniform(size=5000), rng.uniform(size=5000))
    order = np.lexsort((rank, group))
    size = np.bincount(group)
    assert np.array_equal(rank[order], np.concatenate([np.arange(n) for n in size]))
