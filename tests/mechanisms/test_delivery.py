"""How granted measures are delivered: hours, groups, gains, and who pays for what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.school import School
from sim.areas import ContextLevers
from sim.choices.school import taking_of_required
from sim.columns import total_by
from sim.mechanisms.delivery import deliver, note_benefit, set_gains, set_hours
from sim.mechanisms.learning import divided_attention, intensity, learning_rate, most_contact, relative_dose, time_limit
from sim.mechanisms.measures import (
    COLLECTIVE,
    FOLLOW_UP,
    INCLUSION,
    LINES,
    MAIN,
    MONEY,
    NOTHING,
    OWN,
    PLANNING,
    QUOTA,
    SCHOOLS_LINE,
    SECOND,
    SLOTS,
    THIRD,
    TIME,
    UNIVERSITY,
    VOCATIONAL,
)
from sim.policy import lever_values, plain_value, policy_from
from sim.topics import TOPICS
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of


@pytest.fixture
def world(model, params):
    """Two networks of 180 teachers, each with its own university, a plan for everybody and 288,000 kroner."""
    networks = model.world.networks
    networks.applied, networks.partner, networks.plan_left = True, np.array([0, 1], dtype=np.int8), 2
    networks.topic, networks.group = slots({MAIN: 3}, empty=-1), slots({MAIN: 0.8})
    networks.eligible = networks.staff
    networks.granted = [288_000, 0]
    networks.distance[:] = params.partnership.travel_usual  # an hour costs what it does on average
    model.world.universities.staff_hours[:] = 10_000.0
    model.world.counties.appropriated[:] = [288_000, 0]
    return model.world


@pytest.fixture
def policy_with(policy_with):
    """As everywhere, but an hour costs 1,000 kroner, owners add nothing, and nobody is left out."""
    plain = {"dekom_s__price_per_hour": 1000.0, "dekom_s__own_share": 0.0, "dekom_s__coverage": "everybody_thinner"}

    def build(**changes):
        return policy_with(**{name: resolved(name, value) for name, value in (plain | changes).items()})

    def resolved(name, value):
        return plain_value(name.replace("__", "."), value)

    return build


def slots(values, empty=0.0):
    """A row over all slots: values by slot, and none in the others."""
    return [values.get(slot, empty) for slot in range(SLOTS)]


def run(world, params, policy, held=1.0):
    """A school year's measures, from the grants to what is learned; no school develops itself."""
    now = now_of(world, params=params, policy=policy)
    deliver(now, held=held)
    world.schools.topic[:, OWN], world.schools.participation[:, OWN] = -1, 0.0
    world.schools.each(School.carry_out, now)
    set_hours(now)
    set_gains(now)
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


def test_more_money_means_smaller_groups_and_then_longer_hours(world, params, policy_with):
    """From 144 hours to ten times as many: groups shrink until they are small, then meet until there is no time."""
    saved, seen = world.save(), []
    for factor in (0.5, 1.0, 1.5, 10.0):
        world.restore(saved)
        grant(world, int(factor * 288_000))
        networks = run(world, params, policy_with())
        seen.append((networks.group_size[0, MAIN], networks.contact[0, MAIN]))
    sizes, hours = zip(*seen, strict=True)
    assert sizes[0] == pytest.approx(2 * sizes[1])
    assert sizes[1] > sizes[2] == pytest.approx(params.competence.small_group) == sizes[3]
    assert hours[:2] == (25.0, 25.0) < (hours[2],) < (hours[3],)
    assert hours[3] == pytest.approx(most_contact(params.competence))


@pytest.mark.parametrize(
    ("rule", "coverage"), [("schools_in_turn", 35 / 100), ("same_schools", 35 / 100), ("everybody_thinner", 1.0)]
)
def test_little_money_serves_fewer_schools_or_makes_groups_larger(world, params, policy_with, rule, coverage):
    """One group's hours for about a hundred people; no partner meets more than 35 of them at once."""
    grant(world, 50_000)
    cover = replace(params, competence=replace(params.competence, cover_group=35.0))
    networks = run(world, cover, policy_with(dekom_s__coverage=rule))
    saved_people = 35.0 / networks.coverage[:, SCHOOLS_LINE]
    if rule == "everybody_thinner":
        assert (networks.coverage[:, SCHOOLS_LINE] == coverage).all()
        assert (networks.group_size[:, MAIN] > 35.0).all()
    else:
        assert ((saved_people > 35.0) & (saved_people < 180.0)).all()
        out = (world.schools.topic[:, MAIN] == -1) & (world.schools.network >= 0)
        assert out.any()
        assert not world.schools.participation[out].any()


