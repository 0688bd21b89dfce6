"""Whose time limits the hours of development: each teacher's, the school's together, or nobody's."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np

from sim.rules.base import Rule
from sim.types import Floats


@dataclass(frozen=True)
class HourLimit(Rule, ABC):
    """Shorten wished hours to what there is time for."""

    @abstractmethod
    def __call__(self, wanted: Floats, others: Floats, participation: Floats, limit: float) -> Floats:
        """Part of the wished hours that can be held, 0-1, shape (schools, slots).

        Args:
            wanted: Hours of a participant, shape (schools, slots).
            others: Hours that a participant can expect in other measures, shape (schools, slots).
            participation: Share of the staff, shape (schools, slots).
            limit: Hours of a teacher's year.
        """


@final
@dataclass(frozen=True)
class TeachersTime(HourLimit):
    """A teacher in several measures divides her own time; others' measures take none of it."""

    def __call__(self, wanted: Floats, others: Floats, participation: Floats, limit: float) -> Floats:
        return np.minimum(1.0, limit / np.maximum(wanted + others, 1e-9))


@final
@dataclass(frozen=True)
class SchoolsTime(HourLimit):
    """Measures side by side share the staff's time by their participant-hours, whoever is in them."""

    def __call__(self, wanted: Floats, others: Floats, participation: Floats, limit: float) -> Floats:
        load = participation * wanted
        share = load / np.maximum(load.sum(axis=1, keepdims=True), 1e-9)
        part: Floats = np.minimum(1.0, limit * share / np.maximum(wanted, 1e-9))
        return part


@final
@dataclass(frozen=True)
class NoLimit(HourLimit):
    """Whatever is paid for is held (a null to compare with)."""

    def __call__(self, wanted: Floats, others: Floats, participation: Floats, limit: float) -> Floats:
        return np.ones_like(wanted)
