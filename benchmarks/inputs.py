"""What the reference model takes as given in a semester, and how to see it in the fast model.

The reference covers the teacher-school core. **Exogenous** to it, and read from the fast model, is what
institutions decide:

- the staff levers of the policy in force (pay premium, career paths), how many apply from outside, and which
  view of forgetting the run takes;
- how many graduates each university sends to each county, and what teacher education gave them;
- how long each principal has been in post, the owner's steering, and the follow-up guides it makes use of;
- each school's measures: topic, share of the staff, hours, gain per unit of relevance and gap, drive; which track of a
  plan each kind of teacher goes to;
- how much own time a course takes at each school, and which of the teachers who applied got a place.

Read once, at the start: the staff and schools of the country, and the intercepts of the labour market
(`sim.labour.Market`), which are a calibration. All else the reference works out by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.areas import ContextLevers, StaffLevers
from sim.mechanisms.measures import drawn_anew
from sim.mechanisms.study_finance import own_time
from sim.model import CompetenceModel
from sim.now import Now
from sim.rules.forgetting import SlowForgetting
from sim.scenario import Scenario
from sim.schemes.follow_up import help_used
from sim.schemes.further_education import FurtherEducationLevers
from sim.setup import Ground
from sim.types import Floats
from sim.world import World


@dataclass(frozen=True)
class Measure:
    """One measure as it runs at one school.

    Attributes:
        slot: Number of its slot.
        topic: Row of the topic.
        share: Share of the staff that takes part.
        hours: Hours of a participant in the year, local work included.
        gain: Gain of a year per unit of relevance and gap.
        drive: What builds routines.
    """

    slot: int
    topic: int
    share: float
    hours: float
    gain: float
    drive: float


@dataclass(frozen=True)
class SchoolInputs:
    """What institutions decide for one school: leadership, steering, guides and running measures.

    Attributes:
        principal_tenure: Years the principal has been in post.
        steering: Of the owner, 0-1.
        induction: Reach of induction beyond that in the observed years, 0-1, as staff learns.
        induced_before: The same as people leave: in autumn that of the year before.
        guides: Half a year of the follow-up scheme's guides, as far as the owner's leader makes use of them.
        measures: The school's measures.
        track: Slot of the track of the plan that each kind of teacher goes to, -1 none.
    """

    principal_tenure: float
    steering: float
    induction: float
    induced_before: float
    guides: float
    measures: Sequence[Measure]
    track: Sequence[int]


@dataclass(frozen=True)
class SemesterInputs:
    """What institutions decide in one semester.

    Attributes:
        semester: Its number; even ones are autumns.
        pay_premium, career_paths: Levers of the staff policy.
        applicants: Applicants from outside against those of 2025, factor.
        slow_forgetting: Whether what is not practised fades slowly; else it fades fast.
        graduates: New teachers by stage (primary, upper secondary), university and county, people.
        graduates_in_all: All graduates by stage and county, whether they look for a school or not.
        glu: Of those in primary and lower secondary the share with grunnskolelærerutdanning, by university.
        education_gain: What teacher education gave them over its start, by university, 0-1.
        anew: Slots for which it is drawn anew who takes part.
        schools: One entry a school.
        own_time: Share of a course year that teachers expect to give in own time, by school; as last spring in autumn.
        places: Topic of a place in further education, by post, granted this semester.
    """

    semester: int
    pay_premium: float
    career_paths: float
    applicants: float
    slow_forgetting: bool
    anew: Sequence[int]
    graduates: Sequence[Sequence[Sequence[float]]]
    graduates_in_all: Sequence[Sequence[float]]
    glu: Sequence[float]
    education_gain: Sequence[float]
    schools: Sequence[SchoolInputs]
    own_time: Sequence[float]
    places: Mapping[int, int]


class WatchedModel(CompetenceModel):
    """The fast model, unchanged in what it does, that notes what its institutions hand to schools and teachers."""

    def __init__(self, ground: Ground, scenario: Scenario) -> None:
        """Stand at the beginning of the burn-in, and take notes just before some stages of the school year."""
        super().__init__(scenario=scenario, ground=ground, settle=False, collect=False)
        notes: dict[str, Callable[[Now], None]] = {
            "staff_changes": self._before_people_change,
            "everyone_learns": self._before_staff_learn,
            "guides_help": self._before_guides_help,
            "places_are_granted": self._before_places_are_granted,
        }
        self.schedule = tuple(
            replace(stage, act=_first(notes[stage.name], stage.act)) if stage.name in notes else stage
            for stage in self.schedule
        )
        self.own_time: Sequence[float] = ()

    def live_and_tell(self) -> SemesterInputs:
        """Live through a semester and return what the reference needs for the same semester."""
        self.live()
        staff, context, offer = self.policy[StaffLevers], self.policy[ContextLevers], self.world.posts.offer
        granted = np.flatnonzero(offer >= 0) if self.semester % 2 else np.empty(0, dtype=np.int64)
        return SemesterInputs(
            semester=self.semester,
            pay_premium=staff.pay_premium,
            career_paths=staff.career_paths,
            applicants=context.applicants_in(self.now.year),
            slow_forgetting=isinstance(context.forgetting, SlowForgetting),
            anew=drawn_anew(autumn=self.semester % 2 == 0).tolist(),
            graduates=self.graduates,
            graduates_in_all=self.graduates_in_all,
            glu=self.glu,
            education_gain=self.education_gain,
            schools=self.school_inputs,
            own_time=self.own_time,
            places={int(post): int(offer[post]) for post in granted},
        )

    def _before_people_change(self, now: Now) -> None:
        """Graduates of the autumn, what teacher education gave them, and leaders."""
        u = now.world.universities
        size = u.cohort_size[:, :1]
        factor = now.policy[ContextLevers].applicants_in(now.year)
        output = (factor * u.graduates_primary, factor * u.graduates_upper)
        in_all = (u.graduates_primary + u.elsewhere_primary, u.graduates_upper + u.elsewhere_upper)
        self.graduates_in_all = [(people[:, None] * size * u.mobility).sum(axis=0).tolist() for people in in_all]
        self.glu = (u.graduates_glu / np.maximum(u.graduates_primary, 1e-9)).tolist()
        self.graduates = [(people[:, None] * size * u.mobility).tolist() for people in output]
        self.education_gain = (u.cohort_quality[:, 0] - u.quality_start).tolist()
        self.school_inputs = school_inputs(now)

    def _before_staff_learn(self, now: Now) -> None:
        """Measures as delivered, before steering changes."""
        then = [inputs.induction for inputs in self.school_inputs]
        told = zip(school_inputs(now), then, strict=True)
        self.school_inputs = [replace(inputs, induced_before=before) for inputs, before in told]

    def _before_guides_help(self, now: Now) -> None:
        """Guides as far as owners make use of them, with the capacity they have by then."""
        given = help_used(now)[now.world.schools.owner].tolist()
        told = zip(self.school_inputs, given, strict=True)
        self.school_inputs = [replace(inputs, guides=guides) for inputs, guides in told]

    def _before_places_are_granted(self, now: Now) -> None:
        """What owners let teachers expect when they apply."""
        expected = own_time(now.world, now.policy[FurtherEducationLevers], now.year, now.params.study)
        self.own_time = expected[now.world.schools.owner].tolist()


def _first(note: Callable[[Now], None], act: Callable[[Now], None]) -> Callable[[Now], None]:
    """A stage that takes a note and then does what it does."""

    def noted(now: Now) -> None:
        note(now)
        act(now)

    return noted


def school_inputs(now: Now) -> list[SchoolInputs]:
    """What each school is given just now."""
    world, s = now.world, now.world.schools
    steering = world.owners.steering[s.owner].tolist()
    tenure = s.principal_tenure.tolist()
    induced = s.induction(now.policy[StaffLevers].induction, now.params.staff).tolist()
    guides: Floats = help_used(now)
    given, track = guides[s.owner].tolist(), world.networks.track_of_kind[np.maximum(s.network, 0)].tolist()
    return [
        SchoolInputs(
            tenure[row], steering[row], induced[row], induced[row], given[row], _measures(world, row), track[row]
        )
        for row in range(s.n)
    ]


def _measures(world: World, row: int) -> list[Measure]:
    s = world.schools
    return [
        Measure(
            slot=slot,
            topic=int(s.topic[row, slot]),
            share=float(s.participation[row, slot]),
            hours=float(s.hours[row, slot]),
            gain=float(s.gain[row, slot]),
            drive=float(s.drive[row, slot]),
        )
        for slot in range(s.topic.shape[1])
        if s.topic[row, slot] >= 0
    ]
