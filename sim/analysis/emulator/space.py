"""What can be moved, dials and switches, and the functions of it that differences are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np

from sim.types import Bools, Floats

DEGREE, NORM = 4, 0.75
"""Highest degree of a term, and how dear a product is beside a power: of pairs, degrees 1+1, 1+2 and 2+1 remain."""
Term: TypeAlias = tuple[int, tuple[tuple[int, int], ...]]
"""An option (1 is the first, 0 is none) in which the term counts, and the dials it is of, each with its degree."""


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
    def terms(self) -> tuple[Term, ...]:
        """All terms an outcome may be made of: powers of a dial, products of two, and a block for each option.

        Source:
            Blatman and Sudret (2011), Journal of Computational Physics 230: hyperbolic truncation.
        """
        n = len(self.dials)
        powers: list[Term] = [(0, ((j, k),)) for j in range(n) for k in range(1, DEGREE + 1)]
        products: list[Term] = [
            (0, ((i, a), (j, b)))
            for i, j in combinations(range(n), 2)
            for a in range(1, DEGREE + 1)
            for b in range(1, DEGREE + 1)
            if (a**NORM + b**NORM) ** (1 / NORM) <= DEGREE
        ]
        return (*powers, *products, *self._blocks)

    @property
    def _blocks(self) -> tuple[Term, ...]:
        """Terms of single options: how large the difference is there, and how each dial acts otherwise."""
        found: list[Term] = []
        for number, (switch, _) in enumerate(self.options, start=1):
            found += [(number, ())] if switch.of_policy else []
            found += [(number, ((j, 1),)) for j in range(len(self.dials))]
        return tuple(found)

    @cached_property
    def plain_terms(self) -> tuple[Term, ...]:
        """A line and a curve for each dial, and the blocks: what tells how near other points a point is."""
        lines: list[Term] = [(0, ((j, k),)) for j in range(len(self.dials)) for k in (1, 2)]
        return (*lines, *self._blocks)

    def scaled(self, x: Floats) -> Floats:
        """Values of the dials from -1 at the low end to 1 at the high end, shape (n, dials)."""
        low, high = (np.array([getattr(dial, end) for dial in self.dials]) for end in ("low", "high"))
        return np.asarray(2.0 * (x - low) / (high - low) - 1.0)

    @property
    def now(self) -> Floats:
        """Scaled values where nothing is moved, shape (1, dials)."""
        return self.scaled(np.array([[dial.now for dial in self.dials]]))

    def features(self, x: Floats, chosen: Bools, terms: tuple[Term, ...]) -> Floats:
        """Terms at points, each less its value where nothing is moved, so that nothing moved is no difference.

        Args:
            x: Values of the dials, shape (n, dials).
            chosen: Options chosen, shape (n, options).
            terms: Which.

        Returns:
            Shape (n, len(terms)).
        """
        here, now = legendre(self.scaled(x)), legendre(self.now)
        columns = np.empty((len(x), len(terms)))
        for place, (option, pairs) in enumerate(terms):
            value, origin = np.ones(len(x)), 1.0
            for dial, degree in pairs:
                value, origin = value * here[degree][:, dial], origin * float(now[degree][0, dial])
            columns[:, place] = value - origin if pairs else value
            if option:
                columns[:, place] *= chosen[:, option - 1]
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
    """Legendre polynomials of degree 0 to `DEGREE`, of mean square 1 over -1 to 1, each of the shape of u."""
    found = [np.ones_like(u), u]
    for k in range(1, DEGREE):
        found.append(((2 * k + 1) * u * found[k] - k * found[k - 1]) / (k + 1))
    return [np.sqrt(2 * k + 1.0) * p for k, p in enumerate(found)]
