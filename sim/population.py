"""This file knows how a built country becomes a world of tables and agents."""

from __future__ import annotations

import mesa
import numpy as np

from sim import labour
from sim.actors.county import Counties, Governors
from sim.actors.network import Networks
from sim.actors.owner import Owners
from sim.actors.school import UPPER_SECONDARY, Schools
from sim.actors.teacher import Away, Posts
from sim.actors.university import Universities
from sim.country.world import Country
from sim.kernels import competence as kernel
from sim.luck import Luck, mix
from sim.parameters import Parameters
from sim.rules.risk import RISK_INDICATORS, RISK_YEARS
from sim.schemes import vocational_people
from sim.schemes.slots import LINES, SLOTS
from sim.schemes.vocational_people import GROUPS, OUTSIDE
from sim.schemes.vocational_round import MEASURES, POTS
from sim.topics import TOPICS
from sim.world import World


def populate(model: mesa.Model, country: Country, p: Parameters, luck: Luck) -> World:
    """Put the country's columns into tables, derive what follows from them, and create the agents.

    Args:
        model: The Mesa model the agents belong to.
        country: The country as built.
        p: The parameters.
        luck: The replication's luck.
    """
    t, sizes = country.tables, dict(country.sizes)
    sizes |= {"slots": SLOTS, "lines": LINES}
    sizes |= {"cohorts": int(p.partnership.programme_years), "exposure": int(p.school.exposure_years)}
    sizes |= {"groups": GROUPS, "outside": OUTSIDE.stop, "measures": MEASURES, "pots": POTS}
    sizes |= {"risk_years": RISK_YEARS, "risk_indicators": len(RISK_INDICATORS)}

    def rows(name: str) -> int:
        return len(t[name]["uid"])

    world = World(
        posts=Posts(rows("posts"), sizes, t["posts"]),
        away=Away(labour.rows_away(rows("posts")), sizes, {}),
        schools=Schools(rows("schools"), sizes, t["schools"]),
        owners=Owners(rows("owners"), sizes, t["owners"]),
        networks=Networks(rows("networks"), sizes, t["networks"]),
        universities=Universities(rows("universities"), sizes, t["universities"]),
        counties=Counties(rows("counties"), sizes, t["counties"]),
        governors=Governors(rows("governors"), sizes, t["governors"]),
    )
    _complete_schools(world, p, luck)
    _complete_owners(world, p, luck)
    _complete_networks(world, p)
    _complete_counties(world, p)
    _complete_posts(world, p, luck)
    u = world.universities
    u.base_hours = u.staff_hours
    u.quality_start, u.nearness_start, u.experience_start = u.quality, u.nearness, u.experience
    u.cohort_quality = u.quality[:, None]
    u.cohort_size = 1.0
    for table in (world.governors, world.counties, world.owners, world.networks, world.universities, world.schools):
        table.enter(model)
    return world


def _complete_schools(world: World, p: Parameters, luck: Luck) -> None:
    schools, posts = world.schools, world.posts
    schools.network = world.owners.network[schools.owner]
    schools.hard_to_staff = labour.hard_to_staff(world, p)
    kernel.staff_of_schools(
        schools.first_post, schools.n_posts, posts.kind, TOPICS.facts,
        schools.weight, schools.concerned, schools.teaching,
    )  # fmt: skip
    schools.topic = -1
    schools.own_involvement = schools.involvement
    schools.true_results, schools.environment = schools.structural_level, schools.environment_level
    for spring in range(1 - 2 * RISK_YEARS, 0, 2):  # the years before the history count in the first selection
        schools.measure(luck, spring, p.school)


def _complete_owners(world: World, p: Parameters, luck: Luck) -> None:
    owners, schools = world.owners, world.schools
    owners.staff = np.bincount(schools.owner, weights=schools.n_posts, minlength=owners.n)
    owners.profile = np.exp(p.owner.profile_sd * luck.normal("profile of needs", -100, owners.uid, len(TOPICS.codes)))
    owners.capacity = owners.office_fte
    owners.team = p.inclusion.team_start
    owners.follow_topic = -1
    owners.own_steering, owners.own_understanding = owners.steering, owners.understanding


def _complete_networks(world: World, p: Parameters) -> None:
    networks, owners = world.networks, world.owners
    joined = owners.network >= 0
    networks.staff = np.bincount(owners.network[joined], weights=owners.staff[joined], minlength=networks.n)
    networks.members = np.bincount(owners.network[joined], minlength=networks.n)
    networks.population = np.bincount(owners.network[joined], weights=owners.population[joined], minlength=networks.n)
    networks.link_uid = mix(networks.uid[:, None] ^ (world.universities.uid[None, :] >> np.uint64(1)))
    networks.trust = p.partnership.trust_start
    networks.topic, networks.partner, networks.last_partner = -1, -1, -1


def _complete_counties(world: World, p: Parameters) -> None:
    counties, schools = world.counties, world.schools
    upper = schools.level == UPPER_SECONDARY
    counties.staff = np.bincount(schools.county, weights=schools.n_posts, minlength=counties.n)
    counties.posts_upper = np.bincount(schools.county, weights=schools.n_posts * upper, minlength=counties.n)
    counties.posts_primary = counties.staff - counties.posts_upper
    vocational_people.settle(world, p.vocational)


def _complete_posts(world: World, p: Parameters, luck: Luck) -> None:
    posts = world.posts
    posts.cell = world.schools.county[posts.school] * len(TOPICS.kinds) + posts.kind
    labour.begin_staff(world, p, luck)
