"""Places where a decision acts: counties, governors' districts, kinds of municipality, or municipalities by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.owner import MUNICIPALITY
from sim.country.old_numbers import years_of
from sim.country.registers import load_registers
from sim.country.world import county_world
from sim.groups import CENTRALITY_CLASSES, SIZE_CLASSES
from sim.refusals import BadInput, near
from sim.types import Bools
from sim.user_table import code_in

if TYPE_CHECKING:
    from sim.world import World

KINDS = ("county", "governor", "size_class", "centrality_class", "municipality")
"""What a place can be named by; if by several, all must hold."""
_DIGITS = {"county": 2, "municipality": 4}
"""Digits of the numbers of places, which lose their zero where they are written as numbers."""


@dataclass(frozen=True)
class Place:
    """Where a decision acts, fixed for ever: what a municipality becomes later changes nothing.

    Attributes:
        named: Names that are in, by kind.
    """

    named: Mapping[str, tuple[str, ...]]

    @property
    def text(self) -> str:
        """The place in words, such as "county nordland, troms"."""
        return "; ".join(f"{kind.replace('_', ' ')} {', '.join(names)}" for kind, names in self.named.items())

    def owners(self, world: World) -> Bools:
        """Whether each owner is in the place; a county council is where its county is, shape (owners,).

        Raises:
            BadInput: If a name is not one of the world's.
        """
        owners, counties = world.owners, world.counties
        inside = np.ones(owners.n, dtype=bool)
        municipal = owners.kind == MUNICIPALITY
        for kind, names in self.named.items():
            if kind == "county":
                rows = np.isin(counties.id, names) | np.isin([county_world(name) for name in counties.name], names)
                inside &= rows[owners.county]
            elif kind == "governor":
                rows = np.isin(world.governors.id, names)
                inside &= rows[counties.governor[owners.county]]
            elif kind == "size_class":
                inside &= np.isin(owners.size_class, [SIZE_CLASSES.index(name) for name in names]) & municipal
            elif kind == "centrality_class":
                inside &= np.isin(owners.centrality_class, [int(name) for name in names]) & municipal
            else:
                inside &= np.isin(owners.id, names)
        return inside

    def counties(self, world: World) -> Bools:
        """Whether each county is in the place, which is named by county or governor, shape (counties,).

        Raises:
            BadInput: If a name is not one of the world's.
        """
        inside = np.zeros(world.counties.n, dtype=bool)
        inside[world.owners.county[self.owners(world)]] = True
        return inside

    def schools(self, world: World) -> Bools:
        """Whether each school stands in the place, by the municipality it stands in, shape (schools,)."""
        return self.owners(world)[world.schools.municipality]

    def networks(self, world: World) -> Bools:
        """Whether each network is in the place, by its coordinator, shape (networks,)."""
        return self.owners(world)[world.networks.coordinator]


def place_from(written: Any) -> Place:
    """The place that a scenario file names.

    Args:
        written: A mapping of kinds to a name or a list of names.

    Raises:
        BadInput: One line that says what was allowed.
    """
    if not isinstance(written, Mapping) or not written:
        raise BadInput(f"{written!r} is not a place; name it by {', '.join(KINDS)}")
    named = {}
    for kind, names in written.items():
        if kind not in KINDS:
            raise BadInput(f"{kind}: no such kind of place; {near(str(kind), KINDS)}")
        several = names if isinstance(names, list | tuple) else [names]
        listed = tuple(code_in(str(name), _DIGITS[kind]) if kind in _DIGITS else str(name) for name in several)
        known = names_of(str(kind))
        for name in listed:
            if name not in known:
                years = years_of([name.ljust(4, "0")]) if kind in _DIGITS and name.isdigit() else None
                hint = f"it is a number of {years}, and the country is that of 2024" if years else near(name, known)
                raise BadInput(f"{kind}: {name!r} is no {kind.replace('_', ' ')}; {hint}")
        named[str(kind)] = listed
    return Place(named)


@cache
def names_of(kind: str) -> tuple[str, ...]:
    """Names a kind of place can have: counties by name or number, governors by short name, municipalities by number."""
    if kind == "size_class":
        return SIZE_CLASSES
    if kind == "centrality_class":
        return CENTRALITY_CLASSES
    registers = load_registers({})
    if kind == "county":
        counties = registers["counties"]
        return (*map(county_world, counties["county_name"]), *counties["county_number"])
    table, column = ("governors", "governor_id") if kind == "governor" else ("municipalities", "municipality_number")
    return tuple(registers[table][column])
