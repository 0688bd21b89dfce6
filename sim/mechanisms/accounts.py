"""What the school year cost besides the grants: extra pay, own money, substitutes, and the staff's own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.areas import StaffLevers
from sim.columns import total_by
from sim.mechanisms.measures import COLLECTIVE, OWN
from sim.types import Floats

if TYPE_CHECKING:
    from sim.now import Now
    from sim.world import World

YEAR_HOURS = 1687.5
"""Working hours of a teacher's year (SFS 2213)."""


def accounts_are_closed(now: Now) -> None:
    """Price what no grant pays: better terms for staff, own money, substitutes, and working time."""
    world, params, hour = now.world, now.params, now.params.competence.teacher_hour
    schools, owners = world.schools, world.owners
    posts = schools.n_posts.astype(np.float64)
    staff = now.policy[StaffLevers]
    premium = staff.pay_premium * hour * YEAR_HOURS * posts * schools.hard_to_staff
    owners.premium_money = by_owner(world, premium)
    terms = staff.induction * params.staff.induction_cost * schools.novices
    terms = terms + now.lever(StaffLevers, "principal_support", "schools") * params.staff.principal_support_cost
    owners.terms_money = by_owner(world, terms + staff.career_paths * params.staff.career_cost * posts)
    world.universities.places_money = study_places(world, params.partnership.study_place)
    hours = schools.participation * schools.hours * posts[:, None]
    owners.staff_time = by_owner(world, hours[:, COLLECTIVE].sum(axis=1) * hour)
    owners.own_time = by_owner(world, hours[:, OWN] * hour)
    in_own = schools.participation[:, OWN] / max(params.school.own_participation, 1e-9)
    owners.own_money = by_owner(world, params.owner.own_budget * in_own * posts)
    forced = (1.0 - schools.willing[:, COLLECTIVE]) / max(params.competence.forced_loss, 1e-9)
    owners.substitutes = by_owner(world, (hours[:, COLLECTIVE] * forced).sum(axis=1) * hour)


def study_places(world: World, price: float) -> Floats:
    """What the state pays for study places beyond today's of those who will look for work here, shape (universities,).

    Args:
        world: The tables.
        price: Kroner a year for each who will graduate (studieplass).
    """
    u = world.universities
    graduates = u.graduates_primary + u.elsewhere_primary + u.graduates_upper + u.elsewhere_upper
    result: Floats = price * graduates * (u.cohort_size - 1.0).sum(axis=1) * u.mobility.sum(axis=1)
    return result


def by_owner(world: World, values: Floats) -> Floats:
    """Sum over the schools of each owner, shape (owners,)."""
    return total_by(world.schools.owner, values, world.owners.n)
