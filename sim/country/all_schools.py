"""Every school of the country in its final order: owner by owner, upper secondary last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.basis import Basis
from sim.country.school_register import UPPER
from sim.country.schools import PrimarySchools
from sim.types import Bools, Floats, Ids, Ints, Rows, Smalls, Texts


@dataclass(frozen=True)
class AllSchools:
    """Every school of the country; each column has shape (schools,).

    Attributes:
        owner: Owner row.
        municipality: Owner row of the municipality where the school stands.
        county: County row.
        upper_grades: Share of pupils in grades 8-10; 0 in upper secondary.
        centrality: Of that municipality, 0-1.
    """

    ids: Texts
    uid: Ids
    owner: Rows
    municipality: Rows
    county: Rows
    level: Smalls
    private: Bools
    pupils: Ints
    upper_grades: Floats
    centrality: Floats


def all_schools(primary: PrimarySchools, basis: Basis) -> AllSchools:
    """Primary and upper-secondary schools together, owner by owner."""
    ground = basis.ground
    upper = ground.upper
    keep = upper.pupils >= basis.p.upper_least_pupils
    stands = ground.municipality[primary.municipality]
    county = ground.owners.county[stands]
    owner = np.concatenate([np.where(primary.private, ground.private_owner[county], stands), upper.owner[keep]])
    order = np.argsort(owner, kind="stable")  # keeps primary before upper, municipality by municipality
    municipality = np.concatenate([stands, upper.municipality[keep]])[order]
    level = np.concatenate([primary.level, np.full(int(keep.sum()), UPPER, dtype=np.int8)])
    return AllSchools(
        ids=np.concatenate([primary.ids, upper.ids[keep]])[order],
        uid=np.concatenate([primary.uid, upper.uid[keep]])[order],
        owner=owner[order].astype(np.int32),
        municipality=municipality,
        county=np.concatenate([county, upper.county[keep]])[order],
        level=level[order],
        private=np.concatenate([primary.private, upper.private[keep]])[order],
        pupils=np.concatenate([primary.pupils, upper.pupils[keep]])[order],
        upper_grades=np.concatenate([primary.upper_grades, np.zeros(int(keep.sum()))])[order],
        centrality=ground.owners.centrality[municipality],
    )
