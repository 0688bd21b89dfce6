"""What a lever of policy is: its value today, unit, legal and honest range, status, source and texts, declared once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_type_hints

from sim.rules.base import Rule, rule_from
from sim.topics import TOPICS

L = TypeVar("L", bound="Levers")
Status = Literal["sourced", "derived", "assumption"]

Dated = Mapping[int, float]
"""A value by the calendar year from which it is in force."""


@dataclass(frozen=True)
class Declaration:
    """Everything that is known of a lever beside its type.

    Attributes:
        value: Its value while no scenario decides otherwise; a rule by its name, years as a mapping.
        unit: Unit of measurement.
        en, nb: What it means.
        low, high: What is legal, ends included (numbers only).
        range: Where its value may honestly lie, None where it is known or a choice.
        status: How well the value is founded; of a choice: whether it describes policy as it is.
        source: Where the value comes from, or why it was assumed.
        local: Whether it can act in a part of the country only (`where:` in a scenario), or the only kinds of place in
            which it can.
    """

    value: Any
    unit: str
    en: str
    nb: str
    low: float
    high: float
    range: tuple[float, float] | None
    status: Status
    source: str
    local: bool | tuple[str, ...]


def lever(
    value: Any, unit: str, *, en: str, nb: str, status: Status, source: str = "", legal: tuple[float, float] = (0, 1),
    range: tuple[float, float] | None = None, local: bool | tuple[str, ...] = False,
) -> Any:  # fmt: skip
    """Declare a lever, as the default of a field of a `Levers` class (arguments: see `Declaration`).

    Raises:
        ValueError: If the value, or its honest range, lies outside what is legal.
    """
    for number in _numbers(value) + list(range or ()):
        if not legal[0] <= number <= legal[1]:
            raise ValueError(f"{number:g} is not from {legal[0]:g} to {legal[1]:g}: {en}")
    declared = Declaration(value, unit, en, nb, float(legal[0]), float(legal[1]), range, status, source, local)
    return field(metadata={"lever": declared})


def _numbers(value: Any) -> list[float]:
    if isinstance(value, Mapping):
        return [float(v) for v in value.values()]
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def yes_no(value: bool, *, en: str, nb: str, status: Status, source: str = "") -> Any:
    """Declare a lever that is on or off."""
    return lever(value, "yes or no", en=en, nb=nb, status=status, source=source)


def rule(value: str, *, en: str, nb: str, status: Status, source: str = "") -> Any:
    """Declare a lever that is a choice of rule, by the rule's name."""
    return lever(value, "rule", en=en, nb=nb, status=status, source=source)


@dataclass(frozen=True)
class Levers:
    """One section of policy: the levers of a scheme or an area."""

    def check(self) -> None:
        """Refuse combinations that no single range can rule out."""

    @classmethod
    @cache
    def declared(cls) -> Mapping[str, Declaration]:
        """What is declared of each lever, by name."""
        return MappingProxyType({f.name: f.metadata["lever"] for f in fields(cls)})

    @classmethod
    @cache
    def kinds(cls) -> Mapping[str, Any]:
        """Type of each lever, by name."""
        hints = get_type_hints(cls)
        return MappingProxyType({f.name: hints[f.name] for f in fields(cls)})

    @classmethod
    def values(cls) -> dict[str, Any]:
        """Plain values in force while nothing is decided; rules in full."""
        return {name: plain(kind, cls.declared()[name].value) for name, kind in cls.kinds().items()}


def plain(kind: Any, value: Any) -> Any:
    """A lever's value as plain data in full: the name of a rule becomes a mapping with the rule's numbers.

    Args:
        kind: Type of the lever.
        value: As a scenario writes it.

    Raises:
        ValueError: If there is no such rule.
    """
    if is_rule(kind):
        return kind.plain(value)
    if isinstance(value, Mapping):
        return {key: plain(float, number) for key, number in value.items()}
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


def is_rule(kind: Any) -> bool:
    """Whether a lever of this type is a choice of rule."""
    return isinstance(kind, type) and issubclass(kind, Rule)


def levers_from(kind: type[L], section: str, values: Any) -> L:
    """Build one section from plain values.

    Args:
        kind: Class of the section.
        section: Its name, for messages.
        values: Lever name -> value, complete.

    Raises:
        ValueError: If a key is unknown or missing or a value is of the wrong type or out of range.
    """
    if not isinstance(values, Mapping):
        raise ValueError(f"{section}: {values!r} is not a section of levers")
    refuse_strangers(section, values, kind.kinds())
    built = kind(**{name: value_from(kind, section, name, values[name]) for name in kind.kinds()})
    try:
        built.check()
    except ValueError as error:
        raise ValueError(f"{section}.{error}") from None
    return built


def refuse_strangers(key: str, given: Mapping[str, Any], known: Mapping[str, Any] | Sequence[str]) -> None:
    """Refuse keys that are unknown or missing.

    Raises:
        ValueError: For the first of them.
    """
    for name in given:
        if name not in known:
            raise ValueError(f"{key}.{name}: unknown; known are {', '.join(sorted(known))}")
    for name in sorted(set(known) - set(given)):
        raise ValueError(f"{key}.{name}: missing")


def value_from(kind: type[Levers], section: str, name: str, value: Any) -> Any:
    """A lever's value as the model uses it.

    Raises:
        ValueError: If it is of the wrong type or out of range.
    """
    key, hint, declared = f"{section}.{name}", kind.kinds()[name], kind.declared()[name]
    if is_rule(hint):
        return rule_from(hint, value, key)
    if hint is bool:
        if not isinstance(value, bool):
            raise ValueError(f"{key}: {value!r} is not true or false")
        return value
    if hint is int or hint is float:
        return _number(key, value, declared, whole=hint is int)
    return _dated(key, value, declared) if hint == Dated else _topics(key, value)


def _number(key: str, value: Any, declared: Declaration, *, whole: bool) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"{key}: {value!r} is not {kind} from {declared.low:g} to {declared.high:g}")
    if not declared.low <= value <= declared.high:
        raise ValueError(f"{key}: {value!r} is not from {declared.low:g} to {declared.high:g}")
    return value


def _dated(key: str, value: Any, declared: Declaration) -> dict[int, float]:
    if not isinstance(value, Mapping) or not value:
        raise ValueError(f"{key}: {value!r} is not a mapping of years to values")
    for year in value:
        if not str(year).isdigit() or not 1990 <= int(year) <= 2100:
            raise ValueError(f"{key}: {year!r} is not a year from 1990 to 2100")
    return {int(y): float(_number(f"{key}.{y}", v, declared, whole=False)) for y, v in value.items()}


def _topics(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{key}: {value!r} is not a list of topics")
    for topic in value:
        if topic not in TOPICS.codes:
            raise ValueError(f"{key}: {topic!r} is not one of {', '.join(TOPICS.codes)}")
    return tuple(value)


def in_force(dated: Dated, year: int) -> float:
    """The value in force in a year; 0 before the first year named."""
    begun = [y for y in dated if y <= year]
    return dated[max(begun)] if begun else 0.0
