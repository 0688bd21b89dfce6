"""What an indicator is, declared next to its formula, and how it reaches every level: a ratio of two sums over rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.agents.university import UNIVERSITY
from sim.types import Floats

if TYPE_CHECKING:
    from sim.world import World

Base = Literal["schools", "owners", "universities", "counties", "ties", "nation"]
Ratio = tuple[Floats, Floats]
"""Numerator and denominator by row of the base table; rows with denominator 0 do not count."""
Formula = Callable[["World"], Ratio]

AREAS = ("nation", "county", "governor", "size_class", "centrality_class", "turnover_class", "municipality")
LEVELS: dict[Base, tuple[str, ...]] = {
    "schools": (*AREAS, "school_size_class", "school"),
    "owners": AREAS,
    "universities": ("nation", "university"),
    "counties": ("nation", "county", "governor"),
    "ties": ("partnership",),
    "nation": ("nation",),
}

MODEL = "model section 6"
"""Source of what this model defines itself."""


@dataclass(frozen=True, kw_only=True)
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
    of: Formula

    @property
    def levels(self) -> tuple[str, ...]:
        """Levels at which it exists."""
        return LEVELS[self.base]

    def national(self, world: World) -> float:
        """Its value for the whole nation; NaN where nothing counts."""
        numerator, denominator = self.of(world)
        if self.base in ("universities", "ties"):
            counted = world.universities.kind == UNIVERSITY  # vocational colleges are partners, but no universities
            rows = counted if self.base == "universities" else np.repeat(counted, world.counties.n)
            numerator, denominator = numerator[rows], denominator[rows]
        total = float(denominator.sum())
        return float(numerator.sum()) / total if total > 0 else float("nan")


def indicator(
    *, unit: str, formula: str, base: Base, kind: Literal["stock", "flow"], better: Literal["+", "-", "0"],
    smallest: float, weight: str, en: str, nb: str, source: str = MODEL, headline: bool = False, name: str = "",
) -> Callable[[Formula], Indicator]:  # fmt: skip
    """Declare the function below as an indicator of its name (arguments: see `Indicator`)."""

    def declared(of: Formula) -> Indicator:
        return Indicator(
            name=name or of.__name__, unit=unit, formula=formula, base=base, stock_or_flow=kind, direction=better,
            smallest_difference=smallest, weight=weight, headline=headline, label_en=en, label_nb=nb, source=source,
            of=of,
        )  # fmt: skip

    return declared


def of_network(world: World, values: Floats) -> Floats:
    """A value of networks at each of their owners, 0 outside networks, shape (owners,)."""
    owners = world.owners
    return np.where(owners.network >= 0, values[np.maximum(owners.network, 0)], 0.0)


def one(value: float) -> Ratio:
    """One number for the whole nation."""
    return np.array([value]), np.array([1.0])
