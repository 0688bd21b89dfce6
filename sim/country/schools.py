"""The primary and lower-secondary schools (grunnskoler), which no register lists.

Published totals hold exactly: schools by owner, by level and by size band, and pupils. How they lie between and
inside municipalities is synthesised from population and centrality and drawn anew in each replication.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.apportion import apportion, fill_between, position_within
from sim.country.basis import Basis
from sim.country.draws import gumbel, normal, uids, uniform
from sim.country.ground import Ground
from sim.country.size_bands import band_bounds
from sim.country.sums import BASE
from sim.luck import mix
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls, Texts

PRIMARY, COMBINED, LOWER, UPPER = range(4)
"""Levels of a school: grades 1-7, 1-10, 8-10 and upper secondary."""


@dataclass(frozen=True)
class PrimarySchools:
    """Primary and lower-secondary schools, by municipality, public before private.

    Attributes:
        municipality: Row of the municipality where the school stands, shape (schools,).
        private: Shape (schools,).
        level: Shape (schools,).
        pupils: Shape (schools,).
    """

    ids: Texts
    uid: Ids
    municipality: Ints
    private: Bools
    level: Smalls
    pupils: Ints


def primary_schools(basis: Basis) -> PrimarySchools:
    """Draw the country's primary and lower-secondary schools."""
    pupils_in = municipal_pupils(basis)
    number = schools_in(pupils_in, basis)
    private_in = private_places(basis)
    places = len(number)
    public = np.repeat(np.arange(places), number)
    municipality = np.concatenate([public, private_in])
    private = np.arange(len(municipality)) >= len(public)
    ordinal = position_within(municipality + places * private, np.zeros(len(municipality)))
    ids, uid = _names(basis.ground, municipality, private, ordinal)
    group = np.where(private, places, municipality)
    totals = np.append(pupils_in, int(basis.registers.total("grunnskole_pupils_private", BASE)))
    pupils = _sizes(uid, group, totals, basis)
    level = np.where(private, COMBINED, PRIMARY).astype(np.int8)
    level[~private] = public_levels(uid[~private], public, pupils[~private], number, basis)
    level[private] = private_levels(uid[private], basis)
    order = np.lexsort((ordinal, private, municipality))
    return PrimarySchools(ids[order], uid[order], municipality[order], private[order], level[order], pupils[order])


def municipal_pupils(basis: Basis) -> Ints:
    """Pupils of each municipality's own schools, shape (municipalities,), summing to the published total.

    In proportion to population inside a county; between counties partly after their youth (assumption).
    """
    owners, at, p = basis.ground.owners, basis.ground.municipality, basis.p
    young = basis.ground.youth_ratio[owners.county[at]] ** p.pupil_age_weight
    noise = np.exp(p.pupils_sd * normal(basis.luck, "pupils", owners.uid[at]))
    total = int(basis.registers.total("grunnskole_pupils_public", BASE))
    return apportion(total, owners.population[at] * young * noise)


def schools_in(pupils: Ints, basis: Basis) -> Ints:
    """Public schools of each municipality, at least one, summing to the published total.

    Mean size grows with the municipality's pupils and centrality; both slopes are set by the size bands, and
    the level by the total.
    """
    owners, at, p = basis.ground.owners, basis.ground.municipality, basis.p
    centrality = owners.centrality[at]
    mean = pupils**p.school_mean_elasticity * np.exp(p.school_mean_centrality * centrality)
    wanted = pupils / mean * np.exp(p.school_number_sd * normal(basis.luck, "schools", owners.uid[at]))
    least = np.maximum(1, np.ceil(pupils / p.school_mean_largest)).astype(np.int64)
    most = np.maximum(least, (pupils / p.school_mean_smallest).astype(np.int64))
    total = int(basis.registers.total("grunnskoler_public", BASE))
    if not least.sum() <= total <= most.sum():
        raise ValueError(
            f"national_totals.grunnskoler_public: {total} schools do not fit the municipalities' pupils, "
            f"which allow {least.sum()} to {most.sum()}"
        )
    return fill_between(np.array([total]), np.zeros(len(at), dtype=np.int64), wanted, least, most)


def private_places(basis: Basis) -> Ints:
    """Municipality row of each private school: at least one a county, then by population."""
    ground = basis.ground
    owners, at = ground.owners, ground.municipality
    county, people = owners.county[at], owners.population[at].astype(np.float64)
    in_county = np.bincount(county, weights=people)
    number = 1 + apportion(int(basis.registers.total("grunnskoler_private", BASE)) - len(in_county), in_county)
    of = np.repeat(np.arange(len(number)), number)
    ordinal = (np.arange(len(of)) - (np.cumsum(number) - number)[of]).astype(np.uint64)
    u = uniform(basis.luck, "private school", mix(ground.county_uid[of] + ordinal))
    order = np.argsort(county, kind="stable")
    upto = np.cumsum(people[order])
    start = np.cumsum(in_county) - in_county
    found = np.searchsorted(upto, start[of] + u * in_county[of])
    return np.sort(order[np.minimum(found, len(order) - 1)])


