"""This file knows the decentralised scheme for schools (desentralisert ordning, Dekom S): from need to decision.

Owners report needs, usually as a network; the county's cooperation forum recommends; the governor decides; a
university delivers in partnership to whole staffs the year after. Kompetanseløftet runs through the same forum on
a money line of its own (`sim.schemes.inclusion`); from 2026 the two are one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.actors.county import StateGovernor
from sim.actors.owner import COUNTY_COUNCIL, PRIVATE
from sim.columns import mean_by, total_by
from sim.luck import Luck
from sim.parameters import OwnerParameters, Parameters
from sim.policy import DekomSPolicy, Policy
from sim.rules.allocation import Claimants, NeedsWeighted, PerTeacher
from sim.schemes import inclusion
from sim.schemes.money import Frames
from sim.schemes.needs import NeedReport, report_needs, taking_part
from sim.schemes.planning import asked_for, choose_partners, make_plans
from sim.schemes.slots import INCLUSION_LINE, MAIN, SCHOOLS_LINE
from sim.types import Floats, Ids, Ints, Rows, Smalls
from sim.world import World

REPORT_MONTH = 2
"""Needs are reported by 1 February (S-1; calendar of Nordland)."""
FIRST_GATHERING = 9
"""Gatherings begin in September, when the school year is under way (assumption)."""


def decide_grants(
    world: World, law: Policy, weights: Floats, p: Parameters, luck: Luck, semester: int, *, months: float
) -> None:
    """The scheme's round of decisions, in its order: needs, plans, partners, recommendation, decision.

    Args:
        world: The tables.
        law: Policy in force.
        weights: National weight of each topic, shape (topics,).
        p: The parameters.
        luck: The replication's luck.
        semester: The semester of the round.
        months: From reported need to the first hour.
    """
    rules = law.dekom_s
    network = taking_part(world, upper_secondary=rules.upper_secondary)
    report = report_needs(world, network, weights, p.owner, luck, semester)  # behovsmelding
    join(world, report, p.owner, luck)
    new = make_plans(world, rules, report, p.owner, luck, semester)  # langsiktig plan
    choose_partners(world, rules, report, p, luck, semester, new)  # partnerskap
    ask(world, rules, report, p)  # søknad
    if law.inclusion.active:
        inclusion.plan(world, law, report, p, luck, semester, new)
    had = world.networks.granted.sum(axis=1)
    grant(world, law, report, p)  # innstilling og vedtak
    got = world.networks.granted.sum(axis=1) > had
    world.networks.lead = np.where(got, months, world.networks.lead)
    world.counties.decided = True


def grant(world: World, law: Policy, report: NeedReport, p: Parameters) -> None:
    """Money is granted line by line; from 2026 from one pot, and networks split it by what they asked for."""
    networks = world.networks
    wish = np.maximum(networks.asked - networks.granted, 0.0)
    if not one_pot(law):
        for line in (SCHOOLS_LINE, INCLUSION_LINE):
            networks.granted[:, line] += decide(world, law.dekom_s, report, line, wish[:, line], p)
        return
    total = wish.sum(axis=1)
    granted = decide(world, law.dekom_s, report, SCHOOLS_LINE, total, p)
    second = np.floor(granted * wish[:, INCLUSION_LINE] / np.maximum(total, 1.0)).astype(np.int64)
    networks.granted[:, SCHOOLS_LINE] += granted - second
    networks.granted[:, INCLUSION_LINE] += second


def one_pot(law: Policy) -> bool:
    """Whether Kompetanseløftet's money is in the collective pot (N-2)."""
    return law.money.inclusion_merged and law.dekom_s.active


def months_of_spring_round() -> float:
    """Months from the report on 1 February to the first gathering."""
    return float(FIRST_GATHERING - REPORT_MONTH)


def receive_frame(world: World, law: Policy, money: Frames, year: int, p: OwnerParameters) -> None:
    """The year's frame (ramme) goes to the counties by the national key, once a calendar year and money line.

    A frame that arrives in autumn, because the scheme starts then, waits for the first round of decisions.
    """
    counties = world.counties
    claimants = claims_of_counties(world, law.dekom_s, p)
    running = (law.dekom_s.active, law.inclusion.active and not one_pot(law))
    earmarked_paid = (counties.framed_year[:, INCLUSION_LINE] >= year).all()
    collective = money.collective - (money.merged if earmarked_paid else 0)  # nothing is paid twice in a year
    for line, frame in ((SCHOOLS_LINE, collective), (INCLUSION_LINE, money.inclusion)):
        if (counties.framed_year[:, line] >= year).all():
            continue
        lapse(world, line)
        if not running[line]:
            continue
        part = law.dekom_s.county_key(frame, np.full(counties.n, float(frame)), claimants)
        counties.pot[:, line] += part
        counties.appropriated[:, line] += part
        counties.framed_year[:, line] = year
    if one_pot(law):  # what is left of the earmarked money joins the one pot, and its frame is in it
        counties.framed_year[:, INCLUSION_LINE] = year
        counties.pot[:, SCHOOLS_LINE] += counties.pot[:, INCLUSION_LINE]
        counties.pot[:, INCLUSION_LINE] = 0


