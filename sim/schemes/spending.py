"""This file knows what grants buy: university hours as far as capacity goes, local work, coordinators (4.5, 4.7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.parameters import Parameters
from sim.policy import Policy
from sim.types import Floats, Ints
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


def spend_grants(world: World, law: Policy, p: Parameters) -> Hours:
    """The grant buys university hours as far as capacity goes; the rest goes back to where it came from."""
    networks, owners, rules = world.networks, world.owners, law.dekom_s
    networks.in_hand = networks.granted
    networks.granted = 0
    earmarked = min(1.0, law.teacher_education.feedback_share + rules.nearness_bonus)  # pays work, but not hours
    per_krone = rules.uh_share / rules.price_per_hour
    wanted: Floats = networks.in_hand.astype(np.float64) * per_krone * (1.0 - earmarked)
    follow_up: Floats = owners.follow_grant.astype(np.float64) * per_krone
    room = _room(world, wanted, follow_up)
    bought = wanted * room[:, None]
    for_university = np.floor(networks.in_hand * rules.uh_share + 0.5)
    networks.paid_university = np.floor(for_university * (earmarked + (1.0 - earmarked) * room[:, None]) + 0.5).astype(
        np.int64
    )
    _give_back(world, np.maximum(for_university.astype(np.int64) - networks.paid_university, 0))
    networks.spent += networks.in_hand
    networks.own_money = rules.own_share * networks.in_hand.sum(axis=1)
    networks.coordinators = rules.coordinator_share * networks.in_hand.sum(axis=1) / p.owner.coordinator_cost
    room_of_owner = np.where(owners.network >= 0, room[np.maximum(owners.network, 0)], 0.0)
    _give_back_follow_up(world, rules.uh_share, room_of_owner)
    return Hours(bought, follow_up * room_of_owner)


def _give_back(world: World, unused: Ints) -> None:
    """What universities have no room for goes back to the county's pot, line by line (networks, lines)."""
    networks, counties = world.networks, world.counties
    for line in range(unused.shape[1]):
        returned = np.bincount(networks.county, weights=unused[:, line], minlength=counties.n)
        counties.returned[:, line] = returned.astype(np.int64)
    counties.pot += counties.returned
    networks.in_hand -= unused


def _give_back_follow_up(world: World, uh_share: float, room: Floats) -> None:
    """The same for follow-up measures, back to the governors' pots; room by owner, 0-1."""
    owners, governors = world.owners, world.governors
    unused = np.floor(owners.follow_grant * uh_share * (1.0 - room)).astype(np.int64)
    governor = world.counties.governor[owners.county]
    returned = np.bincount(governor, weights=unused, minlength=governors.n).astype(np.int64)
    owners.follow_grant -= unused
    governors.measures -= returned
    governors.pot += returned


def _room(world: World, wanted: Floats, follow_up: Floats) -> Floats:
    """Share of the wished hours each network's partner has room for, shape (networks,)."""
    networks, u = world.networks, world.universities
    found, partner = networks.partner >= 0, np.maximum(networks.partner, 0)
    by_owner = np.bincount(np.maximum(world.owners.network, 0), weights=follow_up, minlength=networks.n)
    load: Floats = np.bincount(partner, weights=(wanted.sum(axis=1) + by_owner) * found, minlength=u.n).astype(
        np.float64
    )
    room = np.minimum(1.0, u.staff_hours / np.maximum(load, 1e-9))
    u.asked = load
    return np.where(found, room[partner], 1.0)  # without a partner, hours are bought from whoever has them
