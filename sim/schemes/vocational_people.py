"""This file knows the people Dekom Y is for: how many they are, what they have heard of it, what they can (Y-2).

Vocational teachers (yrkesfaglærere) hold posts in schools. Those who train apprentices in firms (faglige ledere,
instruktører) and the members of examination boards (prøvenemnder) are counted by county.
"""

from __future__ import annotations

import numpy as np

from sim.actors.school import UPPER_SECONDARY
from sim.columns import total_by
from sim.parameters import Parameters, VocationalParameters
from sim.topics import TOPICS
from sim.types import Floats, Ints
from sim.world import World

FIRMS, BOARDS, TEACHERS = range(3)
"""Groups: training leaders and instructors, board members, vocational teachers."""

GROUPS = 3
OUTSIDE = slice(FIRMS, TEACHERS)
"""Groups outside schools, whose competence is a number of the county."""

PROGRAMME, WORKPLACE = TOPICS.row("vocational_programme"), TOPICS.row("workplace_training")
"""The topics of Dekom Y."""


def vocational_teachers(world: World) -> Floats:
    """Vocational teachers of each upper-secondary school, shape (schools,)."""
    schools = world.schools
    teachers: Floats = schools.teaching[:, PROGRAMME] * (schools.level == UPPER_SECONDARY)
    return teachers


def settle(world: World, p: VocationalParameters) -> None:
    """Count the groups and say what they know when the scheme begins."""
    counties = world.counties
    in_firms = p.leaders_per_firm * counties.training_firms + p.instructors_per_apprentice * counties.apprentices
    counties.y_people[:, FIRMS] = np.rint(in_firms)
    counties.y_people[:, BOARDS] = np.rint(p.board_members_per_apprentice * counties.apprentices)
    teachers = total_by(world.schools.county, vocational_teachers(world), counties.n)
    counties.y_people[:, TEACHERS] = np.rint(teachers)
    counties.y_awareness = _heard_at_first(p)
    counties.y_competence = p.firm_competence_start


def _heard_at_first(p: VocationalParameters) -> Floats:
    """Share of each group that hears of the scheme without being told by a participant, shape (groups,)."""
    heard = np.full(GROUPS, p.awareness_firms)
    heard[TEACHERS] = p.awareness_schools
    return heard


def people_change(world: World, p: Parameters) -> None:
    """Half a year of people coming and going: newcomers know and can what others did when it began."""
    counties, v = world.counties, p.vocational
    gone = np.full((counties.n, GROUPS), 0.5 * v.firm_exit)
    gone[:, TEACHERS] = _teachers_gone(world)
    counties.y_awareness -= gone * np.maximum(counties.y_awareness - _heard_at_first(v), 0.0)
    kept = (1.0 - gone[:, OUTSIDE]) * np.sqrt(1.0 - p.competence.fade_practised)  # who trains apprentices uses it
    learned = np.maximum(counties.y_competence - v.firm_competence_start, 0.0)
    counties.y_competence -= (1.0 - kept) * learned


def _teachers_gone(world: World) -> Floats:
    """Share of each county's vocational teachers who left their school this half-year, shape (counties,)."""
    schools, counties = world.schools, world.counties
    leaving = vocational_teachers(world) * np.minimum(schools.left_now / schools.n_posts, 1.0)
    gone: Floats = total_by(schools.county, leaving, counties.n) / np.maximum(counties.y_people[:, TEACHERS], 1)
    return gone


def news_spreads(world: World, served: Ints, p: VocationalParameters) -> None:
    """Those who took part tell colleagues; some of these have not heard of it yet.

    Args:
        world: The tables.
        served: People on a measure this half-year, shape (counties, groups).
        p: Parameters of Dekom Y.
    """
    counties = world.counties
    told = np.minimum(p.awareness_talk * served / np.maximum(counties.y_people, 1), 1.0)
    counties.y_awareness += told * (1.0 - counties.y_awareness)


def learn_outside(world: World, served: Ints, gain: float) -> None:
    """People in firms and on boards learn from their course; the county's mean moves by the share that took part.

    Args:
        world: The tables.
        served: People on a measure this half-year, shape (counties, groups).
        gain: What a course closes of a participant's gap, 0-1.
    """
    counties = world.counties
    share = served[:, OUTSIDE] / np.maximum(counties.y_people[:, OUTSIDE], 1)
    counties.y_competence += gain * share * (1.0 - counties.y_competence)
