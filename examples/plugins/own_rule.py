"""An own rule: how hours become a dose, between the two readings that the model is shipped with.

A rule is an alternative for one decision. It is found through the abstract class it stands below, and chosen in a
scenario, a sweep or a theory by its name, which is that of the class in small letters: `soft_threshold_dose`.

    kompetanse sweep 'plugins=[./own_rule.py]' design=grid 'factors={context.dose:null}'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import final

from sim.rules.base import number
from sim.rules.dose import Dose


@final
@dataclass(frozen=True)
class SoftThresholdDose(Dose):
    """Short measures do a little: only a part of the threshold is lost."""

    part: float = number(
        0.5, en="Part of the threshold that is lost.", nb="Del av terskelen som går tapt.", high=1.0, range=(0.2, 0.8),
        source="An example",
    )  # fmt: skip

    def threshold(self, threshold: float) -> float:
        """Hours below which nothing is learned."""
        return self.part * threshold
