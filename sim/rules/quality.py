"""What makes development work (virkningsmekanisme), two contested views."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule, number
from sim.topics import TOPICS
from sim.types import Floats, Smalls


@dataclass(frozen=True)
class Quality(Rule, ABC):
    """Strength of the mechanism of a measure, 0-1, from the partnership and the topic."""

    @abstractmethod
    def __call__(self, partnership: Floats, topic: Smalls) -> Floats:
        """Strength, shape as given.

        Args:
            partnership: Practice-nearness x equality, 0-1.
            topic: Topic row of each measure, -1 none.
        """


@final
@dataclass(frozen=True)
class MechanismQuality(Quality):
    """How it is done decides, whatever it is about (Sims et al., 2021; Kennedy, 2016)."""

    def __call__(self, partnership: Floats, topic: Smalls) -> Floats:
        return partnership


@final
@dataclass(frozen=True)
class SubjectSpecific(Quality):
    """Measures anchored in a subject work better than broad ones (Lynch et al., 2019; Kraft et al., 2018)."""

    ratio: float = number(
        1.5, high=5.0, range=(1.0, 3.0), status="sourced", source="Lynch et al. (2019), contested",
        en="Effect of a subject measure against a broad one.",
        nb="Effekten av et faglig tiltak, målt mot et generelt tiltak.",
    )  # fmt: skip

    def __call__(self, partnership: Floats, topic: Smalls) -> Floats:
        lift = np.where(TOPICS.subject[np.maximum(topic, 0)], np.sqrt(self.ratio), 1.0 / np.sqrt(self.ratio))
        result: Floats = np.minimum(partnership * lift, 1.0)
        return result
