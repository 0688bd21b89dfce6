"""This file knows how a network makes its long-term plan: topic, group and university partner (4.4, 4.6)."""

from __future__ import annotations

import numpy as np

from sim.luck import Luck
from sim.parameters import OwnerParameters, PartnershipParameters
from sim.policy import DekomSPolicy
from sim.rules.partner_choice import Candidates
from sim.rules.topic_choice import group_mean
from sim.schemes.needs import NeedReport
from sim.topics import TOPICS
from sim.types import Bools, Floats
from sim.world import World

MAIN, QUOTA = 0, 1
"""Slots of measures: one for all topics, one for the subject quota (fagkvote)."""

SLOTS = 2

GROUPS = np.array([0.2, 0.4, 0.6, 0.8, 1.0])
"""Group sizes a network considers, as shares of the staff; none below what the scheme requires."""


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
    _choose(world, law, report, p, luck, semester, new, MAIN, law.requirement, everything)
    if law.subject_share_min > 0:
        _choose(world, law, report, p, luck, semester, new, QUOTA, 0.0, TOPICS.subject)
    else:
        networks.topic[new, QUOTA] = -1
    span = law.plan_years_max - law.plan_years_min + 1
    years = law.plan_years_min + np.floor(span * luck.uniform("years of the plan", semester, networks.uid))
    networks.plan_left = np.where(new, years, networks.plan_left).astype(np.int16)
    return new


def _choose(
    world: World, law: DekomSPolicy, report: NeedReport, p: OwnerParameters, luck: Luck, semester: int, new: Bools,
    slot: int, requirement: float, open_topics: Bools,
) -> None:  # fmt: skip
    """Choose topic and group of one slot for the networks with a new plan."""
    networks = world.networks
    size = np.maximum(GROUPS, requirement)
    gain = group_mean(size, report.concerned, report.gain_relevant, report.gain_other, np.maximum(report.staff, 1e-9))
    gain[:, ~open_topics, :] = np.nan
    gain[:, :, np.flatnonzero(np.diff(size) == 0)] = np.nan  # sizes lifted to the requirement count once
    options = gain.reshape(networks.n, -1)
    draws = luck.gumbel(f"topic of measure {slot}", semester, networks.uid, options.shape[1])
    cost = np.tile(p.coordination_cost * size, len(TOPICS.codes))
    pick = law.topic_choice(options, cost, draws, p.choice_precision)
    networks.topic[:, slot] = np.where(new, pick // len(size), networks.topic[:, slot]).astype(np.int8)
    networks.group[:, slot] = np.where(new, size[pick % len(size)], networks.group[:, slot])


def choose_partners(
    world: World, law: DekomSPolicy, report: NeedReport, p: PartnershipParameters, luck: Luck, semester: int, new: Bools
) -> None:
    """Networks with a new plan choose their university by nearness, trust, reputation, match and capacity."""
    networks, u = world.networks, world.universities
    size = np.maximum(u.staff_hours, 1e-9)
    free = 1.0 - np.minimum(u.hours / size, 1.0)
    match = u.topic_strength.T[np.maximum(networks.topic[:, MAIN], 0)]
    usual = networks.last_partner[:, None] == np.arange(u.n)[None, :]
    appeal: Floats = (
        p.weight_trust * networks.trust
        + p.weight_topic * match
        + p.weight_capacity * free
        + p.weight_size * np.log(size / size.mean())
        + p.loyalty * usual
        - p.weight_distance * networks.distance / 100.0
    )
    known = Candidates(appeal, world.counties.partner[networks.county], u.nearness, u.experience, report.weakness)
    pick = law.partner_choice(known, luck.gumbel("partner choice", semester, networks.link_uid), p.weight_reputation)
    fresh = new | (networks.applied & (networks.partner < 0))
    networks.partner = np.where(fresh, pick, networks.partner).astype(np.int8)
