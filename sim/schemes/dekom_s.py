"""This file knows the decentralised scheme for schools (desentralisert ordning, Dekom S): from need to decision.

Owners report needs, usually as a network; the county's cooperation forum recommends; the governor decides; a
university delivers in partnership to whole staffs the year after.
"""

from __future__ import annotations

import numpy as np

from sim.actors.county import StateGovernor
from sim.actors.owner import PRIVATE
from sim.columns import total_by
from sim.luck import Luck
from sim.parameters import OwnerParameters, Parameters
from sim.policy import DekomSPolicy, in_force
from sim.rules.allocation import Claimants, PerTeacher
from sim.schemes.needs import NeedReport, report_needs, taking_part
from sim.schemes.planning import MAIN, choose_partners, make_plans
from sim.types import Floats, Ids
from sim.world import World


def decide_grants(
    world: World, law: DekomSPolicy, share: float, weights: Floats, p: Parameters, luck: Luck, semester: int, year: int
) -> None:
    """The spring of the scheme, in its order: frame, needs, plans, partners, recommendation, decision.

    Args:
        world: The tables.
        law: The scheme as policy has it.
        share: The world's share of the nation, by which the frame scales.
        weights: National weight of each topic, shape (topics,).
        p: The parameters.
        luck: The replication's luck.
        semester: The spring.
        year: Its calendar year.
    """
    receive_frame(world, law, share, year)  # bevilgning og tildeling
    network = taking_part(world, upper_secondary=law.upper_secondary)
    report = report_needs(world, network, weights, p.owner, luck, semester)  # behovsmelding
    join(world, report, p.owner, luck, semester)
    new = make_plans(world, law, report, p.owner, luck, semester)  # langsiktig plan
    choose_partners(world, law, report, p.partnership, luck, semester, new)  # partnerskap
    ask(world, law, report, p)  # søknad
    recommend_and_decide(world, law, report)  # innstilling og vedtak


def receive_frame(world: World, law: DekomSPolicy, share: float, year: int) -> None:
    """The year's frame (ramme) goes to the counties by the national key, once a calendar year."""
    counties = world.counties
    if (counties.framed_year >= year).all():
        return
    frame = round(in_force(law.frame, year) * law.frame_factor * share)
    network = taking_part(world, upper_secondary=law.upper_secondary)
    posts = np.where(network < world.networks.n, world.schools.n_posts, 0).astype(np.float64)
    staff = total_by(world.schools.county.astype(np.int64), posts, counties.n)
    equal = np.ones(counties.n)
    claimants = Claimants(staff, equal, equal, equal, ties(counties.uid))
    part = law.county_key(frame, np.full(counties.n, float(frame)), claimants)
    counties.pot += part
    counties.appropriated += part
    counties.framed_year = year


def join(world: World, report: NeedReport, p: OwnerParameters, luck: Luck, semester: int) -> None:
    """Nearly all public owners take part in a year, private ones less often (C-15)."""
    networks = world.networks
    chance = np.where(networks.kind == PRIVATE, p.apply_private, p.apply_municipal)
    networks.applied = luck.happens("network applies", semester, networks.uid, chance) & (report.staff > 0)


def ask(world: World, law: DekomSPolicy, report: NeedReport, p: Parameters) -> None:
    """Networks ask for what small groups would cost, the more fully the better the application."""
    networks = world.networks
    people = networks.group[:, MAIN] * report.staff
    groups = np.maximum(1.0, people / p.owner.asked_group)
    hours = groups * law.contact_hours
    cost = hours * law.price_per_hour / max(law.uh_share, 0.05)
    networks.asked = np.where(networks.applied, np.floor(cost * (0.6 + 0.8 * report.quality)), 0.0)


def recommend_and_decide(world: World, law: DekomSPolicy, report: NeedReport) -> None:
    """In each county the forum recommends by its key (innstilling) and the governor decides (vedtak)."""
    networks, counties = world.networks, world.counties
    for county in counties.agents:
        rows = np.flatnonzero(networks.county == county.row)
        pot = int(counties.pot[county.row])
        asked = networks.asked[rows]
        asking = Claimants(
            teachers=report.staff[rows],
            need=networks.need[rows],
            quality=report.quality[rows],
            inhabitants=networks.population[rows],
            ids=ties(networks.uid[rows]),
        )
        governor = world.governors.agents[counties.governor[county.row]]
        assert isinstance(governor, StateGovernor)
        granted = governor.decide(
            recommendation=law.allocation(pot, asked, asking),
            own_key=PerTeacher()(pot, asked, asking),
            power=min(1.0, counties.forum_power[county.row] * law.forum_weight),
            ties=asking.ids,
        )
        networks.granted[rows] = granted
        counties.pot[county.row] -= granted.sum()


def ties(uid: Ids) -> Floats:
    """Stable numbers that break ties, from stable ids."""
    return (uid >> np.uint64(11)).astype(np.float64)
