"""What schools decide: how far they carry out a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.school import School
from sim.mechanisms.measures import COLLECTIVE, FOLLOW_UP
from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.now import Now
    from sim.parameters import CompetenceParameters


@School.carry_out.is_made_by
def carry_out(now: Now, rows: Ints) -> None:
    """Staff take part as steering and involvement allow, and a part of each measure is carried out (gjennomføring)."""
    world, params = now.world, now.params
    schools, networks = world.schools, world.networks
    steering = world.owners.steering_at_schools(params.owner)[schools.owner[rows]]
    taking = take_part(steering, schools.involvement[rows], params.competence)
    group = networks.group[schools.network[rows]]
    for slot in COLLECTIVE:
        share = 1.0 if slot == FOLLOW_UP else group[:, slot]  # follow-up concerns the whole staff
        running = schools.topic[rows, slot] >= 0
        schools.participation[rows, slot] = np.where(running, share * taking, 0.0)
    strength = np.cbrt(steering * schools.stability(params.school)[rows] * taking)
    schools.implementation[rows] = implement(strength, params.competence)


def take_part(steering: Floats, involvement: Floats, params: CompetenceParameters) -> Floats:
    """Participation of those required, 0-1, from the owner's steering and local involvement (deltakelse)."""
    of_involvement = params.participation_involvement * involvement
    return np.minimum(1.0, params.participation_floor + params.participation_steering * steering + of_involvement)


def implement(strength: Floats, params: CompetenceParameters) -> Floats:
    """How much of a measure is carried out, 0-1: a threshold in steering, stability and participation.

    Args:
        strength: Geometric mean of the three, 0-1.
        params: Parameters of competence.
    """
    steep = params.implementation_steepness * (strength - params.implementation_midpoint)
    result: Floats = 1.0 / (1.0 + np.exp(-steep))
    return result
