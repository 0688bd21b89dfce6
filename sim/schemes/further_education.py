"""Individual further education (videreutdanning, Kompetanse for kvalitet).

The teacher applies, the owner approves, ranks and picks the finance, the Directorate grants as far as the frame
goes; the course runs through the next school year, gives one teacher much in one subject and leaves with the
person. From 2026 each owner has a frame of its own and decides who studies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import Owner, Owners
from sim.agents.teacher import Posts
from sim.areas import MoneyLevers
from sim.columns import BOOLS, FLOATS, INTS, ROWS, SMALLS, Part, column, total_by
from sim.credits import earned, usual_readiness
from sim.frames import national_frame, rate_levels
from sim.indicator import Indicator, Ratio, indicator
from sim.kernels import study as kernel
from sim.levers import Dated, lever, yes_no
from sim.luck import OF_NATION
from sim.mechanisms.study_finance import bill, own_time
from sim.rules.places import Applications, course_runs, grant_by_owners, grant_nationally, within_course
from sim.rules.split import stable_ties, whole_kroner
from sim.schemes.base import Account, Move, Scheme, SchemeLevers, Sums
from sim.stage import AUTUMN, SPRING, Moment, Stage
from sim.topics import TOPICS
from sim.types import Bools, Floats, Ints, Smalls

if TYPE_CHECKING:
    from sim.now import Now
    from sim.parameters import StudyParameters
    from sim.world import World

SPECIAL, PRACTICAL = TOPICS.row("special_education"), TOPICS.row("practical_aesthetic")
"""Subjects that are granted only as far as there are courses (Udir, results 2019/20 and 2023/24)."""


# ---- levers and columns


@dataclass(frozen=True)
class FurtherEducationLevers(SchemeLevers):
    """Individual further education (videreutdanning, Kompetanse for kvalitet)."""

    active: bool = yes_no(
        True, en="Places are financed.", nb="Plasser finansieres.", status="sourced", source="Older than Dekom S"
    )
    frame: Dated = lever(
        {2009: national_frame("further_education")[2014], **national_frame("further_education")},
        "kroner of 2025 per year", legal=(0, 1e11),
        en="National frame by year.", nb="Nasjonal ramme per år.", status="derived",
        source="State accounts, post 22, less the education of leaders (7 %); before 2014 as in that year (assumption)",
    )  # fmt: skip
    frame_factor: float = lever(
        1.0, "factor", legal=(0, 100), en="Multiplies the frame.", nb="Ganges med rammen.", status="sourced",
        source="As today",
    )  # fmt: skip
    substitute_cost: float = lever(
        480_000.0, "kroner of 2025", legal=(1, 1e7), range=(420_000, 560_000),
        en="Full cost of a substitute (vikar) for a course year.", nb="Full kostnad for en vikar i et studieår.",
        status="derived", source="Mean state cost 279,000",
    )  # fmt: skip
    substitute_share: float = lever(
        0.60, "share of full cost", legal=(0.01, 1), en="What the state pays of a substitute.",
        nb="Statens del av en vikar.", status="sourced", source="Other subjects; hvl.no, early strategy years",
    )  # fmt: skip
    priority_share: float = lever(
        0.75, "share of full cost", legal=(0.01, 1), en="The same in priority subjects.",
        nb="Det samme i prioriterte fag.", status="sourced",
        source="Mathematics and science, here all priority subjects",
    )  # fmt: skip
    teacher_share: float = lever(
        0.25, "share of full cost", en="What the teacher gives in own time.", nb="Det læreren gir av egen tid.",
        status="sourced",
    )  # fmt: skip
    stipend: float = lever(
        128_000.0, "kroner of 2025", legal=(1, 1e7), en="State cost of a stipend (stipend) for 30 credits.",
        nb="Statens kostnad for et stipend på 30 studiepoeng.", status="derived", source="110,000 nominal, 3 % a year",
    )  # fmt: skip
    rate_level: Dated = lever(
        {2009: rate_levels()[2014], **rate_levels()}, "factor", legal=(0.01, 10),
        en="The state's rates for a place by year, against those of 2019.",
        nb="Statens satser for en plass per år, mot satsene i 2019.", status="derived",
        source="Money set aside over places granted (docs/data.md); the last known year holds afterwards",
    )  # fmt: skip
    paid_time: float = lever(
        0.0, "share of a post", en="Time off with pay while studying (N-8).", nb="Fri med lønn under studiene (N-8).",
        status="sourced", source="0.25 from 2026, none required before",
    )  # fmt: skip
    owner_decides: bool = yes_no(
        False, en="Each owner gets a frame and decides who studies (N-9).",
        nb="Hver skoleeier får en ramme og bestemmer hvem som studerer (N-9).", status="sourced", source="From 2026",
    )  # fmt: skip
    other_staff: float = lever(
        0.0, "share of the frame", legal=(0, 0.9), en="Part that goes to staff who are no teachers (N-8).",
        nb="Delen som går til ansatte som ikke er lærere (N-8).", status="sourced",
        source="None before 2026; how much after that is not published",
    )  # fmt: skip
    priority_topics: tuple[str, ...] = lever(
        ("norwegian", "mathematics", "english"), "topics", en="Approved applications all granted, money allowing.",
        nb="Fag der alle godkjente søknader får plass, så langt pengene rekker.", status="sourced", source="udir.no",
    )  # fmt: skip
    approval_target: float = lever(
        0.71, "share of applications", range=(0.68, 0.75), en="Share that owners approve.",
        nb="Andelen skoleeierne godkjenner.", status="derived", source="0.68-0.75 in 2018-2023",
    )  # fmt: skip

    def check(self) -> None:
        """Refuse combinations that no single range can rule out.

        Raises:
            ValueError: If state and teacher together pay more than the cost.
        """
        state = max(self.substitute_share, self.priority_share)
        if state + self.teacher_share > 1.0:
            total = state + self.teacher_share
            raise ValueError(f"teacher_share: with the state's share it is {total:g}, at most 1")


class OwnersPart(Part):
    """Further education at each owner: applications, money, and who pays for those on a course."""

    of = Owners
    applications = column(FLOATS, unit="applications", doc="For further education this spring.")
    approved = column(FLOATS, unit="applications", doc="Of these approved by the owner.")
    places = column(FLOATS, unit="places", doc="Of these granted (tilbud).")
    study_frame = column(INTS, unit="kroner of 2025", doc="Its part of this year's frame by teachers (ramme).")
    study_left = column(INTS, unit="kroner of 2025", doc="Of its own frame, kept for next year.")
    study_granted = column(INTS, unit="kroner of 2025", doc="State money for the places granted (tildelt).")
    study_appropriated = column(INTS, unit="kroner of 2025", doc="Its part of all frames so far.")
    study_to_others = column(INTS, unit="kroner of 2025", doc="Of these, to staff who are no teachers (N-8).")
    study_given = column(INTS, unit="kroner of 2025", doc="State money for places granted so far, less what came back.")
    study_lapsed = column(INTS, unit="kroner of 2025", doc="Its part of frames that no place took, so far.")
    study_spent = column(INTS, unit="kroner of 2025", doc="State money for courses begun so far.")
    study_waiting = column(INTS, unit="kroner of 2025", doc="State money for places not yet begun.")
    students = column(FLOATS, unit="teachers", doc="Teachers on a course this school year.")
    study_grant = column(FLOATS, unit="kroner of 2025", doc="State money for them.")
    study_own = column(FLOATS, unit="kroner of 2025", doc="The owner's part of substitutes and paid time.")
    study_time = column(FLOATS, unit="kroner of 2025", doc="Own time of those teachers, less stipends (egen tid).")


class Wishes(Part):
    """What the teacher of each post wants to study, and what her owner answers."""

    of = Posts
    wish = column(SMALLS, unit="row", doc="Topic applied for this spring, -1 none (søknad).")
    wish_gap = column(FLOATS, unit="0-1", doc="What is left to learn in it.")
    wish_rank = column(ROWS, unit="rank", doc="Place among the owner's applications, 0 first.")
    wish_approved = column(BOOLS, unit="yes or no", doc="The owner approves.")
    wish_stipend = column(BOOLS, unit="yes or no", doc="The owner would pay by stipend, not by substitute.")


def settle(world: World, params: object) -> None:
    """Nobody has applied when the country is made."""
    world[Wishes].wish = -1


# ---- the spring round


@dataclass(frozen=True)
class Asked:
    """The spring's applications, one row each, in the order of posts.

    Attributes:
        post: Row of the teacher's post, shape (n,).
        topic: Row of the topic, shape (n,).
        owner: Row of the teacher's school owner, shape (n,).
    """

    post: Ints
    topic: Smalls
    owner: Ints


def places_are_granted(now: Now) -> None:
    """Courses are over; teachers apply for the next year, owners rank, places are granted (søknad, tildeling)."""
    world, levers = now.world, now.policy[FurtherEducationLevers]
    owners, mine = world.owners, world[OwnersPart]
    frame = now.money["further_education"]
    end_courses(world)
    teachers_apply(now)
    owners.each(Owner.rank_applications, now)
    asked = applications_of(world)
    queue, approved = queue_up(now, asked)
    carried = mine.study_left * levers.owner_decides  # small owners save up
    whole = whole_kroner(frame * owners.staff / owners.staff.sum(), frame, stable_ties(owners.uid))
    others = np.floor(levers.other_staff * whole).astype(np.int64)
    of_year = whole - others
    gone = mine.study_left - carried
    mine.study_frame = of_year + carried
    waiting = approved & courses_with_room(now, asked, queue, approved)
    if levers.owner_decides:
        granted = grant_by_owners(mine.study_frame, queue.only(waiting))
    else:
        granted = grant_nationally(int(of_year.sum()), queue.only(waiting), owners.staff)
    offer_places(world, asked, queue.cost, np.flatnonzero(waiting)[granted])
    left = np.minimum(mine.study_frame - mine.study_granted, of_year)  # no more than a year's frame is kept
    mine.study_left = left if levers.owner_decides else 0
    mine.study_appropriated += whole
    mine.study_to_others += others
    mine.study_given += mine.study_granted
    mine.study_waiting = mine.study_granted
    mine.study_lapsed += of_year + carried + gone - mine.study_granted - mine.study_left


def students_drop_out(now: Now) -> None:
    """Some give up their course in the middle of the school year: they keep what they have learned, without credits."""
    posts = now.world.posts
    students = np.flatnonzero(posts.study >= 0)
    gone = students[now.draws.happens("drops out", posts.uid[students], now.params.study.dropout)]
    posts.study[gone], posts.stipend[gone] = -1, False


def year_of_applying(now: Now) -> float:
    """How much readier than usual teachers are to apply in this year, logit."""
    return float(now.params.study.apply_year_sd * now.draws.normal("year of applying", OF_NATION)[0])


def end_courses(world: World) -> None:
    """Courses are over; who lacked credits in the subject has them now."""
    posts = world.posts
    done = np.flatnonzero(posts.study >= 0)
    posts.lacks_credits[done[earned(posts.kind[done], posts.study[done])]] = False
    posts.study, posts.stipend = -1, False


def teachers_apply(now: Now) -> None:
    """Teachers apply by 1 March, the likelier the larger their gap and if they lack credits that are required."""
    world, params, posts = now.world, now.params.study, now.world.posts
    rows, topics, gaps = np.empty(posts.n, dtype=np.int64), np.empty(posts.n, dtype=np.int8), np.empty(posts.n)
    teachers = kernel.Teachers(posts.uid, posts.school, posts.kind, posts.qualified, posts.study, posts.lacks_credits)
    wish = kernel.Wish(
        interest_by_kind(params), readiness_to_apply(now), params.apply_gap, params.gap_usual, params.apply_credits
    )
    key = now.draws.key("teacher applies")
    count = kernel.apply(key, teachers, wish, posts.base, posts.learned, rows, topics, gaps)
    wishes = world[Wishes]
    wishes.wish = -1
    wishes.wish[rows[:count]], wishes.wish_gap[rows[:count]] = topics[:count], gaps[:count]


def readiness_to_apply(now: Now) -> Floats:
    """Logit of applying at the usual gap of one who lacks no credits, by school, shape (schools,).

    Counties differ as published; the register's rate is that under the usual rule of own time.
    """
    world, params = now.world, now.params.study
    free = params.apply_own_time * (
        own_time(world, now.policy[FurtherEducationLevers], now.year, params) - params.own_time_usual
    )
    county, owner = world.schools.county, world.schools.owner
    usual: Floats = usual_readiness(params) + world.counties.readiness[county] - free[owner] + year_of_applying(now)
    return usual


def applications_of(world: World) -> Asked:
    """The applications of this spring."""
    post = np.flatnonzero(world[Wishes].wish >= 0)
    owner = world.schools.owner[world.posts.school[post]].astype(np.int64)
    return Asked(post, world[Wishes].wish[post], owner)


def queue_up(now: Now, asked: Asked) -> tuple[Applications, Bools]:
    """Every application as it would stand in the queue, and whether its owner approves it, shape (n,)."""
    levers, wishes = now.policy[FurtherEducationLevers], now.world[Wishes]
    priority = has_priority(levers, asked.topic)
    limited = ((asked.topic == SPECIAL) | (asked.topic == PRACTICAL)) & ~priority
    cost = bill(levers, now.year, priority, wishes.wish_stipend[asked.post]).state
    lot = now.draws.uniform("lot for a place", now.world.posts.uid[asked.post])
    rank = wishes.wish_rank[asked.post].astype(np.int64)
    first = priority & (not levers.owner_decides)  # owners who decide follow their own order
    return Applications(asked.owner, rank, cost, first, limited, lot), wishes.wish_approved[asked.post]


def has_priority(levers: FurtherEducationLevers, topic: Smalls) -> Bools:
    """Whether a topic has priority (prioriterte fag), which decides the state's rate, and the place in the queue."""
    priority = np.zeros(len(TOPICS.codes), dtype=bool)
    priority[[TOPICS.row(code) for code in levers.priority_topics]] = True
    has: Bools = priority[topic]
    return has


