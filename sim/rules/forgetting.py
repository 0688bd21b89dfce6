"""How fast what was learned fades while it is not practised (glemsel), two readings of the research."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

from sim.parameters import CompetenceParameters
from sim.rules.base import Rule


@dataclass(frozen=True)
class Forgetting(Rule, ABC):
    """Yearly loss of what was learned and is not practised."""

    @abstractmethod
    def __call__(self, p: CompetenceParameters) -> float:
        """Share lost in a year, 0-1."""


@final
@dataclass(frozen=True)
class FastForgetting(Forgetting):
    """Knowledge from courses is soon gone (Liu and Phelps, 2020)."""

    def __call__(self, p: CompetenceParameters) -> float:
        return p.fade_unused


@final
@dataclass(frozen=True)
class SlowForgetting(Forgetting):
    """Changed practice mostly lasts (Kraft and Blazar, 2014; Thompson, 2007)."""

    def __call__(self, p: CompetenceParameters) -> float:
        return p.fade_slow
