"""This file knows how a network makes its long-term plan: topic, group and university partner (4.4, 4.6)."""

from __future__ import annotations

import numpy as np

from sim.actors.university import VOCATIONAL_COLLEGE
from sim.luck import Luck
from sim.parameters import OwnerParameters, Parameters
from sim.policy import DekomSPolicy
from sim.rules.partner_choice import Candidates
from sim.rules.topic_choice import group_mean
from sim.schemes.needs import NeedReport
from sim.schemes.slots import MAIN, QUOTA
from sim.topics import TOPICS
from sim.types import Bools, Floats
from sim.world import World


def make_plans(
    world: World, law: DekomSPolicy, report: NeedReport, p: OwnerParameters, luck: Luck, semester: int
) -> Bools:
    """Networks without a running plan choose topic and group for two or three years (langsiktig plan).

    Returns:
        Whether each network made a new plan, shape (networks,).
    """
    networks = world.networks
    new = networks.applied & (networks.plan_left <= 0)
    everything = np.ones(len(TOPICS.codes), dtype=bool)
    choose_measure(world, law, report, p, luck, semester, new, MAIN, law.requirement, everything)
    if law.subject_share_min > 0:
        choose_measure(world, law, report, p, luck, semester, new, QUOTA, 0.0, TOPICS.subject)
    else:
        networks.topic[new, QUOTA] = -1
    span = law.plan_years_max - law.plan_years_min + 1
    years = law.plan_years_min + np.floor(span * luck.uniform("years of the plan", semester, networks.uid))
    networks.plan_left = np.where(new, years, networks.plan_left).astype(np.int16)
    return new


def choose_measure(
    world: World, law: DekomSPolicy, report: NeedReport, p: OwnerParameters, luck: Luck, semester: int, new: Bools,
    slot: int, requirement: float, open_topics: Bools,
) -> None:  # fmt: skip
    """Choose topic and group of one slot for the networks marked `new`; nothing else may steer breadth (4.4).

    A group is as small as the scheme allows: the most relevant come first, so one more lowers the mean gain.
    """
    networks = world.networks
    size = max(requirement, p.smallest_group)
    gain = group_mean(size, report.concerned, report.gain_relevant, report.gain_other, np.maximum(report.staff, 1e-9))
    gain[:, ~open_topics] = np.nan
    draws = luck.gumbel(f"topic of measure {slot}", semester, networks.uid, len(TOPICS.codes))
    topic = law.topic_choice(gain, draws, p.choice_precision)
    networks.topic[:, slot] = np.where(new, topic, networks.topic[:, slot]).astype(np.int8)
    networks.group[:, slot] = np.where(new, size, networks.group[:, slot])


def choose_partners(
    world: World, law: DekomSPolicy, report: NeedReport, parameters: Parameters, luck: Luck, semester: int, new: Bools
) -> None:
    """Networks with a new plan choose their partner by nearness, trust, reputation, match and capacity.

    Where no partnership is required, only networks that understand the programme theory form one; the others buy.
    """
    networks, u, p = world.networks, world.universities, parameters.partnership
    size = np.maximum(u.staff_hours, 1e-9)
    free = 1.0 - np.minimum(u.hours / size, 1.0)
    match = u.topic_strength.T[np.maximum(networks.topic[:, MAIN], 0)]
    usual = networks.last_partner[:, None] == np.arange(u.n)[None, :]
    appeal: Floats = (
        p.weight_trust * networks.trust
        + p.weight_topic * match
        + p.weight_capacity * free
        + p.weight_size * np.log(size / size.mean())
        - p.weight_distance * networks.distance / 100.0
    )
    if not law.vocational_colleges:
        appeal[:, u.kind == VOCATIONAL_COLLEGE] = -np.inf
    known = Candidates(
        appeal, p.loyalty * usual, world.counties.partner[networks.county], u.nearness, u.experience, report.weakness
    )
    pick = law.partner_choice(known, luck.gumbel("partner choice", semester, networks.link_uid), p.weight_reputation)
    fresh = new | (networks.applied & (networks.partner < 0))
    networks.partner = np.where(fresh, pick, networks.partner).astype(np.int8)
    if law.partnership_required:
        networks.purchased = False
    else:
        understood = world.owners.understanding[networks.coordinator]
        buys = luck.uniform("buys without partnership", semester, networks.uid) >= understood
        networks.purchased = np.where(fresh, buys, networks.purchased)


def asked_for(world: World, law: DekomSPolicy, report: NeedReport, people: Floats, p: Parameters) -> Floats:
    """Kroner that groups of the wished size would cost for so many people, shape (networks,)."""
    groups = np.maximum(1.0, people / p.owner.asked_group)
    cost = groups * law.contact_hours * law.price_per_hour / max(law.uh_share, 0.05)
    return np.where(
        world.networks.applied, np.floor(cost * (p.owner.ask_least + p.owner.ask_rise * report.quality)), 0.0
    )
