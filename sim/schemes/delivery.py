"""This file knows how granted measures are delivered in a school year (gjennomføring, 4.7)."""

from __future__ import annotations

import numpy as np

from sim.parameters import CompetenceParameters, Parameters
from sim.policy import ContextPolicy, DekomSPolicy, Policy
from sim.rules.cascade import Cascade
from sim.rules.dose import Dose
from sim.schemes.needs import by_network, taking_part
from sim.schemes.slots import COLLECTIVE, FOLLOW_UP, INCLUSION, INCLUSION_LINE, MAIN, QUOTA, SCHOOLS_LINE
from sim.schemes.spending import Hours, spend_grants
from sim.types import Floats, Ints
from sim.world import World


def deliver(world: World, law: Policy, p: Parameters, *, held: float) -> None:
    """Grants become hours, groups and what a participant gains in the school year that begins.

    Args:
        world: The tables.
        law: Policy in force.
        p: The parameters.
        held: Share of gatherings that can be held (below 1 in a pandemic).
    """
    networks, rules = world.networks, law.dekom_s
    network = taking_part(world, upper_secondary=rules.upper_secondary)
    hours = spend_grants(world, law, p)
    engage_schools(world, law, network, p)
    form_groups(world, rules, network, hours, held)
    set_gains(world, law, network, hours, held, p)
    meet_partners(world, hours)
    networks.plan_left = np.where(networks.delivered > 0, np.maximum(networks.plan_left - 1, 0), 0)  # a pause ends it


def engage_schools(world: World, law: Policy, network: Ints, p: Parameters) -> None:
    """Measures reach the schools of a network; how many take part and how much is carried out follows."""
    schools, networks, owners = world.schools, world.networks, world.owners
    row = np.minimum(network, networks.n - 1)
    topic, group = networks.topic[row], networks.group[row]
    member = network < networks.n
    reached = member & (networks.in_hand[row, SCHOOLS_LINE] > 0)
    quota = law.dekom_s.subject_share_min
    schools.topic[:, MAIN] = np.where(reached & ((quota < 1) | (topic[:, QUOTA] < 0)), topic[:, MAIN], -1)
    schools.topic[:, QUOTA] = np.where(reached & (quota > 0), topic[:, QUOTA], -1)
    earmarked = member & (networks.in_hand[row, INCLUSION_LINE] > 0)
    schools.topic[:, INCLUSION] = np.where(earmarked, topic[:, INCLUSION], -1)
    helped = member & (owners.follow_grant > 0)[schools.owner] & (owners.follow_topic >= 0)[schools.owner]
    schools.topic[:, FOLLOW_UP] = np.where(helped, owners.follow_topic[schools.owner], -1)
    steering = owners.steering_at_schools(p.owner)[schools.owner]
    taking = schools.take_part(steering, p.competence)
    for slot in COLLECTIVE:
        share = 1.0 if slot == FOLLOW_UP else group[:, slot]  # follow-up concerns the whole staff
        schools.participation[:, slot] = np.where(schools.topic[:, slot] >= 0, share * taking, 0.0)
    schools.implement(steering, taking, p.competence, p.school)


def form_groups(world: World, law: DekomSPolicy, network: Ints, hours: Hours, held: float) -> None:
    """Hours become delivery groups of the aimed length; too little money shortens the hours of a single group."""
    networks, schools = world.networks, world.schools
    quota = (networks.topic[:, QUOTA] >= 0) & (law.subject_share_min > 0)
    part = np.where(quota, law.subject_share_min, 0.0)
    lines = hours.lines
    bought = {MAIN: lines[:, SCHOOLS_LINE] * (1.0 - part), QUOTA: lines[:, SCHOOLS_LINE] * part}
    bought[INCLUSION] = lines[:, INCLUSION_LINE]
    for slot, of_slot in bought.items():
        people = by_network(network, schools.participation[:, slot] * schools.n_posts, networks.n)
        groups = np.maximum(1.0, of_slot / law.contact_hours)
        networks.contact[:, slot] = held * np.minimum(law.contact_hours, of_slot / groups)
        networks.group_size[:, slot] = people / groups
    networks.delivered = networks.contact.max(axis=1) / law.contact_hours


def set_gains(world: World, law: Policy, network: Ints, hours: Hours, held: float, p: Parameters) -> None:
    """What a year of each measure gives a participant, per unit of relevance and gap, and what builds routines."""
    schools, networks = world.schools, world.networks
    row = np.minimum(network, networks.n - 1)
    contact, size = networks.contact[row], networks.group_size[row]
    contact[:, FOLLOW_UP], size[:, FOLLOW_UP] = _follow_up_groups(world, law.dekom_s, hours, held)
    contact = np.where(schools.topic >= 0, contact, 0.0)
    partnership = networks.mechanism(world.universities.nearness, p.partnership)[row]
    team = world.owners.team[schools.owner]
    time = _collective_time(world, law.dekom_s, network, contact, p.competence)
    for slot in COLLECTIVE:
        mechanism = law.context.quality(partnership, schools.topic[:, slot])
        if slot == INCLUSION:
            mechanism = mechanism * team  # without the team around the child little reaches the classroom
        _set_gain(world, law.context, slot, time[:, slot], size[:, slot], mechanism, p)


