"""What networks decide: taking part, topics and groups of a plan, the partner, and how much money to ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.network import Network
from sim.agents.owner import PRIVATE
from sim.agents.university import VOCATIONAL_COLLEGE
from sim.mechanisms.measures import INCLUSION, INCLUSION_LINE, MAIN, QUOTA, SCHOOLS_LINE
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
    """Nearly all public owners take part, private ones less often (C-15); who takes part one year does so the next."""
    networks, params = now.world.networks, now.params.owner
    chance = np.where(networks.kind[rows] == PRIVATE, params.apply_private, params.apply_municipal)
    willing = now.draws.at(0).happens("network takes part", networks.uid[rows], chance)
    networks.applied[rows] = willing & (networks.eligible[rows] > 0)


@dataclass(frozen=True)
class Wanted:
    """A kind of measure that a plan is to have.

    Attributes:
        slot: The slot it takes.
        least: Smallest group, share of the staff.
        topics: Topics it may be about, shape (topics,).
    """

    slot: int
    least: float
    topics: Bools


def measures_of_a_plan(levers: DekomSLevers) -> Sequence[Wanted]:
    """What a plan under Dekom S has: a measure for all topics, and one for the subject quota where there is one."""
    everything = Wanted(MAIN, levers.requirement, np.ones(len(TOPICS.codes), dtype=bool))
    quota = Wanted(QUOTA, 0.0, TOPICS.subject)
    return (everything, quota) if levers.subject_share_min > 0 else (everything,)


@Network.choose_topic.is_made_by
def choose_topic(now: Now, rows: Ints) -> None:
    """Networks without a running plan make one for two or three years: topic and group of each measure (4.4)."""
    networks, levers, earmarked = now.world.networks, now.policy[DekomSLevers], now.policy[InclusionLevers]
    new = networks.applied[rows] & (networks.plan_left[rows] <= 0)
    networks.made_plan[rows] = new
    for wanted in measures_of_a_plan(levers):
        plan_measure(now, rows[new], wanted)
    if levers.subject_share_min <= 0:
        networks.topic[rows[new], QUOTA] = -1
    if earmarked.active:
        due = networks.applied[rows] & (new | (networks.topic[rows, INCLUSION] < 0))
        plan_measure(now, rows[due], Wanted(INCLUSION, earmarked.requirement, open_topics()))
    span = levers.plan_years_max - levers.plan_years_min + 1
    lot = now.draws.uniform("years of the plan", networks.uid[rows[new]])
    networks.plan_left[rows[new]] = levers.plan_years_min + np.floor(span * lot)


def plan_measure(now: Now, rows: Ints, wanted: Wanted) -> None:
    """Choose topic and group of one measure; nothing else may steer breadth (4.4).

    A group is as small as the scheme allows: the most relevant come first, so one more lowers the mean gain.
    """
    networks, params = now.world.networks, now.params.owner
    size = max(wanted.least, params.smallest_group)
    gain = group_mean(
        size, networks.reported_concerned[rows], networks.reported_relevant[rows], networks.reported_other[rows],
        np.maximum(networks.eligible[rows], 1e-9),
    )  # fmt: skip
    gain[:, ~wanted.topics] = np.nan
    lot = now.draws.gumbel(f"topic of measure {wanted.slot}", networks.uid[rows], len(TOPICS.codes))
    networks.topic[rows, wanted.slot] = now.policy[DekomSLevers].topic_choice(gain, lot, params.choice_precision)
    networks.group[rows, wanted.slot] = size


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
    """Networks ask for what small groups would cost, the more fully the better the application (søknad)."""
    networks, grants = now.world.networks, now.world[Grants]
    for line, slot, active in (
        (SCHOOLS_LINE, MAIN, now.policy[DekomSLevers].active),
        (INCLUSION_LINE, INCLUSION, now.policy[InclusionLevers].active),
    ):
        people = networks.group[rows, slot] * networks.eligible[rows]
        grants.asked[rows, line] = asked_for(now, rows, people) if active else 0.0


def asked_for(now: Now, rows: Ints, people: Floats) -> Floats:
    """Kroner that groups of the wished size would cost for so many people, shape (rows,)."""
    networks, levers, params = now.world.networks, now.policy[DekomSLevers], now.params.owner
    groups = np.maximum(1.0, people / params.asked_group)
    cost = groups * levers.contact_hours * levers.price_per_hour / max(levers.uh_share, 0.05)
    part = params.ask_least + params.ask_rise * networks.application_quality[rows]
    return np.where(networks.applied[rows], np.floor(cost * part), 0.0)
