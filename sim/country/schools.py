"""Every primary and lower-secondary school (grunnskole) of some year: registered, closed since, or still to come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.basis import Basis
from sim.country.draws import normal, uids, uniform
from sim.country.school_register import COMBINED, LEVELS, LOWER, PRIMARY, SchoolRegister
from sim.country.year_ground import REGISTERED
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls, Texts

SIZE_BORDERS = (100, 300)
"""Pupils at which the published size bands change (under 100, 100-299, 300 and more)."""

NEVER = 9999
"""Autumn in which a school closes that does not."""

_MOST = 2.0
"""A drawn size is at most doubled or halved to meet what the municipality's population leaves over."""

_LARGEST_CLOSED = 300.0
_SMALLEST = 5.0


@dataclass(frozen=True)
class PrimarySchools:
    """Primary and lower-secondary schools by municipality, public before private; shape (schools,).

    Attributes:
        municipality: Row of the municipality where the school stands.
        size: Pupils of 2022-23 if registered, else pupils when it closed or opens.
        upper_grades: Share of its pupils in grades 8-10.
        opens, closes: First autumn it is open and first autumn it is not, as far as the past goes.
        turn: 0 for schools of the past and present; of those to come 1, 2 ... in the municipality, or among the private
            ones of the nation.
    """

    ids: Texts
    uid: Ids
    municipality: Rows
    private: Bools
    level: Smalls
    size: Floats
    upper_grades: Floats
    opens: Ints
    closes: Ints
    turn: Ints

    def pupils_of(self, stage: int) -> Floats:
        """Pupils of each school in grades 1-7 (stage 0) or 8-10 (stage 1) if all were open in 2022."""
        part: Floats = self.size * (self.upper_grades if stage else 1.0 - self.upper_grades)
        return part


def standing_schools(basis: Basis) -> PrimarySchools:
    """Registered schools and, as no register has them, those that have closed."""
    known = basis.ground.schools
    size = registered_pupils(basis)
    total = float(basis.ground.years.pupils[REGISTERED - basis.ground.years.year[0], 1])
    combined = share_in_upper_grades(known.level, size, total)
    forever = np.full(len(size), NEVER)
    registered = PrimarySchools(
        known.ids, known.uid, known.municipality, known.private, known.level, size, _upper(known.level, combined),
        known.opened, forever, np.zeros_like(forever),
    )  # fmt: skip
    return _joined(registered, _closed(basis, combined))


def with_coming(schools: PrimarySchools, public: Ints, private: int, basis: Basis) -> PrimarySchools:
    """Add schools that open in some year to come: public ones where pupils grow, private ones by population.

    Args:
        schools: Schools of the past and present.
        public: Public schools to come in each municipality, shape (municipalities,).
        private: Private schools to come in the nation.
        basis: Basis of the country.
    """
    at = np.repeat(np.arange(len(public)), public)
    turn = 1 + np.arange(len(at)) - np.repeat(np.cumsum(public) - public, public)
    number = basis.ground.owners.ids[basis.ground.municipality].tolist()
    ids = [f"{number[m]}-n{k}" for m, k in zip(at.tolist(), turn.tolist(), strict=True)]
    ids += [f"new-p{k}" for k in range(1, private + 1)]
    texts = np.array(ids, dtype=object)
    uid = uids("schools", texts)
    private_uid = uid[len(at) :]
    of_nation = _by_population(uniform(basis.luck, "place of a new school", private_uid), basis)
    is_private = np.arange(len(ids)) >= len(at)
    level = np.full(len(ids), COMBINED, dtype=np.int8)
    sizes = np.sort(schools.size[schools.private & (schools.closes == NEVER)])
    drawn = sizes[(uniform(basis.luck, "size of a school", private_uid) * len(sizes)).astype(np.int64)]
    size = np.concatenate([np.full(len(at), basis.p.new_school_pupils), drawn])
    combined = float(schools.upper_grades[schools.level == COMBINED].max())
    forever = np.full(len(ids), NEVER)
    added = PrimarySchools(
        texts, uid, np.concatenate([at, of_nation]).astype(np.int32), is_private, level, size,
        np.full(len(ids), combined), np.zeros_like(forever), forever,
        np.concatenate([turn, np.arange(1, private + 1)]),
    )  # fmt: skip
    return _joined(schools, added)


def _joined(some: PrimarySchools, others: PrimarySchools) -> PrimarySchools:
    """All of them, by municipality, public before private."""
    both = {name: np.concatenate([values, getattr(others, name)]) for name, values in vars(some).items()}
    order = np.lexsort((both["private"], both["municipality"]))
    return PrimarySchools(**{name: values[order] for name, values in both.items()})


def _closed(basis: Basis, combined: float) -> PrimarySchools:
    """Schools that have closed, drawn anew: public ones mostly where schools are many and far from the centre.

    Args:
        basis: Basis of the country.
        combined: Share of grades 8-10 in a combined school.
    """
    years, known, p = basis.ground.years, basis.ground.schools, basis.p
    n = len(years.closed_year)
    ids = np.array([f"closed-{k:03d}" for k in range(1, n + 1)], dtype=object)
    uid = uids("schools", ids)
    u = uniform(basis.luck, "place of a closed school", uid)
    remote = 1.0 - basis.ground.owners.centrality[basis.ground.municipality]
    weight = _public(known, np.ones(len(known.level)), len(remote)) * remote
    of_public = np.searchsorted(np.cumsum(weight), u * weight.sum())
    at = np.where(years.closed_private, _by_population(u, basis), np.minimum(of_public, len(remote) - 1))
    spread = p.closed_school_sd * normal(basis.luck, "size of a closed school", uid)
    size = np.clip(p.closed_school_pupils * np.exp(spread), _SMALLEST, _LARGEST_CLOSED)
    level, never = years.closed_level.astype(np.int8), np.zeros(n, dtype=np.int64)
    return PrimarySchools(
        ids, uid, at.astype(np.int32), years.closed_private, level, size, _upper(level, combined), never,
        years.closed_year, never,
    )  # fmt: skip


def _by_population(u: Floats, basis: Basis) -> Ints:
    """Municipality rows in proportion to population, from uniform draws."""
    upto = np.cumsum(basis.ground.owners.population[basis.ground.municipality].astype(np.float64))
    found: Ints = np.minimum(np.searchsorted(upto, u * upto[-1]), len(upto) - 1)
    return found


def registered_pupils(basis: Basis) -> Floats:
    """Pupils of 2022-23 of each registered school: as registered, else the size of a school alike, drawn anew.

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


def share_in_upper_grades(level: Smalls, pupils: Floats, total: float) -> float:
    """Share of grades 8-10 in a combined school, so that all grades 8-10 have the published total.

    More than three in ten: it teaches grades 8-10 for primary schools nearby too.
    """
    part = (total - float(pupils[level == LOWER].sum())) / float(pupils[level == COMBINED].sum())
    return float(np.clip(part, 0.0, 1.0))


def _upper(level: Smalls, combined: float) -> Floats:
    """Share of grades 8-10 by level, shape (schools,)."""
    by_level = np.zeros(LEVELS)
    by_level[[PRIMARY, COMBINED, LOWER]] = 0.0, combined, 1.0
    result: Floats = by_level[level]
    return result


def mean_centrality(owner: Rows, weight: Ints, centrality: Floats, n: int) -> Floats:
    """Weighted mean centrality of each owner's schools, 0 where an owner has none, shape (n,)."""
    total = np.bincount(owner, weights=weight, minlength=n)
    return np.bincount(owner, weights=weight * centrality, minlength=n) / np.where(total > 0, total, 1.0)
