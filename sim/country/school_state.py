"""The schools' inner state, which no register has: principals, involvement, level of results."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.draws import normal, share, years_in_post
from sim.types import Floats


@dataclass(frozen=True)
class SchoolState:
    """Inner state of the schools when the country begins, shape (schools,).

    Attributes:
        principal_tenure: Years since the principal (rektor) came.
        involvement: Local involvement in collective work, 0-1.
        structural_level: Results that schools cannot be credited with, in pupil SD around the national mean.
        environment_level: Learning environment (læringsmiljø) they cannot be credited with, in the same unit.
    """

    principal_tenure: Floats
    involvement: Floats
    structural_level: Floats
    environment_level: Floats


def school_state(schools: AllSchools, steering: Floats, basis: Basis) -> SchoolState:
    """Draw the schools' inner state.

    Args:
        schools: Every school of the country.
        steering: Of the owners, 0-1, shape (owners,).
        basis: Basis of the country.
    """
    luck, p = basis.luck, basis.p
    level = structural_level(schools, basis)
    involvement = p.involvement_mean + p.involvement_steering * (steering[schools.owner] - p.steering_mean)
    return SchoolState(
        principal_tenure=years_in_post(luck, "principal tenure", schools.uid, p.principal_exit),
        involvement=share(luck, "involvement", schools.uid, involvement, p.involvement_sd),
        structural_level=level,
        environment_level=environment_level(level, schools, basis),
    )


def structural_level(schools: AllSchools, basis: Basis) -> Floats:
    """Structural level of results, pupil SD, with pupil-weighted mean 0, shape (schools,).

    County means of lower-secondary points, centrality (which also stands for parents' education, for want of a
    municipal figure), and drawn differences between municipalities and between schools.
    """
    ground, luck, p = basis.ground, basis.luck, basis.p
    points = ground.counties["grunnskolepoeng_2025"].to_numpy(dtype=np.float64) / p.grunnskolepoeng_sd
    local = p.structural_municipality_sd * normal(luck, "municipal level", ground.owners.uid)
    own = p.structural_school_sd * normal(luck, "school level", schools.uid)
    # Centrality is measured within the county: what differs between counties stands in their points already.
    weight = schools.pupils * (schools.posts > 0)
    pupils = np.bincount(schools.county, weights=weight, minlength=len(points))
    mean = np.bincount(schools.county, weights=weight * schools.centrality, minlength=len(points))
    central = schools.centrality - (mean / np.maximum(pupils, 1.0))[schools.county]
    level = points[schools.county] + p.structural_centrality * central + local[schools.municipality] + own
    result: Floats = level - np.average(level, weights=weight)
    return result


def environment_level(results: Floats, schools: AllSchools, basis: Basis) -> Floats:
    """Structural learning environment, pupil SD, with pupil-weighted mean 0, shape (schools,).

    It follows the level of results in part; the rest is drawn, with the same spread between municipalities and
    between schools, for no other is known.
    """
    luck, p = basis.luck, basis.p
    local = p.structural_municipality_sd * normal(luck, "municipal environment", basis.ground.owners.uid)
    own = p.structural_school_sd * normal(luck, "school environment", schools.uid)
    shared = p.environment_correlation
    level = shared * results + np.sqrt(1.0 - shared**2) * (local[schools.municipality] + own)
    result: Floats = level - np.average(level, weights=schools.pupils * (schools.posts > 0))
    return result
