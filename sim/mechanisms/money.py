"""The year's money: what the state sets aside for each scheme, and what is moved between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.areas import LAST_YEAR_OBSERVED, MoneyLevers
from sim.levers import in_force
from sim.schemes import SCHEMES

if TYPE_CHECKING:
    from sim.policy import Policy


@dataclass(frozen=True)
class Frames:
    """Frames (bevilgninger) of one calendar year in whole kroner, after all moves; `frames["dekom_s"]` is one of them.

    Attributes:
        of: Frame by name of the scheme.
        moves: Kroner moved, by the names of the scheme that gave and the one that got.
    """

    of: Mapping[str, int]
    moves: Mapping[tuple[str, str], int]

    def __getitem__(self, scheme: str) -> int:
        """Frame of a scheme."""
        return self.of[scheme]

    def moved(self, giver: str, getter: str) -> int:
        """Kroner that one scheme handed to another."""
        return self.moves.get((giver, getter), 0)

    @property
    def total(self) -> int:
        """All money of the year."""
        return sum(self.of.values())


def frames(policy: Policy, year: int, share: float) -> Frames:
    """The frames of a year; moving money between schemes keeps the total to the krone.

    What merges is taken over first; the other moves are shares of what each scheme has then. Money moves only to a
    scheme that runs.

    Args:
        policy: Policy in force.
        year: Calendar year.
        share: The world's share of the nation, by which every frame scales.
    """
    levers = {scheme.name: policy[scheme.levers] for scheme in SCHEMES}
    money = policy[MoneyLevers]
    scale = share * (1.0 + money.growth) ** max(0, year - LAST_YEAR_OBSERVED)
    before = {
        s.name: round(in_force(levers[s.name].frame, year) * levers[s.name].frame_factor * scale)
        if levers[s.name].active and s.funded(policy)
        else 0
        for s in SCHEMES
    }
    moves: dict[tuple[str, str], int] = {}
    for merging in (True, False):
        had = dict(before)
        for scheme in SCHEMES:
            for move in scheme.moves:
                if move.merges == merging and levers[move.to].active:
                    moved = round(move.share(policy) * had[scheme.name])
                    moves[scheme.name, move.to] = moved
                    before[scheme.name] -= moved
                    before[move.to] += moved
    return Frames(before, moves)
