"""How far a scheme takes the place of what schools would have done by themselves (fortrengning, addisjonalitet)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

from sim.rules.base import Rule, number


@dataclass(frozen=True)
class Displacement(Rule, ABC):
    """Share of a scheme's participants who leave their school's own development for it."""

    @abstractmethod
    def __call__(self, registered: float) -> float:
        """The share, 0-1.

        Args:
            registered: The share in the register of parameters.
        """


@final
@dataclass(frozen=True)
class InPart(Displacement):
    """Part of the work is additional, as the register has it."""

    def __call__(self, registered: float) -> float:
        return registered


@final
@dataclass(frozen=True)
class Additional(Displacement):
    """Schemes come on top of nearly all that schools do anyway."""

    part: float = number(0.1, high=1.0, range=(0.0, 0.3), en="Share displaced.", nb="Andelen som fortrenges.")

    def __call__(self, registered: float) -> float:
        return self.part


@final
@dataclass(frozen=True)
class CrowdedOut(Displacement):
    """Schemes pay for what schools would have done anyway."""

    part: float = number(0.9, high=1.0, range=(0.7, 1.0), en="Share displaced.", nb="Andelen som fortrenges.")

    def __call__(self, registered: float) -> float:
        return self.part
