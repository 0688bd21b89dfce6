"""Those a question is about: a kind of place, municipalities in follow-up in a year, or both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.agents.school import UPPER_SECONDARY
from sim.places import KINDS, Place, place_from
from sim.refusals import BadInput, near
from sim.scenario import FIRST_YEAR, last_semester
from sim.schemes.follow_up import Path
from sim.types import Bools

if TYPE_CHECKING:
    from sim.world import World

FOLLOW_UP = "follow_up"
_MUNICIPAL = {"size_class", "centrality_class", "municipality", FOLLOW_UP}
"""What only municipalities can be named by; their schools are primary and lower-secondary ones."""


@dataclass(frozen=True)
class Target:
    """Those a question is about; the same owners from the semester on in which they are known.

    Attributes:
        written: As it was written, by kind.
        place: The place, if it is one.
        follow_up: Spring in which they are in the follow-up scheme (oppfølgingsordningen), if that is asked.
    """

    written: Mapping[str, Any]
    place: Place | None
    follow_up: int | None

    @property
    def known_from(self) -> int:
        """First semester at whose end it is known who they are; -1: always."""
        return -1 if self.follow_up is None else last_semester(self.follow_up)

    def owners(self, world: World) -> Bools:
        """Whether each owner is among them, as things stand now, shape (owners,)."""
        inside = np.ones(world.owners.n, dtype=bool) if self.place is None else self.place.owners(world)
        return inside if self.follow_up is None else inside & (world[Path].follow_year > 0)

    def schools(self, world: World, owners: Bools) -> Bools:
        """Whether each school belongs to them, given whether each owner does, shape (schools,)."""
        inside = owners[world.schools.owner]
        return inside & (world.schools.level < UPPER_SECONDARY) if _MUNICIPAL & set(self.written) else inside


def _spring(year: Any) -> int:
    if not str(year).isdecimal() or int(year) <= FIRST_YEAR:
        raise BadInput(f"target.follow_up={year}: must be the year of a spring, from {FIRST_YEAR + 1} on")
    return int(year)


def target_from(written: Mapping[str, Any]) -> Target | None:
    """Those that `target:` names; None where nothing is written: the whole country.

    Args:
        written: Names by kind of place as in `where:`, and `follow_up` with a year.

    Raises:
        BadInput: One line that says what was allowed.
    """
    if not written:
        return None
    for kind in written:
        if kind not in (*KINDS, FOLLOW_UP):
            raise BadInput(f"target.{kind}: no such group; {near(str(kind), (*KINDS, FOLLOW_UP))}")
    year = _spring(written[FOLLOW_UP]) if FOLLOW_UP in written else None
    place = {kind: names for kind, names in written.items() if kind != FOLLOW_UP}
    try:
        return Target(dict(written), place_from(place) if place else None, year)
    except BadInput as refusal:
        raise BadInput(f"target.{refusal}") from None