def _names(ground: Ground, municipality: Ints, private: Bools, ordinal: Ints) -> tuple[Texts, Ids]:
    number = ground.owners.ids[ground.municipality].tolist()
    ids = [
        f"{number[m]}-p{k}" if is_private else f"{number[m]}-{k:02d}"
        for m, is_private, k in zip(municipality.tolist(), private.tolist(), (ordinal + 1).tolist(), strict=True)
    ]
    texts = np.array(ids, dtype=object)
    return texts, uids("schools", texts)


def _sizes(uid: Ids, group: Ints, totals: Ints, basis: Basis) -> Ints:
    """Pupils of each school; groups are municipalities, and all private schools together as the last."""
    p = basis.p
    centrality = np.append(basis.ground.owners.centrality[basis.ground.municipality], 0.0)[group]
    spread = np.maximum(p.school_size_sd + p.school_size_sd_centrality * (centrality - 0.7), 0.1)
    spread = np.where(group == len(totals) - 1, p.private_size_sd, spread)
    weight = np.exp(spread * normal(basis.luck, "school size", uid))
    least = np.full(len(uid), int(p.school_smallest), dtype=np.int64)
    first = fill_between(totals, group, weight, least, np.full(len(uid), int(p.school_largest), dtype=np.int64))
    names = ("school_size_under_100", "school_size_100_299", "school_size_300_plus")
    counts = apportion(len(uid), [basis.registers.total(name, "2023-24") for name in names])
    low, high = band_bounds(first, group, totals, counts, p)
    return fill_between(totals, group, first.astype(np.float64), low, high)


def public_levels(uid: Ids, municipality: Ints, pupils: Ints, number: Ints, basis: Basis) -> Smalls:
    """Level of each public school; every municipality can teach all ten grades.

    Args:
        uid: Shape (public schools,).
        municipality: Row of each school's municipality, shape (public schools,).
        pupils: Shape (public schools,).
        number: Public schools of each municipality, shape (municipalities,).
        basis: Basis of the country.
    """
    ground, luck, p, registers = basis.ground, basis.luck, basis.p, basis.registers
    private = private_counts(basis)
    combined = int(registers.total("grunnskoler_combined", BASE)) - private[COMBINED]
    lower = int(registers.total("grunnskoler_lower_secondary_only", BASE)) - private[LOWER]
    serving = 1 + apportion(combined + lower - len(number), number - 1.0)
    size = np.log(pupils)
    takes = position_within(municipality, -(p.level_size_weight * size + gumbel(luck, "grades 8-10", uid)))
    serves = takes < serving[municipality]
    centrality = ground.owners.centrality[ground.municipality][municipality]
    pull = p.lower_only_size_weight * size + p.lower_only_centrality_weight * centrality
    pull = pull + gumbel(luck, "lower only", uid)
    eligible = serves & (serving < number)[municipality]  # where all schools serve, grades 1-7 need them too
    chosen = np.argsort(np.where(eligible, -pull, np.inf), kind="stable")[:lower]
    level = np.where(serves, COMBINED, PRIMARY).astype(np.int8)
    level[chosen] = LOWER
    return level


def private_counts(basis: Basis) -> tuple[int, int, int]:
    """Private schools with grades 1-7, 1-10 and 8-10."""
    p, n = basis.p, int(basis.registers.total("grunnskoler_private", BASE))
    combined, lower = round(n * p.private_combined_share), round(n * p.private_lower_share)
    return n - combined - lower, combined, lower


def private_levels(uid: Ids, basis: Basis) -> Smalls:
    """Level of each private school: the counts are fixed, the order is drawn."""
    order: Ints = np.argsort(uniform(basis.luck, "private level", uid))
    level = np.empty(len(uid), dtype=np.int8)
    level[order] = np.repeat(np.array([PRIMARY, COMBINED, LOWER], dtype=np.int8), private_counts(basis))
    return level


def mean_centrality(owner: Rows, weight: Ints, centrality: Floats, n: int) -> Floats:
    """Weighted mean centrality of each owner's schools, 0 where an owner has none, shape (n,)."""
    total = np.bincount(owner, weights=weight, minlength=n)
    return np.bincount(owner, weights=weight * centrality, minlength=n) / np.where(total > 0, total, 1.0)
