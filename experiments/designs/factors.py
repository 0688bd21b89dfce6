"""Factors of a design: uncertainties of the register, levers and theories, each with its values by rank."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from experiments.refusals import BadInput, near
from sim.parameters import parameters_from, register, triangular
from sim.policy import check_lever, declarations, lever_kinds
from sim.remembered import remembered
from sim.theories import DEFAULT, NAMED, theory
from sim.timeline import resolved, rule_names
from sim.types import Floats

UNCERTAIN = "uncertain"
"""What stands for all uncertainties of the register."""
THEORY = "theory"
"""The factor whose values are names of theories; each sets what it says of rules and parameters."""
WHOLE = 50
"""Most whole numbers in a range that are taken one by one."""
Kind: TypeAlias = Literal["uncertainty", "lever", "theory"]
Check: TypeAlias = "Callable[[str, Any], None]"
"""Refuses a value of a factor, given its name, that is not legal."""


@dataclass(frozen=True)
class Factor:
    """What is varied, and how its values are distributed.

    Attributes:
        name: Name of a parameter of the register, full name of a lever, or `THEORY`.
        kind: Which of the three it is.
        distribution: "triangular" (mode at the register's value), "uniform", "values" (equally likely), or "table"
            (as the user wrote).
        low, mode, high: Range and most likely value; NaN where there are values.
        values: The values of a discrete factor, in the order of their ranks.
        leader: Factor of the same design that this one follows rank by rank, if it does.
    """

    name: str
    kind: Kind
    distribution: Literal["triangular", "uniform", "values", "table"]
    low: float = np.nan
    mode: float = np.nan
    high: float = np.nan
    values: tuple[Any, ...] = ()
    leader: str | None = None

    def at(self, ranks: Floats) -> npt.NDArray[Any]:
        """Values at ranks in 0-1 (quantiles, kvantiler), NaN or None where the rank is NaN, shape (n,)."""
        if self.distribution == "values":
            place = np.minimum((np.nan_to_num(ranks) * len(self.values)).astype(int), len(self.values) - 1)
            return objects([*self.values, None])[np.where(np.isnan(ranks), len(self.values), place)]
        if self.distribution == "uniform":
            return np.asarray(self.low + ranks * (self.high - self.low))
        low, mode, high = (np.array([x]) for x in (self.low, self.mode, self.high))
        return np.asarray(triangular(ranks, low, mode, high))

    def ranks(self, levels: int) -> Floats:
        """Ranks of evenly spread values, both ends among them; of all values where the factor is discrete."""
        if self.distribution == "values":
            return (np.arange(len(self.values)) + 0.5) / len(self.values)
        return np.linspace(0.0, 1.0, levels) if levels > 1 else np.array([0.5])

    @property
    def sets(self) -> frozenset[str]:
        """Names of the parameters and levers that it gives a value."""
        if self.kind != "theory":
            return frozenset([self.name])
        return frozenset(name for one in map(theory, self.values) for name in (*one.levers, *one.parameters))

    def describe(self) -> dict[str, Any]:
        """The factor as plain data, for the manifest."""
        about: dict[str, Any] = {"name": self.name, "kind": self.kind, "distribution": self.distribution}
        if self.distribution == "values":
            about["values"] = list(self.values)
        if self.distribution in ("triangular", "uniform"):
            about |= {"low": self.low, "high": self.high}
        if self.distribution == "triangular":
            about["mode"] = self.mode
        return about | ({"leader": self.leader} if self.leader else {})


def objects(values: Sequence[Any]) -> npt.NDArray[Any]:
    """An array of whatever they are, lists and mappings too, shape (n,)."""
    found = np.empty(len(values), dtype=object)
    for place, value in enumerate(values):
        found[place] = value
    return found


def read_factors(given: str | Sequence[str] | Mapping[str, Any]) -> tuple[Factor, ...]:
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
    for name in found.keys() - {THEORY}:
        if THEORY in found and name in found[THEORY].sets:
            raise BadInput(f"factors.{name}: a theory sets it too; leave one of them out")
    return tuple(replace(f, leader=f.leader if f.leader in found else None) for f in found.values())


def refuse_unknown(name: str, where: str) -> None:
    """Refuse a name that is neither an uncertainty nor a lever.

    Raises:
        BadInput: If it is neither, with what is like it.
    """
    known = [*uncertainties(), *lever_kinds()]
    if name not in known:
        hint = near(name, known)
        hint = hint if hint.startswith("did") else "all are listed in docs/assumptions.md"
        raise BadInput(f"{where}: neither an uncertainty of the register nor a lever; {hint}")


def _factor(name: str, about: Any) -> Factor:
    if name == THEORY:
        listed = {"values": about} if isinstance(about, list) else about
        return _listed(name, "theory", _values(name, listed) or tuple(one.name for one in (DEFAULT, *NAMED)))
    refuse_unknown(name, f"factors.{name}")
    return _lever(name, about) if name in lever_kinds() else _parameter(name, about)


# ---- uncertainties


@remembered
def uncertainties() -> dict[str, dict[str, Any]]:
    """Rows of the register that are uncertain, by name."""
    rows = register()[register()["kind"] == "uncertainty"].to_dict("records")
    return {str(row["name"]): {str(key): value for key, value in row.items()} for row in rows}


def _parameter(name: str, about: Any) -> Factor:
    """An uncertainty with the register's distribution, or the user's range (uniform) or values."""
    row = uncertainties()[name]
    if about is None:
        leader = row["correlated_with"] if isinstance(row["correlated_with"], str) else None
        low, mode, high = (float(row[key]) for key in ("low", "value", "high"))
        return Factor(name, "uncertainty", "triangular", low, mode, high, leader=leader)
    values = _values(name, about)
    if values is not None:
        return _listed(name, "uncertainty", values)
    return _uniform(name, "uncertainty", *_range(name, about))


def check_value(name: str, value: Any) -> None:
    """Refuse a value that is not legal by itself; levers that do not go together are refused point by point.

    Raises:
        BadInput: One line with name, value and what was allowed.
    """
    try:
        if name == THEORY:
            theory(value)
        elif name in lever_kinds():
            check_lever(name, resolved(name, value))
        else:
            parameters_from({name: value})
    except ValueError as error:
        raise BadInput(str(error).removeprefix("parameters.")) from None


# ---- levers


def _lever(name: str, about: Any) -> Factor:
    """A lever with the user's range (uniform) or values, else the legal range of a share, yes and no, or all rules."""
    kind = lever_kinds()[name]
    plain = kind in (int, float)
    values = _values(name, about)
    if values is None and not plain and isinstance(about, list):
        values = _values(name, {"values": about})
    if values is None and not plain:
        values = _usual_values(name)
    if values is not None:
        return _listed(name, "lever", values)
    low, high = _range(name, about) if about is not None else _usual_range(name)
    return _whole(name, low, high) if kind is int else _uniform(name, "lever", low, high)


def _whole(name: str, low: float, high: float) -> Factor:
    if not low.is_integer() or not high.is_integer() or high - low >= WHOLE:
        raise BadInput(f"factors.{name}=[{low:g},{high:g}]: whole numbers are needed, at most {WHOLE} of them")
    return _listed(name, "lever", tuple(range(int(low), int(high) + 1)))


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


# ---- ranges and values as written


def _uniform(name: str, kind: Kind, low: float, high: float) -> Factor:
    check_value(name, low)
    check_value(name, high)
    return Factor(name, kind, "uniform", low, (low + high) / 2, high)


def _listed(name: str, kind: Kind, values: tuple[Any, ...]) -> Factor:
    for value in values:
        check_value(name, value)
    return Factor(name, kind, "values", values=values)


def _range(name: str, about: Any) -> tuple[float, float]:
    if not isinstance(about, list) or len(about) != 2 or not all(_is_number(x) for x in about):
        comma = isinstance(about, list) and len(about) > 2 and all(isinstance(x, int) for x in about)
        hint = "; a decimal is written with a point" if comma else ""
        raise BadInput(f"factors.{name}={about}: write [low,high], {{values:[...]}}, or null for what is usual{hint}")
    low, high = float(about[0]), float(about[1])
    if low >= high:
        raise BadInput(f"factors.{name}={about}: an empty range; the second number must be the larger one")
    return low, high


def _values(name: str, about: Any) -> tuple[Any, ...] | None:
    """The values of {values: [...]}, or None if that form is not used."""
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
