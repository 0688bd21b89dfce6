"""This file knows a design's points before anything is run: the values of each factor, and how they were chosen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from experiments.designs.factor import Factor
from experiments.designs.points import Point
from sim.types import Floats

LEFT = None
"""Stands where a factor is left as it is."""
RANK = "rank:"
"""Begins the name of a column of `design.csv` that holds ranks instead of values."""


@dataclass(frozen=True)
class Sample:
    """The points of a design.

    Attributes:
        kind: Scheme, or "table".
        factors: What is varied.
        values: Value of each factor by point; None where it is left as it is.
        ranks: Ranks in 0-1 of the leaders, shape (n_points, n_leaders); NaN where left; None for a table.
        about: What else decides the points and names the folder (seed, correlations).
        number: What `points=` said; it names the folder only if points cannot be added.
        extends: Whether a larger number only adds points.
    """

    kind: str
    factors: tuple[Factor, ...]
    values: tuple[tuple[Any, ...], ...]
    ranks: Floats | None
    about: Mapping[str, Any]
    number: int
    extends: bool

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The points, as the runs need them."""
        return tuple(Point(self._of(row, "uncertainty"), self._of(row, "lever")) for row in self.values)

    def _of(self, row: Sequence[Any], kind: str) -> dict[str, Any]:
        pairs = zip(self.factors, row, strict=True)
        return {factor.name: value for factor, value in pairs if factor.kind == kind and value is not LEFT}

    @property
    def varies_policy(self) -> bool:
        """Whether a lever is among the factors."""
        return any(factor.kind == "lever" for factor in self.factors)

    @property
    def groups(self) -> list[list[str]]:
        """Factors that move as one, the leader first, in the order of the columns of ranks."""
        leaders = [factor.name for factor in self.factors if factor.leader is None]
        return [[name, *(f.name for f in self.factors if f.leader == name)] for name in leaders]

    def described(self) -> dict[str, Any]:
        """The design as plain data, for the manifest."""
        return self._named() | {"points": len(self.values), "number": self.number, "groups": self.groups}

    def naming(self) -> dict[str, Any]:
        """What names the folder: all but the number, where points can be added."""
        return self._named() | ({} if self.extends else {"number": self.number})

    def _named(self) -> dict[str, Any]:
        return {"kind": self.kind, "factors": [f.described() for f in self.factors], **self.about}

    def frame(self) -> pd.DataFrame:
        """One row a point: point, a column a factor, and a column `rank:<leader>` a group; for `design.csv`."""
        columns = {f.name: [_cell(row[i]) for row in self.values] for i, f in enumerate(self.factors)}
        found = pd.DataFrame({"point": np.arange(len(self.values)), **columns})
        if self.ranks is not None:
            ranks = {f"{RANK}{group[0]}": self.ranks[:, i] for i, group in enumerate(self.groups)}
            found = found.assign(**ranks)
        return found


def _cell(value: Any) -> Any:
    """A value as it stands in a CSV file: mappings, lists, true and false as in JSON."""
    return json.dumps(value, sort_keys=True) if isinstance(value, bool | list | Mapping) else value
