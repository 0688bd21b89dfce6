"""How granted measures are delivered: hours, groups, gains, and who pays for what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.areas import ContextLevers
from sim.choices.school import take_part
from sim.mechanisms.delivery import deliver
from sim.mechanisms.learning import learning_rate
from sim.mechanisms.measures import (
    COLLECTIVE,
    FOLLOW_UP,
    INCLUSION,
    LINES,
    MAIN,
    QUOTA,
    SCHOOLS_LINE,
    SLOTS,
    VOCATIONAL,
)
from sim.policy import lever_values, policy_from
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of


@pytest.fixture
def world(model):
    """Two networks of 180 teachers, each with its own university, a plan for everybody and 288,000 kroner."""
    networks = model.world.networks
    networks.applied, networks.partner, networks.plan_left = True, np.array([0, 1], dtype=np.int8), 2
    networks.topic, networks.group = slots(3, empty=-1), slots(0.8)
    networks.granted = [288_000, 0]
    model.world.universities.staff_hours[:] = 10_000.0
    model.world.counties.appropriated[:] = [288_000, 0]
    return model.world


def slots(*values, empty=0.0):
    """A row over all slots: the values of the first ones, and none in the others."""
    return [*values, *[empty] * (SLOTS - len(values))]


def run(world, params, policy, held=1.0):
    deliver(now_of(world, params=params, policy=policy), held=held)
    return world.networks


def grant(world, kroner, line=SCHOOLS_LINE):
    world.networks.granted[:, line] = kroner


def test_a_grant_buys_hours_and_groups_by_hand(world, params, policy_with):
    """Half of 288,000 kroner is 144 hours: 5.76 groups of 25 hours, for 80 % of 180 teachers as they take part."""
    networks = run(world, params, policy_with())
    assert networks.contact[:, MAIN].tolist() == [25.0, 25.0]
    assert world.universities.hours.tolist() == [144.0, 144.0]
    people = (world.schools.participation[:, MAIN] * world.schools.n_posts)[world.schools.network == 0].sum()
    assert networks.group_size[0, MAIN] == pytest.approx(people / 5.76)


def test_too_little_for_one_group_shortens_its_hours(world, params, policy_with):
    grant(world, 20_000)
    networks = run(world, params, policy_with())
    assert networks.contact[:, MAIN].tolist() == [10.0, 10.0]
    assert networks.delivered.tolist() == [0.4, 0.4]


def test_more_money_means_smaller_groups_not_longer_hours(world, params, policy_with):
    grant(world, [288_000, 576_000])
    networks = run(world, params, policy_with())
    assert networks.contact[0, MAIN] == networks.contact[1, MAIN] == 25.0
    people = [(world.schools.participation[:, MAIN] * 20)[world.schools.network == n].sum() for n in range(2)]
    assert networks.group_size[0, MAIN] / people[0] == pytest.approx(2 * networks.group_size[1, MAIN] / people[1])


def test_a_full_university_rations_hours_alike_and_the_money_goes_back(world, params, policy_with):
    """Both ask the same university for 144 hours; it has 72."""
    world.networks.partner = 0
    world.universities.staff_hours[:] = 72.0
    networks = run(world, params, policy_with())
    assert world.universities.hours.tolist() == [72.0, 0.0]
    assert networks.paid_university.tolist() == [[36_000, 0]] * 2
    assert networks.spent.tolist() == [[288_000 - 108_000, 0]] * 2
    assert world.counties.pot.tolist() == world.counties.returned.tolist() == [[108_000, 0]] * 2
    assert networks.in_hand.tolist() == networks.spent.tolist()


@given(granted=st.lists(st.integers(0, 10**7), min_size=4, max_size=4), hours=st.floats(1, 5000),
       uh=st.floats(0, 0.9), price=st.floats(1, 5000), earmarked=st.floats(0, 1))  # fmt: skip
def test_a_grant_is_spent_or_goes_back_to_the_krone_on_its_own_line(params, granted, hours, uh, price, earmarked):
    levers = lever_values()  # not fixtures: those are made once for all examples
    levers["dekom_s"] |= {"uh_share": uh, "price_per_hour": price, "nearness_bonus": earmarked}
    levers["teacher_education"]["feedback_share"] = earmarked
    policy, granted = policy_from(levers), np.reshape(granted, (2, LINES))
    world = live(handmade(), scenario_of(levers), -14).world
    world.networks.granted, world.networks.partner = granted, np.zeros(2, dtype=np.int8)
    world.universities.staff_hours[:] = hours
    networks = run(world, params, policy)
    assert np.array_equal((networks.spent + world.counties.pot).sum(axis=0), granted.sum(axis=0))
    assert (networks.spent >= 0).all()
    assert world.universities.hours[0] <= hours * (1 + 1e-12)
    assert (networks.paid_university <= np.ceil(granted * uh) + 1).all()


@pytest.mark.parametrize("partner", [0, 1])
def test_schools_work_on_their_networks_topic(world, params, policy_with, partner):
    world.networks.topic[partner, MAIN] = 5
    run(world, params, policy_with())
    assert (world.schools.topic[world.schools.network == partner, MAIN] == 5).all()
    assert (world.schools.topic[world.schools.network != partner, MAIN] == 3).all()


def test_without_a_grant_nothing_runs(world, params, policy_with):
    grant(world, [0, 288_000])
    networks = run(world, params, policy_with())
    mine = world.schools.network == 0
    assert (world.schools.topic[mine] == -1).all()
    assert not world.schools.participation[mine].any()
    assert not world.schools.hours[mine].any()
    assert not world.schools.gain[mine].any()
    assert networks.delivered[0] == 0.0


def test_the_quota_splits_the_hours(world, params, policy_with):
    world.networks.topic, world.networks.group = slots(3, 7, empty=-1), slots(0.8, 0.2)
    grant(world, 100_000)  # 50 hours
    networks = run(world, params, policy_with(dekom_s__subject_share_min=0.3))
    groups = networks.contact / 25.0
    assert np.allclose(networks.contact, [slots(25.0, 15.0)] * 2)
    assert np.allclose(groups[:, QUOTA], 0.6)
    people = (world.schools.participation * 20)[world.schools.network == 0].sum(axis=0)
    assert networks.group_size[0, :2] == pytest.approx(people[:2] / np.array([35 / 25, 1.0]))


def test_without_a_quota_measure_all_hours_are_the_main_ones(world, params, policy_with):
    grant(world, 20_000)
    networks = run(world, params, policy_with(dekom_s__subject_share_min=0.3))
    assert networks.contact[:, MAIN].tolist() == [10.0, 10.0]


def hours(world, params, policy):
    saved = world.save()
    run(world, params, policy)
    found = world.schools.hours[:, MAIN].copy()
    world.restore(saved)
    return found


@pytest.mark.parametrize("shares", [{"own_share": 0.0}, {"uh_share": 0.8}, {"coordinator_share": 0.4}])
def test_less_money_for_local_work_gives_fewer_local_hours(world, params, policy_with, shares):
    usual = hours(world, params, policy_with())
    less = hours(world, params, policy_with(**{f"dekom_s__{name}": value for name, value in shares.items()}))
    assert (less < usual).all()


def priced(params, **values):
    return replace(params, competence=replace(params.competence, **values))


def local_price(world, c, slot):
    """Kroner for all local work of one slot, with 25 contact hours: hours as far as carried out, by school."""
    s = world.schools
    return s.participation[:, slot] * s.n_posts * c.local_hours * 25.0 * s.implementation * c.local_hour_cost


@pytest.mark.parametrize("own", [0.0, 0.3])
@pytest.mark.parametrize("cost", [20.0, 100.0, 400.0])
def test_local_hours_by_hand(world, params, policy_with, cost, own):
    """The money left for it, 35 % of the grant and the own share, pays an equal part of every network's local work."""
    dear = priced(params, local_hour_cost=cost)
    run(world, dear, policy_with(dekom_s__uh_share=0.5, dekom_s__own_share=own, dekom_s__coordinator_share=0.15))
    c, s = dear.competence, world.schools
    needed = np.bincount(s.network, weights=local_price(world, c, MAIN), minlength=2)
    paid = np.minimum(1.0, (0.35 + own) * 288_000 / needed)
    assert (paid == 1.0).all() if cost == 20.0 else (paid < 1.0).all() if cost == 400.0 else (paid > 0.2).all()
    by_hand = 25.0 + c.local_hours * 25.0 * s.implementation * paid[s.network]
    assert np.allclose(s.hours[:, MAIN], np.minimum(by_hand, c.collective_hours))


