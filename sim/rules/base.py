"""What a rule is: a frozen, pure alternative for one decision that policy leaves open.

A new rule is one final class below the abstract class of its decision. Nothing else has to be edited: rules are found
through their abstract class.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

R = TypeVar("R", bound="Rule")
PLUGIN = "kompetanse_plugin_"
"""Begins the names of modules that are plugins; their rules are there while their plugin is in use."""
AWAKE: set[str] = set()
"""Modules of the plugins in use."""


@dataclass(frozen=True)
class Rule:
    """A decision rule; its fields are its numbers, its subclasses are the options."""

    @classmethod
    def option(cls) -> str:
        """Name of the rule in configuration: the class name in snake_case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def numbers(cls) -> dict[str, Number]:
        """What is declared of each of its numbers, by name."""
        return {f.name: f.metadata["number"] for f in fields(cls)}

    @classmethod
    def named(cls, name: str) -> type[Rule]:
        """The alternative of a name.

        Raises:
            KeyError: If there is none.
        """
        return options(cls)[name]

    @classmethod
    def plain(cls, value: Any) -> dict[str, Any]:
        """A choice of rule in full: its name, and every number the choice does not give at its declared value.

        Args:
            value: Name of the rule, or a mapping with `rule` and some of its numbers.

        Raises:
            ValueError: If there is no such rule for this decision.
        """
        given = {"rule": value} if isinstance(value, str) else value
        if not isinstance(given, Mapping) or not isinstance(given.get("rule"), str):
            raise ValueError(f"{value!r} is not a rule; known are {', '.join(sorted(options(cls)))}")
        if given["rule"] not in options(cls):
            raise ValueError(f"{given['rule']!r} is not a rule; known are {', '.join(sorted(options(cls)))}")
        rule = cls.named(given["rule"])
        return {"rule": given["rule"], **{name: number.value for name, number in rule.numbers().items()}, **given}


@dataclass(frozen=True)
class Number:
    """Everything that is known of a number of a rule.

    Attributes:
        value: Its value where a scenario names the rule only.
        en, nb: What it means.
        high: The highest legal value; the lowest is 0.
        range: Where its value may honestly lie, None where it is known.
        status: "sourced", "derived" or "assumption".
        source: Where the value comes from.
    """

    value: float
    en: str
    nb: str
    high: float
    range: tuple[float, float] | None
    status: str
    source: str


def number(
    value: float, *, en: str, nb: str, high: float = 100.0, range: tuple[float, float] | None = None,
    status: str = "assumption", source: str = "",
) -> Any:  # fmt: skip
    """Declare a number of a rule, at least 0 (arguments: see `Number`)."""
    return field(metadata={"number": Number(value, en, nb, high, range, status, source)})


def options(decision: type[R]) -> dict[str, type[R]]:
    """The rules there are for a decision, by name."""
    return {rule.option(): rule for rule in decision.__subclasses__() if is_awake(rule)}


def is_awake(kind: type) -> bool:
    """Whether a class is of the model, or of a plugin in use: a class that was loaded once cannot be unloaded."""
    module = kind.__module__.partition(".")[0]
    return not module.startswith(PLUGIN) or module in AWAKE


def rule_from(decision: type[R], spec: Mapping[str, Any] | str, key: str) -> R:
    """Build a rule from its configuration.

    Args:
        decision: The abstract class of the decision.
        spec: Mapping with `rule` (the option's name) and the rule's numbers, or just the name.
        key: The lever the specification stands under, for messages.

    Raises:
        ValueError: If the option or one of its numbers does not exist, or a number is outside its range.
    """
    known = options(decision)
    if not isinstance(spec, str | Mapping):
        raise ValueError(f"{key}: {spec!r} is not one of {', '.join(sorted(known))}")
    spec = {"rule": spec} if isinstance(spec, str) else dict(spec)
    name = spec.pop("rule", None)
    if not isinstance(name, str):
        raise ValueError(f"{key}.rule: {name!r} is not one of {', '.join(sorted(known))}")
    if name not in known:
        raise ValueError(f"{key}: {name!r} is not one of {', '.join(sorted(known))}")
    rule = known[name]
    allowed = {given: declared.high for given, declared in rule.numbers().items()}
    for given, value in spec.items():
        if given not in allowed:
            raise ValueError(f"{key}.{given}: unknown; {name} knows {', '.join(sorted(allowed)) or 'no numbers'}")
        sound = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not sound or not 0 <= value <= allowed[given]:
            raise ValueError(f"{key}.{given}: {value!r} is not a number from 0 to {allowed[given]:g}")
    missing = set(allowed) - set(spec)
    if missing:
        raise ValueError(f"{key}.{sorted(missing)[0]}: missing; {name} needs a number")
    return rule(**spec)
