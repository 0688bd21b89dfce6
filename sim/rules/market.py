"""How well courses work that are bought without a partnership (markedet mot partnerskapet)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

from sim.rules.base import Rule, number


@dataclass(frozen=True)
class Market(Rule, ABC):
    """Quality of what is bought, on the scale of a partnership's quality."""

    @abstractmethod
    def __call__(self, registered: float) -> float:
        """The quality, 0-1.

        Args:
            registered: The quality in the register of parameters.
        """


@final
@dataclass(frozen=True)
class OneOffCourses(Market):
    """Courses without follow-up give little transfer; the register has the level."""

    def __call__(self, registered: float) -> float:
        return registered


@final
@dataclass(frozen=True)
class GoodCourses(Market):
    """Good courses do as well as a good partnership: how helping is done decides, not who does it (Kennedy, 2016)."""

    quality: float = number(
        0.4, high=1.0, range=(0.3, 0.5), en="Quality of what is bought.", nb="Kvaliteten på det som kjøpes."
    )

    def __call__(self, registered: float) -> float:
        return self.quality
