"""This file knows what the school year cost besides the grants: extra pay, and the staff's own time."""

from __future__ import annotations

import numpy as np

from sim.parameters import CompetenceParameters
from sim.policy import StaffPolicy
from sim.schemes.slots import COLLECTIVE
from sim.world import World

YEAR_HOURS = 1687.5
"""Working hours of a teacher's year (SFS 2213)."""


def close_year(world: World, law: StaffPolicy, p: CompetenceParameters) -> None:
    """Price what no grant pays: the premium at hard-to-staff schools and the time spent in collective measures."""
    schools, owners = world.schools, world.owners
    posts = schools.n_posts.astype(np.float64)
    premium = law.pay_premium * p.teacher_hour * YEAR_HOURS * posts * schools.hard_to_staff
    owners.premium_money = np.bincount(schools.owner, weights=premium, minlength=owners.n)
    hours = (schools.participation[:, COLLECTIVE] * schools.hours[:, COLLECTIVE]).sum(axis=1) * posts
    owners.staff_time = np.bincount(schools.owner, weights=hours * p.teacher_hour, minlength=owners.n)
