"""This file knows Kompetanseløftet: inclusive practice and special education, through the same forum, earmarked (4.12).

Measures need the team around the child (laget rundt barnet: school, PPT and others). The team takes years to form
and falls apart when leaders leave, so structures come first and practice late.
"""

from __future__ import annotations

import numpy as np

from sim.luck import Luck
from sim.parameters import InclusionParameters, Parameters
from sim.policy import Policy
from sim.schemes.needs import NeedReport
from sim.schemes.planning import asked_for, choose_measure
from sim.schemes.slots import INCLUSION, INCLUSION_LINE
from sim.topics import TOPICS
from sim.types import Bools, Floats
from sim.world import World

TOPIC_CODES = ("inclusion", "special_education")


def plan(world: World, law: Policy, report: NeedReport, p: Parameters, luck: Luck, semester: int, new: Bools) -> None:
    """Applicants choose between inclusive practice and special education, and ask for what it costs.

    Args:
        world: The tables.
        law: Policy in force.
        report: What the networks report.
        p: The parameters.
        luck: The replication's luck.
        semester: The semester of the round.
        new: Whether each network has just made a new plan, of which this is a part, shape (networks,).
    """
    networks = world.networks
    due = networks.applied & (new | (networks.topic[:, INCLUSION] < 0))
    choose_measure(
        world, law.dekom_s, report, p.owner, luck, semester, due, INCLUSION, law.inclusion.requirement, open_topics()
    )
    people = networks.group[:, INCLUSION] * report.staff
    networks.asked[:, INCLUSION_LINE] = asked_for(world, law.dekom_s, report, people, p)


def open_topics() -> Bools:
    """Topics the earmarked money may be used for, shape (topics,)."""
    return np.isin(TOPICS.codes, TOPIC_CODES)


def build_teams(world: World, activity: Floats, p: InclusionParameters) -> None:
    """Half a year of work together: the team around the child forms where measures run.

    Args:
        world: The tables.
        activity: Earmarked activity of each owner, 0-1, shape (owners,).
        p: Parameters of Kompetanseløftet.
    """
    owners = world.owners
    owners.team += 0.5 * p.team_growth * activity * (1.0 - owners.team)


def lose_teams(world: World, p: InclusionParameters) -> None:
    """Where the education leader leaves, part of the team falls apart (person-dependent)."""
    owners = world.owners
    above = np.maximum(owners.team - p.team_start, 0.0)
    owners.team -= np.where(owners.leader_left, p.team_loss * above, 0.0)
