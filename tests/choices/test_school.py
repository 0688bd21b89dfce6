"""What a school decides: how many take part, and how much of a measure is carried out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.school import School
from sim.choices.school import implement, of_tracks, taking_of_required
from sim.mechanisms.measures import FOLLOW_UP, INCLUSION, MAIN, OWN, VOCATIONAL
from tests.laws import now_of

SHARE = st.floats(0, 1)


@pytest.fixture
def world(model):
    """Measures in the main slot and in follow-up everywhere, in the main slot for a fourth of the staff."""
    model.world.schools.topic[:, [MAIN, FOLLOW_UP, VOCATIONAL]] = 3
    model.world.networks.group[:, [MAIN, INCLUSION]] = 0.25
    return model.world


def carry_out(world, params):
    """Who takes part, and then how much is carried out."""
    now = now_of(world, params=params)
    world.schools.each(School.take_part, now)
    world.schools.each(School.carry_out, now)
    return world.schools


def test_participation_by_hand(params):
    c = params.competence
    by_hand = c.participation_floor + 0.6 * c.participation_steering + 0.5 * c.participation_involvement
    assert taking_of_required(np.full(1, 0.6), np.full(1, 0.5), c)[0] == pytest.approx(by_hand)


@given(SHARE, SHARE, SHARE)
def test_participation_and_implementation_are_shares(params, steering, involvement, stability):
    taking = taking_of_required(np.full(1, steering), np.full(1, involvement), params.competence)
    strength = np.cbrt(steering * stability * taking)
    assert 0 <= taking[0] <= 1
    assert 0 < implement(strength, params.competence)[0] < 1


def test_implementation_is_half_at_the_midpoint(params):
    assert implement(np.full(1, params.competence.implementation_midpoint), params.competence)[0] == pytest.approx(0.5)


def test_schools_carry_out_as_steering_stability_the_willing_and_capacity_allow_by_hand(world, params):
    """Half a year after their education leader left without a successor, less steering reaches the schools."""
    world.owners.leader_tenure = -0.5
    s, c = carry_out(world, params), params.competence
    steering = params.owner.vacancy_steering * world.owners.steering[s.owner]
    taking = taking_of_required(steering, s.involvement, c)
    assert np.allclose(s.participation[:, MAIN], 0.25 * taking)
    assert np.allclose(s.participation[:, FOLLOW_UP], taking)
    willing = np.minimum(c.willing_base + c.willing_involvement * s.involvement, 1.0)
    of_those = np.minimum(taking, willing) / taking  # in the widest measure, that of follow-up
    strength = (steering * s.stability(params.school) * of_those * taking) ** (1 / 3)
    helped = 1.0 - c.capacity_implementation * (1.0 - world.owners.effort(params.owner)[s.owner]) ** 2
    assert np.allclose(s.implementation, implement(strength * helped, c))
    assert np.allclose(s.willing[:, FOLLOW_UP], 1.0 - c.forced_loss * (1.0 - of_those))
    assert (s.willing[:, [OWN, VOCATIONAL]] == 1.0).all()


def test_the_more_are_compelled_the_less_each_carries_out(world, params):
    """From a fifth of the staff to all of it; where there are enough willing, nothing is lost."""
    world.schools.topic[:, FOLLOW_UP] = -1
    seen = []
    for required in (0.2, 0.5, 0.8, 1.0):
        world.networks.group[:, MAIN] = required
        s = carry_out(world, params)
        seen.append((s.willing[:, MAIN].copy(), s.implementation.copy()))
    assert (seen[0][0] == 1.0).all()
    for (willing, implemented), (fewer, less) in pairwise(seen):
        assert (fewer <= willing).all()
        assert (less <= implemented + 1e-12).all()
    assert (seen[-1][0] < 1.0).all()


def test_nobody_takes_part_where_nothing_runs_and_the_vocational_slot_is_not_the_schools_to_fill(world, params):
    world.schools.participation = 0.5
    s = carry_out(world, params)
    assert not s.participation[:, INCLUSION].any()
    assert (s.participation[:, VOCATIONAL] == 0.5).all()


def test_tracks_share_the_staff_by_kind_of_teacher():
    """Ten of three kinds: five in the first track, three in the second, two left out."""
    kinds, track = np.array([[5.0, 3.0, 2.0]]), np.array([[0, 1, -1]], dtype=np.int8)
    assert of_tracks(kinds, track).tolist() == [[0.5, 0.3, 0.0]]


# ---- what schools do by themselves


def develop(world, params, **levers):
    now = now_of(world, semester=4, params=params, **levers)
    world.schools.each(School.develop_itself, now)
    return world.schools


def test_every_school_develops_itself_with_and_without_a_scheme(world, params, policy_with):
    """The share of the register where no scheme runs; of a scheme's participants some are taken from it, never all."""
    world.schools.participation = 0.0
    alone = develop(world, params, policy=policy_with()).participation[:, OWN].copy()
    assert np.allclose(alone, params.school.own_participation)
    assert (world.schools.topic[:, OWN] >= 0).all()
    world.schools.participation[:, MAIN] = 0.8
    beside = develop(world, params, policy=policy_with()).participation[:, OWN].copy()
    assert np.allclose(beside, alone * (1.0 - params.school.displacement * 0.8))


def test_a_scheme_takes_more_of_schools_own_development_the_more_it_is_thought_to(world, params, policy_with):
    world.schools.participation[:, MAIN] = 0.8
    left = [
        develop(world, params, policy=policy_with(context__displacement={"rule": rule, "part": part}))
        .participation[:, OWN].mean()
        for rule, part in (("additional", 0.1), ("crowded_out", 0.9))
    ]  # fmt: skip
    assert left[0] > left[1] > 0.0


def test_money_for_the_own_share_is_taken_from_schools_own_development(world, params, policy_with):
    """Nothing is left of it where the own share takes the whole budget of development; null where it takes none."""
    world.schools.participation = 0.0
    budget = params.owner.own_budget * world.networks.staff
    for part in (0.0, 0.5, 1.0):
        world.networks.own_money = part * budget
        own = develop(world, params, policy=policy_with()).participation[:, OWN]
        assert np.allclose(own, params.school.own_participation * (1.0 - part))


def test_an_own_topic_is_kept_as_often_as_the_register_says(world, params, policy_with):
    kept = []
    for continuity in (0.0, 1.0):
        lasting = replace(params, school=replace(params.school, own_continuity=continuity))
        world.schools.topic[:, OWN] = 5
        topic = develop(world, lasting, policy=policy_with()).topic[:, OWN]
        kept.append((topic == 5).mean())
    assert kept[1] == 1.0
    assert kept[0] < 1.0