def test_twice_as_dear_is_half_the_local_work_where_money_is_short(world, params, policy_with):
    extra = [hours(world, priced(params, local_hour_cost=cost), policy_with()) - 25.0 for cost in (1000.0, 2000.0)]
    assert (extra[0] > 0).all()
    assert np.allclose(extra[0], 2 * extra[1])


def test_each_measure_pays_its_local_work_from_its_own_money(world, params, policy_with):
    """Side by side and far too dear: what is paid of the local work is the money of the line, or of the owner."""
    dear = priced(params, local_hour_cost=2000.0, collective_hours=1e6)
    networks, s = run(beside(world), dear, policy_with(**QUOTA_LAW)), world.schools
    contact = networks.contact[s.network]
    spent = s.participation * (s.hours - contact) * s.n_posts[:, None] * 2000.0
    by_network = np.stack([np.bincount(s.network, weights=spent[:, k], minlength=2) for k in COLLECTIVE], axis=1)
    assert np.allclose(by_network[:, MAIN] + by_network[:, QUOTA], (0.4 + 0.3) * 288_000)
    assert np.allclose(by_network[:, INCLUSION], (0.4 + 0.3) * 288_000)
    follow_up = s.participation[:, FOLLOW_UP] * (s.hours[:, FOLLOW_UP] - 25.0) * s.n_posts * 2000.0
    assert np.allclose(np.bincount(s.owner, weights=follow_up), 0.4 * 120_000)


