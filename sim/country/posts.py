"""How many posts each school has, so that published totals hold."""

from __future__ import annotations

import numpy as np

from sim.country.all_schools import AllSchools
from sim.country.apportion import apportion, apportion_within
from sim.country.basis import Basis
from sim.country.school_register import UPPER
from sim.types import Bools, Floats, Ints

MOST_POSTS = 400
"""No school has more posts."""


def posts_in(schools: AllSchools, basis: Basis) -> Ints:
    """Posts (stillinger) of each school, at least one, shape (schools,).

    Need is linear in pupils, so smaller schools have fewer pupils a teacher. In primary and lower secondary,
    counties share the nation's public posts by teaching FTE and private schools stand beside; in upper
    secondary each county has its own published figure.

    Raises:
        ValueError: If a county has fewer posts than schools, or a school would have more than 400.
    """
    ground = basis.ground
    upper = schools.level == UPPER
    apart = schools.private & ~upper
    need = _need(schools, upper, apart, basis)
    total = int(basis.registers.total("grunnskole_teachers_persons", "2019-20"))
    private_posts = round(total * need[apart].sum() / need[~upper].sum())
    counties = len(ground.counties)
    totals = np.concatenate(
        [
            apportion(total - private_posts, ground.teacher_weight),
            ground.counties["vgs_teachers_2025"].to_numpy(dtype=np.int64),
            [private_posts],
        ]
    )
    group = np.where(apart, 2 * counties, schools.county + np.where(upper, counties, 0))
    schools_in = np.bincount(group, minlength=len(totals))
    for short in np.flatnonzero(schools_in > totals):
        raise ValueError(f"counties.vgs_teachers_2025: {totals[short]} posts for {schools_in[short]} schools")
    number: Ints = 1 + apportion_within(totals - schools_in, group, np.maximum(need - 1.0, 0.01))
    if number.max() > MOST_POSTS:
        name = schools.ids[int(np.argmax(number))]
        raise ValueError(f"schools: {name} would have {number.max()} posts; at most {MOST_POSTS} are allowed")
    return number


def _need(schools: AllSchools, upper: Bools, apart: Bools, basis: Basis) -> Floats:
    """Teachers each school needs before totals are made to hold, shape (schools,)."""
    p, pupils = basis.p, schools.pupils
    total = basis.registers.total("grunnskole_teachers_persons", "2019-20")
    upper_total = float(basis.ground.counties["vgs_teachers_2025"].sum())
    primary = _linear(total, pupils[~upper], p.teachers_per_school)
    secondary = _linear(upper_total, pupils[upper], p.upper_teachers_per_school)
    fixed = np.where(upper, p.upper_teachers_per_school, p.teachers_per_school)
    need = fixed + np.where(upper, secondary, primary) * pupils
    return np.where(apart, p.private_teacher_ratio, 1.0) * need


def _linear(total: float, pupils: Ints, fixed: float) -> float:
    """Teachers a pupil needs when each school also needs a fixed number, and all sum to the total."""
    return max(total - fixed * len(pupils), 0.1 * total) / float(pupils.sum())
