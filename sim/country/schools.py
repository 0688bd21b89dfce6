"""This file knows the primary and lower-secondary schools (grunnskoler), which no register lists.

Published totals hold exactly: schools by owner, by level and by size band, and pupils. How they lie between and
inside municipalities is synthesised from population and centrality and drawn anew in each replication.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.apportion import apportion, apportion_within, fill_between, position_within
from sim.country.draws import gumbel, normal, uids, uniform
from sim.country.ground import Ground
from sim.country.parameters import CountryParameters
from sim.country.registers import Registers
from sim.country.size_bands import band_bounds
from sim.country.sums import BASE
from sim.luck import Luck, mix
from sim.types import Bools, Floats, Ids, Ints, Smalls, Texts

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


def primary_schools(ground: Ground, registers: Registers, luck: Luck, p: CountryParameters) -> PrimarySchools:
    """Draw the country's primary and lower-secondary schools."""
    pupils_in = municipal_pupils(ground, registers, luck, p)
    number = schools_in(pupils_in, ground, registers, luck, p)
    private_in = private_places(ground, registers, luck)
    places = len(number)
    public = np.repeat(np.arange(places), number)
    municipality = np.concatenate([public, private_in])
    private = np.arange(len(municipality)) >= len(public)
    ordinal = position_within(municipality + places * private, np.zeros(len(municipality)))
    ids, uid = _names(ground, municipality, private, ordinal)
    group = np.where(private, places, municipality)
    totals = np.append(pupils_in, int(registers.total("grunnskole_pupils_private", BASE)))
    pupils = _sizes(uid, group, totals, registers, luck, p)
    level = np.where(private, COMBINED, PRIMARY).astype(np.int8)
    level[~private] = public_levels(uid[~private], public, pupils[~private], number, ground, registers, luck, p)
    level[private] = private_levels(uid[private], registers, luck, p)
    order = np.lexsort((ordinal, private, municipality))
    return PrimarySchools(
        ids[order], uid[order], municipality[order], private[order], level[order], pupils[order]
    )


def municipal_pupils(ground: Ground, registers: Registers, luck: Luck, p: CountryParameters) -> Ints:
    """Pupils of each municipality's own schools, shape (municipalities,), summing to the published total.

    In proportion to population inside a county; between counties partly after their youth (assumption).
    """
    owners = ground.owners
    at = ground.municipality
    young = ground.youth_ratio[owners.county[at]] ** p.pupil_age_weight
    noise = np.exp(p.pupils_sd * normal(luck, "pupils", owners.uid[at]))
    return apportion(int(registers.total("grunnskole_pupils_public", BASE)), owners.population[at] * young * noise)


def schools_in(pupils: Ints, ground: Ground, registers: Registers, luck: Luck, p: CountryParameters) -> Ints:
    """Public schools of each municipality, at least one, summing to the published total.

    Mean size grows with the municipality's pupils and centrality; both slopes are set by the size bands, and
    the level by the total.
    """
    at = ground.municipality
    centrality = ground.owners.centrality[at]
    mean = pupils**p.school_mean_elasticity * np.exp(p.school_mean_centrality * centrality)
    wanted = pupils / mean * np.exp(p.school_number_sd * normal(luck, "schools", ground.owners.uid[at]))
    least = np.maximum(1, np.ceil(pupils / p.school_mean_largest)).astype(np.int64)
    most = np.maximum(least, (pupils / p.school_mean_smallest).astype(np.int64))
    total = int(registers.total("grunnskoler_public", BASE))
    if not least.sum() <= total <= most.sum():
        raise ValueError(
            f"national_totals.grunnskoler_public: {total} schools do not fit the municipalities' pupils, "
            f"which allow {least.sum()} to {most.sum()}"
        )
    return fill_between(np.array([total]), np.zeros(len(at), dtype=np.int64), wanted, least, most)


def private_places(ground: Ground, registers: Registers, luck: Luck) -> Ints:
    """Municipality row of each private school: at least one a county, then by population."""
    owners, at = ground.owners, ground.municipality
    county, people = owners.county[at], owners.population[at].astype(np.float64)
    in_county = np.bincount(county, weights=people)
    number = 1 + apportion(int(registers.total("grunnskoler_private", BASE)) - len(in_county), in_county)
    of = np.repeat(np.arange(len(number)), number)
    ordinal = (np.arange(len(of)) - (np.cumsum(number) - number)[of]).astype(np.uint64)
    u = uniform(luck, "private school", mix(ground.county_uid[of] + ordinal))
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


def _sizes(uid: Ids, group: Ints, totals: Ints, registers: Registers, luck: Luck, p: CountryParameters) -> Ints:
    """Pupils of each school; groups are municipalities, and all private schools together as the last."""
    spread = np.where(group == len(totals) - 1, p.private_size_sd, p.school_size_sd)
    weight = np.exp(spread * normal(luck, "school size", uid))
    first = apportion_within(totals, group, weight)
    names = ("school_size_under_100", "school_size_100_299", "school_size_300_plus")
    counts = apportion(len(uid), [registers.total(name, "2023-24") for name in names])
    low, high = band_bounds(first, group, totals, counts, p)
    return fill_between(totals, group, np.maximum(first, 0.5), low, high)


def public_levels(
    uid: Ids,
    municipality: Ints,
    pupils: Ints,
    number: Ints,
    ground: Ground,
    registers: Registers,
    luck: Luck,
    p: CountryParameters,
) -> Smalls:
    """Level of each public school; every municipality can teach all ten grades."""
    private = private_counts(registers, p)
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


def private_counts(registers: Registers, p: CountryParameters) -> tuple[int, int, int]:
    """Private schools with grades 1-7, 1-10 and 8-10."""
    n = int(registers.total("grunnskoler_private", BASE))
    combined, lower = round(n * p.private_combined_share), round(n * p.private_lower_share)
    return n - combined - lower, combined, lower


def private_levels(uid: Ids, registers: Registers, luck: Luck, p: CountryParameters) -> Smalls:
    """Level of each private school: the counts are fixed, the order is drawn."""
    order: Ints = np.argsort(uniform(luck, "private level", uid))
    level = np.empty(len(uid), dtype=np.int8)
    level[order] = np.repeat(np.array([PRIMARY, COMBINED, LOWER], dtype=np.int8), private_counts(registers, p))
    return level


def mean_centrality(owner: Ints, weight: Floats, centrality: Floats, n: int) -> Floats:
    """Weighted mean centrality of each owner's schools, 0 where an owner has none, shape (n,)."""
    total = np.bincount(owner, weights=weight, minlength=n)
    return np.bincount(owner, weights=weight * centrality, minlength=n) / np.where(total > 0, total, 1.0)
