"""Levers that belong to no single scheme: staff, owners, teacher education, money between schemes, context."""

from __future__ import annotations

from dataclasses import dataclass

from sim.levers import Levers, lever, rule, yes_no
from sim.rules.cascade import Cascade
from sim.rules.demography import Demography
from sim.rules.displacement import Displacement
from sim.rules.dose import Dose
from sim.rules.forgetting import Forgetting
from sim.rules.hour_limit import HourLimit
from sim.rules.market import Market
from sim.rules.quality import Quality
from sim.rules.questions import Questions
from sim.rules.routine_drive import RoutineDrive

LAST_YEAR_OBSERVED = 2025
"""Paths of growth start from this year; until then the figures observed stand."""


@dataclass(frozen=True)
class StaffLevers(Levers):
    """Recruitment and retention (rekruttere og beholde); nothing beyond ordinary terms unless a scenario decides so."""

    pay_premium: float = lever(
        0.0, "share of pay", en="Extra pay at hard-to-staff schools.",
        nb="Lønnstillegg ved skoler som er vanskelige å bemanne.", status="assumption", source="None today",
    )  # fmt: skip
    induction: float = lever(
        0.0, "0-1", en="Reach of induction for new teachers beyond what owners and the grant for guidance give.",
        nb="Rekkevidden av veiledning av nyutdannede, ut over det eierne og veiledningstilskuddet gir.",
        status="assumption", source="None beyond that",
    )  # fmt: skip
    principal_support: float = lever(
        0.0, "0-1", local=True, en="Reach of support for principals beyond today's.",
        nb="Rekkevidden av støtte til rektorer, ut over dagens.", status="assumption", source="None beyond today's",
    )  # fmt: skip
    career_paths: float = lever(
        0.0, "0-1", en="Reach of career paths for teachers beyond today's (N-13).",
        nb="Rekkevidden av karriereveier for lærere, ut over dagens (N-13).", status="assumption",
        source="None beyond today's",
    )  # fmt: skip


@dataclass(frozen=True)
class OwnersLevers(Levers):
    """Capacity of school owners (skoleeiere)."""

    capacity_grant_fte: float = lever(
        0.0, "FTE", local=True, legal=(0, 10), en="Added to municipalities below 10,000 inhabitants.",
        nb="Årsverk i tillegg i kommuner under 10 000 innbyggere.", status="sourced", source="No such grant today",
    )  # fmt: skip
    shared_office: float = lever(
        0.0, "share", local=True, en="Part of the network's pooled capacity that each member can draw on.",
        nb="Del av nettverkets samlede kapasitet som hvert medlem kan trekke på.", status="assumption",
        source="None today",
    )  # fmt: skip


@dataclass(frozen=True)
class TeacherEducationLevers(Levers):
    """Teacher education: what comes back from partnerships (dobbelt formål), and how many begin."""

    coupling_floor: float = lever(
        0.0, "0-1", en="Least coupling of partnership staff to teacher education.",
        nb="Minste kobling mellom partnerskapsansatte og lærerutdanningen.", status="sourced", source="No requirement",
    )  # fmt: skip
    admissions_factor: float = lever(
        1.0, "factor", legal=(0, 5), en="Multiplies new students, and graduates five years on.",
        nb="Ganges med nye studenter, og med nyutdannede fem år senere.", status="sourced", source="As today",
    )  # fmt: skip
    feedback_share: float = lever(
        0.0, "share of the university's part", en="Earmarked for feedback into teacher education (dobbelt formål).",
        nb="Øremerket tilbakeføring til lærerutdanningen (dobbelt formål).", status="sourced", source="None today",
    )  # fmt: skip
    practice_schools: float = lever(
        0.0, "0-1", en="Share of student practice that is in partner schools, beyond today's.",
        nb="Andel av praksisopplæringen som skjer i partnerskoler, ut over dagens.", status="assumption",
        source="None beyond today's",
    )  # fmt: skip


@dataclass(frozen=True)
class MoneyLevers(Levers):
    """Money that moves between schemes; the total stays the same to the krone."""

    to_individual: float = lever(
        0.0, "share of collective frames", en="Moved to further education.", nb="Flyttes til videreutdanning.",
        status="sourced", source="Nothing is moved",
    )  # fmt: skip
    to_collective: float = lever(
        0.0, "share of the individual frame", en="Moved to collective development.",
        nb="Flyttes til kollektiv utvikling.", status="sourced", source="Nothing is moved",
    )  # fmt: skip
    inclusion_merged: bool = yes_no(
        False, en="Kompetanseløftet's money joins the collective pot (N-2).",
        nb="Pengene til Kompetanseløftet går inn i den kollektive potten (N-2).", status="sourced", source="From 2026",
    )  # fmt: skip
    follow_up_folded: bool = yes_no(
        False, en="The follow-up money joins the collective pot; change it from 1 January.",
        nb="Oppfølgingsmidlene går inn i den kollektive potten; endres fra 1. januar.", status="sourced",
        source="Proposed by the Directorate (2023)",
    )  # fmt: skip
    growth: float = lever(
        0.0, "share per year", legal=(-0.5, 0.5), range=(-0.02, 0.02), en="Real growth of all frames after 2025.",
        nb="Realvekst i alle rammer etter 2025.", status="assumption",
    )  # fmt: skip


