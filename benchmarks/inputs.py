"""This file knows what the reference model takes as given in a semester, and how to see it in the fast model.

The reference covers the teacher-school core. **Exogenous** to it, and read from the fast model, is what
institutions decide:

- the staff levers of the policy in force (pay premium, induction, career paths), how many apply from outside, and
  which view of forgetting the run takes;
- how many graduates each university sends to each county, and what teacher education gave them;
- how long each principal has been in post, the owner's steering, and the follow-up guides it makes use of;
- each school's measures: topic, share of the staff, hours, gain per unit of relevance and gap, drive;
- how much own time a course takes at each school, and which of the teachers who applied got a place.

Read once, at the start: the staff and schools of the country, and the intercepts of the labour market
(`sim.labour.Market`), which are a calibration. All else the reference works out by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.model import CompetenceModel
from sim.rules.forgetting import SlowForgetting
from sim.scenario import year_of
from sim.schemes.follow_up import help_used
from sim.schemes.slots import lots
from sim.schemes.study_finance import own_time
from sim.types import Floats
from sim.world import World


@dataclass(frozen=True)
class Measure:
    """One measure as it runs at one school.

    Attributes:
        lot: Number of the draw that says who takes part.
        topic: Row of the topic.
        share: Share of the staff that takes part.
        hours: Hours of a participant in the year, local work included.
        gain: Gain of a year per unit of relevance and gap.
        drive: What builds routines.
    """

    lot: int
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
        guides: Half a year of the follow-up scheme's guides, as far as the owner's leader makes use of them.
        measures: The school's measures.
    """

    principal_tenure: float
    steering: float
    guides: float
    measures: Sequence[Measure]


@dataclass(frozen=True)
class SemesterInputs:
    """What institutions decide in one semester.

    Attributes:
        semester: Its number; even ones are autumns.
        pay_premium, induction, career_paths: Levers of the staff policy.
        applicants: Applicants from outside against those of 2025, factor.
        slow_forgetting: Whether what is not practised fades slowly; else it fades fast.
        graduates: New teachers by stage (primary, upper secondary), university and county, people.
        education_gain: What teacher education gave them over its start, by university, 0-1.
        schools: One entry a school.
        own_time: Share of a course year that teachers expect to give in own time, by school; as last spring in autumn.
        places: Topic of a place in further education, by post, granted this semester.
    """

    semester: int
    pay_premium: float
    induction: float
    career_paths: float
    applicants: float
    slow_forgetting: bool
    graduates: Sequence[Sequence[Sequence[float]]]
    education_gain: Sequence[float]
    schools: Sequence[SchoolInputs]
    own_time: Sequence[float]
    places: Mapping[int, int]


class WatchedModel(CompetenceModel):
    """The fast model, unchanged in what it does, that notes what its institutions hand to schools and teachers."""

    own_time: Sequence[float] = ()

    def live(self) -> SemesterInputs:
        """Live through a semester and return what the reference needs for the same semester."""
        self.step()
        staff, offer = self.policy.staff, self.world.posts.offer
        granted = np.flatnonzero(offer >= 0) if self.semester % 2 else np.empty(0, dtype=np.int64)
        return SemesterInputs(
            semester=self.semester,
            pay_premium=staff.pay_premium,
            induction=staff.induction,
            career_paths=staff.career_paths,
            applicants=self._applicants(),
            slow_forgetting=isinstance(self.policy.context.forgetting, SlowForgetting),
            graduates=self.graduates,
            education_gain=self.education_gain,
            schools=self.school_inputs,
            own_time=self.own_time,
            places={int(post): int(offer[post]) for post in granted},
        )

    def staff_changes(self) -> None:
        """Note graduates and leaders before people come and go."""
        u = self.world.universities
        size = u.cohort_size[:, :1] * self._applicants()
        output = (u.graduates_primary, u.graduates_upper)
        self.graduates = [(people[:, None] * size * u.mobility).tolist() for people in output]
        self.education_gain = (u.cohort_quality[:, 0] - u.quality_start).tolist()
        self.school_inputs = school_inputs(self.world, self._guides(), self.semester)
        super().staff_changes()

    def _guides(self) -> Floats:
        return help_used(self.world.owners, self.policy.follow_up, self.p.follow_up)

    def _applicants(self) -> float:
        return self.policy.context.applicants_in(year_of(self.semester))

    def courses_end_and_places_are_granted(self) -> None:
        """Note what owners let teachers expect when they apply."""
        expected = own_time(self.world, self.policy.further_education, self.p.study)
        self.own_time = expected[self.world.schools.owner].tolist()
        super().courses_end_and_places_are_granted()

    def everyone_learns(self) -> None:
        """Note the measures as delivered, before staff learn and before steering changes."""
        self.school_inputs = school_inputs(self.world, self._guides(), self.semester)
        super().everyone_learns()


def school_inputs(world: World, guides: Floats, semester: int) -> list[SchoolInputs]:
    """What each school is given just now; guides by owner."""
    s = world.schools
    steering = world.owners.steering[s.owner].tolist()
    tenure = s.principal_tenure.tolist()
    given = guides[s.owner].tolist()
    return [SchoolInputs(tenure[row], steering[row], given[row], _measures(world, row, semester)) for row in range(s.n)]


def _measures(world: World, row: int, semester: int) -> list[Measure]:
    s, drawn = world.schools, lots(semester).tolist()
    return [
        Measure(
            lot=drawn[slot],
            topic=int(s.topic[row, slot]),
            share=float(s.participation[row, slot]),
            hours=float(s.hours[row, slot]),
            gain=float(s.gain[row, slot]),
            drive=float(s.drive[row, slot]),
        )
        for slot in range(s.topic.shape[1])
        if s.topic[row, slot] >= 0
    ]
