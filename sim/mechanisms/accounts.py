"""What the school year cost besides the grants: extra pay, and the staff's own time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.areas import StaffLevers
from sim.mechanisms.measures import COLLECTIVE

if TYPE_CHECKING:
    from sim.now import Now

YEAR_HOURS = 1687.5
"""Working hours of a teacher's year (SFS 2213)."""


def accounts_are_closed(now: Now) -> None:
    """Price what no grant pays: the premium at hard-to-staff schools and the time spent in collective measures."""
    schools, owners, hour = now.world.schools, now.world.owners, now.params.competence.teacher_hour
    posts = schools.n_posts.astype(np.float64)
    premium = now.policy[StaffLevers].pay_premium * hour * YEAR_HOURS * posts * schools.hard_to_staff
    owners.premium_money = np.bincount(schools.owner, weights=premium, minlength=owners.n)
    hours = (schools.participation[:, COLLECTIVE] * schools.hours[:, COLLECTIVE]).sum(axis=1) * posts
    owners.staff_time = np.bincount(schools.owner, weights=hours * hour, minlength=owners.n)
