"""Whether large groups learn at first hand or through go-betweens (ressurslærere)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule, number
from sim.types import Floats


@dataclass(frozen=True)
class Cascade(Rule, ABC):
    """What is left of a measure's intensity when it has reached everybody in the group."""

    @abstractmethod
    def __call__(self, intensity: Floats, group_size: Floats, large_group: float) -> Floats:
        """Intensity after passing on, 0-1, shape as given.

        Args:
            intensity: Intensity from the size of the group alone, 0-1.
            group_size: People in a delivery group.
            large_group: Size from which the university no longer meets everybody.
        """


@final
@dataclass(frozen=True)
class FirstHand(Cascade):
    """Everybody meets the university, however thinly: size alone dilutes (Kraft et al., 2018)."""

    def __call__(self, intensity: Floats, group_size: Floats, large_group: float) -> Floats:
        return intensity


@final
@dataclass(frozen=True)
class PassedOn(Cascade):
    """Beyond a large group go-betweens pass it on, and a part is lost at each step (kaskademodell)."""

    lost_per_step: float = number(
        0.3, high=1.0, range=(0.0, 0.6), source="No estimate found", en="Lost at each doubling beyond a large group.",
        nb="Det som går tapt for hver dobling ut over en stor gruppe.",
    )  # fmt: skip

    def __call__(self, intensity: Floats, group_size: Floats, large_group: float) -> Floats:
        steps = np.log2(np.maximum(group_size / large_group, 1.0))
        result: Floats = intensity * (1.0 - self.lost_per_step) ** steps
        return result
