from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.levers import read_yaml, root_levers
from experiments.paths import configs_folder
from sim.parameters import parameters_from
from sim.policy import policy_from
from sim.rules.base import options, rule_from
from sim.rules.dose import Dose
from sim.schemes.delivery import deliver, intensity, learning_rate
from sim.schemes.planning import MAIN, QUOTA
from tests.handmade import handmade
from tests.laws import live, scenario_of

DOSES = [rule_from(Dose, read_yaml(configs_folder() / "dose" / f"{name}.yaml"), name) for name in options(Dose)]


@pytest.fixture
def world(model):
    """Two networks of 180 teachers, each with its own university, a plan for everybody and 288,000 kroner."""
    networks = model.world.networks
    networks.applied, networks.partner, networks.plan_left = True, np.array([0, 1], dtype=np.int8), 2
    networks.topic, networks.group, networks.granted = [3, -1], [0.8, 0.0], 288_000
    model.world.universities.staff_hours[:] = 10_000.0
    model.world.counties.appropriated[:] = [288_000, 288_000]
    return model.world


def run(world, p, law):
    deliver(world, law.dekom_s, law.context.dose, p)
    return world.networks


def test_a_grant_buys_hours_and_groups_by_hand(world, p, policy):
    """Half of 288,000 kroner is 144 hours: 5.76 groups of 25 hours, for 80 % of 180 teachers as they take part."""
    networks = run(world, p, policy())
    assert networks.contact[:, MAIN].tolist() == [25.0, 25.0]
    assert world.universities.hours.tolist() == [144.0, 144.0]
    people = (world.schools.participation[:, MAIN] * world.schools.n_posts)[world.schools.network == 0].sum()
    assert networks.group_size[0, MAIN] == pytest.approx(people / 5.76)


def test_too_little_for_one_group_shortens_its_hours(world, p, policy):
    world.networks.granted = 20_000
    networks = run(world, p, policy())
    assert networks.contact[:, MAIN].tolist() == [10.0, 10.0]
    assert networks.delivered.tolist() == [0.4, 0.4]


def test_more_money_means_smaller_groups_not_longer_hours(world, p, policy):
    world.networks.granted = [288_000, 576_000]
    networks = run(world, p, policy())
    assert networks.contact[0, MAIN] == networks.contact[1, MAIN] == 25.0
    people = [(world.schools.participation[:, MAIN] * 20)[world.schools.network == n].sum() for n in range(2)]
    assert networks.group_size[0, MAIN] / people[0] == pytest.approx(2 * networks.group_size[1, MAIN] / people[1])


def test_a_full_university_rations_hours_alike_and_the_money_goes_back(world, p, policy):
    """Both ask the same university for 144 hours; it has 72."""
    world.networks.partner = 0
    world.universities.staff_hours[:] = 72.0
    networks = run(world, p, policy())
    assert world.universities.hours.tolist() == [72.0, 0.0]
    assert networks.paid_university.tolist() == [36_000, 36_000]
    assert networks.spent.tolist() == [288_000 - 108_000] * 2
    assert world.counties.pot.tolist() == world.counties.returned.tolist() == [108_000, 108_000]
    assert networks.in_hand.tolist() == networks.spent.tolist()


@given(granted=st.lists(st.integers(0, 10**7), min_size=2, max_size=2), hours=st.floats(1, 5000),
       uh=st.floats(0, 0.9), price=st.floats(1, 5000))  # fmt: skip
def test_a_grant_is_spent_or_goes_back_to_the_krone(p, granted, hours, uh, price):
    levers = root_levers()  # not fixtures: those are made once for all examples
    law = policy_from(levers | {"dekom_s": levers["dekom_s"] | {"uh_share": uh, "price_per_hour": price}})
    world = live(handmade(), scenario_of(levers), -14).world
    world.networks.granted, world.networks.partner = granted, np.zeros(2, dtype=np.int8)
    world.universities.staff_hours[:] = hours
    networks = run(world, p, law)
    assert networks.spent.sum() + world.counties.pot.sum() == sum(granted)
    assert (networks.spent >= 0).all()
    assert world.universities.hours[0] <= hours * (1 + 1e-12)
    assert (networks.paid_university <= np.ceil(np.array(granted) * uh) + 1).all()


@pytest.mark.parametrize("partner", [0, 1])
def test_schools_work_on_their_networks_topic(world, p, policy, partner):
    world.networks.topic[partner, MAIN] = 5
    run(world, p, policy())
    assert (world.schools.topic[world.schools.network == partner, MAIN] == 5).all()
    assert (world.schools.topic[world.schools.network != partner, MAIN] == 3).all()


def test_without_a_grant_nothing_runs(world, p, policy):
    world.networks.granted = [0, 288_000]
    networks = run(world, p, policy())
    mine = world.schools.network == 0
    assert (world.schools.topic[mine] == -1).all()
    assert not world.schools.participation[mine].any()
    assert not world.schools.hours[mine].any()
    assert not world.schools.gain[mine].any()
    assert networks.delivered[0] == 0.0


def test_the_quota_splits_the_hours(world, p, policy):
    world.networks.topic, world.networks.group = [3, 7], [0.8, 0.2]
    world.networks.granted = 100_000  # 50 hours
    networks = run(world, p, policy(dekom_s__subject_share_min=0.3))
    groups = networks.contact / 25.0
    assert np.allclose(networks.contact, [[25.0, 15.0]] * 2)
    assert np.allclose(groups[:, QUOTA], 0.6)
    people = (world.schools.participation * 20)[world.schools.network == 0].sum(axis=0)
    assert networks.group_size[0] == pytest.approx(people / np.array([35 / 25, 1.0]))


