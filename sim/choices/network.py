"""What networks decide: taking part, topics and groups of a plan, the partner, and how much money to ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.network import Network
from sim.agents.owner import PRIVATE
from sim.agents.university import VOCATIONAL_COLLEGE
from sim.kernels.tracks import fill_group
from sim.mechanisms.learning import most_contact
from sim.mechanisms.measures import (
    INCLUSION,
    INCLUSION_LINE,
    MAIN,
    QUOTA,
    SCHOOLS_LINE,
    SECOND,
    THIRD,
    TRACKS,
)
from sim.mechanisms.spending import hour_price
from sim.rules.partner_choice import Candidates
from sim.rules.topic_choice import group_mean
from sim.schemes.dekom_s import DekomSLevers, Grants
from sim.schemes.inclusion import InclusionLevers, open_topics
from sim.topics import TOPICS
from sim.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from sim.now import Now


@Network.take_part.is_made_by
def take_part(now: Now, rows: Ints) -> None:
    """Nearly all public owners take part from the start, private ones less often (C-15); later some leave or return.

    Who is content stays: leaving falls with what the work gave, and rises where the coordinator has lost its leader or
    a whole school year passed without a measure; coming back takes capacity.
    """
    networks, owners, params = now.world.networks, now.world.owners, now.params.owner
    chance = np.where(networks.kind[rows] == PRIVATE, params.apply_private, params.apply_municipal)
    first = now.draws.at(0).happens("network takes part", networks.uid[rows], chance)
    head = networks.coordinator[rows]
    content = networks.satisfaction[rows]
    leaves = params.leave_rate * 2.0 * (1.0 - content) * (1.0 + owners.leader_left[head])
    leaves = leaves + params.idle_leave * (networks.worked[rows] & (networks.delivered[rows] <= 0))
    returns = params.return_rate * owners.effort(params)[head] * first  # who never wanted in does not come
    lot = now.draws.uniform("network leaves or returns", networks.uid[rows])
    stays = np.where(networks.inside[rows], lot >= leaves, lot < returns)
    networks.inside[rows] = np.where(networks.asked_before[rows], stays, first)
    networks.asked_before[rows] = True
    networks.worked[rows] |= networks.delivered[rows] > 0
    networks.applied[rows] = networks.inside[rows] & (networks.eligible[rows] > 0)


@dataclass(frozen=True)
class Wanted:
    """A kind of measure that a plan is to have.

    Attributes:
        slot: The slot it takes.
        least: Smallest group, share of the staff, one for all or shape (networks,).
        topics: Topics it may be about, shape (topics,).
    """

    slot: int
    least: Floats | float
    topics: Bools


@Network.choose_topic.is_made_by
def choose_topic(now: Now, rows: Ints) -> None:
    """Networks without a running plan make one for two or three years: topics and groups of each measure (4.4)."""
    networks, levers, earmarked = now.world.networks, now.policy[DekomSLevers], now.policy[InclusionLevers]
    new = networks.applied[rows] & (networks.plan_left[rows] <= 0)
    networks.made_plan[rows] = new
    everything = np.ones(len(TOPICS.codes), dtype=bool)
    required = now.lever(DekomSLevers, "requirement", "networks")
    plan_measure(now, rows[new], Wanted(MAIN, required, everything))
    open_tracks(now, rows[new])
    if levers.subject_share_min > 0:
        plan_measure(now, rows[new], Wanted(QUOTA, 0.0, TOPICS.subject))
    else:
        networks.topic[rows[new], QUOTA] = -1
    if earmarked.active:
        due = networks.applied[rows] & (new | (networks.topic[rows, INCLUSION] < 0))
        plan_measure(now, rows[due], Wanted(INCLUSION, earmarked.requirement, open_topics()))
    span = levers.plan_years_max - levers.plan_years_min + 1
    lot = now.draws.uniform("years of the plan", networks.uid[rows[new]])
    networks.plan_left[rows[new]] = levers.plan_years_min + np.floor(span * lot)


def plan_measure(now: Now, rows: Ints, wanted: Wanted) -> None:
    """Choose topic and group of one measure; nothing else may steer breadth (4.4).

    A group is as small as the scheme allows: the most relevant come first, so one more lowers the mean gain. Where
    the usual partner is weak in a topic, less is expected of it.
    """
    networks, params = now.world.networks, now.params.owner
    size = np.maximum(np.broadcast_to(wanted.least, networks.n)[rows], params.smallest_group)
    gain = group_mean(
        size, networks.reported_concerned[rows], networks.reported_relevant[rows], networks.reported_other[rows],
        np.maximum(networks.eligible[rows], 1e-9),
    )  # fmt: skip
    gain *= supply(now, rows)
    gain[:, ~wanted.topics] = np.nan
    lot = now.draws.gumbel(f"topic of measure {wanted.slot}", networks.uid[rows], len(TOPICS.codes))
    networks.topic[rows, wanted.slot] = now.policy[DekomSLevers].topic_choice(gain, lot, params.choice_precision)
    networks.group[rows, wanted.slot] = size


def supply(now: Now, rows: Ints) -> Floats:
    """How far the usual partner can deliver each topic, against full strength, shape (rows, topics).

    The usual partner is the one of the year before, else the county's lead partner.
    """
    networks, u = now.world.networks, now.world.universities
    lead = now.world.counties.lead[networks.county[rows]].argmax(axis=1)
    usual = np.where(networks.last_partner[rows] >= 0, networks.last_partner[rows], lead)
    weight = now.params.owner.supply_weight
    result: Floats = 1.0 - weight * (1.0 - u.topic_strength[usual])
    return result


def open_tracks(now: Now, rows: Ints) -> None:
    """Networks add parallel tracks to a plan where these give those who must take part more than coordination costs.

    The group stays as small as the scheme allows: whom a topic concerns most comes first, each to the track that
    concerns her most. A track needs enough people for a group.
    """
    networks, params = now.world.networks, now.params
    staff, required = networks.kinds[rows], networks.group[rows, MAIN]
    size = required * staff.sum(axis=1)
    small_group = params.competence.small_group * staff.sum(axis=1) / np.maximum(networks.eligible[rows], 1e-9)
    worth = expected_worth(now, rows)
    every = np.arange(len(rows))
    best = worth[every, :, networks.topic[rows, MAIN]]
    networks.track_of_kind[rows] = 0
    networks.topic[rows, SECOND], networks.topic[rows, THIRD] = -1, -1
    still = np.ones(len(rows), dtype=bool)
    for slot in (SECOND, THIRD):
        now_worth = (best * most_concerned(best, staff, size)).sum(axis=1)
        with_it = np.maximum(worth, best[:, :, None])
        people = most_concerned(with_it, staff, size)
        better = (with_it * people).sum(axis=1) / np.maximum(now_worth, 1e-9)[:, None] - 1.0
        goes = worth > best[:, :, None]
        enough = (goes * people).sum(axis=1) >= small_group[:, None]
        better = np.where(enough, better, 0.0)
        lot = now.draws.gumbel(f"topic of measure {slot}", networks.uid[rows], better.shape[1])
        noise = better.std(axis=1, keepdims=True) / params.owner.choice_precision * lot
        topic = (better + noise).argmax(axis=1)
        still &= better[every, topic] > params.competence.track_cost
        opened = np.flatnonzero(still)
        networks.topic[rows[opened], slot] = topic[opened]
        track = networks.track_of_kind[rows[opened]]
        networks.track_of_kind[rows[opened]] = np.where(goes[opened, :, topic[opened]], slot, track)
        best[opened] = with_it[opened, :, topic[opened]]
    people = most_concerned(best, staff, size)
    left_out = (networks.topic[rows, SECOND] >= 0)[:, None] & (people <= 0)
    networks.track_of_kind[rows] = np.where(left_out, -1, networks.track_of_kind[rows])
    for slot in TRACKS:
        mine = (networks.track_of_kind[rows] == slot) * people
        networks.group[rows, slot] = mine.sum(axis=1) / np.maximum(staff.sum(axis=1), 1e-9)


def most_concerned(worth: Floats, staff: Floats, size: Floats) -> Floats:
    """People of each kind in a group of a given size, if those it is worth most to come first.

    Args:
        worth: What it is worth to one of each kind, shape (n, kinds) or (n, kinds, topics).
        staff: People of each kind, shape (n, kinds).
        size: People in the group, shape (n,).

    Returns:
        Shape of `worth`.
    """
    people: Floats = fill_group(np.atleast_3d(worth), staff, size).reshape(worth.shape)
    return people


def expected_worth(now: Now, rows: Ints) -> Floats:
    """What a teacher of a kind can expect of a topic: relevance x reported gap x supply, shape (n, kinds, topics)."""
    networks = now.world.networks
    reported = networks.reported_relevant[rows] + networks.reported_other[rows]
    relevance = TOPICS.relevance.astype(np.float64)
    concerned = np.maximum(networks.kinds[rows] @ relevance, 1e-9)
    result: Floats = relevance[None, :, :] * (reported / concerned * supply(now, rows))[:, None, :]
    return result


@Network.choose_partner.is_made_by
def choose_partner(now: Now, rows: Ints) -> None:
    """Networks with a new plan choose their partner by nearness, trust, reputation, match and capacity (4.6).

    Where no partnership is required, only networks that understand the programme theory form one; the others buy.
    """
    networks, levers = now.world.networks, now.policy[DekomSLevers]
    fresh = rows[networks.made_plan[rows] | (networks.applied[rows] & (networks.partner[rows] < 0))]
    lot = now.draws.gumbel("partner choice", networks.link_uid[fresh])
    weight = now.params.partnership.weight_reputation
    networks.partner[fresh] = levers.partner_choice(candidates(now, fresh), lot, weight)
    if levers.partnership_required:
        networks.purchased[rows] = False
    else:
        understood = now.world.owners.understanding[networks.coordinator[fresh]]
        lot = now.draws.uniform("buys without partnership", networks.uid[fresh])
        networks.purchased[fresh] = lot >= understood


def candidates(now: Now, rows: Ints) -> Candidates:
    """What some networks know of each university."""
    networks, u, params = now.world.networks, now.world.universities, now.params.partnership
    size = np.maximum(u.staff_hours, 1e-9)
    free = 1.0 - np.minimum(u.hours / size, 1.0)
    match = u.topic_strength.T[np.maximum(networks.topic[rows, MAIN], 0)]
    usual = networks.last_partner[rows, None] == np.arange(u.n)[None, :]
    appeal: Floats = (
        params.weight_trust * networks.trust[rows]
        + params.weight_topic * match
        + params.weight_experience * u.experience
        + params.weight_capacity * free
        + params.weight_size * np.log(size / size.mean())
        - params.weight_distance * networks.distance[rows] / 100.0
    )
    if not now.policy[DekomSLevers].vocational_colleges:
        appeal[:, u.kind == VOCATIONAL_COLLEGE] = -np.inf
    duty = now.world.counties.partner[networks.county[rows]]
    habit, need = params.loyalty * usual, networks.weakness[rows]
    return Candidates(appeal, habit, duty, u.nearness, u.experience, need)


@Network.apply.is_made_by
def apply(now: Now, rows: Ints) -> None:
    """Networks ask for all that their staff can use, the more fully the better the application (søknad)."""
    networks, grants = now.world.networks, now.world[Grants]
    for line, slots, active in (
        (SCHOOLS_LINE, TRACKS, now.policy[DekomSLevers].active),
        (INCLUSION_LINE, (INCLUSION,), now.policy[InclusionLevers].active),
    ):
        people = networks.group[rows][:, slots].sum(axis=1) * networks.eligible[rows]
        grants.asked[rows, line] = asked_for(now, rows, people) if active else 0.0


def asked_for(now: Now, rows: Ints, people: Floats) -> Floats:
    """Kroner for small groups with as many hours as teachers have time for, shape (rows,): no use is asked beyond."""
    networks, levers, params = now.world.networks, now.policy[DekomSLevers], now.params
    groups = np.maximum(1.0, people / params.competence.small_group)
    price = hour_price(now)[rows]
    cost = groups * most_contact(params.competence) * price / max(levers.uh_share, 0.05)
    part = params.owner.ask_least + params.owner.ask_rise * networks.application_quality[rows]
    return np.where(networks.applied[rows], np.floor(cost * part), 0.0)
