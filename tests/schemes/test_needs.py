from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sim.schemes.needs import REFORM_YEARS, by_network, report_needs, taking_part, topic_weights

from sim.luck import Luck
from sim.topics import TOPICS

ONES = np.ones(len(TOPICS.codes))


@pytest.fixture
def world(model):
    return model.world


def report(world, p, weights=ONES, noise=0.0, upper=False):
    network = taking_part(world, upper_secondary=upper)
    return report_needs(world, network, weights, replace(p.owner, need_noise=noise), Luck(2, 0), 1)


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
    without, with_ = (taking_part(world, upper_secondary=upper) for upper in (False, True))
    assert (without[:4] == world.networks.n).all()
    assert np.array_equal(without[4:], world.schools.network[4:])
    assert np.array_equal(with_, world.schools.network)


def test_schools_outside_networks_take_no_part(world):
    world.schools.network[2] = -1
    assert taking_part(world, upper_secondary=True)[2] == world.networks.n


def test_sums_by_network_leave_the_others_out(world):
    network = taking_part(world, upper_secondary=False)
    network[:3] = world.networks.n
    assert by_network(network, np.ones(world.schools.n), world.networks.n).tolist() == [6.0, 9.0]


def test_without_noise_the_reported_need_is_the_gap_times_the_owners_profile(world, p):
    schools, owners = world.schools, world.owners
    found = report(world, p)
    by_hand = np.zeros_like(found.gain_relevant)
    for s in range(schools.n):
        by_hand[schools.network[s]] += schools.gap_relevant[s] * owners.profile[schools.owner[s]]
    assert np.allclose(found.gain_relevant, by_hand, rtol=1e-12)


def test_mean_need_is_per_teacher_and_topic(world, p):
    found = report(world, p)
    total = (found.gain_relevant + found.gain_other).sum(axis=1)
    assert np.allclose(world.networks.need, total / found.staff / len(TOPICS.codes), rtol=1e-12)


def test_a_national_weight_lifts_the_reported_need_of_its_topic(world, p):
    weights = ONES.copy()
    weights[2] = 1.5
    usual, lifted = report(world, p), report(world, p, weights)
    assert np.allclose(lifted.gain_relevant, usual.gain_relevant * weights, rtol=1e-12)


def test_gaps_of_staff_are_all_reported(world, p):
    world.owners.profile[:] = 1.0
    found, schools = report(world, p), world.schools
    assert found.gain_relevant.sum() == pytest.approx(schools.gap_relevant.sum())
    assert found.gain_other.sum() == pytest.approx(schools.gap_other.sum())
    assert found.staff.sum() == world.posts.n
    assert np.array_equal(found.concerned.sum(axis=0), schools.concerned.sum(axis=0))


def test_weakness_and_quality_are_means_over_teachers(world, p):
    world.owners.steering[:] = 0.3
    world.owners.understanding[:], world.owners.capacity[:] = 0.5, p.owner.capacity_half
    found = report(world, p)
    assert np.allclose(found.weakness, 0.7)
    assert np.allclose(found.quality, 0.4 * 0.5 + 0.4 * 0.3 + 0.2 * 0.5)


def test_owners_with_more_capacity_report_nearer_to_the_truth(world, p):
    """120 reports each of one country; the ratio of the SDs is the root of the capacities' ratio, within 20 %.

    Each SD has a relative standard error of 1 / root(2 x 120 x 96) = 0.7 %. Seen to fail without capacity.
    """
    truth = report(world, p).gain_relevant
    concerns = truth[0] > 0
    network = taking_part(world, upper_secondary=False)
    spread = []
    for fte in (0.0, 3.0):
        world.owners.capacity[:] = fte
        noisy = [report_needs(world, network, ONES, p.owner, Luck(2, r), 1).gain_relevant for r in range(120)]
        spread.append(np.std((np.array(noisy) / np.maximum(truth, 1e-9))[..., concerns]))
    assert spread[0] / spread[1] == pytest.approx(2.0, rel=0.2)
