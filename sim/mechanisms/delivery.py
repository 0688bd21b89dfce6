"""How granted measures are delivered in a school year (gjennomføring, 4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.school import School
from sim.areas import ContextLevers
from sim.mechanisms.learning import intensity, learning_rate
from sim.mechanisms.measures import COLLECTIVE, FOLLOW_UP, INCLUSION, INCLUSION_LINE, MAIN, QUOTA, SCHOOLS_LINE
from sim.mechanisms.needs import by_network, network_of_schools
from sim.mechanisms.spending import Hours, spend_grants
from sim.schemes.dekom_s import DekomSLevers, Grants
from sim.schemes.follow_up import Path
from sim.schemes.inclusion import Teams
from sim.types import Floats

if TYPE_CHECKING:
    from sim.now import Now
    from sim.policy import Policy
    from sim.world import World

PANDEMIC_YEAR = 2020
"""School year 2020/21: gatherings could only partly be held (C-17)."""


def measures_are_delivered(now: Now) -> None:
    """Granted measures of the school year begin; a pandemic cuts gatherings."""
    cut = now.policy[ContextLevers].pandemic and now.year == PANDEMIC_YEAR
    deliver(now, held=now.params.partnership.pandemic_delivery if cut else 1.0)


def deliver(now: Now, *, held: float) -> None:
    """Grants become hours, groups and what a participant gains in the school year that begins.

    Args:
        now: The semester.
        held: Share of gatherings that can be held (below 1 in a pandemic).
    """
    world, networks = now.world, now.world.networks
    hours = spend_grants(now)
    choose_measures(world, now.policy)
    world.schools.each(School.carry_out, now)
    form_groups(world, now.policy, hours, held)
    set_gains(now, hours, held)
    meet_partners(world, hours)
    networks.plan_left = np.where(networks.delivered > 0, np.maximum(networks.plan_left - 1, 0), 0)  # a pause ends it


def choose_measures(world: World, policy: Policy) -> None:
    """Measures that have money reach the schools of a network, or of an owner in follow-up."""
    schools, networks, path, grants = world.schools, world.networks, world[Path], world[Grants]
    levers = policy[DekomSLevers]
    network = network_of_schools(world, upper_secondary=levers.upper_secondary)
    row = np.minimum(network, networks.n - 1)
    topic = networks.topic[row]
    member = network < networks.n
    reached = member & (grants.in_hand[row, SCHOOLS_LINE] > 0)
    quota = levers.subject_share_min
    schools.topic[:, MAIN] = np.where(reached & ((quota < 1) | (topic[:, QUOTA] < 0)), topic[:, MAIN], -1)
    schools.topic[:, QUOTA] = np.where(reached & (quota > 0), topic[:, QUOTA], -1)
    earmarked = member & (grants.in_hand[row, INCLUSION_LINE] > 0)
    schools.topic[:, INCLUSION] = np.where(earmarked, topic[:, INCLUSION], -1)
    helped = member & (path.follow_grant > 0)[schools.owner] & (path.follow_topic >= 0)[schools.owner]
    schools.topic[:, FOLLOW_UP] = np.where(helped, path.follow_topic[schools.owner], -1)


def form_groups(world: World, policy: Policy, hours: Hours, held: float) -> None:
    """Hours become delivery groups of the aimed length; too little money shortens the hours of a single group."""
    networks, schools, levers = world.networks, world.schools, policy[DekomSLevers]
    network = network_of_schools(world, upper_secondary=levers.upper_secondary)
    quota = (networks.topic[:, QUOTA] >= 0) & (levers.subject_share_min > 0)
    part = np.where(quota, levers.subject_share_min, 0.0)
    lines = hours.lines
    bought = {MAIN: lines[:, SCHOOLS_LINE] * (1.0 - part), QUOTA: lines[:, SCHOOLS_LINE] * part}
    bought[INCLUSION] = lines[:, INCLUSION_LINE]
    for slot, of_slot in bought.items():
        people = by_network(network, schools.participation[:, slot] * schools.n_posts, networks.n)
        groups = np.maximum(1.0, of_slot / levers.contact_hours)
        networks.contact[:, slot] = held * np.minimum(levers.contact_hours, of_slot / groups)
        networks.group_size[:, slot] = people / groups
    networks.delivered = networks.contact.max(axis=1) / levers.contact_hours


def set_gains(now: Now, hours: Hours, held: float) -> None:
    """What a year of each measure gives a participant, per unit of relevance and gap, and what builds routines."""
    world, context = now.world, now.policy[ContextLevers]
    schools, networks, levers = world.schools, world.networks, now.policy[DekomSLevers]
    row = np.minimum(network_of_schools(world, upper_secondary=levers.upper_secondary), networks.n - 1)
    contact, size = networks.contact[row], networks.group_size[row]
    contact[:, FOLLOW_UP], size[:, FOLLOW_UP] = _follow_up_groups(world, levers, hours, held)
    contact = np.where(schools.topic >= 0, contact, 0.0)
    partnership = networks.mechanism(world.universities.nearness, now.params.partnership)[row]
    team = world[Teams].team[schools.owner]
    schools.hours[:, COLLECTIVE] = _collective_time(now, contact)[:, COLLECTIVE]
    for slot in COLLECTIVE:
        mechanism = context.quality(partnership, schools.topic[:, slot])
        if slot == INCLUSION:
            mechanism = mechanism * team  # without the team around the child little reaches the classroom
        _set_gain(now, slot, size[:, slot], mechanism)


def _set_gain(now: Now, slot: int, size: Floats, mechanism: Floats) -> None:
    """Gain and drive of one slot in every school, from its hours, group size and mechanism, shape (schools,) each."""
    schools, context, c = now.world.schools, now.policy[ContextLevers], now.params.competence
    strength = context.dose(schools.hours[:, slot], c.dose_threshold, c.dose_scale)
    gain = learning_rate(context.dose, c) * strength * mechanism * intensity(size, context.cascade, c)
    schools.gain[:, slot] = gain * schools.implementation
    steering = now.world.owners.steering_at_schools(now.params.owner)[schools.owner]
    schools.drive[:, slot] = schools.participation[:, slot] * steering * mechanism * (strength > 0)


def _follow_up_groups(world: World, levers: DekomSLevers, hours: Hours, held: float) -> tuple[Floats, Floats]:
    """Contact hours and group size of follow-up measures, at each school of the owner, shape (schools,) each."""
    schools, owners = world.schools, world.owners
    taking = schools.participation[:, FOLLOW_UP] * schools.n_posts
    people = np.bincount(schools.owner, weights=taking, minlength=owners.n)
    groups = np.maximum(1.0, hours.follow_up / levers.contact_hours)
    contact = held * np.minimum(levers.contact_hours, hours.follow_up / groups)
    return contact[schools.owner], (people / groups)[schools.owner]


def _collective_time(now: Now, contact: Floats) -> Floats:
    """Hours of a participant by slot: contact and local work, within the staff's collective time (45 h a year).

    Measures that run side by side share that time by their participant-hours; contact hours that are paid for are
    held in any case. Shape (schools, slots).
    """
    schools, c = now.world.schools, now.params.competence
    local = c.local_hours * contact * schools.implementation[:, None]
    local *= _paid_for(now, local)
    load = schools.participation * contact
    share = load / np.maximum(load.sum(axis=1, keepdims=True), 1e-9)
    hours: Floats = np.minimum(contact + local, np.maximum(c.collective_hours * share, contact))
    return hours


def _paid_for(now: Now, local: Floats) -> Floats:
    """Share of the local work that the money left for it pays, 0-1, shape (schools, slots).

    The money is what the grant does not give to university and coordinator, and the owners' own share.
    """
    world, levers, cost = now.world, now.policy[DekomSLevers], now.params.competence.local_hour_cost
    schools, networks, owners, grants = world.schools, world.networks, world.owners, world[Grants]
    network = network_of_schools(world, upper_secondary=levers.upper_secondary)
    price = schools.participation * local * schools.n_posts[:, None] * cost
    at_home = max(0.0, 1.0 - levers.uh_share - levers.coordinator_share)
    row = np.minimum(network, networks.n - 1)
    paid = np.ones_like(local)
    for line, slots in ((SCHOOLS_LINE, [MAIN, QUOTA]), (INCLUSION_LINE, [INCLUSION])):
        needed = by_network(network, price[:, slots].sum(axis=1), networks.n)
        given = grants.in_hand[:, line]
        money = (1.0 - levers.coordinator_share + levers.own_share) * given - grants.paid_university[:, line]
        paid[:, slots] = np.clip(money / np.maximum(needed, 1e-9), 0.0, 1.0)[row][:, None]
    by_owner = np.bincount(schools.owner, weights=price[:, FOLLOW_UP], minlength=owners.n)
    paid[:, FOLLOW_UP] = np.minimum(1.0, at_home * world[Path].follow_grant / np.maximum(by_owner, 1e-9))[schools.owner]
    return paid


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
