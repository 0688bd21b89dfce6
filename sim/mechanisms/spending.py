"""What grants buy: university hours as far as capacity goes, local work, coordinators (4.5, 4.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.university import University
from sim.areas import TeacherEducationLevers
from sim.columns import total_by
from sim.mechanisms.learning import most_contact
from sim.mechanisms.measures import LINE_OF, LINES, MONEY, NOTHING, PLANNING, TIME, UNIVERSITY
from sim.mechanisms.own import PROGRAMMES_END
from sim.schemes.dekom_s import DekomSLevers, Grants, Pots
from sim.schemes.follow_up import FollowUpMoney, Path, governor_of
from sim.types import Floats, Ints, Smalls

if TYPE_CHECKING:
    from sim.now import Now
    from sim.world import World


FLIGHT = 300.0
"""Kilometres beyond which one flies, and the way costs no more."""


@dataclass(frozen=True)
class Hours:
    """University hours of the school year.

    Attributes:
        lines: By network and money line, shape (networks, lines).
        follow_up: By owner, for follow-up measures, shape (owners,).
    """

    lines: Floats
    follow_up: Floats


def spend_grants(now: Now) -> Hours:
    """Grant and own share buy university hours as far as there is use and staff for them; the rest goes back.

    The price of a contact hour is a full one: preparation, travel and follow-up are in it. Of what the money would
    buy, no more is bought than small groups have time for, owners can plan, and universities can staff.
    """
    world, levers, params = now.world, now.policy[DekomSLevers], now.params
    grants, owners, networks = world[Grants], world.owners, world.networks
    earmarked = min(1.0, now.policy[TeacherEducationLevers].feedback_share + levers.nearness_bonus)  # buys no hours
    price = hour_price(now)
    per_krone = levers.uh_share * (1.0 - earmarked) / price
    most = params.owner.own_budget * networks.eligible
    own_share = now.lever(DekomSLevers, "own_share", "networks")
    own = np.minimum(own_share * grants.in_hand.sum(axis=1), most)
    line_share = grants.in_hand / np.maximum(grants.in_hand.sum(axis=1, keepdims=True), 1.0)
    own_line = own[:, None] * line_share
    affordable = (grants.in_hand + own_line) * per_krone[:, None]
    useful, planned = useful_hours(now), plannable_hours(now, affordable)
    wanted = np.minimum(affordable, np.minimum(useful, planned))
    follow_up: Floats = world[Path].follow_grant.astype(np.float64) * levers.uh_share
    of_owner = np.where(owners.network >= 0, price[np.maximum(owners.network, 0)], levers.price_per_hour)
    follow_up = follow_up / of_owner
    room = find_room(now, wanted, follow_up)
    bought = wanted * room[:, None]
    networks.binding = binding_constraint(affordable, useful, planned, room)
    used = bought / np.maximum(affordable, 1e-9)
    grants.own_for_hours = own_line * used * levers.uh_share * (1.0 - earmarked)
    for_university = np.floor(grants.in_hand * levers.uh_share + 0.5)
    part = earmarked + (1.0 - earmarked) * used
    grants.paid_university = np.floor(for_university * part + 0.5).astype(np.int64)
    _give_back(world, np.maximum(for_university.astype(np.int64) - grants.paid_university, 0))
    grants.spent += grants.in_hand
    total = grants.in_hand.sum(axis=1)
    grants.own_money = np.minimum(own_share * total, most)
    grants.coordinators = levers.coordinator_share * total / params.owner.coordinator_cost
    room_of_owner = np.where(owners.network >= 0, room[np.maximum(owners.network, 0)], 0.0)
    _give_back_follow_up(world, levers.uh_share, room_of_owner)
    return Hours(bought, follow_up * room_of_owner)


def hour_price(now: Now) -> Floats:
    """Full price of a contact hour of each network's partner, the dearer the longer the way, shape (networks,).

    Hours that are bought from whoever has them come at the usual price.
    """
    networks, params = now.world.networks, now.params.partnership
    far = networks.distance[np.arange(networks.n), np.maximum(networks.partner, 0)]
    way = np.minimum(far, FLIGHT) - params.travel_usual
    dearer = np.where((networks.partner >= 0) & ~networks.purchased, params.travel_price * way / 100.0, 0.0)
    price: Floats = now.policy[DekomSLevers].price_per_hour * np.maximum(1.0 + dearer, 0.1)
    return price


def useful_hours(now: Now) -> Floats:
    """Hours that small groups of all who take part have time for, shape (networks, lines)."""
    people = people_in_lines(now.world)
    groups = np.where(people > 0, np.maximum(people / now.params.competence.small_group, 1.0), 0.0)
    hours: Floats = groups * most_contact(now.params.competence)
    return hours


def people_in_lines(world: World) -> Floats:
    """Participants of each network, by the money line that pays, shape (networks, lines)."""
    schools, networks = world.schools, world.networks
    member = np.where(schools.network >= 0, schools.network, networks.n).astype(np.int64)
    taking = schools.participation * schools.n_posts[:, None]
    lines = np.stack([taking[:, [s for s, of in LINE_OF.items() if of == line]].sum(axis=1) for line in range(LINES)])
    people: Floats = total_by(member, lines.T, networks.n + 1)[:-1]
    return people


def plannable_hours(now: Now, affordable: Floats) -> Floats:
    """Hours of the groups that owners' offices and coordinators can plan, shared as money is, (networks, lines)."""
    networks, owners, params = now.world.networks, now.world.owners, now.params.competence
    joined = owners.network >= 0
    office = np.bincount(owners.network[joined], weights=owners.capacity[joined], minlength=networks.n)
    groups = np.maximum(params.planning_groups * (office + now.world[Grants].coordinators), 1.0)
    share = affordable / np.maximum(affordable.sum(axis=1, keepdims=True), 1e-9)
    hours: Floats = groups[:, None] * now.policy[DekomSLevers].contact_hours * share
    return hours


