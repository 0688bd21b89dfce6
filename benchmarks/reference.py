"""The teacher-school core as a plain Mesa model: one object per teacher, one number at a time.

It is slow on purpose. Written from the equations (sections 4.1, 4.7, 4.8, 4.13 and 4.15 of the model and the
docstrings of `sim`), with Python numbers in double precision and without columns or compiled loops, it is the
oracle the fast model is tested against and the baseline its speed is measured against. What it takes as given
is listed in `benchmarks.inputs`. Luck belongs to the post, not to the person in it, as in the fast model.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import NamedTuple

import mesa

from benchmarks import plain_market
from benchmarks.inputs import Measure, SchoolInputs, SemesterInputs
from benchmarks.plain_luck import PlainLuck
from sim.agents.owner import PRIVATE
from sim.agents.teacher import FREE, ON_LEAVE, People
from sim.labour import Market
from sim.mechanisms.measures import TRACKS
from sim.parameters import Parameters, StudyParameters
from sim.rules.risk import RISK_INDICATORS
from sim.schemes.further_education import interest_by_kind
from sim.topics import OWN_SUBJECT, RELEVANT, TOPICS
from sim.world import World

HISTORY = -6
"""Autumn 2014, with which the history begins."""

UPPER_SECONDARY = 3
RELEVANCE = [[round(float(r), 6) for r in kind] for kind in TOPICS.relevance]
"""How far a topic concerns each kind of teacher, as written in the table."""
EVERY_TOPIC = range(len(TOPICS.codes))
REQUIRING = [TOPICS.codes.index(code) for code in ("norwegian", "mathematics", "english")]
"""Subjects that require credits of those who teach them in compulsory school."""
VOCATIONAL_TOPIC = TOPICS.codes.index("vocational_programme")
ENVIRONMENT_TOPICS = (TOPICS.codes.index("inclusion"), TOPICS.codes.index("learning_environment"))
GRADES_OF_LEVEL = {0: (1, 7), 1: (1, 10), 2: (8, 10), UPPER_SECONDARY: (11, 13)}
"""First and last grade of a primary, a combined, a lower-secondary and an upper-secondary school."""
TESTED_GRADES = (5, 7, 8, 10)
"""Grades with national tests, pupil surveys or lower-secondary points."""


NEWCOMER_SEMESTERS = 4
"""Semesters in which a teacher takes over what the school does."""


class Chances(NamedTuple):
    """Chance to take part in a measure, for those its topic concerns and for the others; who it is for, None all."""

    concerned: float
    others: float
    kinds: frozenset[int] | None = None


def readiness_at(p: StudyParameters) -> float:
    """Logit at which those with all credits and the others, higher by their weight, apply at the observed rate."""
    low, high = -20.0, 20.0
    while high - low > 1e-13:
        middle = (low + high) / 2.0
        ready, lacking = (1.0 / (1.0 + exp(-middle - w)) for w in (0.0, p.apply_credits))
        mean = (1.0 - p.credits_usual) * ready + p.credits_usual * lacking
        low, high = (low, middle) if mean > p.apply_rate else (middle, high)
    return low


@dataclass(eq=False)
class Post:
    """A post (stilling): it stays for ever, the teacher in it changes."""

    row: int
    uid: int
    kind: int
    school: School
    teacher: Teacher
    vacant: bool = False
    takes_part: set[int] = field(default_factory=set)
    """Slots of the measures that whoever is in the post takes part in."""


class Teacher(mesa.Agent):
    """One teacher: what she knows, by topic, and where she stands in her career (in semesters)."""

    def __init__(self, model: mesa.Model, *, qualified: bool, career: int, origin: int = -1) -> None:
        super().__init__(model)
        self.qualified = qualified
        self.career = career
        self.origin = origin
        self.person = 0
        self.age = 0
        self.route = -1
        self.fate = "stays"  # "leave" or "work" while away
        self.since = 0
        self.lacks_credits = False
        self.tenure = 0
        self.offer = -1
        self.study = -1
        self.base = [0.0 for _ in EVERY_TOPIC]
        self.learned = [0.0 for _ in EVERY_TOPIC]
        self.post: Post

    def relevance(self, topic: int) -> float:
        """How far a topic concerns her."""
        return RELEVANCE[self.post.kind][topic]

    def teaches(self, topic: int) -> bool:
        """Whether the topic is a subject of hers."""
        return self.relevance(topic) >= OWN_SUBJECT

    def knows(self, topic: int) -> float:
        """Competence K = base + learned, at most 1."""
        return min(1.0, self.base[topic] + self.learned[topic])

    def gap(self, topic: int) -> float:
        """What is left to learn, 1 - K."""
        return 1.0 - self.knows(topic)

    # ---- people come and go, section 4.1

    def grow_older(self) -> None:
        """Another semester in the school and in the profession."""
        self.tenure += 1
        self.career += 1
        self.age += int(self.model.autumn)

    @property
    def holds_post(self) -> bool:
        """Whether she is in post, not away or out."""
        return self.post.teacher is self

    def draw_competence(self, bonus: float) -> None:
        """Competence of a newcomer: a common part and one for each topic; subjects stand out, graduates lag."""
        model, c, uid = self.model, self.model.p.competence, self.post.uid
        purpose = "competence of a newcomer"
        level = c.base_unqualified
        if self.qualified:
            level = c.base_qualified - c.novice_gap * (1.0 - min(1.0, self.career / model.novice_semesters)) + bonus
        level += c.teacher_sd * sqrt(c.common_share) * model.luck.box_muller(purpose, model.semester, uid)
        for topic in EVERY_TOPIC:
            own = c.teacher_sd * sqrt(1.0 - c.common_share)
            value = level + own * model.luck.triangle(purpose, model.semester, uid, topic)
            if self.qualified and self.teaches(topic):
                value += c.own_subject_bonus
            self.base[topic] = min(max(value, 0.0), 1.0)
            self.learned[topic] = 0.0

    # ---- learning, sections 4.7 and 4.8

    def joins(self, measure: Measure, chances: Chances) -> bool:
        """Whether she will take part, drawn now; tracks of one plan share a draw."""
        if chances.kinds is not None and self.post.kind not in chances.kinds:
            return False
        chance = chances.concerned if self.relevance(measure.topic) >= RELEVANT else chances.others
        lot = 0 if measure.slot in TRACKS else measure.slot
        return bool(self.model.luck.uniform("takes part", self.model.semester, self.post.uid, lot) < chance)

    def forget(self, practised: set[int]) -> None:
        """Fade for half a year: little what was practised, more what no routine and no teaching carries."""
        c, routines = self.model.p.competence, self.post.school.routines
        unused = c.fade_slow if self.model.given.slow_forgetting else c.fade_unused
        for topic in EVERY_TOPIC:
            use = c.subject_use if self.teaches(topic) else 0.0
            carried = 1.0 if topic in practised else use + (1.0 - use) * routines[topic]
            fade = carried * c.fade_practised + (1.0 - carried) * unused
            self.learned[topic] *= sqrt(1.0 - fade)

    def mature(self) -> None:
        """A novice's base grows until she has caught up."""
        c = self.model.p.competence
        if self.career < self.model.novice_semesters:
            induced = 1.0 + c.induction_learning * self.post.school.given.induction
            for topic in EVERY_TOPIC:
                self.base[topic] = min(1.0, self.base[topic] + induced * c.novice_gap / self.model.novice_semesters)

    def take_over(self) -> None:
        """A newcomer takes over what the school does, the more disciplined the school."""
        if self.tenure < NEWCOMER_SEMESTERS:
            rate = 0.5 * self.model.p.competence.socialisation * self.post.school.discipline()
            for topic in EVERY_TOPIC:
                self.learn(topic, rate * self.post.school.routines[topic])

    def learn(self, topic: int, gain: float) -> float:
        """Learn half a year's worth: gain x relevance x gap; return the step."""
        step = gain * self.relevance(topic) * self.gap(topic)
        self.learned[topic] += step
        return step

    # ---- further education, section 4.13

    def begin_course(self) -> None:
        """Autumn: she takes up the place she was offered."""
        self.study, self.offer = self.offer, -1

    def may_drop_out(self) -> None:
        """Spring: a few give up their course, and get no credits."""
        model = self.model
        if self.study >= 0 and model.luck.uniform("drops out", model.semester, self.post.uid) < model.p.study.dropout:
            self.study = -1

    def end_course(self) -> None:
        """Spring: the course is over; in a subject of hers that requires credits it gave them."""
        if self.study in REQUIRING and self.teaches(self.study) and self.post.school.stage == 0:
            self.lacks_credits = False
        self.study = -1

    def applies_for(self, usual: float) -> int | None:
        """The topic she applies for, if any: interest by kind of teacher, likelier with a gap and without credits."""
        model, p = self.model, self.model.p.study
        if not self.qualified or self.study >= 0:
            return None
        wish = model.luck.uniform("teacher applies", model.semester, self.post.uid, 0)
        interest = model.interest[self.post.kind]
        topic = next((t for t in EVERY_TOPIC if wish <= interest[t]), len(interest) - 1)
        own_time = model.given.own_time[self.post.school.row]
        logit = usual + self.post.school.readiness + p.apply_gap * (self.gap(topic) - p.gap_usual)
        logit += p.apply_credits * self.lacks_credits
        logit += p.apply_year_sd * model.luck.normal("year of applying", model.semester, 1)
        logit -= p.apply_own_time * (own_time - p.own_time_usual)
        u = model.luck.uniform("teacher applies", model.semester, self.post.uid)
        return topic if u < 1.0 / (1.0 + exp(-logit)) else None