def courses_with_room(now: Now, asked: Asked, queue: Applications, approved: Bools) -> Bools:
    """Whether there is a course for each approved application, shape (n,).

    Special education is granted until course places are full, practical and aesthetic subjects if the course runs.
    """
    world, params, room = now.world, now.params.study, np.ones(len(asked.post), dtype=bool)
    limited = approved & queue.limited
    special, practical = (np.flatnonzero(limited & (asked.topic == topic)) for topic in (SPECIAL, PRACTICAL))
    places = round(params.special_places * np.count_nonzero(world.posts.open))
    room[special] = within_course(places, queue.rank[special], queue.lot[special])
    county = world.schools.county[world.posts.school[asked.post[practical]]]
    room[practical] = course_runs(county.astype(np.int64), params.course_least)
    return room


def offer_places(world: World, asked: Asked, cost: Ints, granted: Ints) -> None:
    """Those who are granted a place get an offer (tilbud) for the autumn; owners know what came of their answers."""
    owners, posts, mine, wishes = world.owners, world.posts, world[OwnersPart], world[Wishes]
    owner = asked.owner[granted]
    mine.applications = np.bincount(asked.owner, minlength=owners.n)
    mine.approved = np.bincount(asked.owner[wishes.wish_approved[asked.post]], minlength=owners.n)
    mine.places = np.bincount(owner, minlength=owners.n)
    mine.study_granted = np.bincount(owner, weights=cost[granted], minlength=owners.n).astype(np.int64)
    posts.offer[asked.post[granted]] = asked.topic[granted]
    posts.stipend[asked.post[granted]] = wishes.wish_stipend[asked.post[granted]]


