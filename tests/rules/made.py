"""The rules there are for a decision, each with the numbers that are declared for it."""

from __future__ import annotations

from typing import TypeVar

from sim.rules.base import Rule, options, rule_from

R = TypeVar("R", bound=Rule)


def rule_of(decision: type[R], name: str) -> R:
    """One rule, by its name."""
    return rule_from(decision, decision.plain(name), name)


def every(decision: type[R]) -> list[R]:
    """Every rule of a decision."""
    return [rule_of(decision, name) for name in options(decision)]
