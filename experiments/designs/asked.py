"""This file knows the two ways to give values, [low, high] and {values: [...]}, and the factors they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, Literal, TypeAlias

from experiments.designs.factor import Factor
from experiments.refusals import BadInput

Kind: TypeAlias = Literal["uncertainty", "lever"]
Check: TypeAlias = "Callable[[str, Any], None]"
"""Refuses a value of a factor, given its name, that is not legal."""


def uniform(name: str, kind: Kind, low: float, high: float, check: Check) -> Factor:
    """A factor that is uniform over a range with legal ends."""
    check(name, low)
    check(name, high)
    return Factor(name, kind, "uniform", low, (low + high) / 2, high)


def listed(name: str, kind: Kind, values: tuple[Any, ...], check: Check) -> Factor:
    """A factor with legal values, all equally likely."""
    for value in values:
        check(name, value)
    return Factor(name, kind, "values", values=values)


def asked_range(name: str, about: Any) -> tuple[float, float]:
    """The range [low, high].

    Raises:
        BadInput: If it is no such range, or empty.
    """
    if not isinstance(about, list) or len(about) != 2 or not all(_is_number(x) for x in about):
        raise BadInput(f"factors.{name}={about}: write [low,high], {{values:[...]}}, or null for what is usual")
    low, high = float(about[0]), float(about[1])
    if low >= high:
        raise BadInput(f"factors.{name}={about}: an empty range; the second number must be the larger one")
    return low, high


def asked_values(name: str, about: Any) -> tuple[Any, ...] | None:
    """The values of {values: [...]}, or None if that form is not used.

    Raises:
        BadInput: If there are fewer than two, or one twice.
    """
    if not isinstance(about, Mapping):
        return None
    values = about.get("values")
    if set(about) != {"values"} or not isinstance(values, list) or len(values) < 2:
        raise BadInput(f"factors.{name}={dict(about)}: write {{values:[...]}} with at least two values")
    if any(value in values[:i] for i, value in enumerate(values)):
        raise BadInput(f"factors.{name}={dict(about)}: a value is given twice")
    return tuple(values)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