def test_nobody_works_more_than_the_contract_allows(world, params, policy_with):
    world.owners.steering[:], world.schools.involvement[:] = 1.0, 1.0
    run(world, params, policy_with(dekom_s__own_share=2.0))
    assert (world.schools.hours[:, MAIN] == params.competence.collective_hours).all()


def test_the_gain_of_a_measure_by_hand(world, params, policy_with):
    run(world, params, policy_with())
    s, n, c = world.schools, world.networks, params.competence
    policy = policy_with()
    for school in (0, 10):
        network = s.network[school]
        mechanism = n.trust[network, n.partner[network]] * world.universities.nearness[n.partner[network]]
        dose = 1 - np.exp(-max(0.0, s.hours[school, MAIN] - c.dose_threshold) / c.dose_scale)
        size = n.group_size[network, MAIN]
        weight = np.interp(size, [c.small_group, c.large_group], [1.0, c.large_group_intensity])
        rate = learning_rate(policy[ContextLevers].dose, c)
        assert s.gain[school, MAIN] == pytest.approx(rate * dose * mechanism * weight * s.implementation[school])


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
    world, params, policy_with, granted, applied, last, active
):
    world.networks.applied[0], world.networks.last_partner[0] = applied, last
    grant(world, [granted, 288_000])
    assert run(world, params, policy_with()).active[0] == active


def test_what_was_active_last_year_is_remembered(world, params, policy_with):
    world.networks.active[:] = [True, False]
    assert run(world, params, policy_with()).was_active.tolist() == [True, False]


def test_a_year_without_work_breaks_the_partnership(world, params, policy_with):
    world.networks.last_partner[:] = [0, 1]
    grant(world, [0, 288_000])
    assert run(world, params, policy_with()).last_partner.tolist() == [-1, 1]


def test_a_plan_runs_down_with_work_and_ends_with_a_year_without(world, params, policy_with):
    grant(world, [0, 288_000])
    assert run(world, params, policy_with()).plan_left.tolist() == [0, 1]


