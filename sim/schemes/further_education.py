"""This file knows individual further education (videreutdanning, Kompetanse for kvalitet).

The teacher applies, the owner approves, ranks and picks the finance, the Directorate grants as far as the frame
goes; the course runs through the next school year, gives one teacher much in one subject and leaves with the
person. From 2026 each owner has a frame of its own and decides who studies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.credits import earned, usual_readiness
from sim.kernels import study as kernel
from sim.luck import Luck
from sim.parameters import StudyParameters
from sim.policy import FurtherEducationPolicy
from sim.rules.places import (
    Applications,
    course_runs,
    grant_by_owners,
    grant_nationally,
    ranks_within,
    within_course,
)
from sim.rules.split import whole_kroner
from sim.schemes.dekom_s import ties
from sim.schemes.study_finance import bill, own_time, stipend_chance
from sim.topics import TOPICS
from sim.types import Bools, Floats, Ints, Smalls
from sim.world import World

SPECIAL, PRACTICAL = TOPICS.row("special_education"), TOPICS.row("practical_aesthetic")
"""Subjects that are granted only as far as there are courses (Udir, results 2019/20 and 2023/24)."""


@dataclass(frozen=True)
class Wishes:
    """What teachers want to study, one row an application (søknad), all of shape (n,).

    Attributes:
        post: Row of the teacher's post.
        topic: Row of the topic.
        gap: What is left to learn in it, 0-1.
        owner: Row of the teacher's school owner.
    """

    post: Ints
    topic: Smalls
    gap: Floats
    owner: Ints


@dataclass(frozen=True)
class Answers:
    """What owners answer to the wishes, one row an application.

    Attributes:
        queue: The applications as they would stand in the queue, approved or not.
        approved: Whether the owner approves, shape (n,).
        stipend: Whether the owner would pay by stipend and not by substitute, shape (n,).
    """

    queue: Applications
    approved: Bools
    stipend: Bools


def decide_places(
    world: World, frame: int, law: FurtherEducationPolicy, p: StudyParameters, luck: Luck, semester: int
) -> None:
    """Spring: applications, answers of owners, grant of places as far as the frame goes (søknad, tildeling).

    Args:
        world: The tables.
        frame: The year's frame for further education, whole kroner.
        law: Levers of further education.
        p: Parameters of further education.
        luck: The replication's luck.
        semester: The spring.
    """
    owners = world.owners
    wishes = teachers_apply(world, law, p, luck, semester)
    answers = owners_answer(world, wishes, law, p, luck, semester)
    carried = owners.study_left if law.owner_decides else np.zeros_like(owners.study_left)  # small owners save up
    of_year = whole_kroner(frame * owners.staff / owners.staff.sum(), frame, ties(owners.uid))
    owners.study_frame = of_year + carried
    waiting = answers.approved & courses_with_room(world, wishes, answers, p)
    queue = answers.queue.only(waiting)
    if law.owner_decides:
        granted = grant_by_owners(owners.study_frame, queue)
    else:
        granted = grant_nationally(frame, queue, owners.staff)
    offer_places(world, wishes, answers, np.flatnonzero(waiting)[granted])
    left = np.minimum(owners.study_frame - owners.study_granted, of_year)  # no more than a year's frame is kept
    owners.study_left = left if law.owner_decides else 0


def teachers_apply(world: World, law: FurtherEducationPolicy, p: StudyParameters, luck: Luck, semester: int) -> Wishes:
    """Teachers apply by 1 March, the likelier the larger their gap and if they lack credits that are required."""
    posts, schools = world.posts, world.schools
    rows, topics, gaps = np.empty(posts.n, dtype=np.int64), np.empty(posts.n, dtype=np.int8), np.empty(posts.n)
    teachers = kernel.Teachers(posts.uid, posts.school, posts.kind, posts.qualified, posts.study, posts.lacks_credits)
    wish = kernel.Wish(
        interest_by_kind(p), readiness_to_apply(world, law, p), p.apply_gap, p.gap_usual, p.apply_credits
    )
    key = np.uint64(luck.key("teacher applies", semester))
    count = kernel.apply(key, teachers, wish, posts.base, posts.learned, rows, topics, gaps)
    rows = rows[:count]
    return Wishes(rows, topics[:count], gaps[:count], schools.owner[posts.school[rows]].astype(np.int64))


def readiness_to_apply(world: World, law: FurtherEducationPolicy, p: StudyParameters) -> Floats:
    """Logit of applying at the usual gap of one who lacks no credits, by school, shape (schools,).

    Counties differ as published; the register's rate is that under the usual rule of own time.
    """
    schools = world.schools
    free = p.apply_own_time * (own_time(world, law, p) - p.own_time_usual)
    usual: Floats = usual_readiness(p) + world.counties.readiness[schools.county] - free[schools.owner]
    return usual


def owners_answer(
    world: World, wishes: Wishes, law: FurtherEducationPolicy, p: StudyParameters, luck: Luck, semester: int
) -> Answers:
    """Owners approve and rank by mid-March, larger gaps sooner, and pick the finance of each application."""
    owners, uid = world.owners, world.posts.uid[wishes.post]
    lot = luck.uniform("lot for a place", semester, uid)
    score = p.approval_rank * wishes.gap + (1.0 - p.approval_rank) * luck.uniform("owner's view", semester, uid)
    rank = ranks_within(wishes.owner, score, lot)
    asked = np.bincount(wishes.owner, minlength=owners.n)
    rounding = luck.uniform("owner approves", semester, owners.uid)
    approved = rank < np.floor(law.approval_target * asked + rounding)[wishes.owner]
    stipend = luck.uniform("finance is picked", semester, uid) < stipend_chance(world, p)[wishes.owner]
    priority = has_priority(law, wishes.topic)
    limited = np.isin(wishes.topic, (SPECIAL, PRACTICAL)) & ~priority
    cost = bill(law, priority, stipend).state
    return Answers(Applications(wishes.owner, rank, cost, priority, limited, lot), approved, stipend)


def has_priority(law: FurtherEducationPolicy, topic: Smalls) -> Bools:
    """Whether a topic has priority in the national queue (prioriterte fag); owners who decide have none."""
    listed = [] if law.owner_decides else [TOPICS.row(code) for code in law.priority_topics]
    return np.isin(topic, listed)


def courses_with_room(world: World, wishes: Wishes, answers: Answers, p: StudyParameters) -> Bools:
    """Whether there is a course for each approved application, shape (n,).

    Special education is granted until course places are full, practical and aesthetic subjects if the course runs.
    """
    queue, room = answers.queue, np.ones(len(wishes.post), dtype=bool)
    limited = answers.approved & queue.limited
    special, practical = (np.flatnonzero(limited & (wishes.topic == topic)) for topic in (SPECIAL, PRACTICAL))
    places = round(p.special_places * world.posts.n)
    room[special] = within_course(places, queue.rank[special], queue.lot[special])
    county = world.schools.county[world.posts.school[wishes.post[practical]]]
    room[practical] = course_runs(county.astype(np.int64), p.course_least)
    return room


def offer_places(world: World, wishes: Wishes, answers: Answers, granted: Ints) -> None:
    """Those who are granted a place get an offer (tilbud) for the autumn; owners know what came of their answers."""
    owners, posts = world.owners, world.posts
    owner, cost = wishes.owner[granted], answers.queue.cost[granted]
    owners.applications = np.bincount(wishes.owner, minlength=owners.n)
    owners.approved = np.bincount(wishes.owner[answers.approved], minlength=owners.n)
    owners.places = np.bincount(owner, minlength=owners.n)
    owners.study_granted = np.bincount(owner, weights=cost, minlength=owners.n).astype(np.int64)
    posts.offer[wishes.post[granted]] = wishes.topic[granted]
    posts.stipend[wishes.post[granted]] = answers.stipend[granted]


def begin_courses(world: World, law: FurtherEducationPolicy) -> None:
    """Autumn: those with a place begin; the state, the owner and the teacher pay their parts."""
    posts, owners = world.posts, world.owners
    posts.study = posts.offer
    posts.offer = -1
    begun = np.flatnonzero(posts.study >= 0)
    owner = world.schools.owner[posts.school[begun]]
    cost = bill(law, has_priority(law, posts.study[begun]), posts.stipend[begun])
    owners.students = np.bincount(owner, minlength=owners.n)
    owners.study_grant = np.bincount(owner, weights=cost.state, minlength=owners.n)
    owners.study_own = np.bincount(owner, weights=cost.owner, minlength=owners.n)
    owners.study_time = np.bincount(owner, weights=cost.teacher, minlength=owners.n)


def end_courses(world: World) -> None:
    """Spring: the courses are over; who lacked credits in the subject has them now."""
    posts = world.posts
    done = np.flatnonzero(posts.study >= 0)
    posts.lacks_credits[done[earned(posts.kind[done], posts.study[done])]] = False
    posts.study = -1
    world.posts.stipend = False


LEVELS = {"primary": 0.484, "lower": 0.223, "upper": 0.293}
"""Teachers by level of school: 69,812 split by pupils of grades 1-7 and 8-10, and 28,919 (data/national_totals.csv)."""


@lru_cache(maxsize=16)
def interest_by_kind(p: StudyParameters) -> Floats:
    """Cumulated share of applications by topic for each kind of teacher, shape (kinds, topics).

    National interest in a subject, spread over teachers by how much it concerns them: fitted so that shares add up
    to 1 for each kind and to the national interest for each subject (iterative proportional fitting).
    """
    interest = national_interest(p)
    wanted = interest > 0
    people = TOPICS.shares * np.array([LEVELS[level] for level in TOPICS.levels])
    share = np.zeros_like(TOPICS.relevance, dtype=np.float64)
    share[:, wanted] = TOPICS.relevance[:, wanted]
    for _ in range(200):
        share[:, wanted] *= interest[wanted] * people.sum() / (people @ share[:, wanted])
        share /= share.sum(axis=1, keepdims=True)
    result: Floats = np.cumsum(share, axis=1)
    result.setflags(write=False)  # shared by all who ask
    return result


def national_interest(p: StudyParameters) -> Floats:
    """Share of all applications by topic; subjects not in the register share the rest evenly, shape (topics,)."""
    named = {name.removeprefix("interest_"): value for name, value in vars(p).items() if name.startswith("interest_")}
    others = [t for t, code in enumerate(TOPICS.codes) if TOPICS.subject[t] and code not in named]
    interest = np.zeros(len(TOPICS.codes))
    for code, value in named.items():
        interest[TOPICS.row(code)] = value
    interest[others] = max(0.0, 1.0 - sum(named.values())) / len(others)
    return interest