class School(mesa.Agent):
    """One school: its posts, its routines, its practice and its results."""

    def __init__(self, model: mesa.Model, world: World, row: int) -> None:
        super().__init__(model)
        s = world.schools
        self.row = row
        self.uid = int(s.uid[row])
        self.county = int(s.county[row])
        self.stage = int(s.level[row] == UPPER_SECONDARY)
        self.public = bool(world.owners.kind[s.owner[row]] < PRIVATE)
        self.hard_to_staff = bool(s.hard_to_staff[row])
        self.pupils = float(s.pupils[row])
        self.structural_level = float(s.structural_level[row])
        self.environment_level = float(s.environment_level[row])
        self.level = int(s.level[row])
        self.appeal, self.competition = float(s.appeal[row]), float(s.competition[row])
        self.readiness = float(world.counties.readiness[self.county])
        self.left_now = 0.0
        self.quits = 1.0  # factor on the odds of leaving, worked out each semester
        self.posts: list[Post] = []
        self.weights: list[float] = []  # sum of relevance over the staff, by topic
        self.given: SchoolInputs
        self.left = float(s.left[row])
        self.left_public = float(s.left_public[row])
        self.novices = float(s.novices[row])
        self.novice_competence = float(s.novice_competence[row])
        self.true_results = float(s.true_results[row])
        self.results = float(s.results[row])
        self.routines: list[float] = s.routines[row].tolist()
        self.practice: list[float] = s.practice[row].tolist()
        self.exposure: list[float] = s.exposure[row].tolist()
        self.practice_start = float(s.practice_start[row])
        self.environment = float(s.environment[row])
        self.environment_exposure: list[float] = s.environment_exposure[row].tolist()
        self.environment_start = float(s.environment_start[row])
        self.measured: list[list[float]] = s.measured[row].tolist()

    @property
    def staff(self) -> list[Teacher]:
        """The teachers of the school."""
        return [post.teacher for post in self.posts]

    @property
    def turnover(self) -> float:
        """Share of the staff that left so far this school year."""
        return min(1.0, self.left / len(self.posts))

    @property
    def unqualified(self) -> float:
        """Teachers without the qualification required."""
        return float(sum(1 for t in self.staff if not t.qualified))

    def stability(self) -> float:
        """Stability of the leadership: dips with a new principal and recovers in two years."""
        p = self.model.p.school
        settled = min(1.0, self.given.principal_tenure / p.principal_dip_years)
        return float(p.principal_new_stability + (1.0 - p.principal_new_stability) * settled)

    def begin_year(self) -> None:
        """The school year's counts start from nothing."""
        self.left, self.left_public, self.novices, self.novice_competence = 0.0, 0.0, 0.0, 0.0

    def discipline(self) -> float:
        """How far the school keeps to what it has agreed."""
        return float(self.model.p.school.routine_discipline * self.given.steering * self.stability())

    def chances(self, measure: Measure) -> Chances:
        """Those the topic concerns fill the places first, the others get what is left; tracks are for their kinds."""
        places = measure.share * len(self.posts)
        if measure.slot in TRACKS and any(m.slot == TRACKS[1] for m in self.given.measures):
            kinds = frozenset(k for k, slot in enumerate(self.given.track) if slot == measure.slot)
            people = sum(1 for post in self.posts if post.kind in kinds)
            alike = min(1.0, places / people) if people else 0.0
            return Chances(alike, alike, kinds)
        concerned = sum(1 for t in self.staff if t.relevance(measure.topic) >= RELEVANT)
        others = len(self.posts) - concerned
        return Chances(
            concerned=min(1.0, places / concerned) if concerned else 0.0,
            others=max(0.0, places - concerned) / others if others else 0.0,
        )

    def enrol(self) -> None:
        """Say anew who takes part, where this half-year does so: for the school year, in Dekom Y for the half-year."""
        anew = [m for m in self.given.measures if m.slot in self.model.given.anew]
        chances = [self.chances(m) for m in anew]
        for post in self.posts:
            post.takes_part -= set(self.model.given.anew)
            joins = (m.slot for m, c in zip(anew, chances, strict=True) if post.teacher.joins(m, c))
            post.takes_part |= set(joins)

    def half_year(self) -> None:
        """Staff forget, mature, learn in measures and courses, and then share with all their colleagues."""
        pool = [0.0 for _ in EVERY_TOPIC]
        self.enrol()
        for teacher in self.staff:
            self._teach(teacher, [m for m in self.given.measures if m.slot in teacher.post.takes_part], pool)
        for teacher in self.staff:
            for topic in EVERY_TOPIC:
                teacher.learn(topic, pool[topic] / len(self.posts))

    def _teach(self, teacher: Teacher, joined: list[Measure], pool: list[float]) -> None:
        """One teacher's half-year; what colleagues will gain from it goes into the pool.

        A topic is practised or not: two measures on it, or a measure and a course, do not count twice.
        """
        c = self.model.p.competence
        practised = {m.topic for m in joined if m.hours >= c.refresh_hours} | {teacher.study}
        teacher.forget(practised)
        teacher.mature()
        teacher.take_over()
        for m in joined:
            pool[m.topic] += c.spill_collective * teacher.learn(m.topic, 0.5 * m.gain)
        if teacher.study >= 0:
            shared = c.spill_individual * (1.0 + c.career_spill * self.model.given.career_paths)
            pool[teacher.study] += shared * teacher.learn(teacher.study, 0.5 * c.course_gain)

    def competence(self, topic: int) -> float:
        """Relevance-weighted sum of competence."""
        return sum(t.relevance(topic) * t.knows(topic) for t in self.staff)

    def gaps(self, topic: int, *, concerned: bool) -> float:
        """Sum of relevance x gap over those a topic concerns, or over the others."""
        return sum(
            t.relevance(topic) * t.gap(topic) for t in self.staff if (t.relevance(topic) >= RELEVANT) is concerned
        )

    def deep(self, topic: int) -> int:
        """Teachers of the subject above the line of depth."""
        return sum(1 for t in self.staff if t.teaches(topic) and t.knows(topic) > self.model.p.competence.depth_line)

    def practise(self) -> None:
        """Practice in a topic: a blend of what the staff can and what routines carry."""
        w = self.model.p.school.routine_weight
        for topic in EVERY_TOPIC:
            can = self.competence(topic) / self.weights[topic]
            self.practice[topic] = (1.0 - w) * can + w * self.routines[topic]

    def mean_practice(self, topics: Iterable[int] = EVERY_TOPIC) -> float:
        """Practice over topics, weighted by how much they concern the staff."""
        weighed = [(self.weights[t], self.practice[t]) for t in topics]
        return sum(w * x for w, x in weighed) / sum(w for w, _ in weighed)

    def keep_routines(self) -> None:
        """Half a year of routines: built by measures, worn down by turnover unless disciplined."""
        p = self.model.p.school
        gone = self.left_now / len(self.posts)
        loss = 0.5 * p.routine_loss + p.routine_turnover * gone * (1.0 - self.discipline())
        for topic in EVERY_TOPIC:
            built = sum(m.drive for m in self.given.measures if m.topic == topic)
            had = self.routines[topic]
            change = 0.5 * p.routine_gain * built * (1.0 - had) - loss * had
            self.routines[topic] = min(max(had + change, 0.0), 1.0)

    def heed_guides(self) -> None:
        """Half a year of guides from the follow-up scheme: routines grow in the topics the school works on."""
        rate = self.model.p.follow_up.guide_routines
        for topic in {m.topic for m in self.given.measures}:
            self.routines[topic] += (1.0 - self.routines[topic]) * (1.0 - exp(-rate * self.given.guides))

    def take_stock(self) -> None:
        """The history begins: practice as it is now is what change is measured from."""
        self.practice_start = self.mean_practice()
        self.exposure = [self.practice_start for _ in self.exposure]
        self.true_results = self.structural_level
        self.environment_start = self.mean_practice(ENVIRONMENT_TOPICS)
        self.environment_exposure = [self.environment_start for _ in self.environment_exposure]
        self.environment = self.environment_level

    def produce_results(self) -> None:
        """Results of the year: practice passes through over three years, turnover and new heads disturb.

        Pupils' learning environment comes about in the same way, from practice in its own topics.
        """
        model, p = self.model, self.model.p.school
        self.exposure = [*self.exposure[1:], self.mean_practice()]
        self.environment_exposure = [*self.environment_exposure[1:], self.mean_practice(ENVIRONMENT_TOPICS)]
        change = sum(self.exposure) / len(self.exposure) - self.practice_start
        lift = sum(self.environment_exposure) / len(self.environment_exposure) - self.environment_start
        dip = p.principal_dip if self.given.principal_tenure < p.principal_dip_years else 0.0
        lost = p.turnover_disruption * self.turnover + dip
        self.true_results = self.structural_level + p.pass_through * change / model.p.competence.teacher_sd - lost
        self.environment = self.environment_level + p.pass_through * lift / model.p.competence.teacher_sd - lost
        tested = max(1.0, 0.2 * self.pupils)
        noise = model.luck.normal("test results", model.semester, self.uid)
        self.results = self.true_results + noise * p.pupil_sd / sqrt(tested)
        self.measured = [*self.measured[1:], [self.measure(slot) for slot in range(len(RISK_INDICATORS))]]

    def measure(self, slot: int) -> float:
        """One indicator of the follow-up scheme, 0 where the school lacks the grade."""
        luck, semester, p = self.model.luck, self.model.semester, self.model.p.school
        first, last = GRADES_OF_LEVEL[self.level]
        indicator = RISK_INDICATORS[slot]
        if not first <= indicator.grade <= last:
            return 0.0
        group = TESTED_GRADES.index(indicator.grade)
        shared = sqrt(p.year_group_noise) * luck.normal("year group", semester, self.uid, group)
        own = sqrt(1.0 - p.year_group_noise) * luck.normal("risk indicator", semester, self.uid, slot)
        pupils = max(1.0, self.pupils / (last - first + 1))
        level = self.environment if indicator.environment else self.true_results
        return float(level + p.pupil_sd * (shared + own) / sqrt(pupils))


