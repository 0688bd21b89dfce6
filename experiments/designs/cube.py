"""This file knows what a sampling scheme is handed and what it hands back: ranks in the unit cube, a column a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from experiments.designs.factor import Factor
from experiments.refusals import BadInput
from sim.types import Floats

MOST = 1_000_000
"""Most points of a design; more are a slip of the pen."""

Leaders: TypeAlias = "Sequence[Factor]"
Draw: TypeAlias = "Callable[[Leaders, int, int], Floats]"
"""From leaders, the number asked for and a seed to ranks, shape (n_points, n_leaders); NaN leaves a factor alone."""


@dataclass(frozen=True)
class Scheme:
    """One way to spread points.

    Attributes:
        draw: The ranks of its points.
        number: What `points=` counts, in words; None if it counts nothing.
        usual: The number if none is given.
        extends: Whether a larger number only adds points, so that it goes on in the same folder.
        correlates: Whether the user's own correlations have a meaning in it.
        doubles: Whether the number must be a power of two.
    """

    draw: Draw
    number: str | None
    usual: int = 0
    extends: bool = False
    correlates: bool = False
    doubles: bool = False

    def chosen(self, kind: str, asked: int | None) -> int:
        """The number to use.

        Raises:
            BadInput: If the scheme takes none, or another one.
        """
        if self.number is None:
            if asked is not None:
                raise BadInput(f"points={asked}: design={kind} has as many as its factors make; leave points= out")
            return 0
        number = self.usual if asked is None else asked
        if self.doubles and number & (number - 1):
            below = 2 ** (number.bit_length() - 1)
            raise BadInput(f"points={number}: design={kind} needs a power of two, such as {below} or {2 * below}")
        return number


def refuse_too_many(kind: str, points: int) -> None:
    """Refuse a design that nobody could run.

    Raises:
        BadInput: If it has more than `MOST` points.
    """
    if points > MOST:
        raise BadInput(f"design={kind}: {points:,} points, at most {MOST:,}; take fewer factors or points")
