"""This file knows individual further education (videreutdanning, Kompetanse for kvalitet).

The teacher applies, the owner approves and ranks, the Directorate grants; the course runs through the next
school year, gives one teacher much in one subject and leaves with the person.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.kernels import study as kernel
from sim.luck import Luck
from sim.parameters import StudyParameters
from sim.policy import FurtherEducationPolicy, in_force
from sim.rules.places import grant_places, ranks_within
from sim.schemes.dekom_s import ties
from sim.topics import TOPICS
from sim.types import Floats
from sim.world import World


def decide_places(
    world: World, law: FurtherEducationPolicy, share: float, p: StudyParameters, luck: Luck, semester: int, year: int
) -> None:
    """Spring: applications, approval and ranking by owners, grant by the Directorate (søknad, tildeling)."""
    posts, owners = world.posts, world.owners
    rows, topics = np.empty(posts.n, dtype=np.int64), np.empty(posts.n, dtype=np.int8)
    gaps = np.empty(posts.n)
    free = posts.qualified & (posts.study < 0)
    rate = p.apply_rate * posts.n / max(int(free.sum()), 1)  # the register counts applications per teacher of any kind
    count = kernel.apply(
        np.uint64(luck.key("teacher applies", semester)), posts.uid, posts.kind, posts.qualified, posts.study,
        interest_by_kind(p), rate, p.apply_gap, posts.base, posts.learned, rows, topics, gaps,
    )  # fmt: skip
    rows, topics, gaps = rows[:count], topics[:count], gaps[:count]
    owner = world.schools.owner[posts.school[rows]].astype(np.int64)
    lot = luck.uniform("lot for a place", semester, posts.uid[rows])
    score = p.approval_rank * gaps + (1.0 - p.approval_rank) * luck.uniform("owner's view", semester, posts.uid[rows])
    rank = ranks_within(owner, score, lot)
    asked = np.bincount(owner, minlength=owners.n)
    rounding = luck.uniform("owner approves", semester, owners.uid)
    approved = rank < np.floor(law.approval_target * asked + rounding)[owner]
    owners.applications = asked
    owners.approved = np.bincount(owner[approved], minlength=owners.n)
    priority = np.isin(TOPICS.codes, law.priority_topics)
    chosen = np.flatnonzero(approved)
    granted = grant_places(
        places_for(law, share, year), owner[chosen], rank[chosen], priority[topics[chosen]], lot[chosen],
        owners.staff, ties(owners.uid),
    )  # fmt: skip
    winners = chosen[granted]
    owners.places = np.bincount(owner[winners], minlength=owners.n)
    posts.offer[rows[winners]] = topics[winners]


def places_for(law: FurtherEducationPolicy, share: float, year: int) -> int:
    """Places the year's frame pays for; none if the scheme is off."""
    frame = in_force(law.frame, year) * law.frame_factor * share
    return int(frame / law.cost_per_place) if law.active else 0


def begin_courses(world: World, law: FurtherEducationPolicy) -> None:
    """Autumn: those with a place begin; the state, the owner and the teacher pay their parts."""
    posts, owners = world.posts, world.owners
    posts.study = posts.offer
    posts.offer = -1
    students = np.bincount(world.schools.owner[posts.school[posts.study >= 0]], minlength=owners.n)
    full = law.cost_per_place / (1.0 - law.owner_share - law.teacher_share)
    owners.students = students
    owners.study_grant = students * law.cost_per_place
    owners.study_own = students * full * law.owner_share


def end_courses(world: World) -> None:
    """Spring: the courses are over."""
    world.posts.study = -1


@lru_cache(maxsize=16)
def interest_by_kind(p: StudyParameters) -> Floats:
    """Cumulated share of applications by topic for each kind of teacher, shape (kinds, topics).

    National interest in a subject, spread over teachers by how much it concerns them.
    """
    named = {name.removeprefix("interest_"): value for name, value in vars(p).items() if name.startswith("interest_")}
    others = [t for t, code in enumerate(TOPICS.codes) if TOPICS.subject[t] and code not in named]
    interest = np.zeros(len(TOPICS.codes))
    for code, value in named.items():
        interest[TOPICS.row(code)] = value
    interest[others] = max(0.0, 1.0 - sum(named.values())) / len(others)
    kinds = TOPICS.relevance.astype(np.float64)
    pull = interest * kinds / np.average(kinds, axis=0, weights=TOPICS.shares)
    result: Floats = np.cumsum(pull, axis=1) / pull.sum(axis=1, keepdims=True)
    result.setflags(write=False)  # shared by all who ask
    return result
