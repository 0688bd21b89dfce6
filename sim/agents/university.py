"""The universities (UH-institusjoner): practice-nearness, capacity and teacher education."""

from __future__ import annotations

import numpy as np

from sim.areas import TeacherEducationLevers
from sim.columns import FLOATS, IDS, SMALLS, TEXTS, Actor, Choice, Population, column
from sim.luck import Draws
from sim.parameters import PartnershipParameters
from sim.types import Floats

UNIVERSITY, VOCATIONAL_COLLEGE = range(2)


class University(Actor):
    """One university or university college with teacher education."""

    accept = Choice("What part of the hours asked for it can staff (kapasitet).")


class Universities(Population):
    """Every institution with teacher education for schools."""

    actor = University
    uid = column(IDS, unit="id", doc="Stable id.", static=True)
    id = column(TEXTS, unit="text", doc="Short name.", static=True)
    name = column(TEXTS, unit="text", doc="Name.", static=True)
    kind = column(SMALLS, unit="code", doc="University, or vocational college (fagskole).", static=True)
    lat = column(FLOATS, unit="degrees", doc="Latitude of the main campus.", static=True)
    lon = column(FLOATS, unit="degrees", doc="Longitude of the main campus.", static=True)
    base_hours = column(FLOATS, unit="hours per year", doc="Capacity when the history begins.", static=True)
    coupling = column(FLOATS, unit="0-1", doc="Coupling of partnership staff to teacher education.", static=True)
    staff_exit = column(FLOATS, unit="share per year", doc="Experienced staff who leave.", static=True)
    graduates_primary = column(
        FLOATS, unit="people per year", doc="Graduates who begin in primary schools this autumn."
    )
    graduates_upper = column(FLOATS, unit="people per year", doc="Graduates who begin in upper secondary this autumn.")
    graduates_glu = column(FLOATS, unit="people per year", doc="Of those in primary schools the graduates of GLU.")
    elsewhere_primary = column(FLOATS, unit="people per year", doc="Graduates for primary schools who do not begin.")
    elsewhere_upper = column(FLOATS, unit="people per year", doc="Graduates for upper secondary who do not begin.")
    topic_strength = column(FLOATS, unit="0-1", doc="Strength by topic.", dims=("topics",), static=True)
    mobility = column(
        FLOATS, unit="share", doc="Graduates looking for work by county.", dims=("counties",), static=True
    )
    nearness_start = column(FLOATS, unit="0-1", doc="Practice-nearness of its newcomers.", static=True)
    experience_start = column(FLOATS, unit="0-1", doc="Experience its newcomers bring.", static=True)
    quality_start = column(FLOATS, unit="0-1", doc="Quality of teacher education at the start.", static=True)

    nearness = column(FLOATS, unit="0-1", doc="Practice-nearness (praksisnærhet).")
    experience = column(FLOATS, unit="0-1", doc="Experience of school-based development.")
    quality = column(FLOATS, unit="0-1", doc="Quality of teacher education for schools.")
    cohort_quality = column(FLOATS, unit="0-1", doc="Quality each cohort was admitted to.", dims=("cohorts",))
    cohort_size = column(FLOATS, unit="factor", doc="Size of each cohort against the start.", dims=("cohorts",))
    staff_hours = column(FLOATS, unit="hours per year", doc="Capacity for partnership work.")
    asked = column(FLOATS, unit="hours", doc="Hours asked for this school year.")
    accepted = column(FLOATS, unit="share", doc="Part of these hours it can staff.")
    hours = column(FLOATS, unit="hours", doc="Partnership hours of this school year.")
    places_money = column(FLOATS, unit="kroner of 2025", doc="State money for study places beyond today's.")
    equal_hours = column(FLOATS, unit="hours", doc="Of these, weighted by equality of the partnership.")

    def exits(self, commitment_years: int, params: PartnershipParameters) -> Floats:
        """Share of partnership staff that leaves in a year: fewer where money is promised for longer."""
        return self.staff_exit * (1.0 - params.commitment_exits * (1.0 - 1.0 / commitment_years))

    def lose_staff(self, exits: Floats, params: PartnershipParameters, draws: Draws) -> None:
        """A year's loss of experienced staff, lumpy, takes along what newcomers do not bring."""
        loss = exits * 2.0 * draws.uniform("university staff leaves", self.uid)
        self.nearness -= loss * (1.0 - params.nearness_kept) * (self.nearness - self.nearness_start)
        self.experience -= loss * (self.experience - self.experience_start)

    def hire(self, params: PartnershipParameters) -> None:
        """Capacity follows what was asked last year, down to a core; newcomers bring little experience."""
        before = self.staff_hours.copy()
        self.staff_hours += params.capacity_response * (
            np.maximum(self.asked, params.capacity_core * self.base_hours) - before
        )
        new = np.maximum(1.0 - before / np.maximum(self.staff_hours, 1e-9), 0.0)
        self.nearness -= new * np.maximum(self.nearness - self.nearness_start, 0.0)
        self.experience -= new * np.maximum(self.experience - self.experience_start, 0.0)

    def learn_by_doing(
        self, levers: TeacherEducationLevers, nearness_bonus: float, params: PartnershipParameters
    ) -> None:
        """Half a year of partnership work: experience, practice-nearness, feedback into teacher education.

        Args:
            levers: Levers on teacher education.
            nearness_bonus: Share of partnership money paid by practice-nearness, which makes it worth learning.
            params: Parameters of partnerships.
        """
        flow = np.minimum(self.equal_hours / np.maximum(self.staff_hours, 1e-9), 1.0)
        self.experience += 0.5 * flow * (1.0 - self.experience) * np.log(2.0) / params.experience_hours
        gain = params.nearness_gain * self.experience + params.bonus_gain * nearness_bonus
        self.nearness += 0.5 * gain * flow * (1.0 - self.nearness)
        paid = 1.0 - np.exp(-params.feedback_money * levers.feedback_share)
        coupling = np.maximum(self.coupling, levers.coupling_floor)
        coupling = coupling + paid * (1.0 - coupling)
        feedback = params.feedback_gain * coupling * self.nearness * flow * (1.0 - self.quality)
        self.quality += 0.5 * (feedback - params.quality_fade * (self.quality - self.quality_start))
        met = params.practice_school_gain * levers.practice_schools * self.nearness * flow  # students see it done
        self.cohort_quality += 0.5 * met[:, None] * (1.0 - self.cohort_quality)

    def admit(self, factor: float) -> None:
        """The oldest cohort is done; a new one meets the programme as it is now (fem år i løpet)."""
        self.cohort_quality[:, :-1] = self.cohort_quality[:, 1:].copy()
        self.cohort_size[:, :-1] = self.cohort_size[:, 1:].copy()
        self.cohort_quality[:, -1] = self.quality
        self.cohort_size[:, -1] = factor
