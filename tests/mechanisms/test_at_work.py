"""What owners and networks experience of the collective schemes, counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.mechanisms.at_work import networks_at_work, owners_at_work
from sim.mechanisms.measures import (
    INCLUSION,
    MAIN,
    OWN,
    QUOTA,
    SECOND,
    SLOTS,
    VOCATIONAL,
    in_anything,
    in_schemes,
)


@pytest.fixture
def world(model):
    """Full delivery in both networks, half of the staff in the main measure, and offices with time for it."""
    model.world.owners.capacity = 1e9
    model.world.networks.delivered, model.world.networks.partner = 1.0, np.array([0, 1], dtype=np.int8)
    model.world.schools.participation[:, MAIN] = 0.5
    return model.world


def test_activity_is_who_takes_part_as_far_as_it_is_delivered(world):
    """Half in one measure, a fifth in another, apart from each other: six tenths in either; Dekom Y is not joint."""
    world.schools.participation[:, INCLUSION] = 0.2
    world.schools.participation[:, VOCATIONAL] = 1.0
    world.networks.delivered = [1.0, 0.4]
    world.networks.contact[:, [MAIN, INCLUSION]] = [[25.0, 25.0], [10.0, 10.0]]
    found = owners_at_work(world)
    delivered = world.networks.delivered[world.owners.network]
    assert np.allclose(found.activity, 0.6 * delivered)
    assert np.allclose(found.earmarked, 0.2 * delivered)


@pytest.mark.parametrize(("contact", "part"), [(0.0, 0.0), (5.0, 0.2), (25.0, 1.0)])
def test_earmarked_activity_follows_the_contact_hours_in_inclusion(world, contact, part):
    """Of 25 hours in the widest measure so many are held in inclusion; all activity is as before."""
    world.schools.participation[:, INCLUSION] = 0.2
    world.networks.contact[:, [MAIN, INCLUSION]] = [25.0, contact]
    found = owners_at_work(world)
    assert np.allclose(found.earmarked, 0.2 * part)
    assert np.allclose(found.activity, 0.6)


def test_tracks_of_a_plan_add_up_and_measures_apart_overlap():
    """Tracks of 0.5 and 0.3 exclude each other; whoever is in the quota's measure may be in a track as well."""
    taking = np.zeros((1, SLOTS))
    taking[0, [MAIN, SECOND, QUOTA]] = [0.5, 0.3, 0.5]
    assert in_schemes(taking)[0] == pytest.approx(1.0 - 0.2 * 0.5)
    taking[0, OWN] = 0.4
    assert in_schemes(taking)[0] == pytest.approx(0.9)
    assert in_anything(taking)[0] == pytest.approx(1.0 - 0.1 * 0.6)


def test_inclusion_alone_is_earmarked_as_far_as_it_is_delivered(world):
    world.schools.participation[:, INCLUSION] = 0.2
    world.networks.contact, world.networks.delivered = 0.0, [0.6, 0.0]
    world.networks.contact[0, INCLUSION] = 15.0
    found = owners_at_work(world)
    assert np.allclose(found.earmarked, np.where(world.owners.network == 0, 0.2 * 0.6, 0.0))


def test_an_owner_outside_networks_is_not_at_work(world):
    world.owners.network[2] = -1
    found = owners_at_work(world)
    assert (found.activity[2], found.earmarked[2], found.trust[2]) == (0.0, 0.0, 0.0)


def test_who_buys_hours_meets_no_partner_to_learn_from(world):
    world.networks.trust[:] = 0.6
    world.networks.purchased = [True, False]
    assert np.allclose(owners_at_work(world).trust, np.where(world.owners.network == 0, 0.0, 0.6))


def weights(params, steering, involvement, understanding):
    of_success = {"steering": steering, "involvement": involvement, "understanding": understanding}
    named = {f"success_{driver}": weight for driver, weight in of_success.items()}
    return replace(params, partnership=replace(params.partnership, **named))


def success_at(strength, params):
    steep = params.competence.implementation_steepness * (strength - params.partnership.success_midpoint)
    return 1 / (1 + np.exp(-steep))


def test_success_rests_on_steering_involvement_and_understanding_by_hand(world, params):
    world.owners.steering, world.owners.understanding, world.schools.involvement = 0.5, 0.4, 0.3
    world.owners.capacity = params.owner.capacity_half
    found = networks_at_work(world, weights(params, 0.2, 0.3, 0.4))
    strength = 0.1 * params.partnership.success_midpoint + 0.2 * 0.5 + 0.3 * 0.3 + 0.4 * 0.4
    short = 1.0 - params.competence.capacity_implementation * 0.25  # half of the effort that capacity could give
    assert np.allclose(found.success, success_at(strength, params) * short)
    assert np.allclose(found.weakness, 0.5)


def test_thin_ownership_is_little_steering_or_little_capacity(world, params):
    world.owners.steering = 0.4
    world.owners.capacity = 3.0 * params.owner.capacity_half
    assert np.allclose(networks_at_work(world, params).weakness, 1 - 0.5 * (0.4 + 0.75))


def test_half_of_the_work_succeeds_at_the_midpoint(world, params):
    middle = params.partnership.success_midpoint
    world.owners.steering, world.owners.understanding, world.schools.involvement = middle, middle, middle
    assert np.allclose(networks_at_work(world, params).success, 0.5)


@pytest.mark.parametrize("driver", range(3))
def test_each_driver_counts_and_not_at_all_without_its_weight(world, params, driver):
    states = (world.owners.steering, world.schools.involvement, world.owners.understanding)
    for weight in (0.0, 0.3):
        weighted = weights(params, *(weight if k == driver else 0.1 for k in range(3)))
        for state in states:
            state[:] = 0.2
        before = networks_at_work(world, weighted).success.copy()
        states[driver][:] = 0.7
        risen = networks_at_work(world, weighted).success > before
        assert risen.all() if weight else not risen.any()


def test_success_is_never_above_1_nor_without_delivery(world, params):
    world.owners.steering, world.owners.understanding, world.schools.involvement = 1.0, 1.0, 1.0
    world.networks.delivered = [1.0, 0.0]
    high, none = networks_at_work(world, weights(params, 0.5, 0.5, 0.5)).success
    assert 0.9 < high < 1.0
    assert none == 0.0


def test_the_states_schools_count_in_no_network(world, params):
    before = networks_at_work(world, params).success.copy()
    world.schools.network[world.schools.owner == 0] = -1
    world.owners.steering[0] = world.owners.understanding[0] = 1.0
    alone = world.schools.owner == 0
    world.schools.involvement[alone] = 1.0
    without = networks_at_work(world, params).success
    assert without[1] == before[1]
