"""What counties decide: the forum's recommendation, line by line and within the pot; rounds of Dekom Y."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.county import County
from sim.mechanisms.measures import INCLUSION_LINE, LINES, SCHOOLS_LINE
from sim.policy import lever_values, policy_from
from sim.rules.allocation import Allocation
from sim.rules.base import options
from sim.schemes.dekom_s import report
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of


@pytest.fixture(scope="module")
def world():
    """Two counties with two networks each that have reported."""
    world = live(handmade(owners=12), scenario_of(lever_values()), -1).world
    report(now_of(world))
    world.networks.applied = True
    return world


def policy(**of_dekom_s):
    levers = lever_values()
    levers["dekom_s"] |= of_dekom_s
    return policy_from(levers)


def recommend(world, pot, wished, rows=None, **of_dekom_s):
    """What forums recommend of a pot by county and line, given what networks wish, shape (networks, lines)."""
    now = now_of(world, policy=policy(**of_dekom_s))
    world.counties.open_to_grants, world.networks.wished = pot, wished
    world.networks.recommended = world.networks.straight = 0
    if rows is None:
        world.counties.each(County.recommend, now)
    else:
        County.recommend.decide(now, np.array(rows))
    return world.networks.recommended.copy()


KRONER = st.integers(0, 10**6)
POTS = st.lists(st.lists(KRONER, min_size=LINES, max_size=LINES), min_size=2, max_size=2)
WISHES = st.lists(st.lists(KRONER, min_size=LINES, max_size=LINES), min_size=4, max_size=4)


@given(pot=POTS, wished=WISHES, key=st.sampled_from(sorted(options(Allocation))))
def test_all_of_a_countys_pot_is_recommended_as_far_as_it_is_wished_for_on_its_own_line(world, pot, wished, key):
    found = recommend(world, pot, wished, allocation=Allocation.plain(key))
    assert (found >= 0).all()
    assert (found <= wished).all()
    county = world.networks.county
    for row in range(2):
        asked = np.array(wished)[county == row].sum(axis=0)
        assert found[county == row].sum(axis=0).tolist() == np.minimum(pot[row], asked).tolist()


def test_a_county_recommends_for_its_own_networks_only(world):
    wished, pot = np.full((4, LINES), 1e5), np.full((2, LINES), 50_000)
    alone = recommend(world, pot, wished, rows=[1])
    both = recommend(world, pot, wished)
    mine = world.networks.county == 1
    assert not alone[~mine].any()
    assert np.array_equal(alone[mine], both[mine])


def test_the_key_in_force_decides(world):
    """Of two networks in a county the one with more need gets more by the key by needs, and not by teachers."""
    first, second = np.flatnonzero(world.networks.county == 0)
    world.networks.need = 0.2
    world.networks.need[first] = 0.6
    wished, pot = np.full((4, LINES), 1e6), np.full((2, LINES), 100_000)
    by_need = recommend(world, pot, wished, allocation={"rule": "needs_weighted", "need_weight": 1.0})
    by_teacher = recommend(world, pot, wished, allocation="per_teacher")
    assert by_need[first, SCHOOLS_LINE] == pytest.approx(3 * by_need[second, SCHOOLS_LINE], rel=1e-3)
    assert abs(by_teacher[first, SCHOOLS_LINE] - by_teacher[second, SCHOOLS_LINE]) <= 1


def test_who_asks_for_nothing_leaves_the_pot_to_the_others(world):
    wished = np.zeros((4, LINES))
    second = np.flatnonzero(world.networks.county == 0)[1]
    wished[second, INCLUSION_LINE] = 1e6
    found = recommend(world, np.full((2, LINES), 70_000), wished)
    assert found[second, INCLUSION_LINE] == 70_000
    assert found.sum() == 70_000
