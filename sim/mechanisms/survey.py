"""What people answer when asked about the collective schemes (rapportert nytte, 4.16).

Everybody is asked about the same five things: whether there is a partnership with a joint plan, how many take part,
how well the work is steered, whether it has become routine, and what teachers do in the topics worked on. What
differs is what each role sees. Forum members see networks, owners their schools, principals their school, teachers
their own part: who is in no measure knows of the routines of the school and of her own practice only. What a role
would have answered without the schemes is found in a run without them (`attainable_share`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.areas import ContextLevers
from sim.columns import mean_by
from sim.mechanisms.at_work import owners_at_work
from sim.mechanisms.measures import COLLECTIVE, MAIN, in_schemes
from sim.schemes.dekom_s import Grants
from sim.types import Floats

if TYPE_CHECKING:
    from sim.now import Now
    from sim.world import World

KNOWN_OUTSIDE = np.array([0.0, 0.0, 0.0, 1.0, 1.0])
"""Which of the five a teacher knows of who is in no measure."""

BEGUN = 0.1
"""A routine of this strength has begun (reporting line, no claim)."""


def everybody_is_asked(now: Now) -> None:
    """Spring: forum members, owners, principals and teachers answer; so do the partners on principle."""
    world, params = now.world, now.params.report
    schools, owners, networks = world.schools, world.owners, world.networks
    owners.structure = structure(world)
    seen = items(world)
    known = seen * KNOWN_OUTSIDE
    taking = in_schemes(schools.participation)[:, None]
    of_owner = mean_by(schools.owner.astype(np.int64), seen, schools.n_posts.astype(np.float64), owners.n)
    posts = schools.n_posts * (schools.network >= 0)
    of_network = mean_by(np.maximum(schools.network, 0).astype(np.int64), seen, posts.astype(np.float64), networks.n)
    forum = np.nan_to_num(of_network.mean(axis=1))[np.maximum(owners.network, 0)]
    in_measure = seen.copy()
    in_measure[:, 1] = 1.0  # of those in a measure everybody takes part
    teacher = (taking * in_measure + (1.0 - taking) * known).mean(axis=1)
    owner, principal = np.nan_to_num(of_owner.mean(axis=1)), seen.mean(axis=1)
    forum = forum * (owners.network >= 0)
    if not now.policy[ContextLevers].questions.same_for_all:
        forum = np.nan_to_num(of_owner[:, :2].mean(axis=1))
        owner = 0.5 * (owners.structure + owners.steering)
        principal, teacher = seen[:, 3], schools.mean_practice()
    owners.forum_answer = np.minimum(forum + params.optimism_forum, 1.0)
    owners.answer = np.minimum(owner + params.optimism_owner, 1.0)
    schools.principal_answer = np.minimum(principal + params.optimism_principal, 1.0)
    schools.teacher_answer = np.minimum(teacher + params.optimism_teacher, 1.0)
    delivered = np.where(networks.delivered > 0, networks.delivered_quality(world.universities.nearness), 0.0)
    networks.unmet = np.maximum(params.support_in_principle - delivered, 0.0)


def items(world: World) -> Floats:
    """The five things that everybody is asked about, as they are at each school, 0-1, shape (schools, 5)."""
    schools, owners = world.schools, world.owners
    plan = _joint_plan(world)[schools.owner]
    taking, steering = in_schemes(schools.participation), owners.steering[schools.owner]
    return np.stack([plan, taking, steering, _worked_on(world, schools.routines), _practice(world)], axis=1)


def structure(world: World) -> Floats:
    """Structure of collective work at each owner: activity, joint plan, participation, routines begun (0-1)."""
    schools, owners = world.schools, world.owners
    begun = (schools.routines.max(axis=1) >= BEGUN) * schools.n_posts
    routines = np.bincount(schools.owner, weights=begun, minlength=owners.n) / owners.staff
    taking = in_schemes(schools.participation) * schools.n_posts
    participation = np.bincount(schools.owner, weights=taking, minlength=owners.n) / owners.staff
    activity = owners_at_work(world).activity
    result: Floats = (activity + _joint_plan(world) + participation + routines) / 4.0
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


def _worked_on(world: World, values: Floats) -> Floats:
    """Mean of a value by topic over the topics of running collective measures, 0 where none runs, shape (schools,)."""
    topic = world.schools.topic[:, COLLECTIVE]
    found = np.take_along_axis(values, np.maximum(topic, 0).astype(np.int64), axis=1)
    running = topic >= 0
    mean: Floats = (found * running).sum(axis=1) / np.maximum(running.sum(axis=1), 1)
    return mean


def _practice(world: World) -> Floats:
    """Practice in the topics worked on; over all topics where no measure runs, shape (schools,)."""
    schools = world.schools
    running = (schools.topic[:, COLLECTIVE] >= 0).any(axis=1)
    return np.where(running, _worked_on(world, schools.practice), schools.mean_practice())
