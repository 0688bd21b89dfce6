"""What a scheme is: everything the model needs to know of it, in one declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.columns import Part
from sim.levers import Dated, Levers
from sim.stage import Moment, Stage, always

if TYPE_CHECKING:
    from sim.indicator import Indicator
    from sim.policy import Policy
    from sim.types import Floats, Ints
    from sim.world import World

Sums = Callable[["World"], "Ints"]
"""Kroner by holder, shape (holders,), given the world."""


@dataclass(frozen=True)
class SchemeLevers(Levers):
    """Levers that every scheme has: whether it runs, and what the state sets aside for it."""

    active: bool
    frame: Dated
    frame_factor: float


@dataclass(frozen=True)
class Account:
    """Where the kroner of a scheme are; two laws hold for every holder at the end of every stage.

    They are: appropriated = at hand + lapsed + granted, and granted = spent + unspent.

    Attributes:
        name: Identifier.
        holder: Table whose rows hold the money.
        appropriated: All frames so far.
        at_hand: Not yet granted.
        lapsed: Gone back to where it came from, never granted.
        granted: Decided for somebody, less what came back.
        spent: Of this, used.
        unspent: Of this, waiting to be used.
    """

    name: str
    holder: str
    appropriated: Sums
    at_hand: Sums
    lapsed: Sums
    granted: Sums
    spent: Sums
    unspent: Sums

    def lost(self, world: World) -> Ints:
        """Kroner by holder that are nowhere in the account: all 0 as long as none is lost or made."""
        nowhere = self.appropriated(world) - self.at_hand(world) - self.lapsed(world) - self.granted(world)
        adrift = self.granted(world) - self.spent(world) - self.unspent(world)
        return abs(nowhere) + abs(adrift)


@dataclass(frozen=True)
class Move:
    """Money of the year's frame that goes to another scheme; it moves only to a scheme that runs.

    Attributes:
        to: Name of the scheme that gets it.
        share: Part of the frame that moves, 0-1, given the policy.
        merges: Whether the money is taken over first and then counts as the other's own.
    """

    to: str
    share: Callable[[Policy], float]
    merges: bool = False


@dataclass(frozen=True)
class Scheme:
    """One scheme (ordning).

    Attributes:
        name: Name of its section of levers, such as "dekom_s".
        en, nb: What people call it.
        levers: Class of its levers.
        columns: What it adds to the tables of actors.
        sizes: Lengths of dimensions that its columns have and no other does.
        stages: What it does in the school year, by the moment at which it does it.
        settle: Sets its columns when the country is made.
        funded: Whether the state sets money aside for it under a policy, beside being active.
        moves: Money it hands to other schemes.
        accounts: Where its kroner are.
        paid: State money of the school year at each owner, kroner, shape (owners,); None if it does not pass owners.
        paid_in_county: The same where it is known by county only, shape (counties,).
        indicators: What is measured of it.
    """

    name: str
    en: str
    nb: str
    levers: type[SchemeLevers]
    columns: Sequence[type[Part]] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[Moment, Sequence[Stage]] = field(default_factory=dict)
    settle: Callable[..., None] | None = None
    funded: Callable[[Policy], bool] = always
    moves: Sequence[Move] = ()
    accounts: Sequence[Account] = ()
    paid: Callable[[World], Floats] | None = None
    paid_in_county: Callable[[World], Floats] | None = None
    indicators: Sequence[Indicator] = ()
