"""This file knows the user's own design: a CSV file, one row a point, one column a factor."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from experiments.designs.factor import Factor
from experiments.designs.lever_factor import check_lever_value
from experiments.designs.parameter_factor import check_parameter, uncertainties
from experiments.designs.sample import RANK, Sample
from experiments.refusals import BadInput, near
from sim.policy import lever_kinds
from sim.timeline import rule_names


def table(path: str) -> Sample:
    """The points of a CSV file; a column `point` and columns of ranks, as in a `design.csv`, are passed over.

    Raises:
        BadInput: One line with column, row and what was allowed.
    """
    header, rows = _read(path)
    columns = [(i, name) for i, name in enumerate(header) if name != "point" and not name.startswith(RANK)]
    for _, name in columns:
        _check_column(path, name, [other for _, other in columns])
    if not columns or not rows:
        raise BadInput(f"design={path}: needs a header of factors and at least one row")
    values = tuple(
        tuple(_value(path, number, name, row[i]) for i, name in columns) for number, row in enumerate(rows, start=2)
    )
    factors = tuple(Factor(name, "lever" if name in lever_kinds() else "uncertainty", "table") for _, name in columns)
    return Sample("table", factors, values, None, {"first": list(values[0])}, len(values), extends=True)


def _read(path: str) -> tuple[list[str], list[list[str]]]:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"design={path}: cannot be read: {error}") from None
    header = [name.strip() for name in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise BadInput(f"design={path}: row {number} has {len(row)} cells, the header {len(header)}")
    return header, rows[1:]


def _check_column(path: str, name: str, all_names: Sequence[str]) -> None:
    known = [*uncertainties(), *lever_kinds()]
    if name not in known:
        hint = near(name, known)
        hint = hint if hint.startswith("did") else "docs/assumptions.md lists them"
        raise BadInput(f"design={path}: column {name!r} is neither an uncertainty of the register nor a lever; {hint}")
    if all_names.count(name) > 1:
        raise BadInput(f"design={path}: column {name!r} is given twice")


def _value(path: str, number: int, name: str, text: str) -> Any:
    where = f"design={path}: row {number}, column {name}"
    try:
        value = _parsed(name, text.strip())
        if isinstance(value, float) and not isfinite(value):
            raise ValueError("not a finite number")
    except ValueError:
        raise BadInput(f"{where}: {text.strip() or 'an empty cell'} is not {_wanted(name)}") from None
    try:
        (check_lever_value if name in lever_kinds() else check_parameter)(name, value)
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from None
    return value


def _parsed(name: str, text: str) -> Any:
    kind = lever_kinds().get(name, float)
    if kind in (int, float):
        return kind(text)
    return text if rule_names(name) and not text.startswith("{") else json.loads(text)


def _wanted(name: str) -> str:
    kind = lever_kinds().get(name, float)
    if kind is bool:
        return "true or false"
    return {int: "a whole number", float: "a number"}.get(kind, "a value of it, as JSON")
