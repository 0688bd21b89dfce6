"""How a built country becomes a world of tables and agents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import mesa
import numpy as np

from sim import labour
from sim.agents.county import Counties, Governors
from sim.agents.network import Networks
from sim.agents.owner import Owners
from sim.agents.school import Schools
from sim.agents.teacher import Away, Posts
from sim.agents.university import Universities
from sim.columns import Actor, Table
from sim.country.world import Country
from sim.luck import Luck, mix
from sim.mechanisms.measures import LINES, SLOTS
from sim.mechanisms.years import count_again, open_posts
from sim.parameters import Parameters
from sim.rules.risk import RISK_INDICATORS, RISK_YEARS
from sim.schemes import SCHEMES
from sim.topics import TOPICS
from sim.world import World

T = TypeVar("T", bound=Table)


def populate(
    model: mesa.Model, country: Country, params: Parameters, luck: Luck, variants: Sequence[type[Actor]] = ()
) -> World:
    """Put the country's columns into tables, derive what follows from them, and create the agents.

    Args:
        model: The Mesa model the agents belong to.
        country: The country as built.
        params: The parameters.
        luck: The replication's luck.
        variants: A user's own agent classes.

    Raises:
        TypeError: If one of them could take no one's place.
    """
    t, sizes = country.tables, dict(country.sizes)
    sizes |= {"slots": SLOTS, "lines": LINES, "kinds": len(TOPICS.kinds)}
    sizes |= {"cohorts": int(params.partnership.programme_years), "exposure": int(params.school.exposure_years)}
    for scheme in SCHEMES:
        sizes |= scheme.sizes
    sizes |= {"risk_years": RISK_YEARS, "risk_indicators": len(RISK_INDICATORS)}

    def made(kind: type[T], name: str) -> T:
        parts = [part for scheme in SCHEMES for part in scheme.columns if part.of is kind]
        return kind(len(t[name]["uid"]), sizes, t[name], parts)

    world = World(
        posts=made(Posts, "posts"),
        away=Away(labour.rows_away(len(t["posts"]["uid"])), sizes, {}),
        schools=made(Schools, "schools"),
        owners=made(Owners, "owners"),
        networks=made(Networks, "networks"),
        universities=made(Universities, "universities"),
        counties=made(Counties, "counties"),
        governors=made(Governors, "governors"),
    )
    _complete_schools(world, params, luck)
    _complete_owners(world, params, luck)
    _complete_networks(world, params)
    open_posts(world)
    world.posts.cell = world.schools.county[world.posts.school] * len(TOPICS.kinds) + world.posts.kind
    count_again(world, params, np.arange(world.schools.n))
    u = world.universities
    u.base_hours = u.asked = u.staff_hours
    u.quality_start, u.nearness_start, u.experience_start = u.quality, u.nearness, u.experience
    u.cohort_quality = u.quality[:, None]
    u.cohort_size = 1.0
    for scheme in SCHEMES:
        if scheme.settle:
            scheme.settle(world, params)
    populations = (world.governors, world.counties, world.owners, world.networks, world.universities, world.schools)
    for variant in variants:
        if not any(issubclass(variant, table.actor) for table in populations):
            raise TypeError(f"{variant.__name__} is a subclass of no kind of agent, so it would take no one's place")
    for table in populations:
        table.enter(model, variants)
    return world


def _complete_schools(world: World, params: Parameters, luck: Luck) -> None:
    schools = world.schools
    schools.network = world.owners.network[schools.owner]
    schools.topic = -1
    schools.own_involvement = schools.involvement
    schools.guided = params.staff.guided_usual
    schools.true_results, schools.environment = schools.structural_level, schools.environment_level
    for spring in range(1 - 2 * RISK_YEARS, 0, 2):  # the years before the history count in the first selection
        schools.measure(params.school, luck.at(spring))


def _complete_owners(world: World, params: Parameters, luck: Luck) -> None:
    owners = world.owners
    own = luck.normal("profile of needs", -100, owners.uid, len(TOPICS.codes))
    owners.profile = np.exp(params.owner.profile_sd * own)
    owners.capacity = owners.office_fte
    owners.own_steering, owners.own_understanding = owners.steering, owners.understanding


def _complete_networks(world: World, params: Parameters) -> None:
    networks, owners = world.networks, world.owners
    joined = owners.network >= 0
    networks.members = np.bincount(owners.network[joined], minlength=networks.n)
    networks.population = np.bincount(owners.network[joined], weights=owners.population[joined], minlength=networks.n)
    networks.link_uid = mix(networks.uid[:, None] ^ (world.universities.uid[None, :] >> np.uint64(1)))
    networks.trust = params.partnership.trust_start
    networks.topic, networks.partner, networks.last_partner = -1, -1, -1
    networks.satisfaction = 0.5
