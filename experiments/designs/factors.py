"""This file knows how `factors=` becomes factors: names of the register and of levers, with ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from experiments.designs.factor import Factor
from experiments.designs.lever_factor import lever_factor
from experiments.designs.parameter_factor import parameter_factor, uncertainties
from experiments.refusals import BadInput, near
from sim.policy import lever_kinds

UNCERTAIN = "uncertain"
"""What stands for all uncertainties of the register."""


def factors_from(given: str | Sequence[str] | Mapping[str, Any]) -> tuple[Factor, ...]:
    """The factors that `factors=` names, in the order given.

    Args:
        given: "uncertain", one name, a list of names, or a mapping of names to [low, high], {values: [...]} or null
            (as by name alone).

    Raises:
        BadInput: One line with name, value and what was allowed.
    """
    if isinstance(given, str):
        given = list(uncertainties()) if given == UNCERTAIN else [given]
    asked = given if isinstance(given, Mapping) else dict.fromkeys(given)
    if len(asked) < len(given) or not asked:
        raise BadInput(f"factors={list(given)}: name at least one, and each once")
    found = {name: _factor(name, about) for name, about in asked.items()}
    return tuple(replace(f, leader=f.leader if f.leader in found else None) for f in found.values())


def _factor(name: str, about: Any) -> Factor:
    if name in lever_kinds():
        return lever_factor(name, about)
    if name in uncertainties():
        return parameter_factor(name, about)
    hint = near(name, [*uncertainties(), *lever_kinds()])
    known = hint if hint.startswith("did") else "parameters are in sim/data/parameters, levers in configs/policy"
    raise BadInput(f"factors.{name}: neither an uncertainty of the register nor a lever; {known}")
