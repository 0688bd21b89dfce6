"""Every school of the country in its final order, owner by owner, upper secondary last; and the plan of its years."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.country.basis import Basis
from sim.country.graduates import graduates
from sim.country.ground import UpperSchools
from sim.country.school_register import UPPER
from sim.country.years import Years, primary_over_years, upper_over_years
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls, Texts


@dataclass(frozen=True)
class AllSchools:
    """Every school of the country, those closed since and those to come too; each column has shape (schools,).

    Attributes:
        owner: Owner row.
        municipality: Owner row of the municipality where the school stands.
        county: County row.
        pupils: In the base year; of a school closed then, when it closed or opens.
        upper_grades: Share of pupils in grades 8-10; 0 in upper secondary.
        centrality: Of that municipality, 0-1.
        posts: In the base year; 0 if closed.
        capacity: Most posts in any year on any path.
    """

    ids: Texts
    uid: Ids
    owner: Rows
    municipality: Rows
    county: Rows
    level: Smalls
    private: Bools
    pupils: Floats
    upper_grades: Floats
    centrality: Floats
    posts: Ints
    capacity: Ints


def all_schools(basis: Basis) -> tuple[AllSchools, Years]:
    """Primary and upper-secondary schools together, owner by owner, and the plan of their years."""
    ground, years = basis.ground, basis.ground.years
    primary, primary_pupils, primary_posts = primary_over_years(basis)
    upper = _of_size(ground.upper, basis.p.upper_least_pupils)
    upper_pupils, upper_posts = upper_over_years(upper, basis)
    stands = ground.municipality[primary.municipality]
    county = ground.owners.county[stands]
    owner = np.concatenate([np.where(primary.private, ground.private_owner[county], stands), upper.owner])
    order = np.argsort(owner, kind="stable")  # keeps primary before upper, municipality by municipality
    pupils = np.concatenate([primary_pupils, upper_pupils], axis=1)[:, order]
    posts = np.concatenate([primary_posts, upper_posts], axis=1)[:, order]
    size = np.concatenate([primary.size, upper.pupils])[order]
    municipality = np.concatenate([stands, upper.municipality])[order]
    schools = AllSchools(
        ids=np.concatenate([primary.ids, upper.ids])[order],
        uid=np.concatenate([primary.uid, upper.uid])[order],
        owner=owner[order].astype(np.int32),
        municipality=municipality,
        county=np.concatenate([county, upper.county])[order],
        level=np.concatenate([primary.level, np.full(len(upper.ids), UPPER, dtype=np.int8)])[order],
        private=np.concatenate([primary.private, upper.private])[order],
        pupils=np.where(posts[years.base] > 0, pupils[years.base], size),
        upper_grades=np.concatenate([primary.upper_grades, np.zeros(len(upper.ids))])[order],
        centrality=ground.owners.centrality[municipality],
        posts=posts[years.base],
        capacity=np.maximum(posts.max(axis=0), 1),
    )
    new = graduates(ground.graduates, ground.universities, basis.p)
    plan = Years(int(years.year[0]), years.base, years.column, pupils, posts.astype(np.int16), new)
    return schools, plan


def _of_size(upper: UpperSchools, least: float) -> UpperSchools:
    """Upper-secondary schools that are no exam offices or the like."""
    keep = upper.pupils >= least
    return replace(upper, **{name: values[keep] for name, values in vars(upper).items()})
