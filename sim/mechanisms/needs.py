"""How owners' needs are added up by network (behovsmelding, 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.school import UPPER_SECONDARY
from sim.columns import total_by
from sim.topics import TOPICS
from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.parameters import OwnerParameters
    from sim.world import World

REFORM_YEARS = range(2018, 2023)
"""Calendar years in which the curriculum reform of 2020 (fagfornyelsen) lifts its topic."""


def topic_weights(year: int, lift: float, *, reform: bool) -> Floats:
    """National weight of each topic in a year, shape (topics,)."""
    weights = np.ones(len(TOPICS.codes))
    if reform and year in REFORM_YEARS:
        weights[TOPICS.row("curriculum")] = lift
    return weights


def network_of_schools(world: World, *, upper_secondary: bool) -> Ints:
    """Network of each school that may take part, the number of networks for the others, shape (schools,)."""
    schools = world.schools
    member = (schools.network >= 0) & (upper_secondary | (schools.level < UPPER_SECONDARY))
    return np.where(member, schools.network, world.networks.n).astype(np.int64)


def by_network(network: Ints, values: Floats, n: int) -> Floats:
    """Sum over the schools of each network, shape (networks,) or (networks, k)."""
    return total_by(network, values, n + 1)[:-1]


def application_quality(world: World, params: OwnerParameters) -> Floats:
    """Quality of owners' applications from capacity, steering, understanding and guidance, 0-1, shape (owners,)."""
    from sim.schemes.follow_up import Path  # schemes import this module

    owners = world.owners
    own = params.quality_capacity * owners.effort(params) + params.quality_steering * owners.steering
    guidance = params.quality_guidance * world[Path].guidance
    return np.minimum(own + params.quality_understanding * owners.understanding + guidance, 1.0)


def gather_reports(world: World, params: OwnerParameters, *, upper_secondary: bool) -> None:
    """Networks add up what their owners report of their schools.

    Args:
        world: The tables; what networks report is stored there.
        params: Parameters of owners.
        upper_secondary: Whether upper-secondary schools take part.
    """
    schools, owners, networks, n = world.schools, world.owners, world.networks, world.networks.n
    network = network_of_schools(world, upper_secondary=upper_secondary)
    factor = owners.assessed_gap[schools.owner]
    posts = schools.n_posts.astype(np.float64)
    staff = by_network(network, posts, n)
    teachers = np.maximum(staff, 1e-9)
    relevant = by_network(network, schools.gap_relevant * factor, n)
    other = by_network(network, schools.gap_other * factor, n)
    networks.need = (relevant + other).sum(axis=1) / teachers / relevant.shape[1]
    networks.eligible = staff
    networks.reported_concerned = by_network(network, schools.concerned, n)
    networks.reported_relevant, networks.reported_other = relevant, other
    networks.weakness = 1.0 - by_network(network, owners.steering[schools.owner] * posts, n) / teachers
    quality = application_quality(world, params)[schools.owner] * posts
    networks.application_quality = by_network(network, quality, n) / teachers
