"""What a calibration may move: every uncertain parameter, and every lever that is an assumption, by prior quantile."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from sim.drawn_levers import uncertain_levers
from sim.luck import Luck, stable_ids
from sim.parameters import register, triangular
from sim.types import Floats


@dataclass(frozen=True)
class Factors:
    """Uncertain numbers with their triangular priors; ranks are prior quantiles, so volume is prior mass.

    Attributes:
        names: Parameters that lead (another may follow one rank by rank), then levers.
        followers: Parameters that follow, each with its leader.
    """

    names: tuple[str, ...]
    followers: Mapping[str, str]

    @classmethod
    def all(cls, fixed: Collection[str] = ()) -> Factors:
        """All of them but those held at a value."""
        uncertain = register()[register()["kind"] == "uncertainty"]
        follows = uncertain[uncertain["correlated_with"].notna()]
        followers = dict(zip(follows["name"], follows["correlated_with"], strict=True))
        names = [str(n) for n in uncertain["name"] if n not in followers] + [one.name for one in uncertain_levers()]
        return cls(tuple(name for name in names if name not in fixed), followers)

    def draw(self, luck: Luck) -> dict[str, float]:
        """Ranks of all as `uncertainty=register` draws them, in 0-1."""
        levers = {one.name for one in uncertain_levers()}
        found: dict[str, float] = {}
        for purpose, mine in (("parameters", [n for n in self.names if n not in levers]),
                              ("levers", [n for n in self.names if n in levers])):  # fmt: skip
            found |= dict(zip(mine, luck.uniform(purpose, 0, stable_ids(mine)).tolist(), strict=True))
        return found

    def values(self, ranks: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
        """Values at some ranks: parameters, with those that follow, and levers."""
        ends = _ends()
        whole = {**ranks, **{name: ranks[leader] for name, leader in self.followers.items() if leader in ranks}}
        names = list(whole)
        low, mode, high = (np.array([ends[name][i] for name in names]) for i in range(3))
        found = dict(zip(names, triangular(np.array(list(whole.values())), low, mode, high).tolist(), strict=True))
        levers = {one.name for one in uncertain_levers()}
        return {n: v for n, v in found.items() if n not in levers}, {n: v for n, v in found.items() if n in levers}


def _ends() -> dict[str, tuple[float, float, float]]:
    """Low, mode and high of every uncertain number."""
    uncertain = register()[register()["kind"] == "uncertainty"]
    rows = uncertain[["name", "low", "value", "high"]].itertuples(index=False)
    return {str(n): (lo, mode, hi) for n, lo, mode, hi in rows} | {
        one.name: (one.low, one.value, one.high) for one in uncertain_levers()
    }


def of_ranks(u: Floats, names: Collection[str]) -> list[dict[str, float]]:
    """Rows of a matrix of ranks as mappings, shape (points, names)."""
    return [dict(zip(names, row.tolist(), strict=True)) for row in u]
