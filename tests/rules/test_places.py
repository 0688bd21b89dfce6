from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.places import grant_places, ranks_within


@st.composite
def applications(draw):
    """Arguments of `grant_places`: some owners without applications, some subjects with priority."""
    owners = draw(st.integers(1, 6))
    owner = np.array(draw(st.lists(st.integers(0, owners - 1), min_size=1, max_size=25)), dtype=np.int64)
    n = len(owner)
    luck = (np.array(draw(st.permutations(range(n)))) + 0.5) / n
    rank = ranks_within(owner, (np.array(draw(st.permutations(range(n)))) + 0.5) / n, luck)
    priority = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    teachers = np.array(draw(st.lists(st.integers(1, 300), min_size=owners, max_size=owners)), dtype=np.float64)
    return draw(st.integers(0, 30)), owner, rank, priority, luck, teachers, np.arange(owners, dtype=np.float64)


@given(applications())
def test_places_are_filled_and_never_more_than_there_are(case):
    assert grant_places(*case).sum() == min(case[0], len(case[1]))


@given(applications())
def test_every_owner_gets_its_first_choice_if_places_allow(case):
    places, owner, rank, *_ = case
    if places >= len(set(owner.tolist())):
        assert grant_places(*case)[rank == 0].all()


@given(applications())
def test_priority_subjects_are_all_granted_if_places_allow(case):
    places, _, rank, priority, *_ = case
    if places >= (priority | (rank == 0)).sum():
        assert grant_places(*case)[priority].all()


@given(applications())
def test_no_other_subject_is_granted_below_first_choice_before_priority_is_served(case):
    _, _, rank, priority, *_ = case
    granted = grant_places(*case)
    if not granted[priority].all():
        assert not granted[~priority & (rank > 0)].any()


@given(applications())
def test_other_subjects_follow_the_owners_ranking(case):
    _, owner, rank, priority, *_ = case
    granted = grant_places(*case)
    for one in set(owner.tolist()):
        mine = np.flatnonzero((owner == one) & ~priority & (rank > 0))
        in_order = granted[mine[np.argsort(rank[mine])]]
        assert (np.diff(in_order.astype(int)) <= 0).all()


@given(applications(), st.randoms(use_true_random=False))
def test_permuting_applications_permutes_the_places(case, random):
    places, owner, rank, priority, luck, teachers, ties = case
    order = np.array(random.sample(range(len(owner)), len(owner)))
    other = grant_places(places, owner[order], rank[order], priority[order], luck[order], teachers, ties)
    assert np.array_equal(other, grant_places(*case)[order])


@pytest.mark.parametrize(
    ("places", "granted"),
    [
        (0, []),
        (1, ["b0"]),
        (2, ["a0", "b0"]),
        (3, ["a0", "a1", "b0"]),
        (5, ["a0", "a1", "a2", "b0", "b1"]),
        (6, ["a0", "a1", "a2", "a3", "b0", "b1"]),
        (9, ["a0", "a1", "a2", "a3", "b0", "b1", "b2"]),
    ],
)
def test_two_owners_by_hand(places, granted):
    """Owner a has 30 teachers and four applications, the second with priority; owner b 10 teachers and three.

    After first choices and priority two of five places are left: 1.5 for a and 0.5 for b; the tie of remainders
    goes to b, which has the smaller number. Of three, a's share of 2.25 is more than its two waiting.
    """
    names = np.array(["a0", "a1", "a2", "a3", "b0", "b1", "b2"])
    answer = grant_places(
        places,
        owner=np.array([0, 0, 0, 0, 1, 1, 1]),
        rank=np.array([0, 1, 2, 3, 0, 1, 2]),
        priority=np.array([False, True, False, False, False, False, False]),
        luck=np.array([0.9, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
        teachers=np.array([30.0, 10.0]),
        ties=np.array([2.0, 1.0]),
    )
    assert names[answer].tolist() == granted


def test_the_rest_goes_in_proportion_to_teachers():
    owner = np.repeat([0, 1, 2], 20)
    rank = np.tile(np.arange(20), 3)
    none = np.zeros(60, dtype=bool)
    granted = grant_places(15, owner, rank, none, np.linspace(0, 1, 60), np.array([10.0, 20.0, 30.0]), np.arange(3.0))
    assert np.bincount(owner[granted]).tolist() == [1 + 2, 1 + 4, 1 + 6]


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
