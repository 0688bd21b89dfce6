"""This file knows what policy is: a frozen bundle of levers and rules, one section a scheme or area.

Values come from configuration; nothing here has a default. Every lever states its unit and legal range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, get_type_hints

from sim.rules.allocation import Allocation
from sim.rules.base import Rule, rule_from
from sim.rules.dose import Dose
from sim.rules.partner_choice import PartnerChoice
from sim.rules.topic_choice import TopicChoice
from sim.topics import TOPICS

S = TypeVar("S")


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
class FurtherEducationPolicy:
    """Levers of individual further education (videreutdanning, Kompetanse for kvalitet)."""

    active: bool = lever(unit="yes or no", doc="Places are financed.")
    frame: Dated = lever(unit="kroner of 2025 per year", doc="National frame by year.", high=1e11)
    frame_factor: float = lever(unit="factor", doc="Multiplies the frame.", high=100)
    cost_per_place: float = lever(unit="kroner of 2025", doc="State cost of a place.", low=1, high=1e7)
    owner_share: float = lever(unit="share of full cost", doc="What the owner pays of a substitute.")
    teacher_share: float = lever(unit="share of full cost", doc="What the teacher pays in own time.")
    priority_topics: tuple[str, ...] = lever(unit="topics", doc="Approved applications all granted, money allowing.")
    approval_target: float = lever(unit="share of applications", doc="Share that owners approve.")

    def check(self) -> None:
        """Refuse combinations that no single range can rule out."""
        if self.owner_share + self.teacher_share >= 1.0:
            total = self.owner_share + self.teacher_share
            raise ValueError(f"further_education.owner_share: with teacher_share it is {total:g}, must stay below 1")


@dataclass(frozen=True)
class StaffPolicy:
    """Levers on recruitment and retention."""

    pay_premium: float = lever(unit="share of pay", doc="Extra pay at hard-to-staff schools.")
    induction: float = lever(unit="0-1", doc="Reach of induction for new teachers (veiledning av nyutdannede).")
    principal_support: float = lever(unit="0-1", doc="Reach of support for principals.")

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

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class ContextPolicy:
    """What surrounds the schemes: the curriculum, and which view of learning the run takes."""

    curriculum_reform: bool = lever(unit="yes or no", doc="The reform of 2020 lifts curriculum understanding.")
    dose: Dose = lever(unit="rule", doc="How hours become a dose.")

    def check(self) -> None:
        """Nothing to refuse beyond ranges."""


@dataclass(frozen=True)
class Policy:
    """Everything policy decides in one phase of a scenario."""

    dekom_s: DekomSPolicy
    further_education: FurtherEducationPolicy
    staff: StaffPolicy
    owners: OwnersPolicy
    teacher_education: TeacherEducationPolicy
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
