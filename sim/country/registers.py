"""The one door for data: registers are read, checked and refused here, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from sim.country.columns_allowed import COLUMNS, DIGITS, KEYS, Allowed
from sim.country.old_numbers import years_of
from sim.country.sums import check_sums
from sim.refusals import BadInput
from sim.types import Bools
from sim.user_table import UNKNOWN, code_in, is_ambiguous, number_in, read_table, why

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Registers:
    """The registers (registre) behind the country, one frame a table, rows in the order of their keys.

    Attributes:
        tables: Frame by table name; columns are those of `COLUMNS`. Do not change them in place.
        totals: Published national figure by quantity and year.
    """

    tables: Mapping[str, pd.DataFrame]
    totals: Mapping[tuple[str, str], float]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """One table by name."""
        return self.tables[table]

    def total(self, quantity: str, year: str) -> float:
        """A published national figure of a year; NaN if the table has none."""
        return self.totals.get((quantity, year), float("nan"))


def load_registers(tables: Mapping[str, str] = _NONE) -> Registers:
    """Read and check all registers; the same inputs are read once a process.

    Args:
        tables: Paths of a user's own CSV files by the name of the table each replaces.

    Raises:
        ValueError: One line that names the table, the column, the row or value and what was allowed.
    """
    for name, path in tables.items():
        if name not in COLUMNS:
            raise ValueError(f"tables.{name}: not a register; known are {', '.join(sorted(COLUMNS))}")
        if not Path(path).is_file():
            raise ValueError(f"tables.{name}: no file at {path}")
    return _load(tuple((name, path, Path(path).stat().st_mtime_ns) for name, path in sorted(tables.items())))


@lru_cache(maxsize=16)
def _load(replaced: tuple[tuple[str, str, int], ...]) -> Registers:
    own = {name: path for name, path, _ in replaced}
    frames = {name: _read(name, own.get(name)) for name in COLUMNS}
    for name, frame in frames.items():
        _check_links(name, frame, frames, own)
    check_sums(frames)
    rows = frames["national_totals"]
    totals = {(q, y): float(v) for q, y, v in zip(rows["quantity"], rows["year"], rows["value"], strict=True)}
    return Registers(MappingProxyType(frames), MappingProxyType(totals))


def _read(table: str, path: str | None) -> pd.DataFrame:
    """One table with checked columns, cells and keys, sorted by key."""
    if path is None:
        with (files("sim") / "data" / f"{table}.csv").open(encoding="utf-8") as file:
            raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    else:
        try:
            raw = read_table(Path(path), COLUMNS[table])
        except BadInput as error:
            raise BadInput(f"{table}: {error}") from None
    _check_columns(table, raw)
    if not len(raw):
        raise ValueError(f"{table}: has no rows")
    for name in set(raw.columns) & DIGITS.keys():
        raw[name] = [" ".join(code_in(word, DIGITS[name]) for word in _words(table, name, cell)) for cell in raw[name]]
    keys = list(KEYS[table])
    doubled = raw.duplicated(keys)
    if doubled.any():
        row = int(np.flatnonzero(doubled)[0])
        named = ", ".join(f"{k} {raw[k].iloc[row]!r}" for k in keys)
        raise ValueError(f"{table}.{keys[0]}: row {row + 1} repeats {named}; each key may stand once")
    return _typed(table, raw.sort_values(keys, kind="stable", ignore_index=True))


def _words(table: str, name: str, cell: str) -> list[str]:
    return cell.split() if COLUMNS[table][name].many else [cell.strip()]


def _check_columns(table: str, raw: pd.DataFrame) -> None:
    allowed = COLUMNS[table]
    for name in raw.columns:
        if name not in allowed:
            raise ValueError(f"{table}.{name}: not a column; allowed are {', '.join(allowed)}")
    for name, spec in allowed.items():
        if name not in raw.columns and not spec.optional:
            raise ValueError(f"{table}.{name}: the column is missing; needed are {', '.join(allowed)}")


def _typed(table: str, raw: pd.DataFrame) -> pd.DataFrame:
    columns = {name: _cells(table, name, raw, COLUMNS[table][name]) for name in raw.columns}
    return pd.DataFrame(columns)


def _cells(table: str, name: str, raw: pd.DataFrame, spec: Allowed) -> pd.Series:
    """One column as its type; refuses cells that are empty, of the wrong type or out of range."""
    text = pd.Series([cell.strip() for cell in raw[name]], dtype=object)
    key = raw[KEYS[table][0]]
    if spec.empty and spec.kind != "text":
        text = text.where(~text.isin(UNKNOWN), "")
    empty = (text == "").to_numpy()
    if not spec.empty:
        _refuse(table, name, key, text, empty, "a value that is not empty")
    if spec.kind == "text":
        if spec.options:
            _refuse(table, name, key, text, ~text.isin(spec.options).to_numpy(), f"one of {', '.join(spec.options)}")
        if name in DIGITS:
            digits = DIGITS[name]
            code = [all(len(w) == digits and w.isdigit() for w in _words(table, name, cell)) for cell in text]
            _refuse(table, name, key, text, ~np.array(code) & ~empty, f"a number of {digits} digits")
        return text
    number = np.array([_number(cell) for cell in text])
    wrong = ~((number >= spec.low) & (number <= spec.high))  # NaN is neither
    if spec.kind == "whole":
        wrong |= (number != np.floor(number)) | np.array([is_ambiguous(cell) for cell in text])
    noun = "a whole number" if spec.kind == "whole" else "a number"
    _refuse(table, name, key, text, wrong & ~empty, f"{noun} from {spec.low:g} to {spec.high:g}")
    return pd.Series(number if spec.kind == "number" or spec.empty else number.astype(np.int64))


def _number(cell: str) -> float:
    try:
        return number_in(cell)
    except ValueError:
        return float("nan")


def _refuse(table: str, name: str, key: pd.Series, text: pd.Series, wrong: Bools, allowed: str) -> None:
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise ValueError(
            f"{table}.{name}: {text.iloc[at]!r} in the row {key.iloc[at]!r} is not {allowed}{why(text.iloc[at])}"
        )


def _check_links(table: str, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame], own: Mapping[str, str]) -> None:
    """Refuse cells that name a row of another table that is not there."""
    for name, spec in COLUMNS[table].items():
        if not spec.table:
            continue
        known = set(frames[spec.table][KEYS[spec.table][0]])
        for key, cell in zip(frame[KEYS[table][0]], frame[name], strict=True):
            named = cell.split() if spec.many else [cell] * (cell != "")
            for word in named:
                if word not in known:
                    said = f"{table}.{name}: {word!r} in the row {key!r} is not a key of {spec.table}"
                    lacks = f"; {own[spec.table]} has no such row" if spec.table in own else ""
                    raise ValueError(said + (_other_years(word, spec.table) or lacks))


def _other_years(code: str, table: str) -> str:
    """What to say of a code that municipalities or counties had in other years."""
    years = years_of([code.ljust(4, "0")]) if table in ("municipalities", "counties") else None
    return f"; it is a number of {years}, and the country is that of 2024" if years and years != "2024-" else ""
