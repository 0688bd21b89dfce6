"""What networks decide: topics and groups of a plan, how long it lasts, and the partner."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.agents.network import Network
from sim.agents.university import VOCATIONAL_COLLEGE
from sim.choices.network import most_concerned
from sim.mechanisms.measures import MAIN, QUOTA, TRACKS
from sim.schemes.dekom_s import report
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of


@pytest.fixture
def world(levers, params):
    """Forty networks of three owners that have all reported and take part."""
    world = live(handmade(owners=120, schools_per_owner=1, posts_per_school=12), scenario_of(levers), -1).world
    report(now_of(world, params=params))
    world.networks.applied = True
    return world


def plan(world, params, policy, semester=1):
    """Who made a new plan."""
    world.networks.each(Network.choose_topic, now_of(world, semester, params=params, policy=policy))
    return world.networks.made_plan.copy()


@pytest.mark.parametrize("requirement", [0.05, 0.3, 0.5, 0.8, 0.93, 1.0])
def test_the_group_is_what_the_scheme_requires_but_not_below_the_smallest(world, params, policy_with, requirement):
    """In one track or in several: together they are as many."""
    plan(world, params, policy_with(dekom_s__requirement=requirement))
    group = world.networks.group[:, TRACKS].sum(axis=1)
    assert np.allclose(group, max(requirement, params.owner.smallest_group))


def with_cost(params, cost):
    return replace(params, competence=replace(params.competence, track_cost=cost))


def test_tracks_open_where_they_are_worth_more_than_they_cost(world, params, policy_with):
    """The dearer coordination is, the fewer tracks; at a cost that nothing is worth there is one for everybody."""
    opened = []
    for cost in (0.0, 0.1, 0.25, 100.0):
        world.networks.plan_left = 0
        plan(world, with_cost(params, cost), policy_with())
        opened.append((world.networks.topic[:, TRACKS] >= 0).sum())
        assert (world.networks.track_of_kind < len(TRACKS)).all()
        of_nobody = (world.networks.topic[:, TRACKS] < 0) & (world.networks.group[:, TRACKS] > 0)
        assert not of_nobody.any()
    assert opened == sorted(opened, reverse=True)
    assert opened[0] > opened[-1] == world.networks.n


@given(
    worth=arrays(np.float64, (2, 5), elements=st.floats(0, 1)),
    staff=arrays(np.float64, (2, 5), elements=st.integers(0, 30)),
    part=st.floats(0, 1),
)
def test_a_group_takes_those_it_is_worth_most_to(worth, staff, part):
    size = part * staff.sum(axis=1)
    people = most_concerned(worth, staff, size)
    assert np.allclose(people.sum(axis=1), size)
    assert ((people >= 0) & (people <= staff)).all()
    for mine, of, wanted in zip(people, staff, worth, strict=True):
        left = (mine < of - 1e-9) & (of > 0)
        if left.any():
            assert not ((mine > 0) & (wanted < wanted[left].max())).any()


def test_without_quota_there_is_one_measure(world, params, policy_with):
    plan(world, params, policy_with())
    assert (world.networks.topic[:, MAIN] >= 0).all()
    assert (world.networks.topic[:, QUOTA] == -1).all()


def test_a_quota_opens_a_second_measure_in_subjects_only(world, params, policy_with):
    plan(world, params, policy_with(dekom_s__subject_share_min=0.3))
    assert (world.networks.topic[:, QUOTA] >= 0).all()
    assert TOPICS.subject[world.networks.topic[:, QUOTA]].all()


def test_the_quota_leaves_the_main_measure_as_it_was(world, params, policy_with):
    plan(world, params, policy_with())
    alone = world.networks.topic[:, MAIN].copy()
    world.networks.plan_left = 0
    plan(world, params, policy_with(dekom_s__subject_share_min=0.3))
    assert np.array_equal(world.networks.topic[:, MAIN], alone)


def test_a_quota_that_ends_closes_the_second_measure_with_the_next_plan(world, params, policy_with):
    plan(world, params, policy_with(dekom_s__subject_share_min=0.3))
    world.networks.plan_left = 0
    plan(world, params, policy_with(dekom_s__subject_share_min=0.0))
    assert (world.networks.topic[:, QUOTA] == -1).all()


@pytest.mark.parametrize(("shortest", "longest"), [(1, 1), (2, 3), (4, 4), (1, 10)])
def test_plans_last_from_the_shortest_to_the_longest(world, params, policy_with, shortest, longest):
    plan(world, params, policy_with(dekom_s__plan_years_min=shortest, dekom_s__plan_years_max=longest))
    years = world.networks.plan_left
    assert years.min() >= shortest
    assert years.max() <= longest
    assert (len(set(years.tolist())) > 1) == (longest > shortest)


def test_a_running_plan_is_kept(world, params, policy_with):
    plan(world, params, policy_with())
    before = world.networks.topic.copy(), world.networks.group.copy(), world.networks.plan_left.copy()
    assert not plan(world, params, policy_with(), semester=3).any()
    after = world.networks.topic, world.networks.group, world.networks.plan_left
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_who_did_not_apply_makes_no_plan(world, params, policy_with):
    world.networks.applied[::2] = False
    assert np.array_equal(plan(world, params, policy_with()), world.networks.applied)
    assert (world.networks.topic[::2] == -1).all()


def test_a_need_far_above_all_others_is_chosen(world, params, policy_with):
    special = TOPICS.row("special_education")
    world.networks.reported_relevant[:, special] += 50.0 * world.networks.eligible
    plan(world, params, policy_with())
    assert (world.networks.topic[:, MAIN] == special).mean() > 0.9


def choose(world, params, policy, new, semester=1):
    """The partner of each network, of which some have just made a plan."""
    world.networks.made_plan = new
    world.networks.each(Network.choose_partner, now_of(world, semester, params=params, policy=policy))
    return world.networks.partner.copy()


def test_everyone_with_a_new_plan_finds_a_partner(world, params, policy_with):
    everyone = np.ones(world.networks.n, dtype=bool)
    assert (choose(world, params, policy_with(), everyone) >= 0).all()


def test_a_partner_is_kept_while_the_plan_runs(world, params, policy_with):
    everyone = np.ones(world.networks.n, dtype=bool)
    first = choose(world, params, policy_with(), everyone)
    assert np.array_equal(choose(world, params, policy_with(), ~everyone, semester=3), first)


def test_loyalty_keeps_partners_beyond_the_plan(world, params, policy_with):
    everyone = np.ones(world.networks.n, dtype=bool)
    first = choose(world, params, policy_with(), everyone)
    world.networks.last_partner = first
    kept = (choose(world, params, policy_with(), everyone, semester=3) == first).mean()
    world.networks.last_partner = -1
    free = (choose(world, params, policy_with(), everyone, semester=3) == first).mean()
    assert kept > free


def test_a_university_out_of_reach_is_not_chosen(world, params, policy_with):
    world.networks.distance[:, 0] = 100_000.0
    everyone = np.ones(world.networks.n, dtype=bool)
    assert (choose(world, params, policy_with(), everyone) == 1).all()


@pytest.mark.parametrize("allowed", [False, True])
def test_vocational_colleges_are_chosen_only_where_they_may_be(world, params, policy_with, allowed):
    """The college next door, with all the rest alike: nobody's partner before 2026, nearly everybody's after."""
    world.universities.kind[0] = VOCATIONAL_COLLEGE
    world.networks.distance[:, 0] = 0.0
    world.networks.distance[:, 1] = 1000.0
    everyone = np.ones(world.networks.n, dtype=bool)
    partner = choose(world, params, policy_with(dekom_s__vocational_colleges=allowed), everyone)
    assert (partner == 0).mean() > 0.9 if allowed else (partner == 1).all()


def test_where_a_partnership_is_required_nobody_buys(world, params, policy_with):
    world.networks.purchased = True
    world.owners.understanding = 0.0
    choose(world, params, policy_with(), np.ones(world.networks.n, dtype=bool))
    assert not world.networks.purchased.any()


@pytest.mark.parametrize("understanding", [0.0, 0.3, 1.0])
def test_where_none_is_required_those_buy_who_do_not_understand_the_programme_theory(
    world, params, policy_with, understanding
):
    """40 networks x 20 springs; the share that buys within 4 standard errors. Seen to fail with a coin."""
    world.owners.understanding = understanding
    everyone, policy, bought = (
        np.ones(world.networks.n, dtype=bool),
        policy_with(dekom_s__partnership_required=False),
        [],
    )
    for spring in range(1, 41, 2):
        choose(world, params, policy, everyone, spring)
        bought.append(world.networks.purchased.mean())
    error = np.sqrt(understanding * (1 - understanding) / (40 * 20))
    assert abs(np.mean(bought) - (1 - understanding)) <= 4 * error


def test_who_buys_goes_on_buying_while_the_plan_runs(world, params, policy_with):
    world.owners.understanding = 0.5
    policy = policy_with(dekom_s__partnership_required=False)
    choose(world, params, policy, np.ones(world.networks.n, dtype=bool))
    before = world.networks.purchased.copy()
    choose(world, params, policy, np.zeros(world.networks.n, dtype=bool), semester=3)
    assert 0 < before.sum() < world.networks.n
    assert np.array_equal(world.networks.purchased, before)
