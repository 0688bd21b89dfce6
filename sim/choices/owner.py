"""What school owners decide: which needs they report, and which applications for further education they approve."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import Owner
from sim.areas import ContextLevers
from sim.luck import ALL_YEARS, OF_NATION
from sim.mechanisms.needs import topic_weights
from sim.mechanisms.study_finance import stipend_chance
from sim.rules.places import ranks_within
from sim.schemes.further_education import FurtherEducationLevers, Wishes, applications_of
from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.now import Now


@Owner.report_needs.is_made_by
def report_needs(now: Now, rows: Ints) -> None:
    """Owners assess the gaps of their schools by their own profile, with error, and by what is on the agenda."""
    owners, params = now.world.owners, now.params.owner
    weights = topic_weights(now.year, params.curriculum_lift, reform=now.policy[ContextLevers].curriculum_reform)
    owners.assessed_gap[rows] = owners.profile[rows] * owners.assessment_error(params, now.draws, rows) * weights


def approval_share(now: Now) -> Floats:
    """Share of its applications that each owner approves, shape (owners,): the aim, the year, and the owner's own way.

    Years and owners differ in the logit, so that nobody approves more than all.
    """
    aim, params = now.policy[FurtherEducationLevers].approval_target, now.params.study
    if aim in (0.0, 1.0):
        return np.full(now.world.owners.n, aim)
    own = now.draws.at(ALL_YEARS).normal("owner's way of approving", now.world.owners.uid)
    year = float(now.draws.normal("year of approving", OF_NATION)[0])
    logit = np.log(aim / (1.0 - aim)) + params.approval_year_sd * year + params.approval_owner_sd * own
    share: Floats = 1.0 / (1.0 + np.exp(-logit))
    return share


@Owner.rank_applications.is_made_by
def rank_applications(now: Now, rows: Ints) -> None:
    """Owners approve and rank by mid-March, larger gaps sooner, and pick the finance of each application."""
    world, params, wishes = now.world, now.params.study, now.world[Wishes]
    asked = applications_of(world)
    decides = np.zeros(now.world.owners.n, dtype=bool)
    decides[rows] = True
    mine = decides[asked.owner]
    post, owner, owners = asked.post[mine], asked.owner[mine], world.owners
    uid = world.posts.uid[post]
    view = now.draws.uniform("owner's view", uid)
    score = params.approval_rank * wishes.wish_gap[post] + (1.0 - params.approval_rank) * view
    rank = ranks_within(owner, score, now.draws.uniform("lot for a place", uid))
    most = approval_share(now) * np.bincount(owner, minlength=owners.n)
    most = np.floor(most + now.draws.uniform("owner approves", owners.uid))
    wishes.wish_rank[post] = rank
    wishes.wish_approved[post] = rank < most[owner]
    wishes.wish_stipend[post] = now.draws.uniform("finance is picked", uid) < stipend_chance(world, params)[owner]
