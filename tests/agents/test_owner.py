from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.owner import (
    COUNTY_COUNCIL,
    MUNICIPALITY,
    PRIVATE,
    SMALL_TOWN,
    STATE,
    CountyCouncil,
    Municipality,
    Owners,
    PrivateOwner,
    StateOwner,
)
from sim.luck import stable_ids
from sim.parameters import parameters_from

TOPICS = 4


def owners(n=1, **values):
    table = Owners(n, {"topics": TOPICS}, {"uid": stable_ids(np.arange(n))})
    table.population, table.office_fte, table.capacity, table.leader_tenure = 5000.0, 1.0, 1.0, 5.0
    table.steering = table.own_steering = 0.5
    for name, value in values.items():
        setattr(table, name, value)
    return table


OWNER = parameters_from({}).owner
TIME = OWNER.coordination_time


def capacity(granted, shared, coordinators=(0.0,), params=OWNER, **values):
    o = owners(**values)
    o.draw_on_capacity(granted, shared, np.array(coordinators), params)
    return o.capacity.tolist()


@pytest.mark.parametrize(
    ("population", "kind", "added"),
    [
        (SMALL_TOWN - 1, MUNICIPALITY, 2.0),
        (SMALL_TOWN, MUNICIPALITY, 0.0),
        (50_000, MUNICIPALITY, 0.0),
        (0, COUNTY_COUNCIL, 0.0),
        (0, PRIVATE, 0.0),
        (0, STATE, 0.0),
    ],
)
def test_only_municipalities_below_10000_get_the_capacity_grant(population, kind, added):
    assert capacity(2.0, 0.0, population=population, kind=np.int8(kind)) == [1.0 + added]


def test_without_policy_capacity_is_the_own_office():
    assert capacity(0.0, 0.0, n=2, office_fte=[0.3, 2.0], network=[0, -1]) == [0.3, 2.0]


def test_a_shared_office_adds_a_part_of_what_the_others_have():
    found = capacity(0.0, 0.5, n=3, office_fte=[1.0, 2.0, 4.0], network=[0, 0, -1])
    assert found == pytest.approx([1.0 + 1.0 - TIME, 2.0 + 0.5 - TIME, 4.0])


def test_the_capacity_grant_is_shared_too():
    found = capacity(1.0, 0.5, n=2, office_fte=[1.0, 2.0], network=[0, 0], population=[5e3, 5e4])
    assert found == pytest.approx([2.0 + 1.0 - TIME, 2.0 + 1.0 - TIME])


def test_a_coordinator_serves_all_members_alike():
    found = capacity(0.0, 0.0, (0.6, 0.5), n=3, network=[0, 0, 1])
    assert found == pytest.approx([1.3 - TIME, 1.3 - TIME, 1.5])


def test_meeting_the_others_costs_time_in_networks_of_several_owners_only():
    dear = replace(OWNER, coordination_time=0.25)
    values = {"n": 5, "office_fte": [1.0, 2.0, 3.0, 4.0, 0.5], "network": [0, 0, 0, 1, -1]}
    assert capacity(0.0, 0.0, (0.0, 0.0), dear, **values) == [0.75, 1.75, 2.75, 4.0, 0.5]
    assert capacity(0.0, 0.0, (0.0, 0.0), replace(OWNER, coordination_time=0.0), **values) == values["office_fte"]


def test_an_office_smaller_than_that_time_has_no_capacity_and_not_less():
    dear = replace(OWNER, coordination_time=0.25)
    assert capacity(0.0, 0.0, params=dear, n=2, office_fte=[0.1, 0.3]) == pytest.approx([0.0, 0.05])


@given(st.lists(st.floats(0.1, 20), min_size=3, max_size=3), st.floats(0, 1), st.floats(0, 10))
def test_sharing_never_costs_capacity(offices, share, grant):
    alone = capacity(grant, 0.0, n=3, office_fte=offices)
    together = capacity(grant, share, n=3, office_fte=offices)
    assert (np.array(together) >= np.array(alone) - 1e-12).all()


def test_effort_is_half_at_the_capacity_the_register_names(params):
    assert owners(capacity=params.owner.capacity_half).effort(params.owner)[0] == 0.5


def test_a_leader_who_leaves_takes_steering_and_understanding_along(params, luck):
    o = owners(400, steering=0.6, understanding=0.5, own_steering=0.6, own_understanding=0.5)
    o.change_leaders(np.full(400, 0.5), replace(params.owner, few_applicants_harm=0.0), luck.at(0))
    gone = o.leader_left
    assert 0 < gone.sum() < 400
    assert np.allclose(o.steering, np.where(gone, 0.6 * (1 - params.owner.steering_loss), 0.6))
    assert np.allclose(o.understanding, np.where(gone, 0.5 * (1 - params.owner.understanding_loss), 0.5))


@pytest.mark.parametrize("capacity", [0.2, 1.0, 9.0])
def test_what_was_learned_above_the_owners_own_level_stays_as_far_as_the_office_carries_it(params, luck, capacity):
    o = owners(1, steering=0.8, own_steering=0.5, capacity=capacity)
    o.change_leaders(np.ones(1), replace(params.owner, few_applicants_harm=0.0), luck.at(0))
    carried = capacity / (capacity + params.owner.capacity_half)
    assert o.steering[0] == pytest.approx((0.5 + 0.3 * carried) * (1 - params.owner.steering_loss))


def test_an_empty_post_lets_less_steering_reach_the_schools(params):
    o = owners(2, steering=0.6)
    o.leader_tenure = [-0.5, 0.0]
    assert np.allclose(o.steering_at_schools(params.owner), [0.6 * params.owner.vacancy_steering, 0.6])


