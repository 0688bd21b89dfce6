"""This file knows what an indicator is and how it reaches every level: a ratio of two sums over rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sim.types import Floats
from sim.world import World

Base = Literal["schools", "owners", "universities", "counties", "ties", "nation"]
Ratio = tuple[Floats, Floats]
"""Numerator and denominator by row of the base table; rows with denominator 0 do not count."""

AREAS = ("nation", "county", "governor", "size_class", "centrality_class", "turnover_class", "municipality")
LEVELS: dict[Base, tuple[str, ...]] = {
    "schools": (*AREAS, "school_size_class", "school"),
    "owners": AREAS,
    "universities": ("nation", "university"),
    "counties": ("nation", "county", "governor"),
    "ties": ("partnership",),
    "nation": ("nation",),
}


@dataclass(frozen=True)
class Indicator:
    """One outcome of the model.

    Attributes:
        name: Identifier in tables.
        unit: Unit of measurement.
        formula: How it is computed, in words.
        base: Table whose rows are summed ("ties": each university with each county; "nation": one number for the
            whole).
        stock_or_flow: "stock" is recorded every semester, "flow" belongs to a school year and is recorded in spring.
        direction: "+" more is better, "-" less is better, "0" neither.
        smallest_difference: The smallest difference that matters, in its unit (an assumption of ours).
        weight: What a row counts by.
        headline: Whether it stands in the headline table.
        label_en, label_nb: Names to show.
        source: Where the idea or definition comes from.
        of: Numerator and denominator by row, given the world.
    """

    name: str
    unit: str
    formula: str
    base: Base
    stock_or_flow: Literal["stock", "flow"]
    direction: Literal["+", "-", "0"]
    smallest_difference: float
    weight: str
    headline: bool
    label_en: str
    label_nb: str
    source: str
    of: Callable[[World], Ratio]

    @property
    def levels(self) -> tuple[str, ...]:
        """Levels at which it exists."""
        return LEVELS[self.base]