def claims_of_counties(world: World, law: DekomSPolicy, p: OwnerParameters) -> Claimants:
    """What the Directorate knows of the counties: teachers who may take part, and means of what owners report."""
    counties, networks, owners = world.counties, world.networks, world.owners
    network = taking_part(world, upper_secondary=law.upper_secondary)
    posts = np.where(network < networks.n, world.schools.n_posts, 0).astype(np.float64)

    def mean(county: Rows, values: Floats, staff: Floats) -> Floats:
        return np.nan_to_num(mean_by(county.astype(np.int64), values, staff, counties.n))

    return Claimants(
        teachers=total_by(world.schools.county.astype(np.int64), posts, counties.n),
        need=mean(networks.county, networks.need, networks.staff),
        quality=mean(owners.county, owners.application_quality(p), owners.staff),
        benefit=mean(networks.county, networks.delivered_quality(world.universities.nearness), networks.staff),
        inhabitants=total_by(owners.county.astype(np.int64), owners.population, counties.n),
        ids=ties(counties.uid),
    )


def lapse(world: World, line: int) -> None:
    """State money is for the year: what a round of decisions found no taker for goes back (ettårsprinsippet)."""
    counties = world.counties
    gone = np.where(counties.decided[:, line], counties.pot[:, line], 0)
    counties.lapsed[:, line] += gone
    counties.pot[:, line] -= gone
    counties.decided[:, line] = False


def join(world: World, report: NeedReport, p: OwnerParameters, luck: Luck) -> None:
    """Nearly all public owners take part, private ones less often (C-15); who takes part one year does so the next."""
    networks = world.networks
    chance = np.where(networks.kind == PRIVATE, p.apply_private, p.apply_municipal)
    networks.applied = luck.happens("network takes part", 0, networks.uid, chance) & (report.staff > 0)


def ask(world: World, law: DekomSPolicy, report: NeedReport, p: Parameters) -> None:
    """Networks ask for what small groups would cost, the more fully the better the application."""
    networks = world.networks
    people = networks.group[:, MAIN] * report.staff
    networks.asked[:, SCHOOLS_LINE] = asked_for(world, law, report, people, p) if law.active else 0.0
    networks.asked[:, INCLUSION_LINE] = 0.0


def decide(world: World, law: DekomSPolicy, report: NeedReport, line: int, wish: Floats, p: Parameters) -> Ints:
    """In each county the forum recommends by its key (innstilling), and the governor decides (vedtak).

    Args:
        world: The tables; granted money leaves the counties' pots.
        law: The scheme as policy has it.
        report: What the networks report.
        line: The money line whose pots are handed out.
        wish: Kroner asked for and not yet granted, shape (networks,).
        p: The parameters.

    Returns:
        Kroner granted to each network, shape (networks,).
    """
    networks, counties = world.networks, world.counties
    granted = np.zeros(networks.n, dtype=np.int64)
    if not wish.any():
        return granted
    quality = networks.delivered_quality(world.universities.nearness)
    for county in counties.agents:
        rows = np.flatnonzero(networks.county == county.row)
        pot = int(counties.pot[county.row, line])
        asking = Claimants(
            teachers=report.staff[rows] * (1.0 + law.network_incentive * (networks.members[rows] > 1)),
            need=networks.need[rows],
            quality=report.quality[rows],
            benefit=quality[rows],
            inhabitants=networks.population[rows],
            ids=ties(networks.uid[rows]),
        )
        usable = pot if law.flexible else pot - int(law.open_pot * pot)  # a flexible scheme is one open pot
        granted[rows] = _decided(world, law, county.row, usable, wish[rows], asking, networks.kind[rows], p)
        counties.pot[county.row, line] -= granted[rows].sum()
    return granted


def _decided(
    world: World, law: DekomSPolicy, county: int, pot: int, wish: Floats, asking: Claimants, kind: Smalls,
    p: Parameters,
) -> Ints:  # fmt: skip
    """What each applicant of a county is granted of a pot, kroner, shape (n,)."""
    straight = np.zeros(len(wish), dtype=np.int64)
    if law.county_line:  # upper-secondary money does not pass the forum
        council = kind == COUNTY_COUNCIL
        part = asking.teachers * council / max(asking.teachers.sum(), 1e-9)
        straight = np.minimum(np.floor(part * pot), wish * council).astype(np.int64)
        wish = np.where(council, 0.0, wish)
        pot -= int(straight.sum())
    governor = world.governors.agents[world.counties.governor[county]]
    assert isinstance(governor, StateGovernor)
    own_key = NeedsWeighted(1.0) if law.county_hub else PerTeacher()  # a county council knows its schools' needs
    power = min(1.0, world.counties.forum_power[county] * law.forum_weight)
    granted = governor.decide(
        recommendation=law.allocation(pot, wish, asking),
        own_key=own_key(pot, wish, asking),
        power=p.vocational.forum_advice * power if law.county_hub else power,  # there the forum is advisory (Y-5)
        ties=asking.ids,
    )
    return straight + granted


def hand_out_open_pot(world: World, law: Policy, weights: Floats, p: Parameters, luck: Luck, semester: int) -> None:
    """Autumn: what was kept in spring goes to needs that have come up since (fleksibel pott)."""
    network = taking_part(world, upper_secondary=law.dekom_s.upper_secondary)
    report = report_needs(world, network, weights, p.owner, luck, semester)
    everything = replace(law.dekom_s, open_pot=0.0)
    running = (law.dekom_s.active, law.inclusion.active)
    world.networks.asked = world.networks.asked * np.array(running)  # a scheme that has ended grants no more
    grant(world, replace(law, dekom_s=everything), report, p)


def ties(uid: Ids) -> Floats:
    """Stable numbers that break ties, from stable ids."""
    return (uid >> np.uint64(11)).astype(np.float64)
