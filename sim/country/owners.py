"""The owners' and counties' inner state, which no register has: office, leader, steering, power."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.country.basis import Basis
from sim.country.draws import between, normal, share, years_in_post
from sim.country.ground import COUNTY_COUNCIL, MUNICIPALITY, PRIVATE
from sim.types import Floats


@dataclass(frozen=True)
class OwnerState:
    """Inner state of the school owners (skoleeiere) when the country begins, shape (owners,).

    Attributes:
        office_fte: Posts in the school office.
        leader_tenure: Years since the education leader came.
        steering: Ownership strength, 0-1.
        understanding: Of the programme theory, 0-1.
    """

    office_fte: Floats
    leader_tenure: Floats
    steering: Floats
    understanding: Floats


def owner_state(posts: Floats, basis: Basis) -> OwnerState:
    """Draw the owners' inner state; a larger office and a leader who stays go with stronger steering.

    Args:
        posts: Teacher posts of each owner, shape (owners,).
        basis: Basis of the country.
    """
    owners, luck, p = basis.ground.owners, basis.luck, basis.p
    office = _office(posts, basis)
    hazard = np.where(owners.size_class == 0, p.leader_exit_small, p.leader_exit)
    tenure = years_in_post(luck, "leader tenure", owners.uid, hazard)
    settled = np.minimum(tenure, 5.0) / 5.0
    steering = p.steering_mean + p.steering_capacity * np.log(office) + p.steering_stability * (settled - 0.5)
    return OwnerState(
        office_fte=office,
        leader_tenure=tenure,
        steering=share(luck, "steering", owners.uid, steering, p.steering_sd),
        understanding=share(
            luck, "understanding", owners.uid, np.full(len(office), p.understanding_mean), p.understanding_sd
        ),
    )


def _office(posts: Floats, basis: Basis) -> Floats:
    """School-office posts: less than in proportion to inhabitants, or to a county council's teachers."""
    owners, p = basis.ground.owners, basis.p
    by_people = p.office_scale * (owners.population / 1000.0) ** p.office_elasticity
    by_teachers = p.office_council * (posts / 1000.0) ** p.office_elasticity
    mean = np.select(
        [owners.kind == MUNICIPALITY, owners.kind == COUNTY_COUNCIL, owners.kind == PRIVATE],
        [by_people, by_teachers, np.full(len(posts), p.office_private)],
        default=p.office_state,
    )
    noise = np.exp(p.office_sd * normal(basis.luck, "office", owners.uid))
    result: Floats = np.maximum(mean * noise, p.office_least)
    return result


def forum_power(basis: Basis) -> Floats:
    """Weight of each county's cooperation forum (samarbeidsforum), 0-1, shape (counties,)."""
    p = basis.p
    return between(basis.luck, "forum power", basis.ground.county_uid, p.forum_power_low, p.forum_power_high)
