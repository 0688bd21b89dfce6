"""This file knows a factor of a design: one uncertainty or lever, and which of its values stands at which rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.parameters import triangular
from sim.types import Floats


@dataclass(frozen=True)
class Factor:
    """What is varied, and how its values are distributed.

    Attributes:
        name: Name of a parameter of the register, or full name of a lever.
        kind: Which of the two it is.
        distribution: "triangular" (mode at the register's value), "uniform", "values" (equally likely), or "table"
            (as the user wrote).
        low, mode, high: Range and most likely value; NaN where there are values.
        values: The values of a discrete factor, in the order of their ranks.
        leader: Factor of the same design that this one follows rank by rank, if it does.
    """

    name: str
    kind: Literal["uncertainty", "lever"]
    distribution: Literal["triangular", "uniform", "values", "table"]
    low: float = np.nan
    mode: float = np.nan
    high: float = np.nan
    values: tuple[Any, ...] = ()
    leader: str | None = None

    def at(self, rank: float) -> Any:
        """The value at a rank in 0-1 (the quantile, fordelingens kvantil), as plain data."""
        if self.distribution == "values":
            return self.values[min(int(rank * len(self.values)), len(self.values) - 1)]
        if self.distribution == "uniform":
            return float(self.low + rank * (self.high - self.low))
        low, mode, high, u = (np.array([x]) for x in (self.low, self.mode, self.high, rank))
        return float(triangular(u, low, mode, high)[0])

    def ranks(self, levels: int) -> Floats:
        """Ranks of evenly spread values, both ends among them; of all values where the factor is discrete."""
        if self.distribution == "values":
            return (np.arange(len(self.values)) + 0.5) / len(self.values)
        return np.linspace(0.0, 1.0, levels) if levels > 1 else np.array([0.5])

    def described(self) -> dict[str, Any]:
        """The factor as plain data, for the manifest."""
        about: dict[str, Any] = {"name": self.name, "kind": self.kind, "distribution": self.distribution}
        if self.distribution == "values":
            about["values"] = list(self.values)
        if self.distribution in ("triangular", "uniform"):
            about |= {"low": self.low, "high": self.high}
        if self.distribution == "triangular":
            about["mode"] = self.mode
        return about | ({"leader": self.leader} if self.leader else {})
