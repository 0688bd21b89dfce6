from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.mechanisms.study_finance import bill, own_time, stipend_chance
from sim.policy import lever_values, policy_from
from sim.schemes.further_education import FurtherEducationLevers
from tests.handmade import handmade
from tests.laws import live, scenario_of

LEVERS = policy_from(lever_values())[FurtherEducationLevers]
YEAR = 2024
PLAIN = replace(
    LEVERS,
    substitute_cost=480_000.0,
    substitute_share=0.6,
    priority_share=0.75,
    teacher_share=0.25,
    stipend=128_000.0,
    rate_level={2000: 1.0},
)
NO, YES = np.array([False]), np.array([True])


def parts(levers, priority, stipend):
    cost = bill(levers, YEAR, priority, stipend)
    return int(cost.state[0]), float(cost.owner[0]), float(cost.teacher[0])


@pytest.mark.parametrize(
    ("priority", "stipend", "expected"),
    [
        (NO, NO, (288_000, 72_000, 120_000)),  # 60, 15 and 25 %
        (YES, NO, (360_000, 0, 120_000)),  # 75, 0 and 25 %
        (NO, YES, (128_000, 0, 352_000)),
        (YES, YES, (128_000, 0, 352_000)),
    ],
)
def test_shares_are_those_of_the_strategy_years(priority, stipend, expected):
    assert parts(PLAIN, priority, stipend) == pytest.approx(expected)


def test_a_quarter_of_a_post_with_pay_is_half_of_the_study_time():
    """With a substitute, three quarters are paid already; with a stipend, the owner pays what the stipend does not."""
    levers = replace(PLAIN, paid_time=0.25)
    assert parts(levers, NO, NO) == pytest.approx((288_000, 72_000, 120_000))
    assert parts(levers, NO, YES) == pytest.approx((128_000, 112_000, 240_000))


levels = st.floats(0.01, 1.0)


@given(
    st.floats(1e3, 1e6),
    levels,
    levels,
    levels,
    st.floats(1.0, 1e6),
    st.floats(0.0, 1.0),
    st.booleans(),
    st.booleans(),
    st.floats(0.5, 2.0),
)
def test_nobody_pays_less_than_nothing_and_together_they_pay_at_least_the_full_cost(
    full, share, priority, teacher, stipend, paid, first, second, level
):
    scale = max(1.0, max(share, priority) + teacher)  # as `check` of the levers wants it
    levers = replace(
        LEVERS, substitute_cost=full, substitute_share=share / scale, priority_share=priority / scale,
        teacher_share=teacher / scale, stipend=stipend, paid_time=paid, rate_level={2000: level},
    )  # fmt: skip
    cost = bill(levers, YEAR, np.array([first]), np.array([second]))
    together = cost.state + cost.owner + cost.teacher
    assert min(cost.state[0], cost.owner[0], cost.teacher[0]) >= 0
    assert together[0] == pytest.approx(max(full, cost.state[0]), abs=1.0)


def test_rates_that_stand_still_while_prices_rise_leave_more_to_owners_and_teachers():
    """At 5/6 of the rates the owner of a substitute pays what the state no longer does; a stipend is worth less."""
    levers = replace(PLAIN, rate_level={2019: 1.0, 2023: 5 / 6})
    assert [bill(levers, year, NO, NO).owner[0] for year in (2019, 2022, 2023, 2030)] == pytest.approx(
        [72_000, 72_000, 120_000, 120_000]
    )
    assert bill(levers, 2023, NO, YES).teacher[0] == pytest.approx(480_000 - round(128_000 * 5 / 6))


@given(st.booleans())
def test_more_paid_time_moves_cost_from_the_teacher_to_the_owner(stipend):
    costs = [bill(replace(PLAIN, paid_time=t), YEAR, NO, np.array([stipend])) for t in (0.0, 0.25, 0.4, 0.5, 1.0)]
    teacher, owner = (np.array([getattr(c, name)[0] for c in costs]) for name in ("teacher", "owner"))
    assert (np.diff(teacher) <= 0).all()
    assert (np.diff(owner) >= 0).all()
    assert teacher[-1] == 0


@pytest.fixture(scope="module")
def world():
    return live(handmade(owners=6), scenario_of(lever_values()), -3).world


def test_an_owner_with_qualified_staff_and_a_large_office_picks_the_stipend_as_the_register_says(world, params):
    world.schools.unqualified, world.owners.capacity = 0.0, 1e9
    assert stipend_chance(world, params.study) == pytest.approx(params.study.stipend_share)


def test_the_scarcer_substitutes_the_more_stipends(world, params):
    world.schools.unqualified, world.owners.capacity = 0.0, 3.0
    usual = stipend_chance(world, params.study)
    world.owners.capacity = 0.5
    small = stipend_chance(world, params.study)
    world.schools.unqualified[world.schools.owner == 0] = 6.0
    scarce = stipend_chance(world, params.study)
    assert (small > usual).all()
    assert scarce[0] > small[0]
    assert np.array_equal(scarce[1:], small[1:])


def test_own_time_lies_between_the_two_options(world, params):
    chance = stipend_chance(world, params.study)
    expected = 0.25 * (1.0 - chance) + 352 / 480 * chance
    assert own_time(world, PLAIN, YEAR, params.study) == pytest.approx(expected)
    assert own_time(world, replace(PLAIN, paid_time=0.5), YEAR, params.study) == pytest.approx(0.0)
