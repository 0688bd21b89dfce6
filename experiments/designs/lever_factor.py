"""This file knows how a lever becomes a factor: numbers by range, all else by values."""

from __future__ import annotations

from typing import Any

from experiments.designs.asked import asked_range, asked_values, listed, uniform
from experiments.designs.factor import Factor
from experiments.refusals import BadInput
from sim.policy import check_lever, declarations, lever_kinds
from sim.timeline import resolved, rule_names

WHOLE = 50
"""Most whole numbers in a range that are taken one by one."""


def lever_factor(name: str, about: Any) -> Factor:
    """The factor: the user's range (uniform) or values, else the legal range of a share, yes and no, or all rules.

    Raises:
        BadInput: If a value is not legal, or the lever has no range that could be meant.
    """
    kind = lever_kinds()[name]
    plain = kind in (int, float)
    values = asked_values(name, about)
    if values is None and not plain and isinstance(about, list):
        values = asked_values(name, {"values": about})
    if values is None and not plain:
        values = _usual_values(name)
    if values is not None:
        return listed(name, "lever", values, check_lever_value)
    low, high = asked_range(name, about) if about is not None else _usual_range(name)
    return _whole(name, low, high) if kind is int else uniform(name, "lever", low, high, check_lever_value)


def check_lever_value(name: str, value: Any) -> None:
    """Refuse a value that is not legal by itself; what goes together is checked point by point.

    Raises:
        BadInput: One line with lever, value and what was allowed.
    """
    try:
        check_lever(name, resolved(name, value))
    except ValueError as error:
        raise BadInput(str(error)) from None


def _whole(name: str, low: float, high: float) -> Factor:
    if not low.is_integer() or not high.is_integer() or high - low >= WHOLE:
        raise BadInput(f"factors.{name}=[{low:g},{high:g}]: whole numbers are needed, at most {WHOLE} of them")
    return listed(name, "lever", tuple(range(int(low), int(high) + 1)), check_lever_value)


def _usual_range(name: str) -> tuple[float, float]:
    legal = declarations()[name]
    if not legal.unit.startswith(("share", "0-1")) or legal.high > 1.0:
        raise BadInput(
            f"factors.{name}: its legal range, {legal.low:g} to {legal.high:g} ({legal.unit}), says little; "
            f"give one: 'factors={{{name}:[low,high]}}'"
        )
    return legal.low, legal.high


def _usual_values(name: str) -> tuple[Any, ...]:
    if lever_kinds()[name] is bool:
        return (False, True)
    if not rule_names(name):
        raise BadInput(f"factors.{name}: it is not a number; give values: 'factors={{{name}:{{values:[...]}}}}'")
    return rule_names(name)
