"""What can be moved, dials and switches, as coordinates, and how far points lie from where nothing is moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from sim.types import Bools, Floats

Term: TypeAlias = tuple[int, int, int]
"""An option (1 is the first, 0 is any) in which the term counts, its dial, and its degree."""


@dataclass(frozen=True)
class Dial:
    """Something that has a value between two ends.

    Attributes:
        name: Its name.
        low, high: The ends.
        now: Its value where nothing is moved, between the ends.
    """

    name: str
    low: float
    high: float
    now: float


@dataclass(frozen=True)
class Switch:
    """Something that is one of a few.

    Attributes:
        name: Its name.
        options: What it can be; the first is in force where nothing is moved.
        of_policy: Whether to turn it is a decision, and so a difference; a state of the world is the same on both
            sides of a pair.
    """

    name: str
    options: tuple[str, ...]
    of_policy: bool = True


@dataclass(frozen=True)
class Space:
    """Everything that can be moved.

    Points are rows: values of the dials, shape (n, dials), and which option but the first of each switch is chosen,
    all switches side by side, shape (n, options).
    """

    dials: tuple[Dial, ...]
    switches: tuple[Switch, ...] = ()

    @property
    def options(self) -> list[tuple[Switch, str]]:
        """Options of all switches but the first of each, in the order of the columns."""
        return [(switch, option) for switch in self.switches for option in switch.options[1:]]

    @cached_property
    def plain_terms(self) -> tuple[Term, ...]:
        """A line and a curve for each dial, a block for each option: what tells how far out a point lies."""
        found: list[Term] = [(0, dial, degree) for dial in range(len(self.dials)) for degree in (1, 2)]
        for number, (switch, _) in enumerate(self.options, start=1):
            found += [(number, 0, 0)] if switch.of_policy else []
            found += [(number, dial, 1) for dial in range(len(self.dials))]
        return tuple(found)

    def scaled(self, x: Floats) -> Floats:
        """Values of the dials from -1 at the low end to 1 at the high end, shape (n, dials)."""
        low, high = (np.array([getattr(dial, end) for dial in self.dials]) for end in ("low", "high"))
        return np.asarray(2.0 * (x - low) / (high - low) - 1.0)

    @property
    def now(self) -> Floats:
        """Scaled values where nothing is moved, shape (1, dials)."""
        return self.scaled(np.array([[dial.now for dial in self.dials]]))

    def coordinates(self, x: Floats, chosen: Bools) -> Floats:
        """Points as a surface sees them: scaled dials, then 0 or 1 for each option, shape (n, dials + options)."""
        return np.column_stack([self.scaled(x), chosen.astype(np.float64)])

    def origins(self, chosen: Bools) -> Floats:
        """Coordinates of where nothing is moved, what surrounds each point left as it is."""
        outside = np.array([not switch.of_policy for switch, _ in self.options], dtype=bool)
        return np.column_stack([np.repeat(self.now, len(chosen), axis=0), (chosen & outside).astype(np.float64)])

    def features(self, x: Floats, chosen: Bools) -> Floats:
        """Plain terms at points, each less its value where nothing is moved, shape (n, terms)."""
        here, now = legendre(self.scaled(x)), legendre(self.now)
        columns = np.empty((len(x), len(self.plain_terms)))
        for place, (option, dial, degree) in enumerate(self.plain_terms):
            moved = here[degree][:, dial] - now[degree][0, dial] if degree else np.ones(len(x))
            columns[:, place] = moved * chosen[:, option - 1] if option else moved
        return columns

    def distances(self, x: Floats, chosen: Bools) -> Floats:
        """How far each point is from where nothing is moved, squared, by what luck may grow with.

        Returns:
            Shape (n, 1 + dials + options): whether a decision is moved at all, dials, options of policy.
        """
        by_dial = ((self.scaled(x) - self.now) / 2.0) ** 2
        of_policy = np.array([switch.of_policy for switch, _ in self.options], dtype=bool)
        by_option = (chosen & of_policy).astype(np.float64)
        moved = (by_dial.sum(axis=1) > 0) | (by_option.sum(axis=1) > 0)
        return np.column_stack([moved, by_dial, by_option]).astype(np.float64)


def legendre(u: Floats) -> list[Floats]:
    """Legendre polynomials of degree 0, 1 and 2, of mean square 1 over -1 to 1, each of the shape of u."""
    return [np.ones_like(u), np.sqrt(3.0) * u, np.sqrt(5.0) * (1.5 * u**2 - 0.5)]
