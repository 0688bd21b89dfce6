"""Who pays for a year of further education: the state, the owner, and the teacher in own time.

The owner picks one of two options (finansieringsordning). A substitute (vikar) is paid by state and owner, and the
teacher gives part of the study time; a stipend (stipend) goes to the teacher, who gives all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.columns import total_by
from sim.levers import in_force
from sim.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from sim.parameters import StudyParameters
    from sim.schemes.further_education import FurtherEducationLevers
    from sim.world import World

STUDY_LOAD = 0.5
"""A course year takes half of a post: 30 credits (studiepoeng), of 60 in a full year of study."""


@dataclass(frozen=True)
class Bill:
    """What course years cost whom, kroner of 2025, shape (n,).

    Attributes:
        state: Paid by the state, whole kroner.
        owner: Paid by the owner.
        teacher: Own time of the teacher at the price of a substitute, less the stipend.
    """

    state: Ints
    owner: Floats
    teacher: Floats


def bill(levers: FurtherEducationLevers, year: int, priority: Bools, stipend: Bools) -> Bill:
    """Divide the full cost of course years; the owner pays what time off costs beyond the state's part.

    Args:
        levers: Levers of further education.
        year: Calendar year whose rates the state pays.
        priority: Whether the subject has priority, shape (n,).
        stipend: Whether it is paid by stipend and not by substitute, shape (n,).

    Source:
        HVL, Kompetanse for kvalitet (shares); Udir, stipendordning; 25 % time off with pay from 2026: N-8.
    """
    full = levers.substitute_cost
    share = np.where(priority, levers.priority_share, levers.substitute_share)
    state = np.rint(in_force(levers.rate_level, year) * np.where(stipend, levers.stipend, share * full))
    paid = min(1.0, levers.paid_time / STUDY_LOAD)  # of the study time, at the least
    off = full * np.maximum(np.where(stipend, 0.0, 1.0 - levers.teacher_share), paid)
    owner = np.maximum(0.0, off - state)
    return Bill(state.astype(np.int64), owner, np.maximum(0.0, full - state - owner))


def stipend_chance(world: World, params: StudyParameters) -> Floats:
    """Chance that an owner picks the stipend: higher where substitutes are scarce, shape (owners,).

    Substitutes are scarce where many posts are held by unqualified people, and hard to find for a small office.
    """
    owners, schools = world.owners, world.schools
    unqualified = total_by(schools.owner, schools.unqualified, owners.n) / owners.staff
    logit = np.log(params.stipend_share / (1.0 - params.stipend_share))
    logit = logit + params.stipend_scarcity * unqualified + params.stipend_small_office / (1.0 + owners.capacity)
    result: Floats = 1.0 / (1.0 + np.exp(-logit))
    return result


def own_time(world: World, levers: FurtherEducationLevers, year: int, params: StudyParameters) -> Floats:
    """Share of a course year that a teacher must expect to give in own time, by owner, shape (owners,)."""
    either = bill(levers, year, np.zeros(2, dtype=bool), np.array([False, True])).teacher / levers.substitute_cost
    chance = stipend_chance(world, params)
    result: Floats = (1.0 - chance) * either[0] + chance * either[1]
    return result
