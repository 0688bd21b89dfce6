"""How granted measures are delivered in a school year (gjennomføring, 4.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.school import School
from sim.areas import ContextLevers
from sim.columns import total_by
from sim.mechanisms.learning import (
    divided_attention,
    intensity,
    learning_rate,
    most_contact,
    relative_dose,
    time_limit,
)
from sim.mechanisms.measures import (
    COLLECTIVE,
    FOLLOW_UP,
    IN_COLLECTIVE_TIME,
    INCLUSION,
    INCLUSION_LINE,
    LINE_OF,
    LINES,
    OWN,
    QUOTA,
    SCHOOLS_LINE,
    TRACKS,
)
from sim.mechanisms.needs import by_network, network_of_schools
from sim.mechanisms.own import own_mechanism
from sim.mechanisms.spending import Hours, people_in_lines, spend_grants
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
    world, networks, grants = now.world, now.world.networks, now.world[Grants]
    grants.in_hand = grants.granted
    grants.granted = 0
    choose_measures(world, now.policy)
    world.schools.each(School.take_part, now)
    hours = spend_grants(now)
    form_groups(now, hours, held)
    meet_follow_up(now, hours, held)
    meet_partners(now, hours)
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
    plan = (reached & ((quota < 1) | (topic[:, QUOTA] < 0)))[:, None]
    schools.topic[:, TRACKS] = np.where(plan, topic[:, TRACKS], -1)
    schools.topic[:, QUOTA] = np.where(reached & (quota > 0), topic[:, QUOTA], -1)
    earmarked = member & (grants.in_hand[row, INCLUSION_LINE] > 0)
    schools.topic[:, INCLUSION] = np.where(earmarked, topic[:, INCLUSION], -1)
    helped = member & (path.follow_grant > 0)[schools.owner] & (path.follow_topic >= 0)[schools.owner]
    schools.topic[:, FOLLOW_UP] = np.where(helped, path.follow_topic[schools.owner], -1)


def form_groups(now: Now, hours: Hours, held: float) -> None:
    """Hours become delivery groups of the aimed length, and where groups would be too large fewer schools are served.

    Where groups are small already, more money buys more hours of each. Tracks cost hours of coordination.
    """
    world, levers, c = now.world, now.policy[DekomSLevers], now.params.competence
    networks, aim = world.networks, levers.contact_hours
    quota = np.where((networks.topic[:, QUOTA] >= 0), levers.subject_share_min, 0.0)
    extra_tracks = (networks.topic[:, TRACKS] >= 0).sum(axis=1) - 1
    kept = 1.0 - c.track_cost * np.maximum(extra_tracks, 0)
    of_plan = hours.lines[:, SCHOOLS_LINE] * kept
    bought = np.stack([of_plan, hours.lines[:, INCLUSION_LINE]], axis=1)
    people = people_in_lines(world)
    size = people / np.maximum(bought / aim, 1.0)
    wished = levers.coverage(size, c.cover_group)
    networks.coverage = np.where(people > 0, wished, 0.0)
    serve_schools(now)
    taking = people_in_slots(world)
    for slot, line in LINE_OF.items():
        part = quota if slot == QUOTA else 1.0 - quota if line == SCHOOLS_LINE else np.ones(networks.n)
        mates = TRACKS if slot in TRACKS else (slot,)
        share = taking[:, slot] / np.maximum(taking[:, mates].sum(axis=1), 1e-9)
        of_slot = bought[:, line] * part * share
        least = taking[:, slot] / c.small_group
        groups = np.maximum(1.0, np.minimum(of_slot / aim, least))
        networks.contact[:, slot] = held * np.where(
            taking[:, slot] > 0, np.minimum(of_slot / groups, most_contact(c)), 0.0
        )
        networks.group_size[:, slot] = taking[:, slot] / groups
    networks.delivered = np.minimum(networks.contact.max(axis=1) / aim, 1.0)


def serve_schools(now: Now) -> None:
    """Little money serves fewer schools: which ones is drawn; the others have no measure this year."""
    schools, networks = now.world.schools, now.world.networks
    member = np.flatnonzero(schools.network >= 0)
    network = schools.network[member].astype(np.int64)
    turn = now.policy[DekomSLevers].coverage.period(now.year)
    lot = now.draws.at(turn).uniform("school is served", schools.uid[member])
    rounding = now.draws.at(turn).uniform("last school is served", schools.uid[member])
    order = np.argsort(network + lot)
    posts = schools.n_posts[member][order].astype(np.float64)
    first = np.searchsorted(network[order], network[order], side="left")
    before = np.cumsum(posts) - posts
    before -= before[first]
    total = np.bincount(network, weights=schools.n_posts[member], minlength=networks.n)[network[order]]
    for line in range(LINES):
        served = before + rounding[order] * posts < networks.coverage[network[order], line] * total
        out = member[order[~served]]
        slots = [slot for slot, of in LINE_OF.items() if of == line]
        schools.topic[np.ix_(out, slots)] = -1
        schools.participation[np.ix_(out, slots)] = 0.0


def people_in_slots(world: World) -> Floats:
    """Participants of each network in every slot, shape (networks, slots)."""
    schools, networks = world.schools, world.networks
    member = np.where(schools.network >= 0, schools.network, networks.n).astype(np.int64)
    return total_by(member, schools.participation * schools.n_posts[:, None], networks.n + 1)[:-1]


def set_hours(now: Now) -> None:
    """Hours of a participant: contact and local work, within the time that a teacher has for development.

    A teacher in several measures divides her time between them; contact hours that are paid for are held in any
    case. The school's own development takes what is left.
    """
    world, c = now.world, now.params.competence
    schools, networks = world.schools, world.networks
    row = np.maximum(schools.network, 0)
    contact = networks.contact[row]
    contact[:, FOLLOW_UP] = world[Path].follow_contact[schools.owner]
    contact = np.where(schools.topic >= 0, contact, 0.0)
    local = c.local_hours * contact * schools.implementation[:, None]
    local *= _paid_for(now, local)
    wanted = (contact + local)[:, COLLECTIVE]
    load = schools.participation[:, COLLECTIVE] * wanted
    others = load.sum(axis=1, keepdims=True) - load
    tracks = slice(0, len(TRACKS))
    others[:, tracks] = (load.sum(axis=1) - load[:, tracks].sum(axis=1))[:, None]
    limit = time_limit(c)
    taking = schools.participation[:, COLLECTIVE]
    share = now.policy[ContextLevers].hour_limit(wanted, others, taking, limit)
    schools.hours[:, COLLECTIVE] = np.maximum(wanted * share, contact[:, COLLECTIVE])
    taken = (schools.participation * schools.hours)[:, COLLECTIVE].sum(axis=1)
    schools.hours[:, OWN] = np.clip(limit - taken, 0.0, now.params.school.own_hours) * (schools.topic[:, OWN] >= 0)


def note_benefit(world: World) -> None:
    """What a participant gains of this year's measures, by network: next year's keys may look at it (nytte, N-7)."""
    schools, networks = world.schools, world.networks
    member = np.where(schools.network >= 0, schools.network, networks.n).astype(np.int64)
    people = schools.participation[:, COLLECTIVE] * schools.n_posts[:, None]
    both = np.stack([(people * schools.gain[:, COLLECTIVE]).sum(axis=1), people.sum(axis=1)], axis=1)
    gained, taking = total_by(member, both, networks.n + 1)[:-1].T
    networks.benefit = gained / np.maximum(taking, 1e-9)


def set_gains(now: Now) -> None:
    """What a year of each measure gives a participant, per unit of relevance and gap, and what builds routines.

    Both need dose, intensity and that the measure is carried out; attention is divided between measures.
    """
    world, context, c = now.world, now.policy[ContextLevers], now.params.competence
    schools, networks = world.schools, world.networks
    row = np.maximum(schools.network, 0)
    size = networks.group_size[row]
    size[:, FOLLOW_UP] = world[Path].follow_group[schools.owner]
    bought = context.market(now.params.partnership.market_quality)
    partnership = networks.mechanism(world.universities.nearness, bought)[row]
    team = world[Teams].team[schools.owner]
    steering = world.owners.steering_at_schools(now.params.owner)[schools.owner]
    attention = divided_attention(schools.participation, c.attention)
    eta = learning_rate(context.dose, c)
    for slot in IN_COLLECTIVE_TIME:
        if slot == OWN:
            mechanism = own_mechanism(now)
            intense = np.ones(schools.n)
        else:
            mechanism = context.quality(partnership, schools.topic[:, slot])
            intense = intensity(size[:, slot], context.cascade, c)
        if slot == INCLUSION:
            mechanism = mechanism * team  # without the team around the child little reaches the classroom
        strength = context.dose(schools.hours[:, slot], c.dose_threshold, c.dose_scale)
        carried = mechanism * attention[:, slot] * schools.implementation * schools.willing[:, slot]
        schools.gain[:, slot] = eta * strength * intense * carried
        formed = context.routine_drive(relative_dose(context.dose, schools.hours[:, slot], c), intense)
        schools.drive[:, slot] = schools.participation[:, slot] * steering * formed * carried


def meet_follow_up(now: Now, hours: Hours, held: float) -> None:
    """Contact hours and group size of follow-up measures at each owner."""
    world, aim = now.world, now.policy[DekomSLevers].contact_hours
    schools, path, n = world.schools, world[Path], world.owners.n
    taking = schools.participation[:, FOLLOW_UP] * schools.n_posts
    people = np.bincount(schools.owner, weights=taking, minlength=n)
    least = people / now.params.competence.small_group
    groups = np.maximum(1.0, np.minimum(hours.follow_up / aim, least))
    most = most_contact(now.params.competence)
    path.follow_contact = held * np.where(people > 0, np.minimum(hours.follow_up / groups, most), 0.0)
    path.follow_group = people / groups


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
    for line, slots in ((SCHOOLS_LINE, [*TRACKS, QUOTA]), (INCLUSION_LINE, [INCLUSION])):
        needed = by_network(network, price[:, slots].sum(axis=1), networks.n)
        given = grants.in_hand[:, line]
        own = grants.own_money * given / np.maximum(grants.in_hand.sum(axis=1), 1)
        left = own - grants.own_for_hours[:, line]  # a krone of the owners' pays for one thing only
        money = (1.0 - levers.coordinator_share) * given + left - grants.paid_university[:, line]
        paid[:, slots] = np.clip(money / np.maximum(needed, 1e-9), 0.0, 1.0)[row][:, None]
    by_owner = np.bincount(schools.owner, weights=price[:, FOLLOW_UP], minlength=owners.n)
    paid[:, FOLLOW_UP] = np.minimum(1.0, at_home * world[Path].follow_grant / np.maximum(by_owner, 1e-9))[schools.owner]
    return paid


def meet_partners(now: Now, hours: Hours) -> None:
    """Universities work their hours; a partnership is active if it is the old one and delivers to a joint plan."""
    world = now.world
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