def binding_constraint(affordable: Floats, useful: Floats, planned: Floats, room: Floats) -> Smalls:
    """What limits each network's measures, by line, shape (networks, lines)."""
    limit = np.where(useful <= planned, TIME, PLANNING)
    limit = np.where(affordable <= np.minimum(useful, planned), MONEY, limit)
    limit = np.where(room[:, None] < 1.0, UNIVERSITY, limit)
    return np.where(affordable > 0, limit, NOTHING).astype(np.int8)


def _give_back(world: World, unused: Ints) -> None:
    """What universities have no room for goes back to the county's pot, line by line (networks, lines)."""
    grants, pots, n = world[Grants], world[Pots], world.counties.n
    returned = total_by(world.networks.county.astype(np.int64), unused.astype(np.float64), n)
    pots.returned = returned.astype(np.int64)
    pots.pot += pots.returned
    pots.handed_out -= pots.returned
    grants.in_hand -= unused


def _give_back_follow_up(world: World, uh_share: float, room: Floats) -> None:
    """The same for follow-up measures, back to the governors' pots; room by owner, 0-1."""
    path, money = world[Path], world[FollowUpMoney]
    unused = np.floor(path.follow_grant * uh_share * (1.0 - room)).astype(np.int64)
    returned = total_by(governor_of(world), unused.astype(np.float64), world.governors.n).astype(np.int64)
    path.follow_grant -= unused
    path.follow_spent -= unused
    money.measures -= returned
    money.pot += returned


def find_room(now: Now, wanted: Floats, follow_up: Floats) -> Floats:
    """Share of the wished hours that each network's partner accepts, shape (networks,).

    Args:
        now: The semester.
        wanted: Hours the networks want, by money line, shape (networks, lines).
        follow_up: Hours the owners want for follow-up measures, shape (owners,).
    """
    networks, u = now.world.networks, now.world.universities
    found, partner = networks.partner >= 0, np.maximum(networks.partner, 0)
    by_owner = np.bincount(np.maximum(now.world.owners.network, 0), weights=follow_up, minlength=networks.n)
    asked = np.bincount(partner, weights=(wanted.sum(axis=1) + by_owner) * found, minlength=u.n)
    earlier = u.base_hours if now.year <= PROGRAMMES_END else 0.0  # what national programmes asked for before
    u.asked = np.maximum(asked, earlier)
    u.each(University.accept, now)
    return np.where(found, u.accepted[partner], 1.0)  # without a partner, hours are bought from whoever has them