def test_which_schools_are_served_changes_with_the_turn_or_never_does(world, params, policy_with):
    """Ten turns of three years each: schools in turn are others each time, the same schools are the same."""
    saved, served = world.save(), {}
    for rule in ("schools_in_turn", "same_schools"):
        found = []
        for year in range(10):
            world.restore(saved)
            grant(world, 50_000)
            deliver(now_of(world, 6 * year, params=params, policy=policy_with(dekom_s__coverage=rule)), held=1.0)
            found.append((world.schools.topic[:, MAIN] >= 0).tolist())
        served[rule] = found
    assert all(found == served["same_schools"][0] for found in served["same_schools"])
    assert len({tuple(found) for found in served["schools_in_turn"]}) > 1


@pytest.mark.parametrize(
    ("limit", "changes"),
    [
        (MONEY, {}),
        (TIME, {"granted": 20_000_000, "planning_groups": 1e6}),
        (PLANNING, {"granted": 20_000_000, "planning_groups": 1e-3}),
        (UNIVERSITY, {"staff_hours": 10.0}),
        (NOTHING, {"granted": 0}),
    ],
)
def test_what_limits_a_networks_measures_is_named(world, params, policy_with, limit, changes):
    grant(world, changes.get("granted", 288_000))
    world.universities.staff_hours[:] = changes.get("staff_hours", 1e6)
    planning = changes.get("planning_groups", params.competence.planning_groups)
    limited = replace(params, competence=replace(params.competence, planning_groups=planning))
    networks = run(world, limited, policy_with())
    assert (networks.binding[:, SCHOOLS_LINE] == limit).all()


def test_owners_plan_as_many_groups_as_their_offices_have_time_for(world, params, policy_with):
    """Twice the office, twice the hours, as long as planning is what limits."""
    narrow = replace(params, competence=replace(params.competence, planning_groups=0.3))
    saved, bought = world.save(), []
    for office in (2.0, 4.0):
        world.restore(saved)
        world.owners.capacity = office
        run(world, narrow, policy_with())
        bought.append(world.universities.hours[0])
    assert bought[0] == pytest.approx(0.3 * 3 * 2.0 * 25.0)
    assert bought[1] == pytest.approx(2 * bought[0])


def test_what_owners_add_buys_hours_too_up_to_what_they_have_for_development(world, params, policy_with):
    """A share of 0.5 buys half as much again; nobody adds more than the whole budget of development."""
    saved, hours = world.save(), []
    for share in (0.0, 0.5):
        world.restore(saved)
        run(world, params, policy_with(dekom_s__own_share=share))
        hours.append(world.universities.hours[0])
    assert hours == pytest.approx([144.0, 216.0])
    world.restore(saved)
    poor = replace(params, owner=replace(params.owner, own_budget=100.0))
    run(world, poor, policy_with(dekom_s__own_share=2.0))
    assert np.allclose(world.networks.own_money, 180 * 100.0)
    assert world.universities.hours[0] == pytest.approx(144.0 + 180 * 100.0 * 0.5 / 1000.0)


