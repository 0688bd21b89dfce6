"""Kompetanseløftet: its topics, its part of the plan, and the team around the child."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.network import Network
from sim.mechanisms.measures import INCLUSION, INCLUSION_LINE, MAIN
from sim.policy import lever_values
from sim.schemes.dekom_s import report
from sim.schemes.inclusion import open_topics, teams_fall_apart, teams_form
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of

BOTH = (0, {"dekom_s.active": True, "inclusion.active": True})


@pytest.fixture
def world(levers, params):
    """Forty networks of three owners that have all reported and take part."""
    world = live(handmade(owners=120, schools_per_owner=1, posts_per_school=12), scenario_of(levers), -1).world
    report(now_of(world, params=params))
    world.networks.applied = True
    return world


@pytest.fixture
def earmarked(policy_with):
    """Policies under which Kompetanseløftet runs."""
    return partial(policy_with, inclusion__active=True)


def plans(world, params, policy, new, semester=1):
    """Topic of the earmarked measure of each network, of which some make a new plan and all apply."""
    now = now_of(world, semester, params=params, policy=policy)
    world.networks.plan_left = np.where(new, 0, 2).astype(np.int16)
    world.networks.each(Network.choose_topic, now)
    world.networks.each(Network.apply, now)
    return world.networks.topic[:, INCLUSION].copy()


def everyone(world):
    return np.ones(world.networks.n, dtype=bool)


def test_the_earmarked_money_is_open_for_inclusion_and_special_education():
    assert {TOPICS.codes[t] for t in np.flatnonzero(open_topics())} == {"inclusion", "special_education"}


def test_only_its_own_topics_are_chosen_and_each_by_some(world, params, earmarked):
    chosen = plans(world, params, earmarked(), everyone(world))
    assert set(chosen.tolist()) == set(np.flatnonzero(open_topics()).tolist())


def test_a_running_plan_gets_its_earmarked_measure_beside_the_main_one(world, params, earmarked):
    world.networks.topic[:, MAIN], world.networks.group[:, MAIN] = 3, 0.7
    assert (plans(world, params, earmarked(), ~everyone(world)) >= 0).all()
    assert (world.networks.topic[:, MAIN] == 3).all()
    assert (world.networks.group[:, MAIN] == 0.7).all()


def test_a_new_plan_has_the_main_measure_it_would_have_without_the_earmarked_one(world, params, policy_with, earmarked):
    found = []
    for policy in (policy_with(inclusion__active=False), earmarked()):
        plans(world, params, policy, everyone(world))
        found.append((world.networks.topic[:, MAIN].tolist(), world.networks.group[:, MAIN].tolist()))
    assert found[0] == found[1]


@pytest.mark.parametrize("requirement", [0.05, 0.6, 1.0])
def test_the_group_is_at_least_what_the_scheme_requires(world, params, earmarked, requirement):
    plans(world, params, earmarked(inclusion__requirement=requirement), everyone(world))
    assert (world.networks.group[:, INCLUSION] >= requirement).all()


def test_the_topic_is_chosen_with_each_new_plan_and_kept_while_it_runs(world, params, earmarked):
    """Seen to fail when the topic was chosen once and for all."""
    first = plans(world, params, earmarked(), everyone(world))
    kept = plans(world, params, earmarked(), ~everyone(world), semester=3)
    again = plans(world, params, earmarked(), everyone(world), semester=5)
    assert np.array_equal(first, kept)
    assert 0 < (first != again).sum() < world.networks.n


def test_who_did_not_apply_plans_and_asks_for_nothing(world, params, earmarked):
    world.networks.applied[::2] = False
    chosen = plans(world, params, earmarked(), everyone(world))
    assert np.array_equal(chosen >= 0, world.networks.applied)
    assert np.array_equal(world.networks.asked[:, INCLUSION_LINE] > 0, world.networks.applied)


# ---- the team around the child

SHARE = st.floats(0, 1)


def work_together(world, activity, params):
    """Half a year in which a share of every staff takes part in earmarked measures, delivered in full."""
    schools, networks = world.schools, world.networks
    schools.participation, networks.contact = 0.0, 0.0
    schools.participation[:, INCLUSION], networks.contact[:, INCLUSION], networks.delivered = activity, 25.0, 1.0
    teams_form(now_of(world, params=params))


def of_teams(params, **values):
    """Parameters with some of Kompetanseløftet's replaced."""
    return replace(params, inclusion=replace(params.inclusion, **values))


@pytest.fixture(scope="module")
def any_world():
    return live(handmade(), scenario_of(lever_values()), -14).world


@given(SHARE, SHARE, SHARE, SHARE, SHARE, st.booleans())
def test_a_team_stays_within_0_and_1(any_world, params, team, activity, start, growth, loss, left):
    any_case, owners = of_teams(params, team_start=start, team_growth=growth, team_loss=loss), any_world.owners
    owners.team, owners.leader_left = team, left
    for _ in range(4):
        work_together(any_world, activity, any_case)
        teams_fall_apart(now_of(any_world, params=any_case))
        assert ((owners.team >= 0) & (owners.team <= 1)).all()


def test_a_team_grows_toward_1_by_the_closed_form(world, params):
    world.owners.team = 0.2
    for _ in range(6):
        work_together(world, 0.8, params)
    assert np.allclose(world.owners.team, 1 - 0.8 * (1 - 0.5 * params.inclusion.team_growth * 0.8) ** 6)


def test_without_activity_no_team_forms(world, params):
    before = world.owners.team.copy()
    work_together(world, 0.0, params)
    assert np.array_equal(world.owners.team, before)


def test_where_the_leader_leaves_part_of_what_was_built_falls_apart(world, params):
    world.owners.team = 0.6
    world.owners.leader_left = np.arange(world.owners.n) % 2 == 0
    teams_fall_apart(now_of(world, params=of_teams(params, team_start=0.2, team_loss=0.5)))
    assert np.allclose(world.owners.team, np.where(world.owners.leader_left, 0.4, 0.6))


def test_a_team_below_the_start_is_not_lifted_by_a_leader_who_leaves(world, params):
    world.owners.team, world.owners.leader_left = 0.05, True
    teams_fall_apart(now_of(world, params=of_teams(params, team_start=0.2)))
    assert (world.owners.team == 0.05).all()


def test_teams_form_where_the_scheme_runs_and_nowhere_else(levers, params):
    country = handmade()
    on, off = live(country, scenario_of(levers, BOTH), 13), live(country, scenario_of(levers), 13)
    assert (off.world.owners.team == params.inclusion.team_start).all()
    assert on.world.owners.team.mean() > params.inclusion.team_start


def test_without_a_team_the_earmarked_measures_teach_nothing(levers):
    """The same money on both lines; what the earmarked one gives rests on the team alone."""
    still = {"team_start": 0.0, "team_growth": 0.0}
    world = live(handmade(), scenario_of(levers, BOTH), 13, parameters=still).world
    assert world.networks.spent[:, INCLUSION_LINE].sum() > 0
    assert (world.schools.hours[:, INCLUSION] > 0).any()
    assert not world.schools.gain[:, INCLUSION].any()
    assert not world.schools.drive[:, INCLUSION].any()
    assert world.schools.gain[:, MAIN].any()
