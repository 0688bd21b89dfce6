"""What people are asked about the collective schemes: all the same, or each role what it can see best."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

from sim.rules.base import Rule


@dataclass(frozen=True)
class Questions(Rule, ABC):
    """Whether roles answer about the same things."""

    @property
    @abstractmethod
    def same_for_all(self) -> bool:
        """Whether everybody is asked about the same items."""


@final
@dataclass(frozen=True)
class SameForAll(Questions):
    """One set of items; what differs is what each sees and is exposed to."""

    @property
    def same_for_all(self) -> bool:
        return True


@final
@dataclass(frozen=True)
class ByRole(Questions):
    """Forums answer about agreements, owners about steering, principals about routines, teachers about practice."""

    @property
    def same_for_all(self) -> bool:
        return False
