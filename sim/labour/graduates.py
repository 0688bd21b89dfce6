"""Newcomers to teaching (nyutdannede and others): who looks for a school, who they are, and who finds other work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.teacher import BEGIN, OTHER_WORK, Away, Posts
from sim.careers import age_of_graduates, routes_of
from sim.columns import total_by
from sim.kernels import staff as kernel
from sim.labour.away import room_for
from sim.labour.market import applicants_by_county, graduates_by_county, graduates_in_all, stage_of
from sim.labour.newcomers import draw_people
from sim.types import Floats, Ids, Ints

if TYPE_CHECKING:
    from sim.now import Now


def newcomers_looking(now: Now) -> Ints:
    """County and stage (as one number) of each newcomer who looks for a school; nobody in spring.

    A county has a whole number of newcomers, the nation the nearest to what it has.
    """
    if not now.autumn:
        return np.empty(0, dtype=np.int64)
    factor = applicants_by_county(now) * (1.0 + now.params.staff.others_qualified)
    looking = []
    for stage in range(2):
        upto = np.rint(np.cumsum(factor * graduates_by_county(now.world, stage).sum(axis=0))).astype(np.int64)
        looking.append(np.repeat(2 * np.arange(len(upto)) + stage, np.diff(upto, prepend=0)))
    return np.concatenate(looking)


def begin(now: Now, people: Posts | Away, ids: Ids, rows: Ints, whence: Ints, others: float) -> Floats:
    """Rows become newcomers: who they are but for what they know; return what teacher education added to that.

    Args:
        now: The semester.
        people: The table they stand in.
        ids: Stable ids that the draws hang on, shape (m,).
        rows: Their rows, shape (m,).
        whence: County and stage they come from, shape (m,).
        others: How many meet the requirements by another education, for each graduate of a teacher programme.
    """
    u, draws = now.world.universities, now.draws
    pick, other = draws.uniform("graduate's university", ids), draws.uniform("other education", ids)
    graduated = other >= others / (1.0 + others)
    output = np.stack([graduates_by_county(now.world, stage) for stage in range(2)], axis=-1)
    share = np.cumsum(output / np.maximum(output.sum(axis=0), 1e-9), axis=0).reshape(u.n, -1).T
    origin = np.minimum((share[whence] < pick[:, None]).sum(axis=1), u.n - 1)
    glu = (u.graduates_glu / np.maximum(u.graduates_primary, 1e-9))[origin] * (graduated & (whence % 2 == 0))
    route = routes_of(people.kind[rows], draws.uniform("graduate's route", ids), 1.0 - glu)
    people.age[rows] = age_of_graduates(route, draws.uniform("graduate's age", ids), now.params.staff)
    people.qualified[rows], people.career[rows], people.route[rows] = True, 0, route
    people.served[rows], people.lacks_credits[rows] = BEGIN, False
    people.origin[rows] = np.where(graduated, origin, -1)
    gained: Floats = now.params.partnership.graduate_effect * (u.cohort_quality[:, 0] - u.quality_start)[origin]
    return gained * graduated


def go_elsewhere(now: Now, begun: Ints) -> None:
    """Graduates who do not begin in a school go to other work, and may seek a school in later years.

    Each is the like of a colleague she could have had: of her county, stage and what the post teaches.

    Args:
        now: The semester, an autumn; those away change.
        begun: County and stage of newcomers who have begun.
    """
    posts, away, schools = now.world.posts, now.world.away, now.world.schools
    group = schools.county * 2 + stage_of(now.world)
    n = 2 * now.world.counties.n
    everybody = np.stack([graduates_in_all(now.world, stage).sum(axis=0) for stage in range(2)], axis=1).ravel()
    graduates = np.bincount(begun, minlength=n) / (1.0 + now.params.staff.others_qualified)
    left = np.maximum(everybody - graduates, 0.0)
    chance = left / np.maximum(total_by(group, schools.n_posts, n), 1.0)
    key = now.draws.key("graduate goes elsewhere")
    like = kernel.drawn(key, posts.uid, posts.open, posts.school, chance[group])
    new = room_for(away, len(like))
    like = like[: len(new)]
    away.holder[new] = now.draws.bits("graduate elsewhere", posts.uid[like]) | np.uint64(1)
    away.status[new], away.since[new] = OTHER_WORK, now.semester
    away.school[new], away.kind[new] = posts.school[like], posts.kind[like]
    bonus = begin(now, away, away.holder[new], new, group[posts.school[like]], 0.0)
    draw_people(away, away.holder, new, bonus, now.params.competence, now.draws)
