"""This file knows how granted measures are delivered in a school year (gjennomføring, 4.7)."""

from __future__ import annotations

import numpy as np

from sim.parameters import CompetenceParameters, Parameters
from sim.policy import DekomSPolicy
from sim.rules.dose import Dose
from sim.schemes.needs import by_network, taking_part
from sim.schemes.planning import MAIN, QUOTA
from sim.types import Floats, Ints
from sim.world import World


def deliver(world: World, law: DekomSPolicy, dose: Dose, p: Parameters) -> None:
    """Grants become hours, groups and what a participant gains in the school year that begins."""
    networks = world.networks
    network = taking_part(world, upper_secondary=law.upper_secondary)
    hours = spend_grants(world, law, p)
    engage_schools(world, law, network, p)
    form_groups(world, law, network, hours)
    set_gains(world, law, dose, network, p)
    meet_partners(world, hours)
    networks.plan_left = np.where(networks.delivered > 0, np.maximum(networks.plan_left - 1, 0), 0)  # a pause ends it


def spend_grants(world: World, law: DekomSPolicy, p: Parameters) -> Floats:
    """The grant buys university hours as far as capacity goes; the rest goes back to the county.

    Returns:
        Hours each network gets in the year, shape (networks,).
    """
    networks, u, counties = world.networks, world.universities, world.counties
    networks.in_hand = networks.granted
    networks.granted = 0
    partner = np.maximum(networks.partner, 0)
    wanted = networks.in_hand * law.uh_share / law.price_per_hour
    load = np.bincount(partner, weights=wanted, minlength=u.n)
    room: Floats = np.minimum(1.0, u.staff_hours / np.maximum(load, 1e-9))
    hours: Floats = wanted * room[partner]
    networks.paid_university = np.floor(hours * law.price_per_hour + 0.5).astype(np.int64)
    for_university = np.floor(networks.in_hand * law.uh_share + 0.5).astype(np.int64)
    back = np.maximum(for_university - networks.paid_university, 0)
    networks.spent += networks.in_hand - back
    networks.own_money = law.own_share * (networks.in_hand - back)
    networks.coordinators = law.coordinator_share * networks.in_hand / p.owner.coordinator_cost
    counties.returned = np.bincount(networks.county, weights=back, minlength=counties.n).astype(np.int64)
    counties.pot += counties.returned
    networks.in_hand -= back
    return hours


def engage_schools(world: World, law: DekomSPolicy, network: Ints, p: Parameters) -> None:
    """Measures reach the schools of a network; how many take part and how much is carried out follows."""
    schools, networks = world.schools, world.networks
    reached = (network < networks.n) & (networks.in_hand[np.minimum(network, networks.n - 1)] > 0)
    row = np.minimum(network, networks.n - 1)
    schools.topic = np.where(reached[:, None], networks.topic[row], -1).astype(np.int8)
    if law.subject_share_min <= 0:
        schools.topic[:, QUOTA] = -1  # a quota planned under an earlier policy
    elif law.subject_share_min >= 1:
        schools.topic[schools.topic[:, QUOTA] >= 0, MAIN] = -1
    steering = world.owners.steering[schools.owner]
    taking = schools.take_part(steering, p.competence)
    schools.participation = np.where(schools.topic >= 0, networks.group[row] * taking[:, None], 0.0)
    schools.implement(steering, taking, p.competence, p.school)


def form_groups(world: World, law: DekomSPolicy, network: Ints, hours: Floats) -> None:
    """Hours become delivery groups of the aimed length; too little money shortens the hours of a single group."""
    networks, schools = world.networks, world.schools
    for slot, part in enumerate(_parts(law)):
        people = by_network(network, schools.participation[:, slot] * schools.n_posts, networks.n)
        quota = (networks.topic[:, QUOTA] >= 0) & (law.subject_share_min > 0)
        bought = hours * np.where(quota, part, 1.0 if slot == MAIN else 0.0)
        groups = np.maximum(1.0, bought / law.contact_hours)
        networks.contact[:, slot] = np.minimum(law.contact_hours, bought / groups)
        networks.group_size[:, slot] = people / groups
    networks.delivered = networks.contact.max(axis=1) / law.contact_hours


def _parts(law: DekomSPolicy) -> Floats:
    """Part of the money of each slot where a quota measure runs, shape (slots,)."""
    return np.array([1.0 - law.subject_share_min, law.subject_share_min])


def set_gains(world: World, law: DekomSPolicy, dose: Dose, network: Ints, p: Parameters) -> None:
    """What a year of each measure gives a participant, per unit of relevance and gap, and what builds routines."""
    schools, networks, c = world.schools, world.networks, p.competence
    row = np.minimum(network, networks.n - 1)
    mechanism = networks.quality(world.universities.nearness)[row]
    steering = world.owners.steering[schools.owner]
    local_money = (1.0 - law.uh_share - law.coordinator_share + law.own_share) / c.local_money_share
    rate = learning_rate(dose, c)
    for slot, part in enumerate(_parts(law)):
        running = schools.topic[:, slot] >= 0
        both = schools.topic[:, QUOTA] >= 0
        contact = networks.contact[row, slot]
        local = c.local_hours * contact * schools.implementation * min(1.0, local_money)
        ceiling = c.collective_hours * np.where(both, part, 1.0)
        hours = np.where(running, np.minimum(contact + local, np.maximum(ceiling, contact)), 0.0)
        strength = dose(hours, c.dose_threshold, c.dose_scale)
        gain = rate * strength * mechanism * intensity(networks.group_size[row, slot], c)
        schools.hours[:, slot] = hours
        schools.gain[:, slot] = gain * schools.implementation
        schools.drive[:, slot] = schools.participation[:, slot] * steering * mechanism * (strength > 0)


def intensity(group_size: Floats, p: CompetenceParameters) -> Floats:
    """Intensity of a group: full up to a small group, lowest from a large one, straight between (0-1)."""
    return np.interp(group_size, [p.small_group, p.large_group], [1.0, p.large_group_intensity])


def learning_rate(dose: Dose, p: CompetenceParameters) -> float:
    """Eta: the rate at which the reference measure gives the reference gain.

    The reference is 40 hours, mechanism 0.6, intensity 1, implementation 0.8, relevance 1, half of the gap open.
    """
    at_reference = float(dose(np.array([40.0]), p.dose_threshold, p.dose_scale)[0]) * 0.6 * 0.8 * 0.5
    return p.reference_gain * p.teacher_sd / at_reference


def meet_partners(world: World, hours: Floats) -> None:
    """Universities work their hours; a partnership is active if it is the old one and delivers to a joint plan."""
    networks, u = world.networks, world.universities
    partner = np.maximum(networks.partner, 0)
    delivered = networks.delivered > 0
    networks.was_active = networks.active
    networks.active = delivered & networks.applied & (networks.partner == networks.last_partner)
    networks.last_partner = np.where(delivered, networks.partner, -1).astype(np.int8)
    u.hours = np.bincount(partner, weights=hours, minlength=u.n)
    u.equal_hours = np.bincount(partner, weights=hours * networks.partner_trust(), minlength=u.n)
