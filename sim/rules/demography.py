"""Which path the country's pupils, schools and posts follow (befolkningsframskriving)."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass
from typing import ClassVar, final

from sim.rules.base import Rule


@dataclass(frozen=True)
class Demography(Rule, ABC):
    """Path of the population: as published until the last year there is, then as projected.

    Attributes:
        path: Name of the path in the yearly plan, empty where nothing moves.
    """

    path: ClassVar[str]


@final
@dataclass(frozen=True)
class Main(Demography):
    """Statistics Norway's main alternative (MMM)."""

    path = "main"


@final
@dataclass(frozen=True)
class Low(Demography):
    """Low fertility and low immigration together; national, so counties keep their shares of the main alternative."""

    path = "low"


@final
@dataclass(frozen=True)
class High(Demography):
    """High fertility and high immigration together; national, so counties keep their shares of the main alternative."""

    path = "high"


@final
@dataclass(frozen=True)
class Constant(Demography):
    """The country stands still from now on: the same pupils, schools and posts as in the year before."""

    path = ""
