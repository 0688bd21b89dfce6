"""This file knows what a rule is: a frozen, pure alternative for one decision that policy leaves open.

A new rule is one final class below the abstract class of its decision and one YAML file of the same name in
`configs/<decision>/`. Nothing else has to be edited: rules are found through their abstract class.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

R = TypeVar("R", bound="Rule")


@dataclass(frozen=True)
class Rule:
    """A decision rule; its fields are its numbers, its subclasses' names are the options in `configs/`."""

    @classmethod
    def option(cls) -> str:
        """Name of the rule in configuration: the class name in snake_case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


def number(*, high: float = 100.0) -> Any:
    """Declare a number of a rule: at least 0 and at most `high`."""
    return field(metadata={"high": high})


def options(decision: type[R]) -> dict[str, type[R]]:
    """The rules there are for a decision, by name."""
    return {rule.option(): rule for rule in decision.__subclasses__()}


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
    allowed = {f.name: float(f.metadata.get("high", 100.0)) for f in fields(rule)}
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
