"""What a figure needs to know of an indicator."""

from __future__ import annotations

from typing import Protocol


class Shown(Protocol):
    """Name, unit, direction, smallest difference that matters and labels; the registry's indicators fit."""

    @property
    def name(self) -> str:
        """Identifier in tables."""

    @property
    def unit(self) -> str:
        """Unit of measurement."""

    @property
    def direction(self) -> str:
        """Whether more ("+"), less ("-") or neither ("0") is better."""

    @property
    def smallest_difference(self) -> float:
        """The smallest difference that matters, in its unit."""

    @property
    def label_en(self) -> str:
        """English name."""

    @property
    def label_nb(self) -> str:
        """Norwegian name."""