# ---- the autumn


def courses_begin(now: Now) -> None:
    """Teachers with a place begin; the state, the owner and the teacher pay their parts.

    Places of teachers who have left are not used, and their money goes back.
    """
    world, levers = now.world, now.policy[FurtherEducationLevers]
    posts, n, mine = world.posts, world.owners.n, world[OwnersPart]
    posts.study = posts.offer
    posts.offer = -1
    begun = np.flatnonzero(posts.study >= 0)
    owner = world.schools.owner[posts.school[begun]]
    cost = bill(levers, now.year, has_priority(levers, posts.study[begun]), posts.stipend[begun])
    mine.students = np.bincount(owner, minlength=n)
    mine.study_grant = np.bincount(owner, weights=cost.state, minlength=n)
    mine.study_own = np.bincount(owner, weights=cost.owner, minlength=n)
    mine.study_time = np.bincount(owner, weights=cost.teacher, minlength=n)
    paid = mine.study_grant.astype(np.int64)
    back = mine.study_waiting - paid
    mine.study_waiting = 0
    mine.study_spent += paid
    mine.study_given -= back
    mine.study_lapsed += back


LEVELS = {"primary": 0.484, "lower": 0.223, "upper": 0.293}
"""Teachers by level of school: 69,812 split by pupils of grades 1-7 and 8-10, and 28,919 (data/national_totals.csv)."""


