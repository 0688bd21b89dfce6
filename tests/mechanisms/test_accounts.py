"""What no grant pays, by hand: extra pay at hard-to-staff schools, and the staff's own time."""

from __future__ import annotations

import numpy as np
import pytest

from sim.mechanisms.accounts import YEAR_HOURS, accounts_are_closed
from sim.mechanisms.measures import INCLUSION, MAIN, VOCATIONAL
from tests.laws import now_of


@pytest.fixture
def world(model):
    return model.world


def test_a_premium_is_paid_for_every_post_of_hard_to_staff_schools(world, params, policy_with):
    world.schools.arrays["hard_to_staff"][:] = world.schools.owner == 1
    accounts_are_closed(now_of(world, policy=policy_with(staff__pay_premium=0.1), params=params))
    expected = np.where(np.arange(6) == 1, 0.1 * params.competence.teacher_hour * YEAR_HOURS * 60, 0.0)
    assert world.owners.premium_money == pytest.approx(expected)


def test_study_places_beyond_todays_cost_the_state_for_as_long_as_they_are_filled(world, params, policy_with):
    """One cohort in five that is a third larger than today's; owners share the price by their teachers."""
    u = world.universities
    u.cohort_size[:, -1] = 4 / 3
    accounts_are_closed(now_of(world, policy=policy_with(), params=params))
    graduates = u.graduates_primary + u.elsewhere_primary + u.graduates_upper + u.elsewhere_upper
    here = (graduates[:, None] * u.mobility).sum()
    assert here > 0
    assert u.places_money.sum() == pytest.approx(params.partnership.study_place * here / 3)
    u.cohort_size[:] = 1.0
    accounts_are_closed(now_of(world, policy=policy_with(), params=params))
    assert not u.places_money.any()


def test_time_in_collective_measures_is_priced_and_that_in_the_vocational_scheme_is_not(world, params, policy_with):
    """Half of the staff for 30 hours and a fourth for 8, in three schools of 20 teachers for each owner."""
    s = world.schools
    s.participation, s.hours = 0.0, 0.0
    s.participation[:, [MAIN, INCLUSION, VOCATIONAL]], s.hours[:, [MAIN, INCLUSION, VOCATIONAL]] = [
        (0.5, 0.25, 1.0), (30.0, 8.0, 50.0),
    ]  # fmt: skip
    accounts_are_closed(now_of(world, policy=policy_with(), params=params))
    assert world.owners.staff_time == pytest.approx(60 * (0.5 * 30 + 0.25 * 8) * params.competence.teacher_hour)
    assert not world.owners.premium_money.any()
