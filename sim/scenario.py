"""What a scenario is: a timeline of dated policies, as frozen plain data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.places import Place

FIRST_YEAR = 2017
"""Semester 0 is the autumn of this year, when the first decentralised scheme begins."""
HISTORY_YEAR = 2014
"""The history begins in the autumn of this year, so that there are years without the schemes to look back on."""
FIRST_SPRING, LAST_SPRING = 2018, 2100
"""Springs in which a run may end."""


def semester_of(day: date) -> int:
    """First semester a policy dated `day` acts in (0 = autumn 2017).

    Until 31 July it acts from that year's spring semester, later from the autumn.
    """
    autumn = autumn_of(day.year)
    return autumn - 1 if day.month <= 7 else autumn


def year_of(semester: int) -> int:
    """Calendar year of a semester."""
    return FIRST_YEAR + (semester + 1) // 2


def autumn_of(year: int) -> int:
    """The semester that is the autumn of a year."""
    return 2 * (year - FIRST_YEAR)


def first_autumn(burn_in_years: float) -> int:
    """The semester a country begins with, so many years before its history."""
    return autumn_of(HISTORY_YEAR) - 2 * int(burn_in_years)


def is_autumn(semester: int) -> bool:
    """Whether a semester is an autumn (even numbers; years before 2017 have negative ones)."""
    return semester % 2 == 0


def last_semester(horizon: int) -> int:
    """The spring semester of the horizon year, where a run ends."""
    return autumn_of(horizon) - 1


@dataclass(frozen=True)
class Phase:
    """The complete set of lever values in force from a semester on.

    Attributes:
        start: First semester.
        levers: Section -> lever -> plain value, for the whole country.
        local: Places with the values that levers have there, by full name; later ones win.
    """

    start: int
    levers: Mapping[str, Any]
    local: tuple[tuple[Place, Mapping[str, Any]], ...] = ()

    @cached_property
    def text(self) -> str:
        """Text that two phases share exactly if they have the same levers."""
        local = [[place.named, values] for place, values in self.local]
        return json.dumps([self.levers, *local], sort_keys=True, default=str)


@dataclass(frozen=True)
class Scenario:
    """A named timeline: what policy is in force when.

    Attributes:
        name: Identifier, as in the scenario file.
        question: The question it answers, by language ("en", "nb").
        phases: Complete lever values by first semester, in order; the first starts at or before semester 0.
        title: What people call it, by language; empty if it has no title but its name.
        idle: Levers that its own file sets without effect, since their scheme is off from then on.
    """

    name: str
    question: Mapping[str, str]
    phases: tuple[Phase, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    idle: tuple[str, ...] = ()

    def phase_at(self, semester: int) -> Phase:
        """The phase in force in a semester (the first one before it begins)."""
        begun = [phase for phase in self.phases if phase.start <= semester]
        return begun[-1] if begun else self.phases[0]

    def levers_at(self, semester: int) -> Mapping[str, Any]:
        """Lever values in force in a semester."""
        return self.phase_at(semester).levers

    def canonical(self) -> str:
        """Text that two scenarios share exactly if they are the same policy (names and questions aside)."""
        return json.dumps([[p.start, p.text] for p in self.phases], sort_keys=True, default=str)


def parting(scenarios: Sequence[Scenario], first: int, last: int) -> int:
    """First semester, from `first` to `last`, in which not all scenarios have the same levers; `last` + 1 if none."""
    for semester in range(first, last + 1):
        if len({scenario.phase_at(semester).text for scenario in scenarios}) > 1:
            return semester
    return last + 1
