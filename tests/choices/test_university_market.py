"""Laws of the university market: who sells to whom, how far, and what the way costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.agents.network import Network
from sim.indicators import BY_NAME
from sim.mechanisms.measures import SCHOOLS_LINE
from sim.mechanisms.spending import FLIGHT, hour_price, spend_grants
from sim.policy import lever_values
from sim.schemes.dekom_s import report
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of


@pytest.fixture
def world(levers, params):
    """Forty networks, each 20 km from the university with a duty to its county and 220 km from the other."""
    world = live(handmade(owners=120, schools_per_owner=1, posts_per_school=12), scenario_of(levers), -1).world
    report(now_of(world, params=params))
    networks = world.networks
    networks.applied = networks.made_plan = True
    world.counties.partner[:] = np.eye(2, dtype=bool)
    at_home = world.counties.partner[networks.county]
    networks.distance[:] = np.where(at_home, 20.0, 220.0)
    return world


def partnership(params, **values):
    return replace(params, partnership=replace(params.partnership, **values))


ALIKE = {"weight_experience": 0.0, "weight_trust": 0.0, "weight_topic": 0.0, "weight_reputation": 0.0, "loyalty": 0.0,
         "weight_capacity": 0.0, "weight_size": 0.0}  # fmt: skip


def choices(world, params, policy, semesters=40):
    """Partners in many semesters, shape (semesters, networks)."""
    found = []
    for semester in range(1, 2 * semesters, 2):
        world.networks.each(Network.choose_partner, now_of(world, semester, params=params, policy=policy))
        found.append(world.networks.partner.copy())
    return np.stack(found)


def outside(world, partners):
    return (~world.counties.partner[world.networks.county, partners]).mean()


def test_the_dearer_the_way_the_less_crosses_a_border(world, params, policy_with):
    policy = policy_with(dekom_s__partner_choice="free_choice")
    share = [outside(world, choices(world, partnership(params, weight_distance=w), policy)) for w in (0, 0.4, 0.8, 1.6)]
    assert share[0] == pytest.approx(0.5, abs=0.1)
    assert (np.diff(share) < 0).all()


def test_the_heavier_the_duty_the_less_crosses_a_border(world, params, policy_with):
    share = [
        outside(
            world,
            choices(world, params, policy_with(dekom_s__partner_choice={"rule": "regional_duty", "outside_cost": c})),
        )
        for c in (0, 1, 3)
    ]
    assert (np.diff(share) < 0).all()


def test_without_duty_and_with_equal_experience_the_nearest_wins(world, params, policy_with):
    world.networks.distance[::4] = [[5.0, 6.0]]
    sure = partnership(params, **ALIKE, weight_distance=1e5)
    chosen = choices(world, sure, policy_with(dekom_s__partner_choice="free_choice"), semesters=3)
    assert (chosen == world.networks.distance.argmin(axis=1)).all()


def test_experience_sells_outside_its_region(world, params, policy_with):
    world.universities.experience[:] = [0.9, 0.1]
    share = [
        (choices(world, partnership(params, weight_experience=w), policy_with()) == 0).mean() for w in (0.0, 2.0, 4.0)
    ]
    assert (np.diff(share) > 0).all()


def grant(world, kroner, partner=0):
    networks = world.networks
    networks.partner[:], networks.purchased[:] = partner, False
    networks.in_hand = np.stack([np.full(networks.n, kroner), np.zeros(networks.n, dtype=np.int64)], axis=1)
    world.schools.participation[:, 0] = 0.8
    world.schools.topic[:, 0] = 3


def test_the_way_makes_an_hour_dearer_and_beyond_a_flight_no_dearer(world, params, policy_with):
    grant(world, 100_000)
    now, usual = now_of(world, params=params, policy=policy_with(dekom_s__price_per_hour=1000.0)), params.partnership
    networks = world.networks
    for km, factor in (
        (usual.travel_usual, 1.0), (usual.travel_usual + 100.0, 1.0 + usual.travel_price),
        (FLIGHT, 1.0 + usual.travel_price * (FLIGHT - usual.travel_usual) / 100.0),
        (2000.0, 1.0 + usual.travel_price * (FLIGHT - usual.travel_usual) / 100.0),
    ):  # fmt: skip
        networks.distance[:] = km
        assert hour_price(now) == pytest.approx(1000.0 * factor)
    networks.purchased[:] = True
    assert hour_price(now) == pytest.approx(1000.0)


def test_the_same_kroner_buy_fewer_hours_far_away_and_none_is_lost(world, params, policy_with):
    policy, bought = policy_with(dekom_s__own_share=0.0), []
    for km in (0.0, 100.0, 300.0):
        world.networks.distance[:] = km
        world.universities.staff_hours[:] = 1e9
        grant(world, 50_000)
        pot = world.counties.pot.sum()
        hours = spend_grants(now_of(world, params=params, policy=policy)).lines[:, SCHOOLS_LINE].sum()
        bought.append(hours)
        assert world.networks.in_hand.sum() + world.counties.pot.sum() - pot == 50_000 * world.networks.n
    assert bought[0] > bought[1] > bought[2] > 0


def test_without_capacity_nothing_is_sold(world, params, policy_with):
    world.universities.staff_hours[:] = 0.0
    grant(world, 50_000)
    hours = spend_grants(now_of(world, params=params, policy=policy_with()))
    assert hours.lines.sum() == 0
    assert world.networks.paid_university.sum() == 0


def test_money_from_outside_is_what_networks_of_other_counties_pay(world, params, policy_with):
    world.universities.staff_hours[:] = 1e9
    grant(world, 50_000, partner=0)
    spend_grants(now_of(world, params=params, policy=policy_with()))
    above, below = BY_NAME["outside_money"].of(world)
    paid, south = world.networks.paid_university.sum(axis=1), world.networks.county == 1
    assert above.tolist() == [paid[south].sum(), 0]
    assert below.tolist() == [paid.sum(), 0]


def test_where_the_only_university_has_a_duty_to_all_nothing_crosses(params):
    """The other has no people and is out of reach: all that is sold is sold at home."""
    country = handmade(owners=12)
    country.tables["universities"]["staff_hours"][1] = 0.0
    country.tables["networks"]["distance"][:, 1] = 1e5
    levers = lever_values()
    levers["dekom_s"] |= {"active": True}
    world = live(country, scenario_of(levers), 5).world
    above, below = BY_NAME["outside_money"].of(world)
    assert below[0] > 0 == below[1] == above.sum()
