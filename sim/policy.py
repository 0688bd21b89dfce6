"""This file knows what policy is: a frozen bundle of levers and rules, one section a scheme or area.

Values come from configuration; nothing here has a default. Every lever states its unit and legal range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, get_type_hints

from sim.rules.allocation import Allocation
from sim.rules.base import Rule, rule_from
from sim.rules.cascade import Cascade
from sim.rules.dose import Dose
from sim.rules.forgetting import Forgetting
from sim.rules.partner_choice import PartnerChoice
from sim.rules.quality import Quality
from sim.rules.selection import Selection
from sim.rules.topic_choice import TopicChoice
from sim.topics import TOPICS

S = TypeVar("S")

LAST_YEAR_OBSERVED = 2025
"""Paths of growth start from this year; until then the figures observed stand."""


def lever(*, unit: str, doc: str, low: float = 0.0, high: float = 1.0) -> Any:
    """Declare a lever: what it means, its unit and its legal range (bounds included)."""
    return field(metadata={"unit": unit, "doc": doc, "low": low, "high": high})


Dated = Mapping[int, float]
"""A value by the calendar year from which it is in force."""


def in_force(dated: Dated, year: int) -> float:
    """The value in force in a year; 0 before the first year named."""
    begun = [y for y in dated if y <= year]
    return dated[max(begun)] if begun else 0.0


@dataclass(frozen=True)
class DekomSPolicy:
    """Levers of the decentralised scheme for schools (desentralisert ordning, Dekom S)."""

    active: bool = lever(unit="yes or no", doc="Grants are decided and delivered.")
    upper_secondary: bool = lever(unit="yes or no", doc="Upper-secondary schools take part (from 2019).")
    frame: Dated = lever(unit="kroner of 2025 per year", doc="National frame (ramme) by year.", high=1e11)
    frame_factor: float = lever(unit="factor", doc="Multiplies the frame.", high=100)
    own_share: float = lever(unit="share of the grant", doc="What the owner adds (egenandel).", high=2)
    uh_share: float = lever(unit="share of the grant", doc="Part that pays the university.")
    coordinator_share: float = lever(unit="share of the grant", doc="Part that pays a coordinator.", high=0.5)
    requirement: float = lever(unit="share of staff", doc="Share that must take part (kollektivt krav).", low=0.05)
    subject_share_min: float = lever(unit="share of the grant", doc="Earmarked for subject measures (fagkvote).")
    county_key: Allocation = lever(unit="rule", doc="Key from the nation to the counties.")
    allocation: Allocation = lever(unit="rule", doc="Key from the county to networks and owners.")
    forum_weight: float = lever(unit="factor", doc="Multiplies the forum's say in each county.", high=10)
    partner_choice: PartnerChoice = lever(unit="rule", doc="How a university partner is found.")
    topic_choice: TopicChoice = lever(unit="rule", doc="How a topic and a group are chosen.")
    plan_years_min: int = lever(unit="years", doc="Shortest long-term plan.", low=1, high=10)
    plan_years_max: int = lever(unit="years", doc="Longest long-term plan.", low=1, high=10)
    contact_hours: float = lever(unit="hours per year", doc="Aim for contact hours of a group.", low=1, high=200)
    price_per_hour: float = lever(unit="kroner of 2025", doc="Price of a university hour.", low=1, high=1e5)
    partnership_required: bool = lever(unit="yes or no", doc="Money needs a university partnership (S-7).")
    vocational_colleges: bool = lever(unit="yes or no", doc="Vocational colleges (fagskoler) may be partners (N-4).")
    equality: float = lever(unit="0-1", doc="How far contracts give owners an equal say (likeverdighet).")
    nearness_bonus: float = lever(unit="share of the university's part", doc="Pays for getting nearer to practice.")
    commitment_years: int = lever(unit="years", doc="Years for which money is promised.", low=1, high=10)
    flexible: bool = lever(unit="yes or no", doc="Decided in the autumn and delivered at once, as in Dekom Y.")
    handling_months: float = lever(unit="months", doc="From application to first hour where flexible.", high=12)
    county_hub: bool = lever(unit="yes or no", doc="The county council decides instead of the governor.")
    county_line: bool = lever(unit="yes or no", doc="Upper-secondary money goes straight to county councils (N-11).")
    open_pot: float = lever(unit="share of the county's pot", doc="Kept for needs that come up in autumn.", high=0.9)
    network_incentive: float = lever(unit="factor", doc="Extra claim of networks of several owners.", high=2)

    def check(self) -> None:
        """Refuse combinations that no single range can rule out."""
        if self.plan_years_max < self.plan_years_min:
            raise ValueError(
                f"dekom_s.plan_years_max: {self.plan_years_max} is below plan_years_min, {self.plan_years_min}"
            )
        if self.uh_share + self.coordinator_share > 1.0:
            total = self.uh_share + self.coordinator_share
            raise ValueError(f"dekom_s.uh_share: with coordinator_share it takes {total:g} of the grant, at most 1")


@dataclass(frozen=True)
class InclusionPolicy:
    """Levers of the competence boost for special education and inclusive practice (Kompetanseløftet)."""

    active: bool = lever(unit="yes or no", doc="Grants are decided and delivered, earmarked.")
    frame: Dated = lever(unit="kroner of 2025 per year", doc="National frame for schools by year.", high=1e11)
    frame_factor: float = lever(unit="factor", doc="Multiplies the frame.", high=100)
    requirement: float = lever(unit="share of staff", doc="Share that must take part.", low=0.05)

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class DekomYPolicy:
    """Levers of the scheme for vocational education (Dekom Y, lokal kompetanseutvikling i fag- og yrkesopplæringen)."""

    active: bool = lever(unit="yes or no", doc="Counties get and grant money.")
    frame: Dated = lever(unit="kroner of 2025 per year", doc="National frame by year.", high=1e11)
    frame_factor: float = lever(unit="factor", doc="Multiplies the frame.", high=100)
    rounds: int = lever(unit="rounds", doc="Rounds within the school year; 0 decides in spring, as Dekom S.", high=2)
    open_share: float = lever(unit="share of the frame", doc="Open pot for schools, offices and firms.")
    boards_share: float = lever(unit="share of the frame", doc="Pot for examination boards (prøvenemnder).")
    school_first: bool = lever(unit="yes or no", doc="School side served before firms (C-10).")
    placement_days: float = lever(unit="days", doc="Length of a job placement (hospitering).", low=1, high=20)
    placement_rate: float = lever(unit="kroner of 2025 per day", doc="Paid for a placement.", low=1, high=1e5)
    course_rate: float = lever(unit="kroner of 2025", doc="Paid per participant in a course.", low=1, high=1e5)
    course_hours: float = lever(unit="hours", doc="Length of a course or network day.", low=1, high=200)
    awareness_floor: float = lever(unit="0-1", doc="Least share of those eligible who know of the scheme.")
    handling_months: float = lever(unit="months", doc="From application to first hour within a round.", high=12)

    def check(self) -> None:
        """Refuse combinations that no single range can rule out."""
        if self.open_share + self.boards_share > 1.0:
            total = self.open_share + self.boards_share
            raise ValueError(f"dekom_y.open_share: with boards_share it takes {total:g} of the frame, at most 1")


@dataclass(frozen=True)
class FollowUpPolicy:
    """Levers of the follow-up scheme (oppfølgingsordningen) for municipalities with weak results over time."""

    active: bool = lever(unit="yes or no", doc="Municipalities are selected and helped.")
    shadow: bool = lever(unit="yes or no", doc="Selected but not helped: the control inside the model.")
    frame: Dated = lever(unit="kroner of 2025 per year", doc="National frame by year.", high=1e11)
    frame_factor: float = lever(unit="factor", doc="Multiplies the frame.", high=100)
    selection: Selection = lever(unit="rule", doc="Who is selected (O-2 to O-5, O-10).")
    intake_every: int = lever(unit="years", doc="Years between intakes.", low=1, high=10)
    preparatory_years: int = lever(unit="years", doc="Years with guides before measures (forfase).", high=3)
    delivery_years: int = lever(unit="years", doc="Years with measures (gjennomføring).", low=1, high=5)
    sustain_years: int = lever(unit="years", doc="Years of lighter help after that.", high=5)
    intensity: float = lever(unit="factor", doc="Multiplies the guides' time.", high=5)
    local_guides: bool = lever(unit="yes or no", doc="Guides found locally by the governor; else a national corps.")

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class MoneyPolicy:
    """Levers that move money between schemes; the total stays the same to the krone."""

    to_individual: float = lever(unit="share of collective frames", doc="Moved to further education.")
    to_collective: float = lever(unit="share of the individual frame", doc="Moved to collective development.")
    inclusion_merged: bool = lever(unit="yes or no", doc="Kompetanseløftet's money joins the collective pot (N-2).")
    follow_up_folded: bool = lever(
        unit="yes or no", doc="The follow-up money joins the collective pot; change it from 1 January."
    )
    growth: float = lever(unit="share per year", doc="Real growth of all frames after 2025.", low=-0.5, high=0.5)

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class FurtherEducationPolicy:
    """Levers of individual further education (videreutdanning, Kompetanse for kvalitet)."""

    active: bool = lever(unit="yes or no", doc="Places are financed.")
    frame: Dated = lever(unit="kroner of 2025 per year", doc="National frame by year.", high=1e11)
    frame_factor: float = lever(unit="factor", doc="Multiplies the frame.", high=100)
    substitute_cost: float = lever(unit="kroner of 2025", doc="Full cost of a substitute (vikar).", low=1, high=1e7)
    substitute_share: float = lever(unit="share of full cost", doc="What the state pays of a substitute.", low=0.01)
    priority_share: float = lever(unit="share of full cost", doc="The same in priority subjects.", low=0.01)
    teacher_share: float = lever(unit="share of full cost", doc="What the teacher gives in own time.")
    stipend: float = lever(unit="kroner of 2025", doc="State cost of a stipend (stipend).", low=1, high=1e7)
    paid_time: float = lever(unit="share of a post", doc="Time off with pay while studying (N-8).")
    owner_decides: bool = lever(unit="yes or no", doc="Each owner gets a frame and decides who studies (N-9).")
    priority_topics: tuple[str, ...] = lever(unit="topics", doc="Approved applications all granted, money allowing.")
    approval_target: float = lever(unit="share of applications", doc="Share that owners approve.")

    def check(self) -> None:
        """Refuse combinations that no single range can rule out."""
        state = max(self.substitute_share, self.priority_share)
        if state + self.teacher_share > 1.0:
            total = state + self.teacher_share
            raise ValueError(f"further_education.teacher_share: with the state's share it is {total:g}, at most 1")


@dataclass(frozen=True)
class StaffPolicy:
    """Levers on recruitment and retention."""

    pay_premium: float = lever(unit="share of pay", doc="Extra pay at hard-to-staff schools.")
    induction: float = lever(unit="0-1", doc="Reach of induction for new teachers (veiledning av nyutdannede).")
    principal_support: float = lever(unit="0-1", doc="Reach of support for principals.")
    career_paths: float = lever(unit="0-1", doc="Reach of career paths for teachers (karriereveier, N-13).")

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class OwnersPolicy:
    """Levers on the capacity of school owners."""

    capacity_grant_fte: float = lever(unit="FTE", doc="Added to municipalities below 10,000 inhabitants.", high=10)
    shared_office: float = lever(unit="share", doc="Part of the network's pooled capacity each member can draw on.")

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class TeacherEducationPolicy:
    """Levers on the feedback into teacher education and on its size."""

    coupling_floor: float = lever(unit="0-1", doc="Least coupling of partnership staff to teacher education.")
    admissions_factor: float = lever(unit="factor", doc="Multiplies new students, and graduates five years on.", high=5)
    feedback_share: float = lever(unit="share of the university's part", doc="Earmarked for feedback (doble formål).")
    practice_schools: float = lever(unit="0-1", doc="Share of student practice that is in partner schools.")

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class ContextPolicy:
    """What surrounds the schemes: the curriculum, and which view of learning the run takes."""

    curriculum_reform: bool = lever(unit="yes or no", doc="The reform of 2020 lifts curriculum understanding.")
    pandemic: bool = lever(unit="yes or no", doc="The pandemic cuts gatherings of staffs in 2020-21 (C-17).")
    applicants: float = lever(unit="factor", doc="Multiplies applicants to posts from outside (søkere).", high=5)
    applicants_growth: float = lever(unit="share per year", doc="Growth of applicants to posts.", low=-0.2, high=0.2)
    dose: Dose = lever(unit="rule", doc="How hours become a dose.")
    quality: Quality = lever(unit="rule", doc="What makes development work.")
    forgetting: Forgetting = lever(unit="rule", doc="How fast what is not practised fades.")
    cascade: Cascade = lever(unit="rule", doc="Whether large groups learn through go-betweens.")

    def applicants_in(self, year: int) -> float:
        """Applicants to teacher posts from outside against those observed to 2025, factor (søkere)."""
        return float(self.applicants * (1.0 + self.applicants_growth) ** max(0, year - LAST_YEAR_OBSERVED))

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class Policy:
    """Everything policy decides in one phase of a scenario."""

    dekom_s: DekomSPolicy
    inclusion: InclusionPolicy
    dekom_y: DekomYPolicy
    follow_up: FollowUpPolicy
    further_education: FurtherEducationPolicy
    staff: StaffPolicy
    owners: OwnersPolicy
    teacher_education: TeacherEducationPolicy
    money: MoneyPolicy
    context: ContextPolicy


def policy_from(levers: Mapping[str, Any]) -> Policy:
    """Build a policy from complete lever values.

    Args:
        levers: Section name -> lever name -> value, as in `configs/policy/`.

    Raises:
        ValueError: If a key is unknown or missing or a value is of the wrong type or out of range.
    """
    hints = get_type_hints(Policy)
    _refuse_strangers("policy", levers, set(hints))
    return Policy(**{name: _section(name, kind, levers[name]) for name, kind in hints.items()})


def check_lever(name: str, value: Any) -> None:
    """Refuse a value that is not legal for a lever, whatever the other levers are.

    Args:
        name: Full name, `section.lever`.
        value: As in `configs/policy/`; a rule as a mapping in full.

    Raises:
        ValueError: If the value is of the wrong type or out of range.
    """
    section, key = name.split(".")
    kind = get_type_hints(Policy)[section]
    _value(name, get_type_hints(kind)[key], value, {f.name: f.metadata for f in fields(kind)}[key])


def _refuse_strangers(key: str, given: Mapping[str, Any], known: set[str]) -> None:
    for name in given:
        if name not in known:
            raise ValueError(f"{key}.{name}: unknown; known are {', '.join(sorted(known))}")
    for name in sorted(known - set(given)):
        raise ValueError(f"{key}.{name}: missing")


def _section(name: str, kind: type[S], values: Any) -> S:
    if not isinstance(values, Mapping):
        raise ValueError(f"{name}: {values!r} is not a section of levers")
    hints = get_type_hints(kind)
    _refuse_strangers(name, values, set(hints))
    meta = {f.name: f.metadata for f in fields(kind)}  # type: ignore[arg-type]
    built = {key: _value(f"{name}.{key}", hint, values[key], meta[key]) for key, hint in hints.items()}
    section = kind(**built)
    section.check()  # type: ignore[attr-defined]
    return section


def _value(key: str, hint: Any, value: Any, meta: Mapping[str, Any]) -> Any:
    if isinstance(hint, type) and issubclass(hint, Rule):
        return rule_from(hint, value, key)
    if hint is bool:
        if not isinstance(value, bool):
            raise ValueError(f"{key}: {value!r} is not true or false")
        return value
    if hint is int or hint is float:
        return _number(key, value, meta, whole=hint is int)
    if hint == Dated:
        return _dated(key, value, meta)
    return _topics(key, value)


def _number(key: str, value: Any, meta: Mapping[str, Any], *, whole: bool) -> int | float:
    kind = "a whole number" if whole else "a number"
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        raise ValueError(f"{key}: {value!r} is not {kind} from {meta['low']:g} to {meta['high']:g}")
    if not meta["low"] <= value <= meta["high"]:
        raise ValueError(f"{key}: {value!r} is not from {meta['low']:g} to {meta['high']:g}")
    return value


def _dated(key: str, value: Any, meta: Mapping[str, Any]) -> dict[int, float]:
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"{key}: {value!r} is not a mapping of years to values")
    for year in value:
        if not str(year).isdigit() or not 1990 <= int(year) <= 2100:
            raise ValueError(f"{key}: {year!r} is not a year from 1990 to 2100")
    return {int(y): float(_number(f"{key}.{y}", v, meta, whole=False)) for y, v in value.items()}


def _topics(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{key}: {value!r} is not a list of topics")
    for topic in value:
        if topic not in TOPICS.codes:
            raise ValueError(f"{key}: {topic!r} is not one of {', '.join(TOPICS.codes)}")
    return tuple(value)
