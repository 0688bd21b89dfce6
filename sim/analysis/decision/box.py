"""A box: limits on a few parameters, who is inside, and how well that tells an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from sim.types import Bools


@dataclass(frozen=True)
class Box:
    """Limits by parameter, (low, high), infinite where open; both belong to the box."""

    limits: Mapping[str, tuple[float, float]]

    def inside(self, draws: pd.DataFrame) -> Bools:
        """Which rows are inside.

        Args:
            draws: One row a replication, one column a parameter.
        """
        held = np.ones(len(draws), dtype=np.bool_)
        for name, (low, high) in self.limits.items():
            values = draws[name].to_numpy(dtype=np.float64)
            held &= (values >= low) & (values <= high)
        return held

    def without(self, name: str, side: int) -> Box:
        """The same box with one limit (side 0 lower, 1 upper) lifted."""
        limits = dict(self.limits)
        low, high = limits.pop(name)
        kept = (-np.inf, high) if side == 0 else (low, np.inf)
        if np.isfinite(kept).any():
            limits[name] = kept
        return Box(limits)

    def sides(self) -> list[tuple[str, int]]:
        """Every finite limit as (parameter, side)."""
        return [(n, side) for n, both in self.limits.items() for side, value in enumerate(both) if np.isfinite(value)]


@dataclass(frozen=True)
class Fit:
    """How well being inside a box tells an outcome.

    Attributes:
        inside, hits: Replications inside, and those of them with the outcome.
        outcomes, n: Replications with the outcome, and all.
    """

    inside: int
    hits: int
    outcomes: int
    n: int

    @property
    def density(self) -> float:
        """Share of those inside that have the outcome (treffsikkerhet); NaN if nobody is inside."""
        return self.hits / self.inside if self.inside else np.nan

    @property
    def coverage(self) -> float:
        """Share of those with the outcome that are inside (dekning); NaN if nobody has it."""
        return self.hits / self.outcomes if self.outcomes else np.nan

    @property
    def mass(self) -> float:
        """Share of all that are inside."""
        return self.inside / self.n

    @property
    def base(self) -> float:
        """Share of all that have the outcome."""
        return self.outcomes / self.n

    @property
    def phi(self) -> float:
        """Correlation between being inside and having the outcome, -1 to 1; 0 if either does not vary."""
        spread = self.inside * (self.n - self.inside) * self.outcomes * (self.n - self.outcomes)
        return (self.n * self.hits - self.inside * self.outcomes) / np.sqrt(spread) if spread else 0.0

    @property
    def chance(self) -> float:
        """Probability of as many hits if outcomes were dealt out at random (exact permutation test), 0-1."""
        return float(hypergeom.sf(self.hits - 1, self.n, self.outcomes, self.inside))


def fit(box: Box, draws: pd.DataFrame, outcome: Bools) -> Fit:
    """Count a box against an outcome in the same replications."""
    held = box.inside(draws)
    return Fit(int(held.sum()), int((held & outcome).sum()), int(outcome.sum()), len(outcome))