def _set_gain(
    world: World, context: ContextPolicy, slot: int, hours: Floats, size: Floats, mechanism: Floats, p: Parameters
) -> None:
    """Hours, gain and drive of one slot in every school."""
    schools, c = world.schools, p.competence
    strength = context.dose(hours, c.dose_threshold, c.dose_scale)
    gain = learning_rate(context.dose, c) * strength * mechanism * intensity(size, context.cascade, c)
    schools.hours[:, slot] = hours
    schools.gain[:, slot] = gain * schools.implementation
    steering = world.owners.steering_at_schools(p.owner)[schools.owner]
    schools.drive[:, slot] = schools.participation[:, slot] * steering * mechanism * (strength > 0)


def _follow_up_groups(world: World, law: DekomSPolicy, hours: Hours, held: float) -> tuple[Floats, Floats]:
    """Contact hours and group size of follow-up measures, at each school of the owner, shape (schools,) each."""
    schools, owners = world.schools, world.owners
    taking = schools.participation[:, FOLLOW_UP] * schools.n_posts
    people = np.bincount(schools.owner, weights=taking, minlength=owners.n)
    groups = np.maximum(1.0, hours.follow_up / law.contact_hours)
    contact = held * np.minimum(law.contact_hours, hours.follow_up / groups)
    return contact[schools.owner], (people / groups)[schools.owner]


def _collective_time(
    world: World, law: DekomSPolicy, network: Ints, contact: Floats, c: CompetenceParameters
) -> Floats:
    """Hours of a participant by slot: contact and local work, within the staff's collective time (45 h a year).

    Measures that run side by side share that time by their participant-hours; contact hours that are paid for are
    held in any case. Shape (schools, slots).
    """
    schools = world.schools
    local = c.local_hours * contact * schools.implementation[:, None]
    local *= _paid_for(world, law, network, local, c.local_hour_cost)
    load = schools.participation * contact
    share = load / np.maximum(load.sum(axis=1, keepdims=True), 1e-9)
    hours: Floats = np.minimum(contact + local, np.maximum(c.collective_hours * share, contact))
    return hours


def _paid_for(world: World, law: DekomSPolicy, network: Ints, local: Floats, cost: float) -> Floats:
    """Share of the local work that the money left for it pays, 0-1, shape (schools, slots).

    The money is what the grant does not give to university and coordinator, and the owners' own share.
    """
    schools, networks, owners = world.schools, world.networks, world.owners
    price = schools.participation * local * schools.n_posts[:, None] * cost
    at_home = max(0.0, 1.0 - law.uh_share - law.coordinator_share)
    row = np.minimum(network, networks.n - 1)
    paid = np.ones_like(local)
    for line, slots in ((SCHOOLS_LINE, [MAIN, QUOTA]), (INCLUSION_LINE, [INCLUSION])):
        needed = by_network(network, price[:, slots].sum(axis=1), networks.n)
        given = networks.in_hand[:, line]
        money = (1.0 - law.coordinator_share + law.own_share) * given - networks.paid_university[:, line]
        paid[:, slots] = np.clip(money / np.maximum(needed, 1e-9), 0.0, 1.0)[row][:, None]
    by_owner = np.bincount(schools.owner, weights=price[:, FOLLOW_UP], minlength=owners.n)
    paid[:, FOLLOW_UP] = np.minimum(1.0, at_home * owners.follow_grant / np.maximum(by_owner, 1e-9))[schools.owner]
    return paid


def intensity(group_size: Floats, cascade: Cascade, p: CompetenceParameters) -> Floats:
    """Intensity of a group: full up to a small group, lowest from a large one, straight between (0-1)."""
    direct = np.interp(group_size, [p.small_group, p.large_group], [1.0, p.large_group_intensity])
    return cascade(direct, group_size, p.large_group)


def learning_rate(dose: Dose, p: CompetenceParameters) -> float:
    """Eta: the rate at which the reference measure gives the reference gain.

    The reference is 40 hours, mechanism 0.6, intensity 1, implementation 0.8, relevance 1, half of the gap open.
    """
    at_reference = float(dose(np.array([40.0]), p.dose_threshold, p.dose_scale)[0]) * 0.6 * 0.8 * 0.5
    return p.reference_gain * p.teacher_sd / at_reference


def meet_partners(world: World, hours: Hours) -> None:
    """Universities work their hours; a partnership is active if it is the old one and delivers to a joint plan."""
    networks, u, owners = world.networks, world.universities, world.owners
    partner = np.maximum(networks.partner, 0)
    delivered = (networks.delivered > 0) & ~networks.purchased
    networks.was_active = networks.active
    networks.active = delivered & networks.applied & (networks.partner == networks.last_partner)
    networks.last_partner = np.where(delivered, networks.partner, -1).astype(np.int8)
    joined = np.maximum(owners.network, 0)
    together = hours.lines.sum(axis=1) + np.bincount(joined, weights=hours.follow_up, minlength=networks.n)
    together = together * (networks.partner >= 0)
    u.hours = np.bincount(partner, weights=together, minlength=u.n)
    equal = together * networks.partner_trust() * ~networks.purchased
    u.equal_hours = np.bincount(partner, weights=equal, minlength=u.n)
