"""A table as people read it: columns declared once, every cell as text and as what it sorts by."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from experiments.present.names import word
from sim.analysis.words import NONE, UNITS, Words, digits_for

if TYPE_CHECKING:
    import pandas as pd

Row: TypeAlias = Mapping[Any, Any]
Kind = Literal[
    "text", "name", "yes", "verdict", "indicator", "label", "unit", "scenario", "group",
    "year", "count", "number", "difference", "interval", "range", "span", "share", "plain",
]  # fmt: skip
NUMBERS: frozenset[str] = frozenset({"year", "count", "number", "difference", "interval", "range", "span", "share",
                                "plain"})  # fmt: skip
"""Kinds that are set flush right, never wrapped, and sorted as numbers.

number, difference (signed), interval (of signed numbers) and range have the decimals of the row's indicator; span is
the range of what has no indicator.
"""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        heading: In the language of the table.
        fields: Fields of a row that a cell is written from: one, or an interval's bounds, or a share and its bounds.
        kind: How a cell is written.
        digits: Decimals; None: those of the row's indicator, or as many as count.
        drop: Where a terminal is narrow the column with the highest number goes first; one with 0 stays.
        finer: Decimals beyond those of the row's indicator.
        say: What a text is called, if not as it stands.
    """

    heading: str
    fields: tuple[str, ...]
    kind: Kind = "text"
    digits: int | None = None
    drop: int = 0
    finer: int = 0
    say: Callable[[Any, Words], str] | None = None

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        text: What is read.
        key: What it sorts by, if not by its text; NaN sorts last.
        mark: What sets it apart, as the names of CSS classes.
    """

    text: str
    key: float | None = None
    mark: str = ""

    @property
    def sort(self) -> str:
        """What a script sorts by; empty where there is no value."""
        if self.key is None:
            return self.text
        return "" if math.isnan(self.key) else repr(float(self.key))


@dataclass(frozen=True)
class Table:
    """One table; terminal, page, workbook and CSV file are made from it.

    Attributes:
        name: Identifier, unique among what is shown together.
        title: What it shows.
        columns: From the left; the first names the row.
        rows: Values by field.
        notes: Sentences below it.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Collection[Row]
    notes: Sequence[str] = ()

    def cells(self, words: Words) -> Iterator[list[Cell]]:
        """The cells of every row."""
        return ([written(column, row, words) for column in self.columns] for row in self.rows)


class Records(Collection[Row]):
    """The rows of a frame, made one at a time."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return len(self.frame)

    def __contains__(self, row: object) -> bool:
        return any(row == mine for mine in self)

    def __iter__(self) -> Iterator[Row]:
        names = [str(name) for name in self.frame]
        for values in self.frame.itertuples(index=False, name=None):
            yield dict(zip(names, values, strict=True))


def written(column: Column, row: Row, words: Words) -> Cell:
    """The cell of a row in a column; a dash where a number is missing, nothing where a text is."""
    values = [row.get(field) for field in column.fields]
    if isinstance(values[0], Cell):
        return values[0]
    if column.kind in NUMBERS and not any(isinstance(value, str) for value in values):
        numbers = [math.nan if value is None else float(value) for value in values]
        key = sum(numbers) / len(numbers) if column.kind in ("interval", "range", "span") else numbers[0]
        return Cell(_WRITERS[column.kind](numbers, decimals(column, row), words), key)
    if missing(values[0]):
        return Cell("")
    return _text(column, values[0], words)


def missing(value: Any) -> bool:
    """Whether there is no value."""
    return value is None or value != value  # NaN is unlike itself


def decimals(column: Column, row: Row) -> int | None:
    """Decimals of the numbers of a row; None if nothing decides them."""
    if column.digits is not None or row.get("indicator") is None:
        return column.digits
    from sim.indicators import BY_NAME  # late: lists and refusals must not wait for the model

    known = BY_NAME.get(row["indicator"])
    return None if known is None else digits_for(known.smallest_difference) + column.finer


def _number(words: Words, value: float, digits: int | None) -> str:
    return words.plain(value) if digits is None else words.number(value, digits)


def _difference(words: Words, value: float, digits: int | None) -> str:
    if digits is not None:
        return words.difference(value, digits)
    return ("+" if value > 0 else "") + words.plain(value)


def _range(words: Words, ends: Sequence[float], digits: int | None) -> str:
    return NONE if math.isnan(ends[0]) else " … ".join(_number(words, end, digits) for end in ends)


def _interval(words: Words, ends: Sequence[float], digits: int | None) -> str:
    return NONE if math.isnan(ends[0]) else " … ".join(_difference(words, end, digits) for end in ends)


_WRITERS: dict[str, Callable[[Sequence[float], int | None, Words], str]] = {
    "year": lambda values, _, __: NONE if math.isnan(values[0]) else f"{values[0]:.0f}",
    "count": lambda values, _, words: words.number(values[0], 0),
    "number": lambda values, digits, words: _number(words, values[0], digits),
    "difference": lambda values, digits, words: _difference(words, values[0], digits),
    "interval": lambda values, digits, words: _interval(words, values, digits),
    "range": lambda values, digits, words: _range(words, values, digits),
    "span": lambda ends, _, words: NONE if math.isnan(sum(ends)) else " … ".join(words.plain(end, 4) for end in ends),
    "share": lambda values, _, words: words.percent(*values),
    "plain": lambda values, _, words: words.plain(values[0], 4),
}


def _text(column: Column, value: Any, words: Words) -> Cell:
    """A cell that is no number."""
    if column.kind == "verdict":
        return Cell(word(value, words), None, "verdict " + str(value).replace(" ", "-"))
    if column.kind == "name":
        return Cell(str(value), None, "name")
    if column.kind == "scenario":
        return Cell(words.scenario(value))
    if column.kind == "group":
        return Cell(words.group(value))
    if column.kind in ("indicator", "label"):
        return Cell(_indicator(value, words, unit=column.kind == "indicator"))
    if column.kind == "unit":
        return Cell(words.pick(*UNITS[value]) if value in UNITS else words.declared(value))
    if column.kind == "yes":
        return Cell(words("yes" if value else "no"))
    return Cell(column.say(value, words) if column.say else str(value))


def _indicator(name: str, words: Words, *, unit: bool) -> str:
    """Label of an indicator, with its unit or without."""
    from sim.indicators import BY_NAME

    known = BY_NAME.get(name)
    if known is None:
        return name
    return f"{words.label(known)} ({words.unit(known)})" if unit else words.label(known)
