"""What of a measure builds routines in a school (rutiner): that it is there, its hours, or hours and small groups."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule
from sim.types import Floats


@dataclass(frozen=True)
class RoutineDrive(Rule, ABC):
    """Part of a measure's drive that its form leaves."""

    @abstractmethod
    def __call__(self, dose: Floats, intensity: Floats) -> Floats:
        """Factor on the drive, shape as given.

        Args:
            dose: Dose against that of the reference measure, 0-1.2.
            intensity: Intensity of the group, 0-1.
        """


@final
@dataclass(frozen=True)
class HoursAndIntensity(RoutineDrive):
    """Both hours and groups small enough to work in (Kraft et al., 2018: programmes lose with scale)."""

    def __call__(self, dose: Floats, intensity: Floats) -> Floats:
        return dose * intensity


@final
@dataclass(frozen=True)
class HoursOnly(RoutineDrive):
    """Hours; how many are in the group does not matter."""

    def __call__(self, dose: Floats, intensity: Floats) -> Floats:
        return dose


@final
@dataclass(frozen=True)
class AnyHours(RoutineDrive):
    """That the school works on something; how long does not matter."""

    def __call__(self, dose: Floats, intensity: Floats) -> Floats:
        return (dose > 0).astype(np.float64)
