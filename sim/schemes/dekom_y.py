"""This file knows the scheme for vocational education (Dekom Y): from the Directorate through county councils.

Lokal kompetanseutvikling i fag- og yrkesopplæringen: county councils hold short rounds within the school year for
vocational teachers, for those who train apprentices in firms and for examination boards. It needs no university;
courses and placements at work (hospitering) are planned with working life, in groups so small that intensity is
full. Only some of a school's staff take part, so little becomes routine.
"""

from __future__ import annotations

import numpy as np

from sim.columns import total_by
from sim.luck import Luck
from sim.parameters import Parameters
from sim.policy import DekomYPolicy
from sim.rules.dose import Dose
from sim.schemes.delivery import learning_rate
from sim.schemes.slots import VOCATIONAL
from sim.schemes.vocational_people import (
    PROGRAMME,
    WORKPLACE,
    learn_outside,
    news_spreads,
    people_change,
    vocational_teachers,
)
from sim.schemes.vocational_round import (
    COURSE,
    OPEN_POT,
    PLACEMENT,
    by_group,
    give_back,
    hold_round,
    receive_frame,
)
from sim.types import Floats, Ints, Smalls
from sim.world import World

WORKING_DAY = 7.5
"""Hours of a day in a firm."""

MONTHS_AS_DEKOM_S = 7
"""Months from 1 February to September, where applications are taken in spring for the coming school year."""


def autumn(world: World, frame: int, law: DekomYPolicy, dose: Dose, p: Parameters, luck: Luck, semester: int) -> None:
    """The school year begins: counties get the year's frame and hold round one."""
    people_change(world, p)
    begin_year(world)
    receive_frame(world, frame, law)
    if law.rounds > 0:
        hold_round(world, law, p.vocational, luck, semester, free_people(world), ease=1.0, months=law.handling_months)
        world.counties.y_left = world.counties.y_pot[:, OPEN_POT]
    deliver(world, law, dose, p, luck, semester, np.zeros(world.schools.n))


def spring(world: World, law: DekomYPolicy, dose: Dose, p: Parameters, luck: Luck, semester: int) -> None:
    """Later rounds of the school year; what nobody claimed goes back."""
    people_change(world, p)
    in_autumn = world.schools.participation[:, VOCATIONAL] * world.schools.n_posts
    if law.rounds > 1:
        ease, free = p.vocational.release_midyear, free_people(world)
        hold_round(world, law, p.vocational, luck, semester, free, ease=ease, months=law.handling_months, later=True)
    deliver(world, law, dose, p, luck, semester, in_autumn)
    if law.rounds == 0:
        everybody = world.counties.y_people
        hold_round(world, law, p.vocational, luck, semester, everybody, ease=1.0, months=MONTHS_AS_DEKOM_S)
        world.counties.y_left = world.counties.y_pot[:, OPEN_POT]
    give_back(world)


def free_people(world: World) -> Ints:
    """People on no measure this school year, nor granted one, shape (counties, groups)."""
    counties = world.counties
    free: Ints = np.maximum(counties.y_people - counties.y_served - by_group(counties.y_awarded), 0)
    return free


def begin_year(world: World) -> None:
    """The school year's counts start from nothing."""
    counties = world.counties
    counties.y_served, counties.y_waited, counties.y_turned_away = 0, 0.0, 0
    counties.y_paid, counties.y_unspent, counties.y_left = 0, 0, 0


def deliver(
    world: World, law: DekomYPolicy, dose: Dose, p: Parameters, luck: Luck, semester: int, already: Floats
) -> None:
    """What was granted takes place this half-year, and word of it spreads.

    Args:
        world: The tables.
        law: Levers of Dekom Y.
        dose: How hours become a dose.
        p: The parameters.
        luck: The replication's luck.
        semester: The semester.
        already: Vocational teachers of each school who took part earlier in the school year, shape (schools,).
    """
    counties = world.counties
    gain = gains(law, dose, p)
    on_measures = counties.y_awarded.copy()
    served = by_group(on_measures)
    _settle_accounts(world, served)
    teach_in_schools(world, law, on_measures, gain, already, p, luck, semester)
    learn_outside(world, served, float(gain[1]))
    news_spreads(world, served, p.vocational)


def _settle_accounts(world: World, served: Ints) -> None:
    """Those awarded are now on their measures, and the money for these is spent."""
    counties = world.counties
    counties.y_served += served
    counties.y_waited += counties.y_waiting
    counties.y_paid += counties.y_committed
    counties.y_spent += counties.y_committed
    counties.y_awarded, counties.y_waiting, counties.y_committed = 0, 0.0, 0


def gains(law: DekomYPolicy, dose: Dose, p: Parameters) -> Floats:
    """What a placement and a course close of a participant's gap at full relevance, 0-1, shape (2,)."""
    c = p.competence
    strength = dose(hours_of(law), c.dose_threshold, c.dose_scale)
    result: Floats = np.minimum(learning_rate(dose, c) * strength * p.vocational.workplace_nearness, 1.0)
    return result


def hours_of(law: DekomYPolicy) -> Floats:
    """Hours of a placement and of a course, shape (2,)."""
    return np.array([WORKING_DAY * law.placement_days, law.course_hours])


def teach_in_schools(
    world: World, law: DekomYPolicy, awarded: Ints, gain: Floats, already: Floats, p: Parameters, luck: Luck,
    semester: int,
) -> None:  # fmt: skip
    """Placements and courses reach schools in proportion to vocational teachers not yet reached this school year.

    Sets the vocational slot of every school anew; a measure's whole effect falls in the half-year it is held.
    """
    schools, counties = world.schools, world.counties
    free = np.maximum(vocational_teachers(world) - already, 0.0)
    in_county = np.maximum(total_by(schools.county, free, counties.n), 1e-9)
    share = np.minimum(awarded[:, [PLACEMENT, COURSE]] / in_county[:, None], 1.0)
    people = free[:, None] * share[schools.county]
    total = people.sum(axis=1)
    each = np.maximum(total, 1e-9)
    learning = people @ (gain > 0)
    schools.topic[:, VOCATIONAL] = np.where(total > 0, choose_topic(world, luck, semester), -1)
    schools.participation[:, VOCATIONAL] = np.minimum(total / schools.n_posts, 1.0)
    schools.hours[:, VOCATIONAL] = people @ hours_of(law) / each
    schools.gain[:, VOCATIONAL] = 2.0 * (people @ gain) / each  # per year, in force for half a year
    steering = world.owners.steering[schools.owner]
    drive = 2.0 * steering * p.vocational.workplace_nearness * learning / schools.n_posts  # per year, as the gain
    schools.drive[:, VOCATIONAL] = np.minimum(drive, 1.0)


def choose_topic(world: World, luck: Luck, semester: int) -> Smalls:
    """Each school works on programme subjects or on training at work, by lot in proportion to its gaps."""
    gap = world.schools.gap_relevant[:, [PROGRAMME, WORKPLACE]]
    at_work = luck.uniform("topic of vocational measures", semester, world.schools.uid) * gap.sum(axis=1) < gap[:, 1]
    return np.where(at_work, WORKPLACE, PROGRAMME).astype(np.int8)