@lru_cache(maxsize=16)
def interest_by_kind(params: StudyParameters) -> Floats:
    """Cumulated share of applications by topic for each kind of teacher, shape (kinds, topics).

    National interest in a subject, spread over teachers by how much it concerns them: fitted so that shares add up
    to 1 for each kind and to the national interest for each subject (iterative proportional fitting).
    """
    interest = national_interest(params)
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


def national_interest(params: StudyParameters) -> Floats:
    """Share of all applications by topic; subjects not in the register share the rest evenly, shape (topics,)."""
    of_topic = {name.partition("interest_")[2]: value for name, value in vars(params).items()}
    named = {code: value for code, value in of_topic.items() if code}
    others = [t for t, code in enumerate(TOPICS.codes) if TOPICS.subject[t] and code not in named]
    interest = np.zeros(len(TOPICS.codes))
    for code, value in named.items():
        interest[TOPICS.row(code)] = value
    interest[others] = max(0.0, 1.0 - sum(named.values())) / len(others)
    return interest


# ---- account and indicators


def _nation(*columns: str) -> Sums:
    """Sum of columns over owners, as a function of the world, shape (1,)."""
    return lambda world: np.array([sum(getattr(world[OwnersPart], column).sum() for column in columns)])


ACCOUNT = Account(
    name="further education",
    holder="nation",
    appropriated=_nation("study_appropriated"),
    at_hand=_nation("study_left"),
    lapsed=_nation("study_lapsed"),
    granted=_nation("study_given", "study_to_others"),
    spent=_nation("study_spent", "study_to_others"),
    unspent=_nation("study_waiting"),
)
"""One queue for the nation, until each owner has a frame of its own."""


