"""The points of a design before anything is run: drawn by a scheme, or read from a file of the user's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtr, ndtri

from experiments.designs.design import Point
from experiments.designs.factors import THEORY, Factor, check_value, objects, refuse_unknown, uncertainties
from experiments.designs.schemes import SCHEMES
from experiments.refusals import BadInput, near
from sim.policy import lever_kinds
from sim.theories import CONTESTED, DEFAULT, theory
from sim.timeline import rule_names
from sim.types import Floats
from sim.user_table import is_ambiguous, number_in, read_table, why

RANK = "rank:"
"""Begins the name of a column of `design.csv` that holds ranks instead of values."""
_EDGE = 1e-12


class Points(Sequence[Point]):
    """Points as the runs need them, each made when it is asked for."""

    def __init__(self, factors: Sequence[Factor], columns: Sequence[npt.NDArray[Any]]) -> None:
        """Keep the columns.

        Args:
            factors: What is varied.
            columns: Values of each factor, None or NaN where it is left as it is, shape (n_points,) each.
        """
        numbers = [i for i, column in enumerate(columns) if column.dtype != object]
        self._length, self._numbers = (
            len(columns[0]),
            np.stack([columns[i] for i in numbers], axis=1) if numbers else None,
        )
        self._names = [factors[i].name for i in numbers]
        self._rest = {f.name: c for f, c in zip(factors, columns, strict=True) if c.dtype == object}
        self._levers = frozenset(factor.name for factor in factors if factor.kind == "lever")

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, point: Any) -> Any:
        if isinstance(point, slice):
            return tuple(self[i] for i in range(*point.indices(len(self))))
        if not 0 <= point < len(self):
            raise IndexError(point)
        row = [] if self._numbers is None else self._numbers[point].tolist()
        given = {name: value for name, value in zip(self._names, row, strict=True) if value == value}  # not NaN
        given |= {name: _plain(c[point]) for name, c in self._rest.items() if c[point] is not None}
        held = theory(given.pop(THEORY)) if THEORY in given else DEFAULT
        if not self._levers and held is DEFAULT:
            return Point(given)
        levers = {name: value for name, value in given.items() if name in self._levers}
        parameters = {name: value for name, value in given.items() if name not in self._levers}
        return Point({**parameters, **held.parameters}, {**levers, **held.levers})


@dataclass(frozen=True)
class Sample:
    """The points of a design.

    Attributes:
        kind: Scheme, or "table".
        factors: What is varied.
        columns: Values of each factor by point; None or NaN where it is left as it is.
        ranks: Ranks in 0-1 of the leaders, shape (n_points, n_leaders); NaN where left; None for a table.
        about: What else decides the points and names the folder (seed, correlations).
        number: What `points=` said; it names the folder only if points cannot be added.
        extends: Whether a larger number only adds points.
    """

    kind: str
    factors: tuple[Factor, ...]
    columns: tuple[npt.NDArray[Any], ...]
    ranks: Floats | None
    about: Mapping[str, Any]
    number: int
    extends: bool

    @property
    def points(self) -> Points:
        """The points, as the runs need them."""
        return Points(self.factors, self.columns)

    @property
    def varies_policy(self) -> bool:
        """Whether a lever is among the factors that is policy, and no reading of research."""
        return any(factor.kind == "lever" and factor.name not in CONTESTED for factor in self.factors)

    @property
    def repeated(self) -> int:
        """How many points have stood before."""
        return int(self.frame().drop(columns="point").astype(str).duplicated().sum())

    @property
    def groups(self) -> list[list[str]]:
        """Factors that move as one, the leader first, in the order of the columns of ranks."""
        leaders = [factor.name for factor in self.factors if factor.leader is None]
        return [[name, *(f.name for f in self.factors if f.leader == name)] for name in leaders]

    def describe(self) -> dict[str, Any]:
        """The design as plain data, for the manifest."""
        return self._name() | {"points": len(self.points), "number": self.number, "groups": self.groups}

    def name_folder(self) -> dict[str, Any]:
        """What names the folder: all but the number, where points can be added."""
        return self._name() | ({} if self.extends else {"number": self.number})

    def _name(self) -> dict[str, Any]:
        return {"kind": self.kind, "factors": [f.describe() for f in self.factors], **self.about}

    def frame(self) -> pd.DataFrame:
        """One row a point: point, a column a factor, and a column `rank:<leader>` a group; for `design.csv`."""
        columns = {f.name: [_cell(x) for x in values] if values.dtype == object else values
                   for f, values in zip(self.factors, self.columns, strict=True)}  # fmt: skip
        found = pd.DataFrame({"point": np.arange(len(self.points)), **columns})
        if self.ranks is None:
            return found
        return pd.concat(
            [found, pd.DataFrame(self.ranks, columns=[f"{RANK}{group[0]}" for group in self.groups])], axis=1
        )


def _plain(value: Any) -> Any:
    """A value as plain data."""
    return value.item() if isinstance(value, np.generic) else value


def _cell(value: Any) -> Any:
    """A value as it stands in a CSV file: mappings, lists, true and false as in JSON."""
    return json.dumps(value, sort_keys=True) if isinstance(value, bool | list | Mapping) else value


# ---- drawn


def draw_sample(
    kind: str, factors: Sequence[Factor], points: int | None, seed: int, correlations: Mapping[str, Any] | None = None
) -> Sample:
    """The points of a scheme, the same for the same seed.

    A factor that follows another (register, `correlated_with`) has its rank at every point, so in designs that move
    one thing at a time the two move as one.

    Args:
        kind: Name of the scheme.
        factors: What is varied.
        points: What the scheme counts; None for the usual number.
        seed: Root of the scheme's luck.
        correlations: The user's own correlations between factors.

    Raises:
        BadInput: If there is no such scheme, or its number or correlations cannot be used.
    """
    if kind not in SCHEMES:
        hint = near(kind, (*SCHEMES, "./mine.csv"))
        raise BadInput(f"design={kind}: no such design; {hint}")
    scheme = SCHEMES[kind]
    number = scheme.choose(kind, points)
    leaders = [factor for factor in factors if factor.leader is None]
    followers = [factor for factor in factors if factor.leader is not None]
    if correlations and not scheme.correlates:
        able = " and ".join(name for name, other in SCHEMES.items() if other.correlates)
        raise BadInput(f"correlations: design={kind} varies its factors independently of each other; use {able}")
    matrix = _correlations(correlations, leaders, followers) if correlations else None
    ranks = scheme.draw(leaders, number, seed)
    ranks = ranks if matrix is None else correlate(ranks, matrix)
    place = {factor.name: i for i, factor in enumerate(leaders)}
    columns = tuple(factor.at(ranks[:, place[factor.leader or factor.name]]) for factor in factors)
    about = {"seed": seed} | ({"correlations": dict(correlations)} if correlations else {})
    return Sample(kind, tuple(factors), columns, ranks, about, number, scheme.extends)


def correlate(ranks: Floats, matrix: Floats) -> Floats:
    """Independent ranks made dependent, each column uniform as before (Gaussian copula).

    Args:
        ranks: Independent uniform ranks, shape (n_points, n).
        matrix: Correlations of the normal scores, positive definite, shape (n, n).
    """
    scores = ndtri(np.clip(ranks, _EDGE, 1.0 - _EDGE)) @ np.linalg.cholesky(matrix).T
    return np.asarray(ndtr(scores))


def _correlations(given: Mapping[str, Any], leaders: Sequence[Factor], followers: Sequence[Factor]) -> Floats:
    """Correlations of the normal scores behind the ranks, as in `'correlations={a:{b:0.5}}'`, shape (n, n)."""
    place = {factor.name: i for i, factor in enumerate(leaders)}
    led = {factor.name: str(factor.leader) for factor in followers}
    matrix = np.eye(len(leaders))
    for name, others in given.items():
        for other, value in others.items():
            row, column = (_place(x, place, led) for x in (name, other))
            if row == column or (matrix[row, column] not in (0.0, value)):
                raise BadInput(f"correlations.{name}.{other}={value:g}: a pair has one correlation, of two factors")
            matrix[row, column] = matrix[column, row] = value
    if np.linalg.eigvalsh(matrix)[0] < 1e-9:
        raise BadInput("correlations: they cannot all hold at once (the matrix is not positive definite); weaken some")
    return matrix


def _place(name: str, place: Mapping[str, int], led: Mapping[str, str]) -> int:
    if name in led:
        raise BadInput(f"correlations.{name}: it follows {led[name]} in the register; correlate {led[name]} instead")
    if name not in place:
        raise BadInput(f"correlations.{name}: not a factor of this design; {near(name, place)}")
    return place[name]


# ---- read


def read_sample(path: str) -> Sample:
    """The points of a CSV file, one row a point, one column a factor.

    A column `point` and columns of ranks, as in a `design.csv`, are passed over.

    Raises:
        BadInput: One line with column, row and what was allowed.
    """
    try:
        rows = read_table(Path(path), [*uncertainties(), *lever_kinds()])
    except BadInput as error:
        raise BadInput(f"design={error}") from None
    names = [str(name) for name in rows if name != "point" and not str(name).startswith(RANK)]
    for name in names:
        refuse_unknown(name, f"design={path}: column {name!r}")
    if not names or rows.empty:
        raise BadInput(f"design={path}: needs a header of factors and at least one row")
    factors = tuple(Factor(name, "lever" if name in lever_kinds() else "uncertainty", "table") for name in names)
    cells = {name: zip(rows.index.tolist(), rows[name].tolist(), strict=True) for name in names}
    columns = tuple(objects([_value(path, k, name, text) for k, text in cells[name]]) for name in names)
    return Sample("table", factors, columns, None, {"first": [_plain(c[0]) for c in columns]}, len(rows), extends=True)


def _value(path: str, number: int, name: str, text: str) -> Any:
    where = f"design={path}: row {number}, column {name}"
    try:
        value = _parse(name, text)
        if isinstance(value, float) and not isfinite(value):
            raise ValueError("not a finite number")
    except (ValueError, RecursionError):
        raise BadInput(f"{where}: {text[:60] or 'an empty cell'} is not {_wanted(name)}{why(text)}") from None
    try:
        check_value(name, value)
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from None
    return value


def _parse(name: str, text: str) -> Any:
    kind = lever_kinds().get(name, float)
    if kind is int:
        if number_in(text) % 1 or is_ambiguous(text):
            raise ValueError("not a whole number")
        return int(number_in(text))
    if kind is float:
        return number_in(text)
    return text if rule_names(name) and not text.startswith("{") else json.loads(text)


def _wanted(name: str) -> str:
    kind = lever_kinds().get(name, float)
    if kind is bool:
        return "true or false"
    return {int: "a whole number", float: "a number"}.get(kind, "a value of it, as JSON")