def test_where_few_apply_a_change_of_leader_costs_more(params, luck):
    o = owners(1, own_steering=0.9)
    certain = replace(params.owner, few_applicants_small=1.0)
    o.change_leaders(np.ones(1), certain, luck.at(0))
    assert o.steering[0] == pytest.approx(0.5 * (1 - certain.steering_loss * (1 + certain.few_applicants_harm)))
    assert o.leader_tenure[0] == -certain.vacancy_years


@pytest.mark.parametrize(("size_class", "size"), [(0, "small"), (1, "small"), (2, "large"), (3, "large")])
def test_small_owners_are_those_below_10000(params, luck, size_class, size):
    """10,000 owners, 4 standard errors. Seen to fail with small owners below 3,000 only."""
    o = owners(10_000, size_class=np.int8(size_class))
    o.change_leaders(np.ones(o.n), params.owner, luck.at(0))
    chance = getattr(params.owner, f"few_applicants_{size}")
    assert abs((o.leader_tenure < 0).mean() - chance) <= 4 * np.sqrt(chance * (1 - chance) / o.n)


@pytest.mark.parametrize("capacity", [0.0, 1.0, 9.0])
def test_steering_recovers_to_the_owners_own_by_the_closed_form(params, capacity):
    """An office anchors anew what a leader left, twice as fast with all the capacity there is as with none."""
    o = owners(steering=0.2, own_steering=0.6, capacity=capacity)
    for _ in range(6):
        o.learn_to_steer(np.zeros(1), np.zeros(1), params.owner, autumn=True)
    rate = params.owner.steering_recovery * (0.5 + 0.5 * capacity / (capacity + params.owner.capacity_half))
    assert o.steering[0] == pytest.approx(0.6 - 0.4 * (1 - 0.5 * rate) ** 6, rel=1e-12)


def test_steering_gained_by_taking_part_is_not_lost_when_activity_ends(params):
    o = owners(steering=0.8, own_steering=0.6)
    o.learn_to_steer(np.zeros(1), np.zeros(1), params.owner, autumn=True)
    assert o.steering[0] == 0.8


def test_taking_part_lifts_steering_by_hand(params):
    o = owners(capacity=params.owner.capacity_half)
    o.learn_to_steer(np.full(1, 0.8), np.zeros(1), params.owner, autumn=True)
    assert o.steering[0] == pytest.approx(0.5 + 0.5 * params.owner.steering_growth * 0.8 * 0.5 * 0.5)


def test_understanding_grows_with_activity_in_trust(params):
    o = owners(understanding=0.4)
    o.learn_to_steer(np.full(1, 0.8), np.full(1, 0.5), params.owner, autumn=True)
    assert o.understanding[0] == pytest.approx(0.4 + 0.5 * params.owner.understanding_growth * 0.8 * 0.5 * 0.6)


def test_nobody_learns_while_the_post_of_leader_is_empty(params):
    o = owners(steering=0.2, leader_tenure=-0.5)
    o.learn_to_steer(np.ones(1), np.ones(1), params.owner, autumn=True)
    assert o.steering[0] == 0.2
    assert o.understanding[0] == 0.0


def empty_halves(params, luck, years):
    """Half-years without learning after a leader left in autumn and few applied, the vacancy lasting `years`."""
    certain = replace(params.owner, few_applicants_small=1.0, vacancy_years=years)
    o, empty = owners(), 0
    for half in range(4):
        if half % 2 == 0:
            o.change_leaders(np.full(1, float(half == 0)), certain, luck.at(half))
        before = o.steering[0]
        o.learn_to_steer(np.ones(1), np.ones(1), certain, autumn=half % 2 == 0)
        empty += int(o.steering[0] == before)
    return empty


@pytest.mark.parametrize(("years", "halves"), [(0.25, 1), (0.5, 1), (0.75, 2), (1.0, 2)])
def test_a_vacancy_costs_the_half_years_it_touches(params, luck, years, halves):
    assert empty_halves(params, luck, years) == halves


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 50))
def test_steering_and_understanding_stay_within_0_and_1(params, luck, start, activity, trust, hazard, fte):
    o = owners(steering=start, understanding=start, own_steering=start, capacity=fte)
    wild = replace(
        params.owner, steering_loss=0.9, understanding_loss=0.9, few_applicants_harm=1.0, steering_recovery=1.0
    )
    for year in range(4):
        o.change_leaders(np.full(1, hazard), wild, luck.at(2 * year))
        o.learn_to_steer(np.full(1, activity), np.full(1, trust), wild, autumn=True)
        assert 0 <= o.steering[0] <= 1
        assert 0 <= o.understanding[0] <= 1


@pytest.mark.parametrize("fte", [0.0, 3.0])
def test_the_error_of_a_need_assessment_falls_with_capacity(params, luck, fte):
    """10,000 owners x 4 topics; SD within 4 standard errors. Seen to fail without capacity."""
    o = owners(10_000, capacity=fte)
    factor = o.assessment_error(replace(params.owner, need_noise=0.15), luck.at(1))
    expected = 0.15 / np.sqrt(1 + fte)
    assert abs(factor.std() - expected) <= 4 * expected / np.sqrt(2 * factor.size)
    assert abs(factor.mean() - 1) <= 4 * expected / np.sqrt(factor.size)


def test_no_noise_reports_the_truth(params, luck):
    assert (owners(50).assessment_error(replace(params.owner, need_noise=0.0), luck.at(1)) == 1.0).all()


def test_each_kind_of_owner_is_an_agent_of_its_class():
    o = owners(4, kind=np.array([MUNICIPALITY, COUNTY_COUNCIL, PRIVATE, STATE], dtype=np.int8))
    assert [o.kind_of(row) for row in range(4)] == [Municipality, CountyCouncil, PrivateOwner, StateOwner]
