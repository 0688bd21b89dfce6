"""Who is selected for the follow-up scheme: the rules of 2017 and of 2020 (O-2 to O-5, O-10)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule, number
from sim.types import Bools, Floats, Ints


@dataclass(frozen=True)
class Risk:
    """What the Directorate knows of the municipalities that can be selected, shape (municipalities,) unless said.

    Attributes:
        share: Share of possible risk points, three years pooled, 0-1; NaN where nothing is measured.
        spread: Spread of risk between a municipality's schools, 0-1.
        weak_school: Whether it has a school among the worst quarter of all schools.
        priority: The governor's own view of the municipality, which ranks equal cases, 0-1.
    """

    share: Floats
    spread: Floats
    weak_school: Bools
    priority: Floats


@dataclass(frozen=True)
class Selection(Rule, ABC):
    """Select municipalities for an intake."""

    @abstractmethod
    def __call__(self, risk: Risk, scale: float) -> Bools:
        """Whether each municipality is selected, shape (municipalities,).

        Args:
            risk: What is known of them.
            scale: The world's share of the nation, by which numbers to select scale.
        """


@final
@dataclass(frozen=True)
class BelowLimit(Selection):
    """The version of 2017: every municipality at or above a limit of risk is offered help (O-10)."""

    limit: float = number(
        0.55, high=1.0, range=(0.4, 0.7), source="The limit is not published",
        en="Share of possible risk points from which help is offered.",
        nb="Andel av mulige risikopoeng som utløser tilbud om hjelp.",
    )  # fmt: skip

    def __call__(self, risk: Risk, scale: float) -> Bools:
        return np.nan_to_num(risk.share, nan=-1.0) >= self.limit


@final
@dataclass(frozen=True)
class RiskAndSpread(Selection):
    """The version of 2020: the highest risk shares, and up to some with weak schools in a spread municipality (O-4).

    All whose schools differ enough and who have a school among the weakest are equal; the governor ranks them (O-5).
    """

    places: float = number(
        30, high=400.0, status="sourced", source="udir.no", en="Municipalities selected by risk share.",
        nb="Kommuner som velges etter risikoandel.",
    )  # fmt: skip
    spread_places: float = number(
        10, high=400.0, status="sourced", source="udir.no", en="At most selected by spread between schools.",
        nb="Høyst så mange velges etter spredning mellom skoler.",
    )  # fmt: skip
    spread_level: float = number(
        0.15, high=1.0, range=(0.08, 0.25), source="The level is not published",
        en="Least spread of risk shares between schools.", nb="Minste spredning i risikoandel mellom skoler.",
    )  # fmt: skip

    def __call__(self, risk: Risk, scale: float) -> Bools:
        open_ = np.isfinite(risk.share)
        selected = np.zeros(len(risk.share), dtype=bool)
        selected[_best(open_, risk.share, risk.priority, _scaled(self.places, scale))] = True
        uneven = open_ & ~selected & risk.weak_school & (risk.spread > self.spread_level)
        selected[_best(uneven, risk.priority, risk.spread, _scaled(self.spread_places, scale))] = True
        return selected


def _scaled(places: float, scale: float) -> int:
    """Places in a part of the country; at least one where the country has any."""
    least = 1 if places > 0 and scale < 1 else 0
    return max(least, round(places * scale))


def _best(among: Bools, score: Floats, then: Floats, places: int) -> Ints:
    """Rows of those with the highest score; equals by the second number."""
    rows = np.flatnonzero(among)
    order = np.lexsort((-then[rows], -score[rows]))
    best: Ints = rows[order[:places]]
    return best
