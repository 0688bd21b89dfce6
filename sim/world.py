"""The world: all tables of the state side by side, and how to save, restore and digest it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from sim.agents.county import Counties, Governors
from sim.agents.network import Networks
from sim.agents.owner import Owners
from sim.agents.school import Schools
from sim.agents.teacher import Away, Posts
from sim.agents.university import Universities
from sim.columns import Part, Table

P = TypeVar("P", bound=Part)

Snapshot = Mapping[str, npt.NDArray[Any]]
"""A copy of every changing column, by "table.column"."""


@dataclass(frozen=True)
class World:
    """The tables of one simulated country (or part of it); `world[Grants]` is the part a scheme adds to one of them."""

    posts: Posts
    away: Away
    schools: Schools
    owners: Owners
    networks: Networks
    universities: Universities
    counties: Counties
    governors: Governors

    def __post_init__(self) -> None:
        """Remember the views of parts once asked for."""
        object.__setattr__(self, "_parts", {})

    def __getitem__(self, part: type[P]) -> P:
        """The columns that a scheme adds to a table."""
        views: dict[type[Part], Part] = self.__dict__["_parts"]
        if part not in views:
            views[part] = part(next(table for table in self.tables().values() if type(table) is part.of))
        return views[part]  # type: ignore[return-value]

    def tables(self) -> dict[str, Table]:
        """The tables by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def state(self) -> dict[str, npt.NDArray[Any]]:
        """Every changing column by "table.column" (the arrays themselves)."""
        return {
            f"{table}.{name}": array
            for table, columns in self.tables().items()
            for name, array in columns.state().items()
        }

    def save(self) -> Snapshot:
        """A copy of the whole state."""
        return {name: array.copy() for name, array in self.state().items()}

    def restore(self, snapshot: Snapshot) -> None:
        """Put a saved state back, in place."""
        for name, array in self.state().items():
            np.copyto(array, snapshot[name])

    def digests(self) -> dict[str, str]:
        """A fingerprint of every changing column; equal fingerprints mean equal to the bit."""
        return {
            name: hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=8).hexdigest()
            for name, array in self.state().items()
        }

    def digest(self) -> str:
        """One fingerprint of the whole state."""
        joined = "".join(f"{name}{value}" for name, value in sorted(self.digests().items()))
        return hashlib.blake2b(joined.encode(), digest_size=8).hexdigest()