def paid_to_owners(world: World) -> Floats:
    """State money for those on a course this school year at each owner, kroner, shape (owners,)."""
    return world[OwnersPart].study_grant


@indicator(
    unit="kroner of 2025 per teacher", formula="state money for courses / teachers", base="owners", kind="flow",
    better="0", smallest=100.0, weight="teachers", headline=True, en="Further-education money per teacher",
    nb="Videreutdanningsmidler per lærer",
)  # fmt: skip
def individual_grant(world: World) -> Ratio:
    """State money for further education per teacher in the school year."""
    return world[OwnersPart].study_grant, world.owners.staff


@indicator(
    unit="share of teachers", formula="teachers on a course / teachers", base="owners", kind="flow", better="0",
    smallest=0.002, weight="teachers", en="Teachers in further education", nb="Lærere i videreutdanning",
    source="pattern P16",
)  # fmt: skip
def studying(world: World) -> Ratio:
    """Teachers on a further-education course."""
    return world[OwnersPart].students, world.owners.staff


@indicator(
    unit="share of teachers", formula="applications / teachers", base="owners", kind="flow", better="0",
    smallest=0.002, weight="teachers", en="Applications for further education", nb="Søknader om videreutdanning",
    source="pattern P16",
)  # fmt: skip
def applications(world: World) -> Ratio:
    """Applications for further education per teacher."""
    return world[OwnersPart].applications, world.owners.staff


