"""Kompetanseløftet: its topics, its part of the plan, and the team around the child."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sim.schemes.needs import report_needs, taking_part
from sim.schemes.slots import INCLUSION, INCLUSION_LINE, MAIN

from sim.luck import Luck
from sim.parameters import parameters_from
from sim.policy import lever_values
from sim.schemes.inclusion import build_teams, lose_teams, open_topics, plan
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, scenario_of

BOTH = (0, {"dekom_s.active": True, "inclusion.active": True})


@pytest.fixture
def world(levers):
    """Forty networks of three owners that have all reported."""
    world = live(handmade(owners=120, schools_per_owner=1, posts_per_school=12), scenario_of(levers), -1).world
    world.networks.applied = True
    return world


@pytest.fixture
def reported(world, p, luck):
    return report_needs(world, taking_part(world, upper_secondary=False), np.ones(len(TOPICS.codes)), p.owner, luck, 1)


def plans(world, reported, p, law, new, semester=1):
    plan(world, law, reported, p, Luck(1, 0), semester, new)
    return world.networks.topic[:, INCLUSION].copy()


def everyone(world):
    return np.ones(world.networks.n, dtype=bool)


def test_the_earmarked_money_is_open_for_inclusion_and_special_education():
    assert {TOPICS.codes[t] for t in np.flatnonzero(open_topics())} == {"inclusion", "special_education"}


def test_only_its_own_topics_are_chosen_and_each_by_some(world, reported, p, policy):
    chosen = plans(world, reported, p, policy(), everyone(world))
    assert set(chosen.tolist()) == set(np.flatnonzero(open_topics()).tolist())


def test_the_main_measure_stays_as_it_is(world, reported, p, policy):
    world.networks.topic[:, MAIN], world.networks.group[:, MAIN] = 3, 0.7
    plans(world, reported, p, policy(), everyone(world))
    assert (world.networks.topic[:, MAIN] == 3).all()
    assert (world.networks.group[:, MAIN] == 0.7).all()


@pytest.mark.parametrize("requirement", [0.05, 0.6, 1.0])
def test_the_group_is_at_least_what_the_scheme_requires(world, reported, p, policy, requirement):
    plans(world, reported, p, policy(inclusion__requirement=requirement), everyone(world))
    assert (world.networks.group[:, INCLUSION] >= requirement).all()


def test_the_topic_is_chosen_with_each_new_plan_and_kept_while_it_runs(world, reported, p, policy):
    """Seen to fail when the topic was chosen once and for all."""
    first = plans(world, reported, p, policy(), everyone(world))
    kept = plans(world, reported, p, policy(), ~everyone(world), semester=3)
    again = plans(world, reported, p, policy(), everyone(world), semester=5)
    assert np.array_equal(first, kept)
    assert 0 < (first != again).sum() < world.networks.n


def test_who_did_not_apply_plans_and_asks_for_nothing(world, reported, p, policy):
    world.networks.applied[::2] = False
    chosen = plans(world, reported, p, policy(), world.networks.applied.copy())
    assert np.array_equal(chosen >= 0, world.networks.applied)
    assert np.array_equal(world.networks.asked[:, INCLUSION_LINE] > 0, world.networks.applied)


SHARE = st.floats(0, 1)


@given(SHARE, SHARE, SHARE, SHARE, SHARE, st.booleans())
def test_a_team_stays_within_0_and_1(team, activity, start, growth, loss, left):
    p = replace(parameters_from({}).inclusion, team_start=start, team_growth=growth, team_loss=loss)
    world = live(handmade(), scenario_of(lever_values()), -14).world
    world.owners.team, world.owners.leader_left = team, left
    for _ in range(4):
        build_teams(world, np.full(world.owners.n, activity), p)
        lose_teams(world, p)
        assert ((world.owners.team >= 0) & (world.owners.team <= 1)).all()


def test_a_team_grows_toward_1_by_the_closed_form(world, p):
    world.owners.team = 0.2
    for _ in range(6):
        build_teams(world, np.full(world.owners.n, 0.8), p.inclusion)
    assert np.allclose(world.owners.team, 1 - 0.8 * (1 - 0.5 * p.inclusion.team_growth * 0.8) ** 6)


def test_without_activity_no_team_forms(world, p):
    before = world.owners.team.copy()
    build_teams(world, np.zeros(world.owners.n), p.inclusion)
    assert np.array_equal(world.owners.team, before)


def test_where_the_leader_leaves_part_of_what_was_built_falls_apart(world, p):
    q = replace(p.inclusion, team_start=0.2, team_loss=0.5)
    world.owners.team = 0.6
    world.owners.leader_left = np.arange(world.owners.n) % 2 == 0
    lose_teams(world, q)
    assert np.allclose(world.owners.team, np.where(world.owners.leader_left, 0.4, 0.6))


def test_a_team_below_the_start_is_not_lifted_by_a_leader_who_leaves(world, p):
    world.owners.team, world.owners.leader_left = 0.05, True
    lose_teams(world, replace(p.inclusion, team_start=0.2))
    assert (world.owners.team == 0.05).all()


def test_teams_form_where_the_scheme_runs_and_nowhere_else(levers, p):
    country = handmade()
    on, off = live(country, scenario_of(levers, BOTH), 13), live(country, scenario_of(levers), 13)
    assert (off.world.owners.team == p.inclusion.team_start).all()
    assert on.world.owners.team.mean() > p.inclusion.team_start


def test_without_a_team_the_earmarked_measures_teach_nothing(levers):
    """The same money on both lines; what the earmarked one gives rests on the team alone."""
    still = {"team_start": 0.0, "team_growth": 0.0}
    world = live(handmade(), scenario_of(levers, BOTH), 13, parameters=still).world
    assert world.networks.spent[:, INCLUSION_LINE].sum() > 0
    assert (world.schools.hours[:, INCLUSION] > 0).any()
    assert not world.schools.gain[:, INCLUSION].any()
    assert not world.schools.drive[:, INCLUSION].any()
    assert world.schools.gain[:, MAIN].any()