@dataclass(frozen=True)
class ContextLevers(Levers):
    """What surrounds the schemes: the curriculum, and which view of learning the run takes."""

    curriculum_reform: bool = yes_no(
        True, en="The reform of 2020 (fagfornyelsen) lifts the need for curriculum understanding.",
        nb="Fagfornyelsen i 2020 øker behovet for læreplanforståelse.", status="sourced",
    )  # fmt: skip
    dose: Dose = rule(
        "threshold_dose", en="How hours become a dose.", nb="Hvordan timer blir til en dose.", status="assumption",
        source="Contested; the alternative is any_dose",
    )  # fmt: skip
    pandemic: bool = yes_no(
        True, en="The pandemic cuts gatherings of staffs in 2020-21 (C-17).",
        nb="Pandemien gir færre samlinger i 2020–21 (C-17).", status="sourced", source="The event; its size is assumed",
    )  # fmt: skip
    applicants: float = lever(
        1.0, "factor", local=("county", "governor"), legal=(0.0, 5.0), range=(0.7, 1.3),
        en="Multiplies applicants to posts from outside.",
        nb="Ganges med antall søkere utenfra til stillinger.", status="assumption", source="As observed",
    )  # fmt: skip
    applicants_growth: float = lever(
        0.0, "share per year", legal=(-0.2, 0.2), range=(-0.03, 0.02), en="Growth of applicants to posts after 2025.",
        nb="Vekst i søkere til stillinger etter 2025.", status="assumption", source="Constant",
    )  # fmt: skip
    demography: Demography = rule(
        "main", en="Path of pupils, schools and posts: as published to the last year there is, then as projected.",
        nb="Elever, skoler og stillinger: som publisert til siste år, deretter etter framskrivingen.", status="sourced",
        source="Statistics Norway's population projection of 2024",
    )  # fmt: skip
    quality: Quality = rule(
        "mechanism_quality", en="What makes development work.", nb="Hva som får utviklingsarbeid til å virke.",
        status="assumption", source="Contested; the alternative is subject_specific",
    )  # fmt: skip
    forgetting: Forgetting = rule(
        "fast_forgetting", en="How fast what is not practised fades.",
        nb="Hvor fort det som ikke brukes, glemmes.", status="assumption",
        source="Contested; the alternative is slow_forgetting",
    )  # fmt: skip
    cascade: Cascade = rule(
        "first_hand", en="Whether large groups learn through go-betweens.",
        nb="Om store grupper lærer gjennom mellomledd (ressurslærere).", status="assumption",
        source="Contested; the alternative is passed_on",
    )  # fmt: skip
    routine_drive: RoutineDrive = rule(
        "hours_and_intensity", en="What of a measure builds routines.", nb="Hva ved et tiltak som bygger rutiner.",
        status="assumption", source="Contested; the alternatives are hours_only and any_hours",
    )  # fmt: skip
    hour_limit: HourLimit = rule(
        "teachers_time", en="Whose time limits the hours of development.",
        nb="Hvilken tid som begrenser timene til utvikling.", status="assumption",
        source="Contested; the alternatives are schools_time and no_limit",
    )  # fmt: skip
    displacement: Displacement = rule(
        "in_part", en="How far schemes take the place of schools' own development.",
        nb="Hvor langt ordningene fortrenger skolenes egen utvikling.", status="assumption",
        source="Contested; the alternatives are additional and crowded_out",
    )  # fmt: skip
    market: Market = rule(
        "one_off_courses", en="How well courses work that are bought without a partnership.",
        nb="Hvor godt kurs virker som kjøpes uten partnerskap.", status="assumption",
        source="Contested; the alternative is good_courses",
    )  # fmt: skip
    questions: Questions = rule(
        "same_for_all", en="What people are asked about the schemes.",
        nb="Hva folk blir spurt om når det gjelder ordningene.", status="assumption",
        source="Contested; the alternative is by_role",
    )  # fmt: skip

    def applicants_in(self, year: int) -> float:
        """Applicants to teacher posts from outside against those observed to 2025, factor (søkere)."""
        return float(self.applicants * self.growth_to(year))

    def growth_to(self, year: int) -> float:
        """What applicants have grown by since the last year observed, factor."""
        return float((1.0 + self.applicants_growth) ** max(0, year - LAST_YEAR_OBSERVED))


AREAS: dict[str, type[Levers]] = {
    "staff": StaffLevers,
    "owners": OwnersLevers,
    "teacher_education": TeacherEducationLevers,
    "money": MoneyLevers,
    "context": ContextLevers,
}
"""Sections of policy that are no schemes, by name."""
