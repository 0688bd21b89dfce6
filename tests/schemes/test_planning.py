from __future__ import annotations

import numpy as np
import pytest
from sim.schemes.needs import report_needs, taking_part
from sim.schemes.planning import choose_partners, make_plans
from sim.schemes.slots import MAIN, QUOTA

from sim.agents.university import VOCATIONAL_COLLEGE
from sim.luck import Luck
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, scenario_of


@pytest.fixture
def world(levers):
    """Forty networks of three owners."""
    return live(handmade(owners=120, schools_per_owner=1, posts_per_school=12), scenario_of(levers), -1).world


@pytest.fixture
def reported(world, p, luck):
    network = taking_part(world, upper_secondary=False)
    world.networks.applied = True
    return report_needs(world, network, np.ones(len(TOPICS.codes)), p.owner, luck, 1)


def plan(world, reported, p, law, semester=1):
    return make_plans(world, law.dekom_s, reported, p.owner, Luck(1, 0), semester)


@pytest.mark.parametrize("requirement", [0.05, 0.3, 0.5, 0.8, 0.93, 1.0])
def test_the_group_is_what_the_scheme_requires_but_not_below_the_smallest(world, reported, p, policy, requirement):
    plan(world, reported, p, policy(dekom_s__requirement=requirement))
    assert (world.networks.group[:, MAIN] == max(requirement, p.owner.smallest_group)).all()


def test_without_quota_there_is_one_measure(world, reported, p, policy):
    plan(world, reported, p, policy())
    assert (world.networks.topic[:, MAIN] >= 0).all()
    assert (world.networks.topic[:, QUOTA] == -1).all()


def test_a_quota_opens_a_second_measure_in_subjects_only(world, reported, p, policy):
    plan(world, reported, p, policy(dekom_s__subject_share_min=0.3))
    assert (world.networks.topic[:, QUOTA] >= 0).all()
    assert TOPICS.subject[world.networks.topic[:, QUOTA]].all()


def test_the_quota_leaves_the_main_measure_as_it_was(world, reported, p, policy):
    plan(world, reported, p, policy())
    alone = world.networks.topic[:, MAIN].copy()
    world.networks.plan_left = 0
    plan(world, reported, p, policy(dekom_s__subject_share_min=0.3))
    assert np.array_equal(world.networks.topic[:, MAIN], alone)


def test_a_quota_that_ends_closes_the_second_measure_with_the_next_plan(world, reported, p, policy):
    plan(world, reported, p, policy(dekom_s__subject_share_min=0.3))
    world.networks.plan_left = 0
    plan(world, reported, p, policy(dekom_s__subject_share_min=0.0))
    assert (world.networks.topic[:, QUOTA] == -1).all()


@pytest.mark.parametrize(("shortest", "longest"), [(1, 1), (2, 3), (4, 4), (1, 10)])
def test_plans_last_from_the_shortest_to_the_longest(world, reported, p, policy, shortest, longest):
    plan(world, reported, p, policy(dekom_s__plan_years_min=shortest, dekom_s__plan_years_max=longest))
    years = world.networks.plan_left
    assert years.min() >= shortest
    assert years.max() <= longest
    assert (len(set(years.tolist())) > 1) == (longest > shortest)


def test_a_running_plan_is_kept(world, reported, p, policy):
    plan(world, reported, p, policy())
    before = world.networks.topic.copy(), world.networks.group.copy(), world.networks.plan_left.copy()
    assert not plan(world, reported, p, policy(), semester=3).any()
    after = world.networks.topic, world.networks.group, world.networks.plan_left
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_who_did_not_apply_makes_no_plan(world, reported, p, policy):
    world.networks.applied[::2] = False
    assert np.array_equal(plan(world, reported, p, policy()), world.networks.applied)
    assert (world.networks.topic[::2] == -1).all()


