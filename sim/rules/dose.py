"""How hours become a dose (dosering): with or without a threshold."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule
from sim.types import Floats


@dataclass(frozen=True)
class Dose(Rule, ABC):
    """Turn hours of a school year into an effective dose, 0-1, non-decreasing in hours."""

    @abstractmethod
    def threshold(self, threshold: float) -> float:
        """Hours below which nothing is learned."""

    @final
    def __call__(self, hours: Floats, threshold: float, scale: float) -> Floats:
        """Dose 1 - exp(-(hours - threshold) / scale), 0 below the threshold, shape of `hours`."""
        above = np.maximum(0.0, hours - self.threshold(threshold))
        result: Floats = 1.0 - np.exp(-above / scale)
        return result


@final
@dataclass(frozen=True)
class ThresholdDose(Dose):
    """Short measures do nothing (terskel): Yoon et al. (2007) found effects only above 14 hours."""

    def threshold(self, threshold: float) -> float:
        return threshold


@final
@dataclass(frozen=True)
class AnyDose(Dose):
    """Every hour counts: Kennedy (2016) and Kraft et al. (2018) found no clear relation with duration."""

    def threshold(self, threshold: float) -> float:
        return 0.0