@given(granted=st.integers(0, 10**7), share=st.floats(0, 2), hours=st.floats(1, 5000), uh=st.floats(0, 0.9))
def test_a_krone_of_the_owners_pays_for_hours_or_for_local_work_and_never_for_both(params, granted, share, hours, uh):
    levers = lever_values()
    levers["dekom_s"] |= {"own_share": share, "uh_share": uh}
    world = live(handmade(), scenario_of(levers), -14).world
    world.networks.granted, world.networks.partner = [granted, granted // 3], np.zeros(2, dtype=np.int8)
    world.networks.eligible, world.networks.group[:, MAIN] = world.networks.staff, 0.8
    world.networks.topic[:, MAIN] = 3
    world.universities.staff_hours[:] = hours
    networks = run(world, params, policy_from(levers))
    for_hours = networks.own_for_hours.sum(axis=1)
    assert (for_hours >= 0).all()
    assert (for_hours <= networks.own_money * (1 + 1e-9) + 1e-6).all()
    assert (networks.own_money <= params.owner.own_budget * networks.eligible + 1e-6).all()


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
    world.networks.topic, world.networks.group = slots({MAIN: 3, QUOTA: 7}, empty=-1), slots({MAIN: 0.8, QUOTA: 0.2})
    grant(world, 100_000)  # 50 hours
    networks = run(world, params, policy_with(dekom_s__subject_share_min=0.3))
    groups = networks.contact / 25.0
    assert np.allclose(networks.contact, [slots({MAIN: 25.0, QUOTA: 15.0})] * 2)
    assert np.allclose(groups[:, QUOTA], 0.6)
    people = (world.schools.participation * 20)[world.schools.network == 0].sum(axis=0)
    assert networks.group_size[0, [MAIN, QUOTA]] == pytest.approx(people[[MAIN, QUOTA]] / np.array([35 / 25, 1.0]))


def test_tracks_share_the_hours_by_their_people_and_coordination_costs_some(world, params, policy_with):
    """Six tenths of those concerned in one track and four in the other; a tenth of the hours goes to coordination."""
    networks = world.networks
    networks.topic, networks.group = slots({MAIN: 3, SECOND: 7}, empty=-1), slots({MAIN: 0.48, SECOND: 0.32})
    first = np.argsort(-networks.kinds[0])[0]
    networks.track_of_kind = SECOND
    networks.track_of_kind[:, first] = MAIN
    thin = replace(params, competence=replace(params.competence, track_cost=0.1, local_hours=0.0))
    grant(world, 144_000)
    run(world, thin, policy_with())
    taking = (world.schools.participation * world.schools.n_posts[:, None])[world.schools.network == 0].sum(axis=0)
    both = [MAIN, SECOND]
    hours = taking[both] / networks.group_size[0, both] * networks.contact[0, both]
    assert hours.sum() == pytest.approx(72.0 * 0.9)
    assert hours[0] / hours[1] == pytest.approx(taking[MAIN] / taking[SECOND])


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


@pytest.mark.parametrize("shares", [{"own_share": 0.0}, {"coordinator_share": 0.4}])
def test_less_money_for_local_work_gives_fewer_local_hours(world, params, policy_with, shares):
    dear = priced(params, local_hour_cost=1000.0)
    usual = hours(world, dear, policy_with(dekom_s__own_share=0.3))
    less = hours(world, dear, policy_with(**{"dekom_s__own_share": 0.3}
                                          | {f"dekom_s__{name}": value for name, value in shares.items()}))  # fmt: skip
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
    """What is left of grant and own share after university and coordinator pays an equal part of all local work."""
    dear = priced(params, local_hour_cost=cost)
    networks = run(world, dear, policy_with(dekom_s__own_share=own, dekom_s__coordinator_share=0.15))
    c, s = dear.competence, world.schools
    contact = networks.contact[:, MAIN][s.network]
    price = s.participation[:, MAIN] * s.n_posts * c.local_hours * contact * s.implementation * c.local_hour_cost
    needed = np.bincount(s.network, weights=price, minlength=2)
    paid = np.minimum(1.0, (0.35 + 0.5 * own) * 288_000 / needed)
    assert (paid == 1.0).all() if cost == 20.0 else (paid < 1.0).all() if cost == 400.0 else (paid > 0.2).all()
    by_hand = contact * (1.0 + c.local_hours * s.implementation * paid[s.network])
    assert np.allclose(s.hours[:, MAIN], np.minimum(by_hand, time_limit(c)))


def test_twice_as_dear_is_half_the_local_work_where_money_is_short(world, params, policy_with):
    extra = [hours(world, priced(params, local_hour_cost=cost), policy_with()) - 25.0 for cost in (1000.0, 2000.0)]
    assert (extra[0] > 0).all()
    assert np.allclose(extra[0], 2 * extra[1])


def test_each_measure_pays_its_local_work_from_its_own_money(world, params, policy_with):
    """Side by side and far too dear: what is paid of the local work is the money of the line, or of the owner."""
    dear = priced(params, local_hour_cost=2000.0, collective_hours=1e6)
    networks, s = run(beside(world), dear, policy_with(**QUOTA_LAW)), world.schools
    contact = networks.contact[s.network]
    contact[:, FOLLOW_UP] = world.owners.follow_contact[s.owner]
    spent = s.participation * (s.hours - contact) * s.n_posts[:, None] * 2000.0
    by_network = total_by(s.network, spent, 2)
    left = 0.9 * networks.in_hand - networks.paid_university
    assert np.allclose(by_network[:, MAIN] + by_network[:, QUOTA], left[:, 0])
    assert np.allclose(by_network[:, INCLUSION], left[:, 1])
    follow_up = np.bincount(s.owner, weights=spent[:, FOLLOW_UP])
    assert np.allclose(follow_up, 0.4 * world.owners.follow_grant)


def test_nobody_works_more_than_a_teacher_has_time_for(world, params, policy_with):
    """Planned time and a part of weekly meetings; a measure alone fills it, and two share each teacher's own."""
    world.owners.steering[:], world.schools.involvement[:], world.owners.capacity[:] = 1.0, 1.0, 1e6
    cheap = priced(params, local_hour_cost=0.1, willing_base=1.0, local_hours=3.0)
    run(world, cheap, policy_with())
    assert np.allclose(world.schools.hours[:, MAIN], time_limit(params.competence))


def test_the_gain_of_a_measure_by_hand(world, params, policy_with):
    run(world, params, policy_with())
    s, n, c = world.schools, world.networks, params.competence
    policy = policy_with()
    for school in (0, 10):
        network = s.network[school]
        mechanism = n.trust[network, n.partner[network]] * world.universities.nearness[n.partner[network]]
        hours = s.hours[school, MAIN]
        dose = 1 - np.exp(-max(0.0, hours - c.dose_threshold) / c.dose_scale)
        size = n.group_size[network, MAIN]
        weight = np.interp(size, [c.small_group, c.large_group], [1.0, c.large_group_intensity])
        rate = learning_rate(policy[ContextLevers].dose, c)
        carried = mechanism * s.implementation[school] * s.willing[school, MAIN]
        assert s.gain[school, MAIN] == pytest.approx(rate * dose * weight * carried)
        formed = relative_dose(policy[ContextLevers].dose, np.array([hours]), c)[0] * weight
        steering = world.owners.steering[s.owner[school]]
        assert s.drive[school, MAIN] == pytest.approx(s.participation[school, MAIN] * steering * formed * carried)


def test_attention_is_divided_between_measures_not_between_tracks():
    """Half of the staff in each of two tracks, all in a measure apart: each has one other, or two halves."""
    taking = np.zeros((1, SLOTS))
    taking[0, [MAIN, SECOND, QUOTA]] = [0.5, 0.5, 1.0]
    assert divided_attention(taking, 1.0)[0, [MAIN, SECOND, QUOTA]] == pytest.approx([0.5, 0.5, 0.5])
    assert (divided_attention(taking, 0.0) == 1.0).all()
    taking[0, QUOTA] = 0.0
    assert divided_attention(taking, 1.0)[0, [MAIN, SECOND]] == pytest.approx([1.0, 1.0])


def test_what_a_measure_gave_its_participants_is_noted_for_next_years_keys(world, params, policy_with):
    grant(world, [288_000, 0])
    networks = run(world, params, policy_with())
    note_benefit(world)
    mine = world.schools.network == 0
    taking = (world.schools.participation[:, MAIN] * world.schools.n_posts)[mine]
    assert networks.benefit == pytest.approx([np.average(world.schools.gain[mine, MAIN], weights=taking), 0.0])


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
    networks = run(world, params, policy_with(dekom_s__own_share=0.3))
    assert np.allclose(networks.own_money, 0.3 * 288_000)
    assert np.allclose(networks.own_for_hours, [[0.5 * 0.3 * 288_000, 0.0]] * 2)
    assert np.allclose(networks.coordinators, 0.1 * 288_000 / params.owner.coordinator_cost)


# ---- measures side by side


def beside(world, follow_up=120_000):
    """Every owner works on four measures at once, whoever pays; the grant of each line is the same."""
    world.networks.topic = slots({MAIN: 3, QUOTA: 7, INCLUSION: TOPICS.row("inclusion")}, empty=-1)
    world.networks.group = slots({MAIN: 0.8, QUOTA: 0.2, INCLUSION: 0.6})
    world.networks.granted = 288_000
    world.owners.follow_grant, world.owners.follow_topic = follow_up, np.int8(5)
    world.owners.team = 0.5
    return world


QUOTA_LAW = {"dekom_s__subject_share_min": 0.3}


def test_each_collective_slot_has_its_own_money_people_and_hours(world, params, policy_with):
    networks = run(beside(world), params, policy_with(**QUOTA_LAW))
    s = world.schools
    assert (s.topic[:, [MAIN, QUOTA, INCLUSION, FOLLOW_UP]] == [3, 7, TOPICS.row("inclusion"), 5]).all()
    assert (s.topic[:, [SECOND, THIRD]] == -1).all()
    assert (s.topic[:, VOCATIONAL] == -1).all()
    assert (networks.contact[:, [MAIN, QUOTA, INCLUSION]] >= 25.0).all()  # longer where groups are small already
    taking = s.participation[:, FOLLOW_UP]  # follow-up concerns everybody
    assert np.allclose(s.participation[:, [MAIN, QUOTA, INCLUSION]], np.outer(taking, [0.8, 0.2, 0.6]))
    assert not s.participation[:, VOCATIONAL].any()


@given(
    granted=st.lists(st.integers(0, 2 * 10**6), min_size=2, max_size=2), follow_up=st.integers(0, 10**6),
    group=st.lists(st.floats(0.05, 1), min_size=3, max_size=3), quota=st.floats(0, 1), contact=st.floats(1, 120),
    own=st.floats(0, 2), steering=st.floats(0, 1),
)  # fmt: skip
def test_a_teacher_in_several_measures_has_no_more_time_than_others(
    params, granted, follow_up, group, quota, contact, own, steering
):
    """Hours a participant can expect in all her measures: what a year has, or the contact hours that are paid for."""
    levers = lever_values()
    levers["dekom_s"] |= {"subject_share_min": quota, "contact_hours": contact, "own_share": own}
    world = beside(live(handmade(), scenario_of(levers), -14).world, follow_up)
    world.networks.partner = np.array([0, 1], dtype=np.int8)
    world.networks.group, world.networks.granted = (
        slots(dict(zip((MAIN, QUOTA, INCLUSION), group, strict=True))),
        granted,
    )
    world.owners.steering = steering
    run(world, params, policy_from(levers))
    s = world.schools
    hours, taking = s.hours[:, COLLECTIVE], s.participation[:, COLLECTIVE]
    held = np.where(s.topic >= 0, world.networks.contact[np.maximum(s.network, 0)], 0.0)
    held[:, FOLLOW_UP] = np.where(s.topic[:, FOLLOW_UP] >= 0, world.owners.follow_contact[s.owner], 0.0)
    held = held[:, COLLECTIVE]
    for k in range(len(COLLECTIVE)):
        others = np.delete(taking * hours, k, axis=1).sum(axis=1)
        meeting = held[:, k] + np.delete(taking * held, k, axis=1).sum(axis=1)
        most = np.maximum(time_limit(params.competence), meeting) + held.sum(axis=1)
        assert (hours[:, k] + others <= most + 1e-9).all()
    assert (hours >= held - 1e-9).all()


def test_two_measures_leave_less_time_for_local_work_than_each_alone(world, params, policy_with):
    world.owners.steering = 1.0
    cheap = priced(params, local_hour_cost=1.0, local_hours=3.0)
    alone = hours(world, cheap, policy_with())
    together = hours(beside(world), cheap, policy_with())
    assert (together < alone).all()
    assert (together >= 25.0).all()


def test_the_schools_own_development_gets_the_time_that_schemes_leave(world, params, policy_with):
    """Its own hours where no scheme runs, less where one does, and never more than is left of the year."""
    now = now_of(world, params=params, policy=policy_with())
    deliver(now, held=1.0)
    world.schools.topic[:, OWN], world.schools.participation[:, OWN] = 2, 1.0
    world.schools.each(School.carry_out, now)
    set_hours(now)
    s, limit = world.schools, time_limit(params.competence)
    taken = (s.participation * s.hours)[:, COLLECTIVE].sum(axis=1)
    assert np.allclose(s.hours[:, OWN], np.clip(limit - taken, 0.0, params.school.own_hours))
    s.topic[:, list(COLLECTIVE)] = -1
    set_hours(now)
    assert np.allclose(s.hours[:, OWN], params.school.own_hours)


def test_the_earmarked_line_pays_measures_in_inclusion_only(world, params, policy_with):
    world.networks.topic = slots({MAIN: 3, INCLUSION: 9}, empty=-1)
    world.networks.group = slots({MAIN: 0.8, INCLUSION: 0.6})
    world.networks.granted = [0, 288_000]
    world.owners.team = 0.5
    run(world, params, policy_with())
    assert (world.schools.topic == slots({INCLUSION: 9}, empty=-1)).all()
    assert not world.schools.gain[:, MAIN].any()
    assert (world.schools.gain[:, INCLUSION] > 0).all()


@pytest.mark.parametrize("team", [0.0, 0.4, 1.0])
def test_inclusion_works_as_far_as_the_team_around_the_child_does(world, params, policy_with, team):
    """The same measure in the main slot, where no team is asked for; without a team nothing is learned."""
    world.networks.topic = slots({MAIN: 9, INCLUSION: 9}, empty=-1)
    world.networks.group = slots({MAIN: 0.7, INCLUSION: 0.7})
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
    assert (world.schools.topic[mine] == slots({FOLLOW_UP: 5}, empty=-1)).all()
    assert (world.schools.topic[~mine] == -1).all()
    steering = world.owners.steering[world.schools.owner]
    taking = taking_of_required(steering, world.schools.involvement, params.competence)
    assert np.allclose(world.schools.participation[mine, FOLLOW_UP], taking[mine])
    assert world.universities.hours.sum() == pytest.approx(120_000 * 0.5 / 1000)


def test_without_a_partner_follow_up_measures_are_bought_in_the_market(world, params, policy_with):
    grant(world, 0)
    world.networks.partner = -1
    world.owners.follow_grant, world.owners.follow_topic = 120_000, np.int8(5)
    run(world, params, policy_with())
    assert not world.universities.hours.any()
    assert mechanism_of(world, params, policy_with(), FOLLOW_UP) == pytest.approx(params.partnership.market_quality)


def test_hours_that_are_bought_make_no_partnership(world, params, policy_with):
    """They work as the market does, whatever the trust; no university learns from them."""
    world.networks.last_partner, world.networks.trust[:] = [0, 1], 0.9
    world.networks.purchased = [True, False]
    policy = policy_with(dekom_s__partnership_required=False)
    networks = run(world, params, policy)
    assert networks.active.tolist() == [False, True]
    assert networks.last_partner.tolist() == [-1, 1]
    assert world.universities.hours.tolist() == [144.0, 144.0]
    assert (world.universities.equal_hours > 0).tolist() == [False, True]
    bought = world.schools.network == 0
    assert mechanism_of(world, params, policy, MAIN)[bought] == pytest.approx(params.partnership.market_quality)


@pytest.mark.parametrize(("market", "quality"), [("one_off_courses", None), ("good_courses", 0.4)])
def test_how_well_bought_courses_work_is_a_theory(world, params, policy_with, market, quality):
    world.networks.purchased = True
    policy = policy_with(dekom_s__partnership_required=False, context__market=market)
    run(world, params, policy)
    assert mechanism_of(world, params, policy, MAIN) == pytest.approx(quality or params.partnership.market_quality)


def mechanism_of(world, params, policy, slot):
    """What makes a measure work at each school, read back from what it gives."""
    s, c = world.schools, params.competence
    dose = policy[ContextLevers].dose
    size = world.networks.group_size[s.network, slot] if slot != FOLLOW_UP else world.owners.follow_group[s.owner]
    intense = intensity(size, policy[ContextLevers].cascade, c)
    strength = dose(s.hours[:, slot], c.dose_threshold, c.dose_scale)
    carried = s.implementation * s.willing[:, slot] * divided_attention(s.participation, c.attention)[:, slot]
    return s.gain[:, slot] / (learning_rate(dose, c) * strength * intense * carried)


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
    q = params.partnership
    more = 72.0 + q.capacity_response * (288.0 - 72.0)
    less = 72.0 - q.capacity_response * (1.0 - q.capacity_core) * 72.0
    assert world.universities.staff_hours == pytest.approx([more, less])
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
    assert (usual[:, COLLECTIVE.index(FOLLOW_UP)] > 0).all()
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