class ReferenceModel(mesa.Model):
    """The teacher-school core as a plain Mesa model.

    Attributes:
        posts: Every post that is open, in the order of the fast model's rows; which are open does not change.
        applied: This spring's applications for further education, topic by row of the post.
    """

    def __init__(self, world: World, market: Market, parameters: Parameters, luck: PlainLuck) -> None:
        """Take over staff and schools as they stand.

        Args:
            world: The fast model's tables at the end of some semester; copied, not kept.
            market: The calibrated labour market.
            parameters: The numbers of the theory.
            luck: The same luck as the fast model's, in plain numbers.
        """
        super().__init__(rng=0)
        self.p = parameters
        self.luck = luck
        self.market = market
        self.novice_semesters = 2.0 * parameters.competence.experience_years
        self.interest: list[list[float]] = interest_by_kind(parameters.study).tolist()
        self.schools = [School(self, world, row) for row in range(world.schools.n)]
        self.counties = world.counties.n
        self.posts = [self._post(world, row) for row in range(world.posts.n) if world.posts.open[row]]
        self.away = [self._away(world, row) for row in range(world.away.n) if world.away.status[row] != FREE]
        for school in self.schools:
            school.weights = [sum(t.relevance(topic) for t in school.staff) for topic in EVERY_TOPIC]
        self.applied: dict[int, int] = {}

    def _post(self, world: World, row: int) -> Post:
        """One post and the teacher in it."""
        p = world.posts
        teacher = self._teacher(p, row)
        teacher.tenure, teacher.offer, teacher.study = int(p.tenure[row]), int(p.offer[row]), int(p.study[row])
        school = self.schools[p.school[row]]
        post = Post(row, int(p.uid[row]), int(p.kind[row]), school, teacher)
        teacher.post = post
        school.posts.append(post)
        return post

    def _away(self, world: World, row: int) -> Teacher:
        """One teacher who is away; her post is what she left, which somebody else may hold by now."""
        a = world.away
        teacher = self._teacher(a, row)
        teacher.fate = "leave" if a.status[row] == ON_LEAVE else "work"
        teacher.since = int(a.since[row])
        teacher.post = Post(-1, 0, int(a.kind[row]), self.schools[a.school[row]], teacher)
        return teacher

    def _teacher(self, people: People, row: int) -> Teacher:
        """One person of either table."""
        career, origin = int(people.career[row]), int(people.origin[row])
        teacher = Teacher(self, qualified=bool(people.qualified[row]), career=career, origin=origin)
        teacher.lacks_credits = bool(people.lacks_credits[row])
        teacher.person, teacher.age, teacher.route = (int(x[row]) for x in (people.holder, people.age, people.route))
        teacher.base, teacher.learned = people.base[row].tolist(), people.learned[row].tolist()
        return teacher

    @property
    def autumn(self) -> bool:
        """Whether this semester is an autumn."""
        return self.semester % 2 == 0

    def step(self, given: SemesterInputs) -> None:
        """One semester of the core, in the order of the school year."""
        self.given, self.semester = given, given.semester
        for school, inputs in zip(self.schools, given.schools, strict=True):
            school.given = inputs
        schools = self.agents_by_type[School].select(lambda school: bool(school.posts))  # the others are closed
        teachers = self.agents_by_type[Teacher]
        if self.autumn:
            schools.do("begin_year")
        teachers.do("grow_older")
        plain_market.change_staff(self)
        self.agents_by_type[Teacher].do("begin_course" if self.autumn else "may_drop_out")
        schools.do("half_year")
        schools.do("practise")
        schools.do("keep_routines")
        if self.semester >= HISTORY:
            schools.do("heed_guides")
        if not self.autumn:
            self.agents_by_type[Teacher].do("end_course")
            self.grant_places()
        if self.semester == HISTORY - 1:
            schools.do("take_stock")
        if self.semester >= HISTORY and not self.autumn:
            schools.do("produce_results")

    def grant_places(self) -> None:
        """Teachers apply for further education; institutions have decided who of them gets a place."""
        usual = readiness_at(self.p.study)
        wishes = {post.row: post.teacher.applies_for(usual) for post in self.posts}
        self.applied = {row: topic for row, topic in wishes.items() if topic is not None}
        for post in self.posts:
            if post.row in self.given.places:
                post.teacher.offer = self.given.places[post.row]