@indicator(
    unit="share of teachers", formula="approved / teachers", base="owners", kind="flow", better="0", smallest=0.002,
    weight="teachers", en="Approved applications", nb="Godkjente søknader per lærer", source="pattern P16",
)  # fmt: skip
def approved(world: World) -> Ratio:
    """Applications that owners approve, per teacher."""
    return world[OwnersPart].approved, world.owners.staff


@indicator(
    unit="share of teachers", formula="places granted / teachers", base="owners", kind="flow", better="0",
    smallest=0.002, weight="teachers", en="Places granted", nb="Tildelte plasser", source="pattern P16",
)  # fmt: skip
def places(world: World) -> Ratio:
    """Places granted, per teacher."""
    return world[OwnersPart].places, world.owners.staff


@indicator(
    unit="share of applications", formula="approved / applications", base="owners", kind="flow", better="0",
    smallest=0.02, weight="applications", en="Applications approved", nb="Godkjente søknader", source="pattern P16",
)  # fmt: skip
def approval(world: World) -> Ratio:
    """Applications for further education that owners approve."""
    return world[OwnersPart].approved, world[OwnersPart].applications


@indicator(
    unit="share of approved", formula="places / approved", base="owners", kind="flow", better="0", smallest=0.02,
    weight="approved applications", en="Approved that get a place", nb="Godkjente som får plass",
    source="pattern P16",
)  # fmt: skip
def grant_rate(world: World) -> Ratio:
    """Approved applications that get a place."""
    return world[OwnersPart].places, world[OwnersPart].approved


@indicator(
    unit="share of frame", formula="granted / part of the frame by teachers", base="owners", kind="flow", better="0",
    smallest=0.02, weight="kroner", en="Frame for further education granted", nb="Tildelt av videreutdanningsrammen",
    source="pattern P16",
)  # fmt: skip
def frame_used(world: World) -> Ratio:
    """State money granted, of the part of the frame that teachers give an owner."""
    return world[OwnersPart].study_granted.astype(np.float64), world[OwnersPart].study_frame.astype(np.float64)


@indicator(
    unit="share of places", formula="places paid by stipend / places", base="owners", kind="flow", better="0",
    smallest=0.02, weight="places", en="Places paid by stipend", nb="Plasser med stipend", source="pattern P16",
)  # fmt: skip
def stipends(world: World) -> Ratio:
    """Places paid by stipend and not by substitute."""
    return _offered(world, world.posts.stipend), world[OwnersPart].places


@indicator(
    unit="kroner of 2025 per teacher",
    formula="owners' part of substitutes and paid time / teachers", base="owners", kind="flow", better="0",
    smallest=50.0, weight="teachers", en="Owners' part of further education",
    nb="Skoleeiernes del av videreutdanningen",
    source="pattern P16",
)  # fmt: skip
def individual_own(world: World) -> Ratio:
    """What owners pay for substitutes and paid time, per teacher."""
    return world[OwnersPart].study_own, world.owners.staff