def test_a_need_far_above_all_others_is_chosen(world, reported, p, policy):
    special = TOPICS.row("special_education")
    reported.gain_relevant[:, special] += 50.0 * reported.staff
    plan(world, reported, p, policy())
    assert (world.networks.topic[:, MAIN] == special).mean() > 0.9


def choose(world, reported, p, law, new, semester=1):
    choose_partners(world, law.dekom_s, reported, p, Luck(1, 0), semester, new)
    return world.networks.partner.copy()


def test_everyone_with_a_new_plan_finds_a_partner(world, reported, p, policy):
    everyone = np.ones(world.networks.n, dtype=bool)
    assert (choose(world, reported, p, policy(), everyone) >= 0).all()


def test_a_partner_is_kept_while_the_plan_runs(world, reported, p, policy):
    everyone = np.ones(world.networks.n, dtype=bool)
    first = choose(world, reported, p, policy(), everyone)
    assert np.array_equal(choose(world, reported, p, policy(), ~everyone, semester=3), first)


def test_loyalty_keeps_partners_beyond_the_plan(world, reported, p, policy):
    everyone = np.ones(world.networks.n, dtype=bool)
    first = choose(world, reported, p, policy(), everyone)
    world.networks.last_partner = first
    kept = (choose(world, reported, p, policy(), everyone, semester=3) == first).mean()
    world.networks.last_partner = -1
    free = (choose(world, reported, p, policy(), everyone, semester=3) == first).mean()
    assert kept > free


def test_a_university_out_of_reach_is_not_chosen(world, reported, p, policy):
    world.networks.distance[:, 0] = 100_000.0
    everyone = np.ones(world.networks.n, dtype=bool)
    assert (choose(world, reported, p, policy(), everyone) == 1).all()


@pytest.mark.parametrize("allowed", [False, True])
def test_vocational_colleges_are_chosen_only_where_they_may_be(world, reported, p, policy, allowed):
    """The college next door, with all the rest alike: nobody's partner before 2026, nearly everybody's after."""
    world.universities.kind[0] = VOCATIONAL_COLLEGE
    world.networks.distance[:, 0] = 0.0
    world.networks.distance[:, 1] = 1000.0
    everyone = np.ones(world.networks.n, dtype=bool)
    partner = choose(world, reported, p, policy(dekom_s__vocational_colleges=allowed), everyone)
    assert (partner == 0).mean() > 0.9 if allowed else (partner == 1).all()


def test_where_a_partnership_is_required_nobody_buys(world, reported, p, policy):
    world.networks.purchased = True
    world.owners.understanding = 0.0
    choose(world, reported, p, policy(), np.ones(world.networks.n, dtype=bool))
    assert not world.networks.purchased.any()


@pytest.mark.parametrize("understanding", [0.0, 0.3, 1.0])
def test_where_none_is_required_those_buy_who_do_not_understand_the_programme_theory(
    world, reported, p, policy, understanding
):
    """40 networks x 20 springs; the share that buys within 4 standard errors. Seen to fail with a coin."""
    world.owners.understanding = understanding
    everyone, law, bought = np.ones(world.networks.n, dtype=bool), policy(dekom_s__partnership_required=False), []
    for spring in range(1, 41, 2):
        choose(world, reported, p, law, everyone, spring)
        bought.append(world.networks.purchased.mean())
    error = np.sqrt(understanding * (1 - understanding) / (40 * 20))
    assert abs(np.mean(bought) - (1 - understanding)) <= 4 * error


def test_who_buys_goes_on_buying_while_the_plan_runs(world, reported, p, policy):
    world.owners.understanding = 0.5
    law = policy(dekom_s__partnership_required=False)
    choose(world, reported, p, law, np.ones(world.networks.n, dtype=bool))
    before = world.networks.purchased.copy()
    choose(world, reported, p, law, np.zeros(world.networks.n, dtype=bool), semester=3)
    assert 0 < before.sum() < world.networks.n
    assert np.array_equal(world.networks.purchased, before)
