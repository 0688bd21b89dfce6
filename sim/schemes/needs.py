"""This file knows how owners assess the needs of their schools and report them together (behovsmelding, 4.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.actors.school import UPPER_SECONDARY
from sim.columns import total_by
from sim.luck import Luck
from sim.parameters import OwnerParameters
from sim.topics import TOPICS
from sim.types import Floats, Ints
from sim.world import World

REFORM_YEARS = range(2018, 2023)
"""Calendar years in which the curriculum reform of 2020 (fagfornyelsen) lifts its topic."""


@dataclass(frozen=True)
class NeedReport:
    """What the networks report, shape (networks, topics) unless stated.

    Attributes:
        concerned: Teachers each topic concerns.
        gain_relevant, gain_other: Sum of possible gains of these, and of the others, as reported.
        staff: Teachers in schools that may take part, shape (networks,).
        weakness: How thin ownership is, 0-1, shape (networks,).
        quality: Quality of the application, 0-1, shape (networks,).
    """

    concerned: Floats
    gain_relevant: Floats
    gain_other: Floats
    staff: Floats
    weakness: Floats
    quality: Floats


def topic_weights(year: int, lift: float, *, reform: bool) -> Floats:
    """National weight of each topic in a year, shape (topics,)."""
    weights = np.ones(len(TOPICS.codes))
    if reform and year in REFORM_YEARS:
        weights[TOPICS.row("curriculum")] = lift
    return weights


def taking_part(world: World, *, upper_secondary: bool) -> Ints:
    """Network of each school that may take part, the number of networks for the others, shape (schools,)."""
    schools = world.schools
    member = (schools.network >= 0) & (upper_secondary | (schools.level < UPPER_SECONDARY))
    return np.where(member, schools.network, world.networks.n).astype(np.int64)


def by_network(network: Ints, values: Floats, n: int) -> Floats:
    """Sum over the schools of each network, shape (networks,) or (networks, k)."""
    return total_by(network, values, n + 1)[:-1]


def report_needs(
    world: World, network: Ints, weights: Floats, p: OwnerParameters, luck: Luck, semester: int
) -> NeedReport:
    """Owners assess the gaps of their schools, with error; networks add them up.

    Args:
        world: The tables; the networks' mean reported need is stored there.
        network: Network of each school as `taking_part` gives it.
        weights: National weight of each topic, shape (topics,).
        p: Parameters of owners.
        luck: The replication's luck.
        semester: The spring of the report.
    """
    schools, owners, n = world.schools, world.owners, world.networks.n
    factor = (owners.profile * owners.reported_noise(luck, semester, p) * weights)[schools.owner]
    posts = schools.n_posts.astype(np.float64)
    staff = by_network(network, posts, n)
    teachers = np.maximum(staff, 1e-9)
    relevant = by_network(network, schools.gap_relevant * factor, n)
    other = by_network(network, schools.gap_other * factor, n)
    world.networks.need = (relevant + other).sum(axis=1) / teachers / relevant.shape[1]
    return NeedReport(
        concerned=by_network(network, schools.concerned, n),
        gain_relevant=relevant,
        gain_other=other,
        staff=staff,
        weakness=1.0 - by_network(network, owners.steering[schools.owner] * posts, n) / teachers,
        quality=by_network(network, owners.application_quality(p)[schools.owner] * posts, n) / teachers,
    )
