"""This file knows how an uncertainty of the register becomes a factor."""

from __future__ import annotations

from functools import cache
from typing import Any

from experiments.designs.asked import asked_range, asked_values, listed, uniform
from experiments.designs.factor import Factor
from experiments.refusals import BadInput
from sim.parameters import parameters_from, register


@cache
def uncertainties() -> dict[str, dict[str, Any]]:
    """Rows of the register that are uncertain, by name."""
    rows = register()[register()["kind"] == "uncertainty"].to_dict("records")
    return {str(row["name"]): {str(key): value for key, value in row.items()} for row in rows}


def parameter_factor(name: str, about: Any) -> Factor:
    """The factor: the register's distribution, or the user's range (uniform) or values.

    Raises:
        BadInput: If a value is not legal.
    """
    row = uncertainties()[name]
    if about is None:
        leader = row["correlated_with"] if isinstance(row["correlated_with"], str) else None
        low, mode, high = (float(row[key]) for key in ("low", "value", "high"))
        return Factor(name, "uncertainty", "triangular", low, mode, high, leader=leader)
    values = asked_values(name, about)
    if values is not None:
        return listed(name, "uncertainty", values, check_parameter)
    return uniform(name, "uncertainty", *asked_range(name, about), check_parameter)


def check_parameter(name: str, value: Any) -> None:
    """Refuse a value that is not legal.

    Raises:
        BadInput: One line with parameter, value and what was allowed.
    """
    try:
        parameters_from({name: value})
    except ValueError as error:
        raise BadInput(str(error).removeprefix("parameters.")) from None
