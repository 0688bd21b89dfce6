"""Primary and lower-secondary schools (grunnskoler): as registered, their pupils scaled to the published totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.apportion import apportion_within
from sim.country.basis import Basis
from sim.country.draws import uniform
from sim.country.school_register import COMBINED, LOWER, SchoolRegister
from sim.country.sums import BASE
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls, Texts

SIZE_BORDERS = (100, 300)
"""Pupils at which the published size bands change (under 100, 100-299, 300 and more)."""

_MOST = 2.0
"""A drawn size is at most doubled or halved to meet what the municipality's population leaves over."""


@dataclass(frozen=True)
class PrimarySchools:
    """Primary and lower-secondary schools, by municipality, public before private; shape (schools,).

    Attributes:
        municipality: Row of the municipality where the school stands.
        upper_grades: Share of its pupils in grades 8-10.
    """

    ids: Texts
    uid: Ids
    municipality: Rows
    private: Bools
    level: Smalls
    pupils: Ints
    upper_grades: Floats


def primary_schools(basis: Basis) -> PrimarySchools:
    """The country's primary and lower-secondary schools in the base year."""
    known, total = basis.ground.schools, basis.registers.total
    totals = [int(total(f"grunnskole_pupils_{owner}", BASE)) for owner in ("public", "private")]
    pupils = apportion_within(np.array(totals), known.private.astype(np.int64), registered_pupils(basis))
    upper_grades = share_in_upper_grades(known.level, pupils, total("grunnskole_pupils_grades_8_10", BASE))
    return PrimarySchools(
        known.ids, known.uid, known.municipality, known.private, known.level, pupils, upper_grades
    )  # fmt: skip


def registered_pupils(basis: Basis) -> Floats:
    """Pupils of 2022-23 of each school: as registered, else the size of a registered school alike, drawn anew.

    Alike are special schools, private schools of a level, public schools of a level and centrality class. Where many
    of a municipality's schools are unknown, their sizes are moved towards what its population leaves over.
    """
    known = basis.ground.schools
    rows = np.flatnonzero(np.isnan(known.pupils))
    first, count = known.like[rows].T
    drawn = known.decks[first + (uniform(basis.luck, "size of a school", known.uid[rows]) * count).astype(np.int64)]
    pupils = known.pupils.copy()
    pupils[rows] = drawn * np.where(known.private[rows], 1.0, _moved(drawn, rows, basis)[known.municipality[rows]])
    return pupils


def _moved(drawn: Floats, rows: Ints, basis: Basis) -> Floats:
    """Factor on the drawn sizes of each municipality's own schools, shape (municipalities,)."""
    known, at = basis.ground.schools, basis.ground.municipality
    people = basis.ground.owners.population[at].astype(np.float64)
    size = np.where(np.isnan(known.pupils), 0.0, known.pupils)
    size[rows] = drawn
    missing = _public(known, np.isnan(known.pupils), len(at))
    found = _public(known, np.where(np.isnan(known.pupils), 0.0, known.pupils), len(at))
    whole = missing == 0
    per_head = found[whole].sum() / people[whole].sum()
    guessed = np.maximum(_public(known, size, len(at)) - found, 1.0)
    left = np.clip((per_head * people - found) / guessed, 1.0 / _MOST, _MOST)
    share = missing / _public(known, np.ones(len(size)), len(at))
    result: Floats = left**share
    return result


def _public(known: SchoolRegister, values: Floats | Bools, n: int) -> Floats:
    """Sum over each municipality's own schools."""
    own = ~known.private
    total: Floats = np.bincount(known.municipality[own], weights=values[own], minlength=n)  # type: ignore[assignment]
    return total


def share_in_upper_grades(level: Smalls, pupils: Ints, total: float) -> Floats:
    """Share of each school's pupils in grades 8-10, shape (schools,), so that all have the published total.

    More than three in ten of a combined school's: it teaches grades 8-10 for primary schools nearby too.
    """
    lower = float(pupils[level == LOWER].sum())
    part = (total - lower) / float(pupils[level == COMBINED].sum())
    return np.select([level == LOWER, level == COMBINED], [1.0, float(np.clip(part, 0.0, 1.0))], 0.0)


def mean_centrality(owner: Rows, weight: Ints, centrality: Floats, n: int) -> Floats:
    """Weighted mean centrality of each owner's schools, 0 where an owner has none, shape (n,)."""
    total = np.bincount(owner, weights=weight, minlength=n)
    return np.bincount(owner, weights=weight * centrality, minlength=n) / np.where(total > 0, total, 1.0)
