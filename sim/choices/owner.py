"""What school owners decide: which needs they report, and which applications for further education they approve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import Owner
from sim.areas import ContextLevers
from sim.mechanisms.needs import topic_weights
from sim.mechanisms.study_finance import stipend_chance
from sim.rules.places import ranks_within
from sim.schemes.further_education import FurtherEducationLevers, Wishes, applications_of
from sim.types import Ints

if TYPE_CHECKING:
    from sim.now import Now


@Owner.report_needs.is_made_by
def report_needs(now: Now, rows: Ints) -> None:
    """Owners assess the gaps of their schools by their own profile, with error, and by what is on the agenda."""
    owners, params = now.world.owners, now.params.owner
    weights = topic_weights(now.year, params.curriculum_lift, reform=now.policy[ContextLevers].curriculum_reform)
    owners.assessed_gap[rows] = owners.profile[rows] * owners.assessment_error(params, now.draws, rows) * weights


@Owner.rank_applications.is_made_by
def rank_applications(now: Now, rows: Ints) -> None:
    """Owners approve and rank by mid-March, larger gaps sooner, and pick the finance of each application."""
    world, params, wishes = now.world, now.params.study, now.world[Wishes]
    asked = applications_of(world)
    mine = np.isin(asked.owner, rows)
    post, owner, owners = asked.post[mine], asked.owner[mine], world.owners
    uid = world.posts.uid[post]
    view = now.draws.uniform("owner's view", uid)
    score = params.approval_rank * wishes.wish_gap[post] + (1.0 - params.approval_rank) * view
    rank = ranks_within(owner, score, now.draws.uniform("lot for a place", uid))
    most = now.policy[FurtherEducationLevers].approval_target * np.bincount(owner, minlength=owners.n)
    most = np.floor(most + now.draws.uniform("owner approves", owners.uid))
    wishes.wish_rank[post] = rank
    wishes.wish_approved[post] = rank < most[owner]
    wishes.wish_stipend[post] = now.draws.uniform("finance is picked", uid) < stipend_chance(world, params)[owner]
