"""What a stage of the school year is: who acts when, what it reads and writes, and the sentence that tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.now import Now
    from sim.policy import Policy


class Moment(Enum):
    """Moments of the school year in their order; the stages of schemes take place at one of them."""

    PEOPLE = "people come and go"
    AUTUMN_MONEY = "money arrives in autumn"
    MEASURES = "measures are carried out"
    LEARNING = "everybody learns"
    SPRING_MONEY = "money arrives and is granted in spring"
    PLACES = "places are granted to teachers"
    RESULTS = "results come in"
    CLOSING = "the year is closed"


AUTUMN = frozenset({"autumn"})
SPRING = frozenset({"spring"})
BOTH = AUTUMN | SPRING
"""Half-years a stage belongs to."""


def always(policy: Policy) -> bool:  # noqa: ARG001
    """Whatever policy says."""
    return True


@dataclass(frozen=True)
class Stage:
    """One stage of the school year.

    Attributes:
        name: Identifier; reads as a sentence.
        act: What happens.
        season: Half-years it belongs to.
        en, nb: What happens, in one sentence for people.
        reads: Tables it looks at.
        writes: Columns it changes, as "schools: routines drive; owners: steering".
        burn_in: Whether it is part of the years before the history, too.
        history: Whether it is part of the history; False where only the years before it need the stage.
        when: Policies under which it takes place.
    """

    name: str
    act: Callable[[Now], None]
    season: frozenset[str]
    en: str
    nb: str
    reads: str
    writes: str
    burn_in: bool = False
    history: bool = True
    when: Callable[[Policy], bool] = always

    @property
    def written(self) -> frozenset[str]:
        """Columns it may change, as "table.column"."""
        tables = [part.split(":") for part in self.writes.split(";")]
        return frozenset(f"{table.strip()}.{name}" for table, names in tables for name in names.split())
