"""This file knows what the reference model takes as given in a semester, and how to see it in the fast model.

The reference covers the teacher-school core. **Exogenous** to it, and read from the fast model, is what
institutions decide:

- the staff levers of the policy in force (pay premium, induction);
- how many graduates each university sends to each county, and what teacher education gave them;
- how long each principal has been in post, and the owner's steering;
- each school's measures: topic, share of the staff, hours, gain per unit of relevance and gap, drive;
- which of the teachers who applied got a place in further education.

Read once, at the start: the staff and schools of the country, and the intercepts of the labour market
(`sim.labour.Market`), which are a calibration. All else the reference works out by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.model import CompetenceModel
from sim.world import World


@dataclass(frozen=True)
class Measure:
    """One measure as it runs at one school.

    Attributes:
        slot: Number of the measure at the school, 0 or 1; the draw of who takes part depends on it.
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
    """What institutions decide for one school: leadership, steering and running measures."""

    principal_tenure: float
    steering: float
    measures: Sequence[Measure]


@dataclass(frozen=True)
class SemesterInputs:
    """What institutions decide in one semester.

    Attributes:
        semester: Its number; even ones are autumns.
        pay_premium, induction: Levers of the staff policy.
        graduates: New teachers by stage (primary, upper secondary), university and county, people.
        education_gain: What teacher education gave them over its start, by university, 0-1.
        schools: One entry a school.
        places: Topic of a place in further education, by post, granted this semester.
    """

    semester: int
    pay_premium: float
    induction: float
    graduates: Sequence[Sequence[Sequence[float]]]
    education_gain: Sequence[float]
    schools: Sequence[SchoolInputs]
    places: Mapping[int, int]


class WatchedModel(CompetenceModel):
    """The fast model, unchanged in what it does, that notes what its institutions hand to schools and teachers."""

    def live(self) -> SemesterInputs:
        """Live through a semester and return what the reference needs for the same semester."""
        self.step()
        staff, offer = self.policy.staff, self.world.posts.offer
        granted = np.flatnonzero(offer >= 0) if self.semester % 2 else np.empty(0, dtype=np.int64)
        return SemesterInputs(
            semester=self.semester,
            pay_premium=staff.pay_premium,
            induction=staff.induction,
            graduates=self.graduates,
            education_gain=self.education_gain,
            schools=self.school_inputs,
            places={int(post): int(offer[post]) for post in granted},
        )

    def staff_changes(self) -> None:
        """Note graduates and leaders before people come and go."""
        u = self.world.universities
        size = u.cohort_size[:, :1]
        output = (u.graduates_primary, u.graduates_upper)
        self.graduates = [(people[:, None] * size * u.mobility).tolist() for people in output]
        self.education_gain = (u.cohort_quality[:, 0] - u.quality_start).tolist()
        self.school_inputs = school_inputs(self.world)
        super().staff_changes()

    def everyone_learns(self) -> None:
        """Note the measures as delivered, before staff learn and before steering changes."""
        self.school_inputs = school_inputs(self.world)
        super().everyone_learns()


def school_inputs(world: World) -> list[SchoolInputs]:
    """What each school is given just now."""
    s = world.schools
    steering = world.owners.steering[s.owner].tolist()
    tenure = s.principal_tenure.tolist()
    return [SchoolInputs(tenure[row], steering[row], _measures(world, row)) for row in range(s.n)]


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
