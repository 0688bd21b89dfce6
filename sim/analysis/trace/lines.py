"""What a line of a story is made of: a text with places, and the values that fill them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Style = Literal["count", "share", "kroner", "level", "hours"]


@dataclass(frozen=True)
class Amount:
    """A number and how it is written.

    Attributes:
        number: The number.
        style: "count" (whole), "share" (of all, 0-1), "kroner", "level" (a state, 0-1 or SD), "hours" (or years, FTE).
    """

    number: float
    style: Style


@dataclass(frozen=True)
class Topic:
    """A topic (tema), by its row."""

    row: int


Value: TypeAlias = Amount | Topic | str


@dataclass(frozen=True)
class Line:
    """One line of a semester.

    Attributes:
        about: Heading, in English.
        pieces: What happened, in English: pieces of a sentence with a {place} for each value.
        values: The values, by place.
    """

    about: str
    pieces: tuple[str, ...]
    values: Mapping[str, Value]


def line(about: str, *pieces: str, **values: Value) -> Line:
    """A line of a story; each piece is translated on its own, empty ones are left out."""
    return Line(about, tuple(piece for piece in pieces if piece), values)


def count(number: float) -> Amount:
    """A whole number of people or things."""
    return Amount(float(number), "count")


def share(number: float) -> Amount:
    """A share of all, 0-1."""
    return Amount(float(number), "share")


def kroner(number: float) -> Amount:
    """Money, kroner of 2025."""
    return Amount(float(number), "kroner")


def level(number: float) -> Amount:
    """A state between 0 and 1, or in standard deviations."""
    return Amount(float(number), "level")


def hours(number: float) -> Amount:
    """Hours, years or full-time equivalents, with one decimal."""
    return Amount(float(number), "hours")