def test_equal_hours_are_hours_in_trust(world, params, policy_with):
    world.networks.trust[:] = 0.4
    run(world, params, policy_with())
    assert np.allclose(world.universities.equal_hours, 0.4 * world.universities.hours)


def test_own_money_and_coordinators_by_hand(world, params, policy_with):
    networks = run(world, params, policy_with())
    assert np.allclose(networks.own_money, 0.3 * 288_000)
    assert np.allclose(networks.coordinators, 0.1 * 288_000 / params.owner.coordinator_cost)


# ---- measures side by side


def beside(world, follow_up=120_000):
    """Every owner works on four measures at once, whoever pays; the grant of each line is the same."""
    world.networks.topic = [3, 7, TOPICS.row("inclusion"), -1, -1]
    world.networks.group = slots(0.8, 0.2, 0.6)
    world.networks.granted = 288_000
    world.owners.follow_grant, world.owners.follow_topic = follow_up, np.int8(5)
    world.owners.team = 0.5
    return world


QUOTA_LAW = {"dekom_s__subject_share_min": 0.3}


def test_each_collective_slot_has_its_own_money_people_and_hours(world, params, policy_with):
    networks = run(beside(world), params, policy_with(**QUOTA_LAW))
    s = world.schools
    assert (s.topic[:, COLLECTIVE] == [3, 7, TOPICS.row("inclusion"), 5]).all()
    assert (s.topic[:, VOCATIONAL] == -1).all()
    assert np.allclose(networks.contact[:, [MAIN, QUOTA, INCLUSION]], 25.0)
    taking = s.participation[:, FOLLOW_UP]  # follow-up concerns everybody
    assert np.allclose(s.participation[:, [MAIN, QUOTA, INCLUSION]], np.outer(taking, [0.8, 0.2, 0.6]))
    assert not s.participation[:, VOCATIONAL].any()


@given(
    granted=st.lists(st.integers(0, 2 * 10**6), min_size=2, max_size=2), follow_up=st.integers(0, 10**6),
    group=st.lists(st.floats(0.05, 1), min_size=3, max_size=3), quota=st.floats(0, 1), contact=st.floats(1, 120),
    own=st.floats(0, 2), steering=st.floats(0, 1),
)  # fmt: skip
def test_measures_side_by_side_stay_within_the_staffs_collective_time(
    params, granted, follow_up, group, quota, contact, own, steering
):
    """Mean hours of the staff: at most those of the contract, or the contact hours that are paid for."""
    levers = lever_values()
    levers["dekom_s"] |= {"subject_share_min": quota, "contact_hours": contact, "own_share": own}
    world = beside(live(handmade(), scenario_of(levers), -14).world, follow_up)
    world.networks.partner = np.array([0, 1], dtype=np.int8)
    world.networks.group, world.networks.granted = slots(*group), granted
    world.owners.steering = steering
    run(world, params, policy_from(levers))
    s, most = world.schools, params.competence.collective_hours
    paid = np.minimum(s.hours, contact)[:, COLLECTIVE]  # no contact hour is more than the aim
    taking = s.participation[:, COLLECTIVE]
    mean = (taking * s.hours[:, COLLECTIVE]).sum(axis=1)
    assert (mean <= np.maximum(most * taking.max(axis=1), (taking * paid).sum(axis=1)) + 1e-9).all()
    assert (s.hours[:, COLLECTIVE] >= 0).all()


def test_two_measures_leave_less_time_for_local_work_than_each_alone(world, params, policy_with):
    policy = policy_with(dekom_s__own_share=2.0)
    world.owners.steering = 1.0
    alone = hours(world, params, policy)
    together = hours(beside(world), params, policy)
    assert (together < alone).all()
    assert (together >= 25.0).all()


