"""How the country is built: registers as they are, the rest drawn, then the world's part cut out."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.country.all_schools import AllSchools, all_schools
from sim.country.apportion import apportion
from sim.country.basis import Basis, basis_of
from sim.country.colleges import partners_by_duty, with_colleges
from sim.country.county_key import national_key
from sim.country.credits import county_readiness
from sim.country.draws import uids
from sim.country.ground import CENTRALITY_LIMITS, MUNICIPALITY, Ground
from sim.country.holders import posts_of
from sim.country.networks import network_of_owners
from sim.country.owners import forum_power, owner_state
from sim.country.registers import Registers
from sim.country.school_state import school_state
from sim.country.schools import mean_centrality
from sim.country.universities import Universities, universities_of
from sim.country.unqualified import places_of
from sim.country.world import Country, Nation, cut_out, world_names
from sim.country.years import Years
from sim.luck import Luck
from sim.parameters import Parameters
from sim.types import Floats

__all__ = ["Country", "build_country"]

Columns = dict[str, npt.NDArray[Any]]


def build_country(world: str, luck: Luck, p: Parameters, registers: Registers) -> Country:
    """Build a world: the whole country is drawn, then the world's rows are kept.

    A unit therefore meets the same luck in its county as in the whole country.

    Args:
        world: One of `world_names(registers)`.
        luck: Luck of the replication; nothing synthesised is shared between replications.
        p: All parameters; the builder reads those of the country and of turnover.
        registers: Checked registers.

    Raises:
        ValueError: If the world is unknown or the registers cannot hold together.
    """
    names = world_names(registers)
    if world not in names:
        raise ValueError(f"world: {world!r} is not one of {', '.join(names)}")
    return cut_out(world, _nation(basis_of(registers, luck, p)), p.country)


def _nation(basis: Basis) -> Nation:
    """The whole country in one replication."""
    ground = basis.ground
    schools, years = all_schools(basis)
    universities = universities_of(basis)
    network, network_ids = network_of_owners(basis)
    tables = {
        "governors": _governors(ground),
        "counties": _counties(basis),
        "owners": _owners(schools, basis) | {"network": network},
        "universities": with_colleges(_universities(ground, universities), basis),
    }
    places = places_of(schools, basis)
    tables["schools"] = _schools(schools, years, tables["owners"]["steering"], basis)
    tables["schools"] |= {"appeal": places.appeal, "competition": places.competition}
    posts = posts_of(schools, places.unqualified, universities, basis)
    tables["posts"] = dict(vars(posts))
    tables["counties"]["readiness"] = county_readiness(schools, posts, basis)
    return Nation(ground, tables, network_ids, years)


def _governors(ground: Ground) -> Columns:
    ids = ground.governors["governor_id"].to_numpy(dtype=object)
    return {"id": ids, "name": ground.governors["name"].to_numpy(dtype=object), "uid": uids("governors", ids)}


def _counties(basis: Basis) -> Columns:
    ground, registers = basis.ground, basis.registers
    counties = ground.counties
    governor = {name: i for i, name in enumerate(ground.governors["governor_id"])}
    number = {name: i for i, name in enumerate(counties["county_number"])}
    offices = np.bincount([number[c] for c in registers["training_offices"]["county_number"]], minlength=len(number))
    apprentices = counties["apprentice_contracts_2025"].to_numpy(dtype=np.int64)
    firms = int(registers.total("training_companies_approved", "2021-22"))
    partner, lead = partners_by_duty(ground)
    return {
        "id": counties["county_number"].to_numpy(dtype=object),
        "name": counties["county_name"].to_numpy(dtype=object),
        "uid": ground.county_uid,
        "governor": np.array([governor[name] for name in counties["governor_id"]], dtype=np.int32),
        "lat": counties["seat_lat"].to_numpy(dtype=np.float64),
        "lon": counties["seat_lon"].to_numpy(dtype=np.float64),
        "training_offices": offices,
        "apprentices": apprentices,
        "training_firms": apportion(firms, apprentices),
        "grunnskolepoeng": counties["grunnskolepoeng_2025"].to_numpy(dtype=np.float64),
        "key": national_key(registers),
        "forum_power": forum_power(basis),
        "partner": partner,
        "lead": lead,
    }


def _owners(schools: AllSchools, basis: Basis) -> Columns:
    owners = basis.ground.owners
    posts = np.bincount(schools.owner, weights=schools.posts, minlength=len(owners.ids)).astype(np.float64)
    state = owner_state(posts, basis)
    by_schools = mean_centrality(schools.owner, schools.posts, schools.centrality, len(owners.ids))
    centrality = np.where(owners.kind == MUNICIPALITY, owners.centrality, by_schools)
    limits = np.array(CENTRALITY_LIMITS[::-1]) / 1000.0
    return {
        "id": owners.ids,
        "name": owners.names,
        "uid": owners.uid,
        "kind": owners.kind,
        "county": owners.county,
        "population": owners.population,
        "centrality": centrality,
        "centrality_class": (6 - np.searchsorted(limits, centrality + 1e-9, side="right")).astype(np.int8),
        "size_class": owners.size_class,
        "lat": owners.lat,
        "lon": owners.lon,
        "sami": owners.sami,
        "is_county_council": owners.is_county_council,
        "office_fte": state.office_fte,
        "leader_tenure": state.leader_tenure,
        "steering": state.steering,
        "understanding": state.understanding,
    }


def _universities(ground: Ground, state: Universities) -> Columns:
    u = ground.universities
    return {"id": u.ids, "name": u.names, "uid": u.uid, "lat": u.lat, "lon": u.lon, **vars(state)}


def _schools(schools: AllSchools, years: Years, steering: Floats, basis: Basis) -> Columns:
    state = school_state(schools, steering, basis)
    return {
        "id": schools.ids,
        "uid": schools.uid,
        "owner": schools.owner,
        "municipality": schools.municipality,
        "county": schools.county,
        "level": schools.level,
        "private": schools.private,
        "pupils": years.pupils[years.base],
        "n_posts": schools.posts.astype(np.int32),
        "capacity": schools.capacity.astype(np.int32),
        "first_post": (np.cumsum(schools.capacity) - schools.capacity).astype(np.int32),
        **vars(state),
    }
