"""How a pot is divided: the distribution key (fordelingsnøkkel), alternatives side by side."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule, number
from sim.rules.split import divide
from sim.types import Bools, Floats, Ints


@dataclass(frozen=True)
class Claimants:
    """What a key may look at, one row a claimant, shape (n,) each.

    Attributes:
        teachers: Teacher posts, > 0.
        need: Mean reported need per teacher, >= 0.
        quality: Quality of the application, 0-1.
        benefit: What a participant gained of the measures delivered last, >= 0.
        inhabitants: Inhabitants; 0 for owners that are not municipalities.
        key: Part of the national frame by the key to the counties; inside a county teachers who may take part.
        ids: Stable numbers that break ties.
    """

    teachers: Floats
    need: Floats
    quality: Floats
    benefit: Floats
    inhabitants: Floats
    key: Floats
    ids: Floats

    def only(self, rows: Ints | Bools) -> Claimants:
        """Some of the claimants."""
        return Claimants(*(column[rows] for column in vars(self).values()))


@dataclass(frozen=True)
class Allocation(Rule, ABC):
    """Divide a pot among those who asked; never above what was asked, never above the pot."""

    @abstractmethod
    def claim(self, asking: Claimants) -> Floats:
        """Relative claim of each, >= 0, shape (n,)."""

    @final
    def __call__(self, pot: int, asked: Floats, asking: Claimants) -> Ints:
        """Whole kroner for each (innstilling), shape (n,).

        Args:
            pot: Kroner to divide.
            asked: Kroner applied for, 0 for those who did not apply, shape (n,).
            asking: What the key may look at.
        """
        asks = asked > 0
        claim = np.zeros(len(asked))
        claim[asks] = self.claim(asking.only(asks))
        return divide(pot, claim, asked, asking.ids)


def _shares(x: Floats) -> Floats:
    total = x.sum()
    return x / total if total > 0 else np.full(len(x), 1.0 / max(len(x), 1))


@final
@dataclass(frozen=True)
class PerTeacher(Allocation):
    """The same amount for each teacher (likt beløp per lærer)."""

    def claim(self, asking: Claimants) -> Floats:
        return asking.teachers


@final
@dataclass(frozen=True)
class NationalKey(Allocation):
    """As the governors' money was divided (fordelingsnøkkel): a fixed part, teaching, and the northern supplement."""

    def claim(self, asking: Claimants) -> Floats:
        return asking.key


@final
@dataclass(frozen=True)
class BasePlusPerTeacher(Allocation):
    """A part in equal shares (grunnbeløp), the rest per teacher."""

    base_share: float = number(
        0.15, high=1.0, range=(0.0, 0.5),
        en="Share of the pot in equal parts.", nb="Andel av potten i like deler (grunnbeløp).",
    )  # fmt: skip

    def claim(self, asking: Claimants) -> Floats:
        equal = np.full(len(asking.teachers), 1.0 / max(len(asking.teachers), 1))
        return self.base_share * equal + (1.0 - self.base_share) * _shares(asking.teachers)


@final
@dataclass(frozen=True)
class NeedsWeighted(Allocation):
    """Per teacher, weighted by reported need (behov)."""

    need_weight: float = number(
        1.0, high=10.0, range=(0.0, 2.0),
        en="Exponent on relative need; 0 is per teacher.", nb="Eksponent på relativt behov; 0 er per lærer.",
    )  # fmt: skip

    def claim(self, asking: Claimants) -> Floats:
        mean = float(asking.need.mean()) if len(asking.need) else 0.0
        relative = asking.need / mean if mean > 0 else np.ones(len(asking.need))
        result: Floats = asking.teachers * relative**self.need_weight
        return result


@final
@dataclass(frozen=True)
class QualityRanked(Allocation):
    """Per teacher, weighted steeply by the quality of the application (kvalitet)."""

    steepness: float = number(
        4.0, high=50.0, range=(1.0, 8.0), en="Log weight from the poorest to the best application.",
        nb="Logvekt fra den svakeste til den beste søknaden.",
    )  # fmt: skip

    def claim(self, asking: Claimants) -> Floats:
        result: Floats = asking.teachers * np.exp(self.steepness * asking.quality)
        return result


@final
@dataclass(frozen=True)
class EqualShares(Allocation):
    """The same amount for each applicant, whatever its size (like deler)."""

    def claim(self, asking: Claimants) -> Floats:
        return np.ones(len(asking.teachers))


@final
@dataclass(frozen=True)
class SmallOwnerWeight(Allocation):
    """Claims grow less than in proportion to teachers, so small owners get more per teacher (småkommunevekt)."""

    exponent: float = number(
        0.8, high=2.0, range=(0.5, 1.0), en="Exponent on the number of teachers; 1 is per teacher, 0 equal shares.",
        nb="Eksponent på antall lærere; 1 er per lærer, 0 er like deler.",
    )  # fmt: skip

    def claim(self, asking: Claimants) -> Floats:
        result: Floats = asking.teachers**self.exponent
        return result


@final
@dataclass(frozen=True)
class BenefitWeighted(Allocation):
    """Per teacher, weighted by need and by what the latest measures gave (N-6, N-7: nytte av tiltakene)."""

    need_weight: float = number(
        1.0, high=10.0, range=(0.0, 2.0), en="Exponent on relative need.", nb="Eksponent på relativt behov."
    )
    benefit_weight: float = number(
        1.0, high=10.0, range=(0.0, 2.0), en="Exponent on relative benefit.", nb="Eksponent på relativ nytte."
    )

    def claim(self, asking: Claimants) -> Floats:
        need, benefit = (_relative(values) for values in (asking.need, asking.benefit))
        result: Floats = asking.teachers * need**self.need_weight * benefit**self.benefit_weight
        return result


def _relative(values: Floats) -> Floats:
    """Values against their mean, half of it and half even, so that a newcomer is not shut out."""
    mean = float(values.mean()) if len(values) else 0.0
    return 0.5 + 0.5 * values / mean if mean > 0 else np.ones(len(values))