def test_the_earmarked_line_pays_measures_in_inclusion_only(world, params, policy_with):
    world.networks.topic, world.networks.group = [3, -1, 9, -1, -1], slots(0.8, 0.0, 0.6)
    world.networks.granted = [0, 288_000]
    world.owners.team = 0.5
    run(world, params, policy_with())
    assert (world.schools.topic == [-1, -1, 9, -1, -1]).all()
    assert not world.schools.gain[:, MAIN].any()
    assert (world.schools.gain[:, INCLUSION] > 0).all()


@pytest.mark.parametrize("team", [0.0, 0.4, 1.0])
def test_inclusion_works_as_far_as_the_team_around_the_child_does(world, params, policy_with, team):
    """The same measure in the main slot, where no team is asked for; without a team nothing is learned."""
    world.networks.topic, world.networks.group = [9, -1, 9, -1, -1], slots(0.7, 0.0, 0.7)
    world.networks.granted = 288_000
    world.owners.team = team
    run(world, params, policy_with())
    s = world.schools
    assert np.allclose(s.gain[:, INCLUSION], team * s.gain[:, MAIN])
    assert np.allclose(s.drive[:, INCLUSION], team * s.drive[:, MAIN])
    assert (s.gain[:, MAIN] > 0).all()


def test_follow_up_measures_reach_whole_staffs_of_those_with_a_grant_only(world, params, policy_with):
    grant(world, 0)
    world.owners.follow_grant = [120_000, *[0] * (world.owners.n - 1)]
    world.owners.follow_topic = np.int8(5)
    run(world, params, policy_with())
    mine = world.schools.owner == 0
    assert (world.schools.topic[mine] == [-1, -1, -1, 5, -1]).all()
    assert (world.schools.topic[~mine] == -1).all()
    steering = world.owners.steering[world.schools.owner]
    taking = take_part(steering, world.schools.involvement, params.competence)
    assert np.allclose(world.schools.participation[mine, FOLLOW_UP], taking[mine])
    assert world.universities.hours.sum() == pytest.approx(120_000 * 0.5 / 1000)


def test_without_a_partner_follow_up_measures_are_bought_in_the_market(world, params, policy_with):
    grant(world, 0)
    world.networks.partner = -1
    world.owners.follow_grant, world.owners.follow_topic = 120_000, np.int8(5)
    run(world, params, policy_with())
    assert not world.universities.hours.any()
    drive, taking = world.schools.drive[:, FOLLOW_UP], world.schools.participation[:, FOLLOW_UP]
    steering = world.owners.steering[world.schools.owner]
    assert np.allclose(drive, taking * steering * params.partnership.market_quality)


def test_hours_that_are_bought_make_no_partnership(world, params, policy_with):
    """They work as the market does, whatever the trust; no university learns from them."""
    world.networks.last_partner, world.networks.trust[:] = [0, 1], 0.9
    world.networks.purchased = [True, False]
    networks = run(world, params, policy_with(dekom_s__partnership_required=False))
    assert networks.active.tolist() == [False, True]
    assert networks.last_partner.tolist() == [-1, 1]
    assert world.universities.hours.tolist() == [144.0, 144.0]
    assert (world.universities.equal_hours > 0).tolist() == [False, True]
    drive = world.schools.drive[:, MAIN] / world.schools.participation[:, MAIN]
    steering = world.owners.steering[world.schools.owner]
    bought = world.schools.network == 0
    assert np.allclose(drive[bought], steering[bought] * params.partnership.market_quality)


@pytest.mark.parametrize(
    ("earmarked", "left"),
    [
        ({"teacher_education__feedback_share": 0.15}, 0.85),
        ({"dekom_s__nearness_bonus": 0.2}, 0.8),
        ({"teacher_education__feedback_share": 0.15, "dekom_s__nearness_bonus": 0.2}, 0.65),
        ({"teacher_education__feedback_share": 0.9, "dekom_s__nearness_bonus": 0.9}, 0.0),
    ],
)
def test_what_is_earmarked_buys_no_hours_for_the_same_money(world, params, policy_with, earmarked, left):
    networks = run(world, params, policy_with(**earmarked))
    assert np.allclose(world.universities.hours, 144.0 * left)
    assert networks.spent.tolist() == [[288_000, 0]] * 2
    assert networks.paid_university.tolist() == [[144_000, 0]] * 2


