"""What little money means for the staff of a network: fewer schools, or larger groups."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule
from sim.types import Floats

TURN_YEARS = 3
"""Years until other schools have their turn; as long as a long-term plan."""


@dataclass(frozen=True)
class Coverage(Rule, ABC):
    """Choose the part of a network's schools that a year's hours serve."""

    @abstractmethod
    def __call__(self, size: Floats, largest: float) -> Floats:
        """Part of the staff that is served, 0-1, shape as given.

        Args:
            size: People a group would have if everybody were served.
            largest: Most people a partner meets in a group before fewer schools are served.
        """

    def period(self, year: int) -> int:
        """Number of the draw that says which schools: another number, other schools."""
        return year // TURN_YEARS


@final
@dataclass(frozen=True)
class SchoolsInTurn(Coverage):
    """Fewer schools at a time, others after three years (skolene etter tur)."""

    def __call__(self, size: Floats, largest: float) -> Floats:
        return np.minimum(1.0, largest / np.maximum(size, 1e-9))


@final
@dataclass(frozen=True)
class SameSchools(Coverage):
    """Fewer schools, and always the same."""

    def __call__(self, size: Floats, largest: float) -> Floats:
        return np.minimum(1.0, largest / np.maximum(size, 1e-9))

    def period(self, year: int) -> int:
        return 0


@final
@dataclass(frozen=True)
class EverybodyThinner(Coverage):
    """Everybody, in groups as large as the money makes them (alle får litt)."""

    def __call__(self, size: Floats, largest: float) -> Floats:
        return np.ones_like(size)
