"""What grants buy: university hours as far as capacity goes, local work, coordinators (4.5, 4.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.university import University
from sim.areas import TeacherEducationLevers
from sim.columns import total_by
from sim.schemes.dekom_s import DekomSLevers, Grants, Pots
from sim.schemes.follow_up import FollowUpMoney, Path, governor_of
from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.now import Now
    from sim.world import World


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
    """The grant buys university hours as far as capacity goes; the rest goes back to where it came from."""
    world, levers = now.world, now.policy[DekomSLevers]
    grants, owners = world[Grants], world.owners
    grants.in_hand = grants.granted
    grants.granted = 0
    earmarked = min(1.0, now.policy[TeacherEducationLevers].feedback_share + levers.nearness_bonus)  # buys no hours
    per_krone = levers.uh_share / levers.price_per_hour
    wanted: Floats = grants.in_hand.astype(np.float64) * per_krone * (1.0 - earmarked)
    follow_up: Floats = world[Path].follow_grant.astype(np.float64) * per_krone
    room = find_room(now, wanted, follow_up)
    for_university = np.floor(grants.in_hand * levers.uh_share + 0.5)
    part = earmarked + (1.0 - earmarked) * room[:, None]
    grants.paid_university = np.floor(for_university * part + 0.5).astype(np.int64)
    _give_back(world, np.maximum(for_university.astype(np.int64) - grants.paid_university, 0))
    grants.spent += grants.in_hand
    total = grants.in_hand.sum(axis=1)
    grants.own_money = levers.own_share * total
    grants.coordinators = levers.coordinator_share * total / now.params.owner.coordinator_cost
    room_of_owner = np.where(owners.network >= 0, room[np.maximum(owners.network, 0)], 0.0)
    _give_back_follow_up(world, levers.uh_share, room_of_owner)
    return Hours(wanted * room[:, None], follow_up * room_of_owner)


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
    u.asked = np.bincount(partner, weights=(wanted.sum(axis=1) + by_owner) * found, minlength=u.n)
    u.each(University.accept, now)
    return np.where(found, u.accepted[partner], 1.0)  # without a partner, hours are bought from whoever has them
