"""The schools (skoler): routines, principals, participation and pupil results."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.columns import BOOLS, FLOATS, IDS, ROWS, SMALLS, TEXTS, Actor, Choice, Population, column
from sim.kernels import routines as kernel
from sim.luck import Draws
from sim.parameters import SchoolParameters, StaffParameters
from sim.rules.risk import ENVIRONMENT, YEAR_GROUP, pupils_measured
from sim.topics import TOPICS
from sim.types import Floats, Ints, Rows

UPPER_SECONDARY = 3
"""Level of an upper-secondary school (videregående skole); 0 primary, 1 combined, 2 lower secondary."""

EVERY_TOPIC = np.arange(len(TOPICS.codes))
_NOBODY = 1e-9
"""Divides where a closed school has no staff."""

ENVIRONMENT_TOPICS = np.array([TOPICS.row("inclusion"), TOPICS.row("learning_environment")])
"""Topics whose practice pupils meet as their learning environment (læringsmiljø)."""


class School(Actor):
    """One school (skole)."""

    develop_itself = Choice("Topic of the school's own development, and who takes part in it.")
    take_part = Choice("How many of its staff take part in each measure (deltakelse).")
    carry_out = Choice("How much of what it works on is carried out (gjennomføring).")


class Schools(Population):
    """Every school; its teachers stand in `Posts`."""

    actor = School
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    id = column(TEXTS, unit="text", doc="Organisation number, or municipality and ordinal.", static=True)
    owner = column(ROWS, doc="School owner (skoleeier).", static=True, to="owners")
    municipality = column(ROWS, doc="Municipality where it stands.", static=True, to="owners")
    county = column(ROWS, doc="County where it stands.", static=True, to="counties")
    network = column(ROWS, doc="Network of its owner, -1 none.", static=True, to="networks")
    level = column(SMALLS, unit="code", doc="Primary, combined, lower or upper secondary.", static=True)
    private = column(BOOLS, unit="yes or no", doc="Private school.", static=True)
    appeal = column(FLOATS, unit="logit", doc="How well its place draws applicants.", static=True)
    competition = column(FLOATS, unit="logit", doc="How much other work draws teachers away.", static=True)
    hard_to_staff = column(BOOLS, unit="yes or no", doc="Small, with few applicants a post.")
    pupils = column(FLOATS, unit="pupils", doc="Pupils (elever).")
    first_post = column(ROWS, unit="row", doc="First post.", static=True)
    capacity = column(ROWS, unit="posts", doc="Rows of posts, open or not.", static=True)
    n_posts = column(ROWS, unit="posts", doc="Teacher posts: the first of its rows; none if closed.")
    structural_level = column(FLOATS, unit="pupil SD", doc="Results without the schemes' effects.", static=True)
    environment_level = column(FLOATS, unit="pupil SD", doc="Learning environment without the schemes.", static=True)
    own_involvement = column(FLOATS, unit="0-1", doc="Involvement without measures.", static=True)
    kinds = column(FLOATS, unit="teachers", doc="Staff of each kind of teacher.", dims=("kinds",))
    weight = column(FLOATS, unit="teachers", doc="Sum of relevance over staff.", dims=("topics",))
    concerned = column(FLOATS, unit="teachers", doc="Staff a topic concerns.", dims=("topics",))
    teaching = column(FLOATS, unit="teachers", doc="Staff who teach a subject.", dims=("topics",))

    principal_tenure = column(FLOATS, unit="years", doc="Time the principal (rektor) has been in post.")
    principal_left = column(BOOLS, unit="yes or no", doc="The principal left this school year.")
    involvement = column(FLOATS, unit="0-1", doc="Local involvement (lokal forankring).")
    routines = column(FLOATS, unit="0-1", doc="Routines: the school's own memory.", dims=("topics",))
    own_routines = column(FLOATS, unit="0-1", doc="Of these, what its own development built.", dims=("topics",))
    left = column(FLOATS, unit="teachers", doc="Teachers who left the school this school year.")
    left_now = column(FLOATS, unit="teachers", doc="Teachers who left the school this half-year.")
    left_public = column(FLOATS, unit="teachers", doc="Qualified teachers who left municipal and county schools.")
    turnover = column(FLOATS, unit="share", doc="Teachers who left, of all, latest school year.")
    unqualified = column(FLOATS, unit="teachers", doc="Teachers without the qualification required.")
    novices = column(FLOATS, unit="teachers", doc="Graduates who started this school year.")
    novice_competence = column(FLOATS, unit="0-1 x teachers", doc="Sum of their competence at entry.")
    guided = column(FLOATS, unit="0-1", doc="Share of new teachers who are guided (veiledning av nyutdannede).")
    competence = column(FLOATS, unit="teachers", doc="Relevance-weighted sum of competence.", dims=("topics",))
    gap_relevant = column(FLOATS, unit="teachers", doc="Sum of gaps of staff a topic concerns.", dims=("topics",))
    gap_other = column(FLOATS, unit="teachers", doc="Sum of gaps of the other staff.", dims=("topics",))
    deep = column(FLOATS, unit="teachers", doc="Subject teachers above the line of depth.", dims=("topics",))
    practice = column(FLOATS, unit="0-1", doc="Practice: staff competence and routines.", dims=("topics",))
    practice_start = column(FLOATS, unit="0-1", doc="Mean practice when the history begins.")
    exposure = column(FLOATS, unit="0-1", doc="Mean practice, latest school years.", dims=("exposure",))
    results = column(FLOATS, unit="pupil SD", doc="Pupil results as measured, latest school year.")
    true_results = column(FLOATS, unit="pupil SD", doc="Pupil results without sampling noise.")
    environment_start = column(FLOATS, unit="0-1", doc="Practice of the learning environment when history begins.")
    environment_exposure = column(FLOATS, unit="0-1", doc="The same, latest school years.", dims=("exposure",))
    environment = column(FLOATS, unit="pupil SD", doc="Learning environment (læringsmiljø) without sampling noise.")
    measured = column(
        FLOATS, unit="pupil SD", doc="Indicators as measured, latest springs; 0 where the school lacks the grade.",
        dims=("risk_years", "risk_indicators"),
    )  # fmt: skip
    topic = column(SMALLS, unit="row", doc="Topic of a running measure, -1 none.", dims=("slots",))
    participation = column(FLOATS, unit="share of staff", doc="Staff taking part.", dims=("slots",))
    hours = column(FLOATS, unit="hours per year", doc="Hours of a participant, local work too.", dims=("slots",))
    gain = column(FLOATS, unit="per year", doc="Gain per unit of relevance and gap.", dims=("slots",))
    principal_answer = column(FLOATS, unit="0-1", doc="What the principal sees: routines in topics worked on.")
    teacher_answer = column(FLOATS, unit="0-1", doc="What teachers see: their own practice.")
    drive = column(FLOATS, unit="0-1", doc="What builds routines in a measure.", dims=("slots",))
    willing = column(FLOATS, unit="0-1", doc="What is left where some take part because they must.", dims=("slots",))
    implementation = column(FLOATS, unit="0-1", doc="Strength of implementation.")

    def change_principals(self, hazard: Floats | float, draws: Draws) -> None:
        """Some principals leave; the others have been there a year longer (rektorskifte)."""
        self.principal_left = draws.happens("principal leaves", self.uid, hazard)
        self.principal_tenure = np.where(self.principal_left, 0.0, self.principal_tenure + 1.0)

    def stability(self, params: SchoolParameters) -> Floats:
        """Stability of the school's leadership, 0-1: dips with a new principal and recovers in two years."""
        settled = np.minimum(self.principal_tenure / params.principal_dip_years, 1.0)
        return params.principal_new_stability + (1.0 - params.principal_new_stability) * settled

    def induction(self, beyond: float, params: StaffParameters) -> Floats:
        """Reach of induction beyond that in the observed years: what the scheme and the lever add, 0-1, (schools,)."""
        return np.clip(self.guided - params.guided_usual + beyond, 0.0, 1.0)

    def discipline(self, steering: Floats, params: SchoolParameters) -> Floats:
        """How far the school keeps to what it has agreed, 0-1, from the owner's steering and stable leaders."""
        result: Floats = params.routine_discipline * steering * self.stability(params)
        return result

    def keep_routines(self, steering: Floats, own_slot: int, params: SchoolParameters) -> None:
        """Half a year of routines: built by measures, worn down by turnover unless disciplined (rutiner).

        Args:
            steering: Of each school's owner, 0-1, shape (schools,).
            own_slot: Slot of the school's own development, whose routines are told apart.
            params: Of schools.
        """
        gain, loss = 0.5 * params.routine_gain, self.wear(steering, params)
        kernel.keep(self.routines, self.own_routines, self.topic, self.drive, own_slot, gain, loss)

    def wear(self, steering: Floats, params: SchoolParameters) -> Floats:
        """Part of a routine that time and turnover wear down in half a year, shape (schools,)."""
        gone = np.minimum(self.left_now / np.maximum(self.n_posts, 1), 1.0)
        kept = 1.0 - self.discipline(steering, params)
        result: Floats = 0.5 * params.routine_loss + params.routine_turnover * gone * kept
        return result

    def involve(self, slots: Sequence[int], params: SchoolParameters) -> None:
        """Half a year of local involvement: grows where measures run, ebbs to the school's own level elsewhere.

        Args:
            slots: Slots of the measures that schemes pay for.
            params: Of schools.
        """
        free = (self.participation * self.willing)[:, slots]  # who must come is not won over
        active = np.where(self.topic[:, slots] >= 0, free, 0.0).max(axis=1)
        growth = params.involvement_growth * active * (1.0 - self.involvement)
        self.involvement += 0.5 * (growth - params.involvement_loss * (self.involvement - self.own_involvement))

    def practise(self, params: SchoolParameters) -> None:
        """Practice of a school in a topic: a blend of what its staff can and what its routines carry."""
        staff = self.competence / np.maximum(self.weight, _NOBODY)
        self.practice = (1.0 - params.routine_weight) * staff + params.routine_weight * self.routines

    def mean_practice(self, topics: Ints = EVERY_TOPIC) -> Floats:
        """Practice over topics, weighted by how much they concern the staff, shape (schools,)."""
        weight = self.weight[:, topics]
        result: Floats = (self.practice[:, topics] * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), _NOBODY)
        return result

    def take_stock(self) -> None:
        """Practice when the history begins, against which results and learning environment are measured."""
        self.practice_start = self.mean_practice()
        self.exposure = self.practice_start[:, None]
        self.true_results = self.structural_level
        self.environment_start = self.mean_practice(ENVIRONMENT_TOPICS)
        self.environment_exposure = self.environment_start[:, None]
        self.environment = self.environment_level

    def produce_results(self, teacher_sd: float, params: SchoolParameters, draws: Draws) -> None:
        """Results of the school year: practice passes through over three years, turnover and new heads disturb.

        The learning environment (læringsmiljø) comes about in the same way, from practice in its own topics.
        """
        _keep_latest(self.exposure, self.mean_practice())
        _keep_latest(self.environment_exposure, self.mean_practice(ENVIRONMENT_TOPICS))
        passed = params.pass_through / teacher_sd
        gain = passed * (self.exposure.mean(axis=1) - self.practice_start)
        lift = passed * (self.environment_exposure.mean(axis=1) - self.environment_start)
        disturbance = params.turnover_disruption * self.turnover
        disturbance += params.principal_dip * (self.principal_tenure < params.principal_dip_years)
        self.true_results = self.structural_level + gain - disturbance
        self.environment = self.environment_level + lift - disturbance
        tested = np.maximum(self.pupils * 0.2, 1.0)  # two of ten grades sit the tests in a year
        noise = draws.normal("test results", self.uid) * params.pupil_sd / np.sqrt(tested)
        self.results = self.true_results + noise
        self.measure(params, draws)

    def measure(self, params: SchoolParameters, draws: Draws) -> None:
        """This spring's indicators of the follow-up scheme (O-2); those with few pupils swing from year to year.

        Pupils of one year group answer several indicators, so their luck is partly shared.
        """
        pupils = pupils_measured(self.level, self.pupils)
        group = draws.normal("year group", self.uid, int(YEAR_GROUP.max()) + 1)[:, YEAR_GROUP]
        own = draws.normal("risk indicator", self.uid, len(YEAR_GROUP))
        error = np.sqrt(params.year_group_noise) * group + np.sqrt(1.0 - params.year_group_noise) * own
        level = np.where(ENVIRONMENT, self.environment[:, None], self.true_results[:, None])
        seen = level + params.pupil_sd * error / np.sqrt(np.maximum(pupils, 1.0))
        _keep_latest(self.measured, np.where(pupils > 0, seen, 0.0))

    def begin_year(self) -> None:
        """The school year's counts start from nothing."""
        self.left = 0.0
        self.left_public = 0.0
        self.novices = 0.0
        self.novice_competence = 0.0

    def count_leavers(self, school: Rows) -> None:
        """Add those who left (school row of each) and keep the year's turnover up to date."""
        self.left_now = np.bincount(school, minlength=self.n)
        self.left += self.left_now
        self.turnover = np.minimum(self.left / np.maximum(self.n_posts, 1), 1.0)


def _keep_latest(years: Floats, newest: Floats) -> None:
    """Drop the oldest year, shape (schools, years, ...), and add the newest."""
    years[:, :-1] = years[:, 1:].copy()
    years[:, -1] = newest