def test_what_is_earmarked_is_paid_before_capacity_is_rationed(world, params, policy_with):
    """Half of 144,000 kroner each is earmarked; the rest asks for 72 hours each of one university that has 72."""
    world.networks.partner = 0
    world.universities.staff_hours[:] = 72.0
    networks = run(world, params, policy_with(dekom_s__nearness_bonus=0.5))
    assert world.universities.hours.tolist() == [72.0, 0.0]
    assert networks.paid_university.tolist() == [[72_000 + 36_000, 0]] * 2
    assert world.counties.returned.tolist() == [[36_000, 0]] * 2
    assert networks.spent.tolist() == [[288_000 - 36_000, 0]] * 2


def test_partners_hire_for_what_was_asked_and_have_it_a_year_later(world, params, policy_with):
    world.networks.partner = 0
    world.universities.staff_hours[:] = world.universities.base_hours[:] = 72.0
    run(world, params, policy_with())
    assert world.universities.hours.tolist() == [72.0, 0.0]
    assert world.universities.staff_hours.tolist() == [72.0, 72.0]
    world.universities.hire(params.partnership)  # next autumn
    more = 72.0 + params.partnership.capacity_response * (288.0 - 72.0)
    assert world.universities.staff_hours == pytest.approx([more, 72.0])
    grant(world, 288_000)
    run(world, params, policy_with())
    assert world.universities.hours == pytest.approx([more, 0.0])


def test_a_pandemic_cuts_follow_up_gatherings_too(world, params, policy_with):
    bare = priced(params, local_hours=0.0)  # contact hours only
    saved = beside(world).save()
    run(world, bare, policy_with())
    usual = world.schools.hours[:, COLLECTIVE].copy()
    world.restore(saved)
    run(world, bare, policy_with(), held=0.6)
    assert (usual[:, FOLLOW_UP] > 0).all()
    assert np.allclose(world.schools.hours[:, COLLECTIVE], 0.6 * usual)
    assert (world.owners.follow_grant == 120_000).all()


def test_a_pandemic_cuts_gatherings_not_the_bill(world, params, policy_with):
    usual = run(world, params, policy_with()).contact.copy()
    grant(world, 288_000)
    cut = run(world, params, policy_with(), held=0.6)
    assert np.allclose(cut.contact, 0.6 * usual)
    assert cut.spent.tolist() == [[2 * 288_000, 0]] * 2


# ---- contested views are selectable and matter

VIEWS = {
    "quality": {"rule": "subject_specific", "ratio": 1.5},
    "cascade": {"rule": "passed_on", "lost_per_step": 0.3},
    "dose": {"rule": "any_dose"},
}


@pytest.mark.parametrize("view", VIEWS)
def test_another_view_of_learning_changes_what_a_measure_gives(world, params, policy_with, view):
    grant(world, 50_000)  # one group of all who take part, more than 100 people
    world.networks.group[:, MAIN] = 1.0
    world.owners.steering = 0.6
    saved = world.save()
    run(world, params, policy_with())
    usual = world.schools.gain.copy()
    world.restore(saved)
    run(world, params, policy_with(**{f"context__{view}": VIEWS[view]}))
    assert (world.schools.gain[:, MAIN] != usual[:, MAIN]).all()


def test_in_the_view_of_subjects_a_subject_measure_gains_and_a_broad_one_loses(world, params, policy_with):
    subject, broad = np.flatnonzero(TOPICS.subject)[0], np.flatnonzero(TOPICS.broad)[0]
    world.networks.topic[:, MAIN] = [subject, broad]
    saved = world.save()
    run(world, params, policy_with())
    usual = world.schools.gain[:, MAIN].copy()
    world.restore(saved)
    run(world, params, policy_with(context__quality=VIEWS["quality"]))
    better = world.schools.gain[:, MAIN] > usual
    assert np.array_equal(better, world.schools.network == 0)
