"""What people answer when asked about the collective schemes (rapportert nytte, 4.16).

Each role judges what it can see: the forum agreements, participation and infrastructure; the owner structure and
steering; the principal routines in the topics worked on; the teacher practice. Nobody is made critical: because
structures move before practice, those nearer to practice have seen less change. What a role would have answered
without the schemes is found in a run without them (`attainable_share`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.mechanisms.at_work import owners_at_work
from sim.mechanisms.measures import COLLECTIVE, MAIN, in_schemes
from sim.schemes.dekom_s import Grants
from sim.types import Floats

if TYPE_CHECKING:
    from sim.now import Now
    from sim.world import World

BEGUN = 0.1
"""A routine of this strength has begun (reporting line, no claim)."""


def everybody_is_asked(now: Now) -> None:
    """Spring: forum members, owners, principals and teachers answer; so do the partners on principle."""
    world, params = now.world, now.params.report
    schools, owners, networks = world.schools, world.owners, world.networks
    joined = owners.network >= 0
    row = np.maximum(owners.network, 0)
    owners.structure = structure(world)
    infrastructure = (networks.active[row] & joined).astype(np.float64)
    forum = (infrastructure + _joint_plan(world) + _participation(world)) / 3.0
    owners.forum_answer = np.minimum(forum + params.optimism_forum, 1.0)
    owners.answer = np.minimum(0.5 * (owners.structure + owners.steering) + params.optimism_owner, 1.0)
    schools.principal_answer = np.minimum(_routines_worked_on(world) + params.optimism_principal, 1.0)
    schools.teacher_answer = np.minimum(schools.mean_practice() + params.optimism_teacher, 1.0)
    delivered = np.where(networks.delivered > 0, networks.delivered_quality(world.universities.nearness), 0.0)
    networks.unmet = np.maximum(params.support_in_principle - delivered, 0.0)


def structure(world: World) -> Floats:
    """Structure of collective work at each owner: activity, joint plan, participation, routines begun (0-1)."""
    schools, owners = world.schools, world.owners
    begun = (schools.routines.max(axis=1) >= BEGUN) * schools.n_posts
    routines = np.bincount(schools.owner, weights=begun, minlength=owners.n) / owners.staff
    activity = owners_at_work(world).activity
    result: Floats = (activity + _joint_plan(world) + _participation(world) + routines) / 4.0
    return result


def attainable_share(answer: Floats, without: Floats) -> Floats:
    """Benefit as reported: how much of what could be gained has been gained, (x - x without) / (1 - x without)."""
    return (answer - without) / np.maximum(1.0 - without, 1e-9)


def _joint_plan(world: World) -> Floats:
    """Whether each owner's network has a joint plan with a partner, and money for it, shape (owners,)."""
    networks, owners, grants = world.networks, world.owners, world[Grants]
    paid = (grants.granted + grants.in_hand).any(axis=1)
    planned = paid & (networks.topic[:, MAIN] >= 0) & (networks.partner >= 0) & networks.applied & ~networks.purchased
    return (planned[np.maximum(owners.network, 0)] & (owners.network >= 0)).astype(np.float64)


def _participation(world: World) -> Floats:
    """Share of each owner's staff that takes part in collective measures, shape (owners,)."""
    schools, owners = world.schools, world.owners
    taking = in_schemes(schools.participation) * schools.n_posts
    share: Floats = np.bincount(schools.owner, weights=taking, minlength=owners.n) / owners.staff
    return share


def _routines_worked_on(world: World) -> Floats:
    """Mean routine in the topics of running collective measures, 0 where none runs, shape (schools,)."""
    schools = world.schools
    topic = schools.topic[:, COLLECTIVE]
    found = np.take_along_axis(schools.routines, np.maximum(topic, 0).astype(np.int64), axis=1)
    running = topic >= 0
    mean: Floats = (found * running).sum(axis=1) / np.maximum(running.sum(axis=1), 1)
    return mean