@indicator(
    unit="kroner of 2025 per teacher",
    formula="own time at a substitute's price, less stipends / teachers", base="owners", kind="flow", better="0",
    smallest=50.0, weight="teachers", en="Own time given to further education",
    nb="Egen tid til videreutdanning, i kroner", source="pattern P16",
)  # fmt: skip
def individual_time(world: World) -> Ratio:
    """What teachers give in own time, priced, per teacher."""
    return world[OwnersPart].study_time, world.owners.staff


def _offered(world: World, which: Bools) -> Floats:
    """Places granted this spring that are of a kind, by owner; `which` by post."""
    rows = np.flatnonzero((world.posts.offer >= 0) & which)
    owner = world.schools.owner[world.posts.school[rows]].astype(np.int64)
    return total_by(owner, np.ones(len(rows)), world.owners.n)


MIX = ("mathematics", "norwegian", "english", "special_education", "digital", "practical_aesthetic")
"""Subjects whose part of the places is published."""


def _places_in(code: str) -> Indicator:
    """Share of places that are in one subject."""
    row = TOPICS.row(code)

    def share(world: World) -> Ratio:
        return _offered(world, world.posts.offer == row), world[OwnersPart].places

    declare = indicator(
        name=f"places_{code}", unit="share of places", formula=f"places in {code} / places", base="owners", kind="flow",
        better="0", smallest=0.01, weight="places", en=f"Further-education places: {TOPICS.names_en[row]}",
        nb=f"Videreutdanningsplasser: {TOPICS.names_nb[row]}", source="Udir, results 2019/20",
    )  # fmt: skip
    return declare(share)


# ---- the scheme

_LOOKS_AT = "posts schools owners"

SCHEME = Scheme(
    name="further_education",
    en="Individual further education",
    nb="Videreutdanning",
    levers=FurtherEducationLevers,
    columns=(OwnersPart, Wishes),
    settle=settle,
    stages={
        Moment.PEOPLE: (
            Stage(
                "students_drop_out", students_drop_out, SPRING, burn_in=True, reads="posts",
                writes="posts: study stipend",
                en="Some teachers give up their course.", nb="Noen lærere avbryter videreutdanningen.",
            ),
        ),
        Moment.MEASURES: (
            Stage(
                "courses_begin", courses_begin, AUTUMN, burn_in=True, reads=_LOOKS_AT,
                writes="posts: study offer; owners: students study_grant study_own study_time study_waiting "
                "study_spent study_given study_lapsed",
                en="Teachers with a place in further education begin.",
                nb="Lærere med plass på videreutdanning begynner.",
            ),
        ),
        Moment.PLACES: (
            Stage(
                "places_are_granted", places_are_granted, SPRING, burn_in=True, reads=f"{_LOOKS_AT} counties",
                writes="posts: study stipend lacks_credits offer wish wish_gap wish_rank wish_approved wish_stipend; "
                "owners: applications approved places study_frame study_left study_granted study_appropriated "
                "study_to_others study_given study_lapsed study_waiting",
                en="Courses are over; teachers apply for the next school year, owners rank, places are granted.",
                nb="Kursene er over; lærere søker for neste skoleår, skoleeiere rangerer, plasser tildeles.",
            ),
        ),
    },
    moves=(Move("dekom_s", lambda policy: policy[MoneyLevers].to_collective),),
    accounts=(ACCOUNT,),
    paid=paid_to_owners,
    indicators=(
        individual_grant, studying, applications, approved, places, approval, grant_rate, frame_used, stipends,
        individual_own, individual_time, *(_places_in(code) for code in MIX),
    ),
)  # fmt: skip
