"""What a school decides: how many take part, and how much of a measure is carried out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.school import School
from sim.choices.school import implement, take_part
from sim.mechanisms.measures import FOLLOW_UP, INCLUSION, MAIN, VOCATIONAL
from tests.laws import now_of

SHARE = st.floats(0, 1)


@pytest.fixture
def world(model):
    """Measures in the main slot and in follow-up everywhere, in the main slot for a fourth of the staff."""
    model.world.schools.topic[:, [MAIN, FOLLOW_UP, VOCATIONAL]] = 3
    model.world.networks.group[:, [MAIN, INCLUSION]] = 0.25
    return model.world


def carry_out(world, params):
    world.schools.each(School.carry_out, now_of(world, params=params))
    return world.schools


def test_participation_by_hand(params):
    c = params.competence
    by_hand = c.participation_floor + 0.6 * c.participation_steering + 0.5 * c.participation_involvement
    assert take_part(np.full(1, 0.6), np.full(1, 0.5), c)[0] == pytest.approx(by_hand)


@given(SHARE, SHARE, SHARE)
def test_participation_and_implementation_are_shares(params, steering, involvement, stability):
    taking = take_part(np.full(1, steering), np.full(1, involvement), params.competence)
    strength = np.cbrt(steering * stability * taking)
    assert 0 <= taking[0] <= 1
    assert 0 < implement(strength, params.competence)[0] < 1


def test_implementation_is_half_at_the_midpoint(params):
    assert implement(np.full(1, params.competence.implementation_midpoint), params.competence)[0] == pytest.approx(0.5)


def test_schools_carry_out_as_steering_stability_and_participation_allow_by_hand(world, params):
    """Half a year after their education leader left without a successor, less steering reaches the schools."""
    world.owners.leader_tenure = -0.5
    s = carry_out(world, params)
    steering = params.owner.vacancy_steering * world.owners.steering[s.owner]
    taking = take_part(steering, s.involvement, params.competence)
    strength = (steering * s.stability(params.school) * taking) ** (1 / 3)
    assert np.allclose(s.implementation, implement(strength, params.competence))
    assert np.allclose(s.participation[:, MAIN], 0.25 * taking)
    assert np.allclose(s.participation[:, FOLLOW_UP], taking)


def test_nobody_takes_part_where_nothing_runs_and_the_vocational_slot_is_not_the_schools_to_fill(world, params):
    world.schools.participation = 0.5
    s = carry_out(world, params)
    assert not s.participation[:, INCLUSION].any()
    assert (s.participation[:, VOCATIONAL] == 0.5).all()
