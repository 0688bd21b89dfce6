"""Needs: what owners report, what networks add up, and how good their applications are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.luck import Luck
from sim.mechanisms.needs import REFORM_YEARS, application_quality, by_network, network_of_schools, topic_weights
from sim.policy import lever_values
from sim.schemes.dekom_s import report
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of

AFTER = 2 * (REFORM_YEARS[-1] - 2017) + 1
"""The first spring after the reform's years: every topic weighs alike."""


@pytest.fixture
def world(model):
    return model.world


def reported(world, params, semester=AFTER, noise=0.0, luck=None):
    """What networks report, with so much error in their owners' assessments."""
    certain = replace(params, owner=replace(params.owner, need_noise=noise))
    report(now_of(world, semester, params=certain, luck=luck or Luck(2, 0)))
    return world.networks


@pytest.mark.parametrize("year", range(2016, 2026))
def test_the_reform_lifts_curriculum_understanding_in_its_years_and_nothing_else(year):
    weights = topic_weights(year, 1.3, reform=True)
    lifted = np.flatnonzero(weights != 1.0)
    assert lifted.tolist() == ([TOPICS.row("curriculum")] if year in REFORM_YEARS else [])
    assert weights[lifted].tolist() == [1.3] * len(lifted)


def test_without_the_reform_all_topics_weigh_alike():
    assert (topic_weights(2020, 1.3, reform=False) == 1.0).all()


def test_upper_secondary_schools_take_part_only_when_they_may(world):
    world.schools.level[:4] = 3
    without, with_ = (network_of_schools(world, upper_secondary=upper) for upper in (False, True))
    assert (without[:4] == world.networks.n).all()
    assert np.array_equal(without[4:], world.schools.network[4:])
    assert np.array_equal(with_, world.schools.network)


def test_schools_outside_networks_take_no_part(world):
    world.schools.network[2] = -1
    assert network_of_schools(world, upper_secondary=True)[2] == world.networks.n


def test_sums_by_network_leave_the_others_out(world):
    network = network_of_schools(world, upper_secondary=False)
    network[:3] = world.networks.n
    assert by_network(network, np.ones(world.schools.n), world.networks.n).tolist() == [6.0, 9.0]


def test_without_noise_the_reported_need_is_the_gap_times_the_owners_profile(world, params):
    schools, owners = world.schools, world.owners
    found = reported(world, params).reported_relevant
    by_hand = np.zeros_like(found)
    for s in range(schools.n):
        by_hand[schools.network[s]] += schools.gap_relevant[s] * owners.profile[schools.owner[s]]
    assert np.allclose(found, by_hand, rtol=1e-12)


def test_mean_need_is_per_teacher_and_topic(world, params):
    n = reported(world, params)
    total = (n.reported_relevant + n.reported_other).sum(axis=1)
    assert np.allclose(n.need, total / n.eligible / len(TOPICS.codes), rtol=1e-12)


def test_a_national_weight_lifts_the_reported_need_of_its_topic(world, params):
    usual = reported(world, params).reported_relevant.copy()
    lifted = reported(world, params, AFTER - 2).reported_relevant
    weights = topic_weights(REFORM_YEARS[-1], params.owner.curriculum_lift, reform=True)
    assert weights.max() > 1
    assert np.allclose(lifted, usual * weights, rtol=1e-12)


def test_gaps_of_staff_are_all_reported(world, params):
    world.owners.profile[:] = 1.0
    n, schools = reported(world, params), world.schools
    assert n.reported_relevant.sum() == pytest.approx(schools.gap_relevant.sum())
    assert n.reported_other.sum() == pytest.approx(schools.gap_other.sum())
    assert n.eligible.sum() == world.posts.n
    assert np.array_equal(n.reported_concerned.sum(axis=0), schools.concerned.sum(axis=0))


def test_weakness_and_quality_are_means_over_teachers(world, params):
    world.owners.steering[:] = 0.3
    world.owners.understanding[:], world.owners.capacity[:] = 0.5, params.owner.capacity_half
    n = reported(world, params)
    assert np.allclose(n.weakness, 0.7)
    assert np.allclose(n.application_quality, 0.4 * 0.5 + 0.4 * 0.3 + 0.2 * 0.5)


def test_owners_with_more_capacity_report_nearer_to_the_truth(world, params):
    """120 reports each of one country; the ratio of the SDs is the root of the capacities' ratio, within 20 %.

    Each SD has a relative standard error of 1 / root(2 x 120 x 96) = 0.7 %. Seen to fail without capacity.
    """
    truth = reported(world, params).reported_relevant.copy()
    concerns, usual = truth[0] > 0, params.owner.need_noise
    spread = []
    for fte in (0.0, 3.0):
        world.owners.capacity[:] = fte
        noisy = [reported(world, params, noise=usual, luck=Luck(2, r)).reported_relevant.copy() for r in range(120)]
        spread.append(np.std((np.array(noisy) / np.maximum(truth, 1e-9))[..., concerns]))
    assert spread[0] / spread[1] == pytest.approx(2.0, rel=0.2)


# ---- quality of applications

WEIGHTS = ("quality_capacity", "quality_steering", "quality_understanding", "quality_guidance")


def quality(world, weights, effort=0.5, **states):
    """Quality of the first owner's application at states of all owners."""
    world.owners.capacity = weights.capacity_half * effort / (1.0 - effort)
    for name, value in states.items():
        setattr(world.owners, name, value)
    return float(application_quality(world, weights)[0])


def test_the_quality_of_an_application_by_hand(world, params):
    found = quality(world, params.owner, steering=0.5, understanding=0.3)
    assert found == pytest.approx(0.4 * 0.5 + 0.4 * 0.5 + 0.2 * 0.3)


def test_each_weight_of_an_application_counts_what_it_names(world, params):
    states = {"steering": 0.6, "understanding": 0.3, "guidance": 0.8}
    for weight, state in zip(WEIGHTS, (0.5, *states.values()), strict=True):
        only = replace(params.owner, **(dict.fromkeys(WEIGHTS, 0.0) | {weight: 0.5}))
        assert quality(world, only, **states) == pytest.approx(0.5 * state), weight


def test_guidance_adds_to_an_application(world, params):
    states = {"steering": 0.5, "understanding": 0.3}
    without, with_guides = (quality(world, params.owner, **states, guidance=guidance) for guidance in (0.0, 0.7))
    assert with_guides - without == pytest.approx(0.7 * params.owner.quality_guidance)
    assert with_guides > without


@pytest.fixture(scope="module")
def any_world():
    return live(handmade(owners=3), scenario_of(lever_values()), -14).world


@given(st.lists(st.floats(0, 1), min_size=4, max_size=4), st.lists(st.floats(0, 1), min_size=3, max_size=3),
       st.floats(0, 0.98))  # fmt: skip
def test_the_quality_of_an_application_stays_within_0_and_1(any_world, params, weights, states, effort):
    own = replace(params.owner, **dict(zip(WEIGHTS, weights, strict=True)))
    steering, understanding, guidance = states
    found = quality(any_world, own, effort, steering=steering, understanding=understanding, guidance=guidance)
    assert 0 <= found <= 1
