"""One unit of the country: a municipality, school or university, and the rows that are its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.agents.owner import MUNICIPALITY
from sim.country.world import Country
from sim.types import Ints
from sim.world import World

TABLES = {"municipality": "owners", "school": "schools", "university": "universities"}
"""Table in which each kind of unit stands."""

KINDS = tuple(TABLES)
"""Kinds of unit whose story can be told."""


@dataclass(frozen=True)
class Unit:
    """One unit and its rows.

    Attributes:
        kind: One of `KINDS`.
        id: Municipality number, school id or short name of a university.
        name: Name, empty where the registers give none.
        rows: Its rows by table, the widest table first; a network shared with others counts as its own.
    """

    kind: str
    id: str
    name: str
    rows: Mapping[str, Ints]

    def state(self, world: World) -> dict[str, npt.NDArray[Any]]:
        """A copy of every changing column of its rows, by "table.column"."""
        tables = world.tables()
        return {
            f"{table}.{name}": array[rows]
            for table, rows in self.rows.items()
            for name, array in tables[table].state().items()
        }

    def row(self, table: str) -> int:
        """The one row of a table in which it has one; -1 if it has none there."""
        rows = self.rows.get(table)
        return int(rows[0]) if rows is not None and len(rows) else -1


def units_of(country: Country, kind: str) -> dict[str, str]:
    """Names of the units of a kind, by id; schools have none."""
    table = country.tables[TABLES[kind]]
    ids = [str(id_) for id_ in table["id"]]
    names = [str(name) for name in table.get("name", [""] * len(ids))]
    own = table.get("kind", np.zeros(len(ids))) == MUNICIPALITY if kind == "municipality" else np.ones(len(ids), bool)
    return {id_: name for id_, name, mine in zip(ids, names, own, strict=True) if mine}


def find_unit(world: World, kind: str, id_: str) -> Unit:
    """The unit of a kind and id.

    Raises:
        KeyError: If the world has no such unit.
    """
    found = np.flatnonzero(world.tables()[TABLES[kind]].arrays["id"] == id_)[:1]
    if not len(found):
        raise KeyError(f"{kind}:{id_}")
    if kind == "university":
        return Unit(kind, id_, str(world.universities.name[found[0]]), {"universities": found})
    if kind == "school":
        return Unit(kind, id_, "", _rows(world, world.schools.owner[found].astype(np.int64), found))
    schools = np.flatnonzero(np.isin(world.schools.owner, found))
    return Unit(kind, id_, str(world.owners.name[found[0]]), _rows(world, found, schools))


def _rows(world: World, owner: Ints, schools: Ints) -> dict[str, Ints]:
    network = world.owners.network[owner].astype(np.int64)
    posts = np.flatnonzero(np.isin(world.posts.school, schools))
    return {"owners": owner, "networks": network[network >= 0], "schools": schools, "posts": posts}
