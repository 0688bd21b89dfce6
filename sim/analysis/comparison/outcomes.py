"""Which indicators are outcomes, which tell what is done, and which are money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from sim.analysis.figures.shown import Shown

Kind = TypeVar("Kind", bound="Shown")
Sort = Literal["outcome", "activity", "money"]
ACTIVITY = frozenset({
    "participation", "participation_any", "collective_hours", "partnership_active", "dissolution", "implementation",
    "lead_time", "lead_time_vocational", "unspent", "y_unspent", "open_pot_left", "vocational_reached", "support_gap",
    "structure", "forum_answer", "owner_answer", "principal_answer", "teacher_answer",
})  # fmt: skip
"""What is done, or said of it, on the way to an outcome, though more or less of it is better."""


def sort_of(indicator: Shown) -> Sort:
    """What an indicator tells of; what has no better direction is no outcome."""
    if indicator.unit.startswith("kroner"):
        return "money"
    return "activity" if indicator.direction == "0" or indicator.name in ACTIVITY else "outcome"


def outcomes(indicators: Sequence[Kind]) -> list[Kind]:
    """The outcomes among some indicators, in their order."""
    return [indicator for indicator in indicators if sort_of(indicator) == "outcome"]