def test_without_a_quota_measure_all_hours_are_the_main_ones(world, p, policy):
    world.networks.granted = 20_000
    networks = run(world, p, policy(dekom_s__subject_share_min=0.3))
    assert networks.contact[:, MAIN].tolist() == [10.0, 10.0]


def hours(world, p, law):
    saved = world.save()
    run(world, p, law)
    found = world.schools.hours[:, MAIN].copy()
    world.restore(saved)
    return found


@pytest.mark.parametrize("shares", [{"own_share": 0.0}, {"uh_share": 0.8}, {"coordinator_share": 0.4}])
def test_less_money_for_local_work_gives_fewer_local_hours(world, p, policy, shares):
    usual = hours(world, p, policy())
    less = hours(world, p, policy(**{f"dekom_s__{name}": value for name, value in shares.items()}))
    assert (less < usual).all()


def test_local_hours_by_hand(world, p, policy):
    """Half the money local work needs, so half its hours for each contact hour carried out."""
    law = policy(dekom_s__uh_share=0.5, dekom_s__own_share=0.0, dekom_s__coordinator_share=0.15)
    run(world, p, law)
    c = p.competence
    by_hand = 25.0 + c.local_hours * 25.0 * world.schools.implementation * 0.35 / c.local_money_share
    assert np.allclose(world.schools.hours[:, MAIN], np.minimum(by_hand, c.collective_hours))


def test_nobody_works_more_than_the_contract_allows(world, p, policy):
    world.owners.steering[:], world.schools.involvement[:] = 1.0, 1.0
    run(world, p, policy(dekom_s__own_share=2.0))
    assert (world.schools.hours[:, MAIN] == p.competence.collective_hours).all()


def test_the_gain_of_a_measure_by_hand(world, p, policy):
    run(world, p, policy())
    s, n, c = world.schools, world.networks, p.competence
    law = policy()
    for school in (0, 10):
        network = s.network[school]
        mechanism = n.trust[network, n.partner[network]] * world.universities.nearness[n.partner[network]]
        dose = 1 - np.exp(-max(0.0, s.hours[school, MAIN] - c.dose_threshold) / c.dose_scale)
        size = n.group_size[network, MAIN]
        weight = np.interp(size, [c.small_group, c.large_group], [1.0, c.large_group_intensity])
        rate = learning_rate(law.context.dose, c)
        assert s.gain[school, MAIN] == pytest.approx(rate * dose * mechanism * weight * s.implementation[school])


@pytest.mark.parametrize("dose", DOSES, ids=lambda dose: dose.option())
@given(gain=st.floats(0.1, 1.0), threshold=st.floats(0, 30), scale=st.floats(5, 60))
def test_the_reference_measure_gives_exactly_the_reference_gain(dose, gain, threshold, scale):
    c = parameters_from({"reference_gain": gain, "dose_threshold": threshold, "dose_scale": scale}).competence
    strength = dose(np.array([40.0]), threshold, scale)[0]
    assert learning_rate(dose, c) * strength * 0.6 * 1.0 * 0.8 * 1.0 * 0.5 == pytest.approx(gain * c.teacher_sd)


@pytest.mark.parametrize(("people", "weight"), [(1, 1.0), (15, 1.0), (57.5, 0.75), (100, 0.5), (400, 0.5)])
def test_intensity_falls_straight_from_a_small_to_a_large_group(p, people, weight):
    c = replace(p.competence, small_group=15.0, large_group=100.0, large_group_intensity=0.5)
    assert intensity(np.array([people]), c)[0] == pytest.approx(weight)


@given(st.lists(st.floats(0, 500), min_size=2, max_size=10))
def test_larger_groups_never_learn_more_intensely(p, sizes):
    weight = intensity(np.sort(sizes), p.competence)
    assert (np.diff(weight) <= 0).all()
    assert (weight <= 1).all()
    assert (weight >= p.competence.large_group_intensity).all()


@pytest.mark.parametrize(
    ("granted", "applied", "last", "active"),
    [
        (288_000, True, 0, True),
        (0, True, 0, False),
        (288_000, False, 0, False),
        (288_000, True, 1, False),
        (288_000, True, -1, False),
    ],
)
def test_a_partnership_is_active_with_the_old_partner_an_activity_and_a_joint_plan(
    world, p, policy, granted, applied, last, active
):
    world.networks.granted[0], world.networks.applied[0], world.networks.last_partner[0] = granted, applied, last
    assert run(world, p, policy()).active[0] == active


def test_what_was_active_last_year_is_remembered(world, p, policy):
    world.networks.active[:] = [True, False]
    assert run(world, p, policy()).was_active.tolist() == [True, False]


def test_a_year_without_work_breaks_the_partnership(world, p, policy):
    world.networks.last_partner[:] = [0, 1]
    world.networks.granted[0] = 0
    assert run(world, p, policy()).last_partner.tolist() == [-1, 1]


def test_a_plan_runs_down_with_work_and_ends_with_a_year_without(world, p, policy):
    world.networks.granted[0] = 0
    assert run(world, p, policy()).plan_left.tolist() == [0, 1]


def test_equal_hours_are_hours_in_trust(world, p, policy):
    world.networks.trust[:] = 0.4
    run(world, p, policy())
    assert np.allclose(world.universities.equal_hours, 0.4 * world.universities.hours)


def test_own_money_and_coordinators_by_hand(world, p, policy):
    networks = run(world, p, policy())
    assert np.allclose(networks.own_money, 0.3 * 288_000)
    assert np.allclose(networks.coordinators, 0.1 * 288_000 / p.owner.coordinator_cost)
