"""One semester as its stages see it: the world, the policy in force, the numbers of the theory, and its luck."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.luck import Draws
from sim.parameters import Parameters
from sim.scenario import is_autumn, year_of

if TYPE_CHECKING:
    from sim.country.years import Years
    from sim.labour import Market
    from sim.levers import Levers
    from sim.mechanisms.money import Frames
    from sim.policy import Policy
    from sim.world import World


@dataclass(frozen=True)
class Now:
    """What a stage or a choice may look at; it hands on to the mechanisms only what they use.

    Attributes:
        world: All tables of the state.
        policy: Policy in force.
        params: Numbers of the theory.
        draws: Luck of the semester.
        market: The labour market at its starting point.
        share: The world's share of the nation, by which national numbers scale.
        years: What moves from year to year in the country; nothing if none.
    """

    world: World
    policy: Policy
    params: Parameters
    draws: Draws
    market: Market
    share: float
    years: Years | None = None

    @property
    def semester(self) -> int:
        """0 = autumn 2017; the burn-in has negative numbers."""
        return self.draws.semester

    @property
    def year(self) -> int:
        """Calendar year."""
        return year_of(self.semester)

    @property
    def autumn(self) -> bool:
        """Whether it is an autumn."""
        return is_autumn(self.semester)

    def lever(self, kind: type[Levers], name: str, table: str) -> Any:
        """A lever's value for each row of a table where it differs between places, else its one value.

        Args:
            kind: Class of the section.
            name: Name of the lever.
            table: "owners", "schools", "networks" or "counties".
        """
        value = getattr(self.policy[kind], name)
        places = self.policy.in_places(kind, name)
        if not places:
            return value
        rows = np.full(getattr(self.world, table).n, value)
        for place, there in places:
            rows[getattr(place, table)(self.world)] = there
        return rows

    @cached_property
    def money(self) -> Frames:
        """The frames of the calendar year, after all moves."""
        from sim.mechanisms.money import frames

        return frames(self.policy, self.year, self.share)
