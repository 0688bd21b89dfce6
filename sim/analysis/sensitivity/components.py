"""Components of variance: what each effect of a crossed table adds, and how far chance may move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TypeAlias

import numpy as np

from sim.types import Floats

DRAWS = 4000
POINTS, SCENARIOS, LUCK = 0, 1, 2
"""Axes of a crossed table."""
Effect: TypeAlias = tuple[int, ...]
"""The axes of a main effect or interaction, in order."""


@dataclass(frozen=True)
class Component:
    """A component of variance: its unbiased estimate (may be below 0), and draws of what it may be, shape (DRAWS,)."""

    estimate: float
    draws: Floats

    def __sub__(self, other: Component) -> Component:
        """The component that is left when the other is taken out."""
        return Component(self.estimate - other.estimate, self.draws - other.draws)


@dataclass(frozen=True)
class _Square:
    """A mean square and its degrees of freedom."""

    mean: float
    freedom: int


def components(table: Floats, rng: np.random.Generator) -> dict[Effect, Component]:
    """Components of a crossed table of points x scenarios x replications with one value a cell.

    Points and replications are samples (random effects); the scenarios are all there are (a fixed effect, each with
    the same weight). Together they are the variance of a cell drawn at random. An axis of length 1 has no effect,
    and what it would have added stays in the others.

    Args:
        table: Shape (P, S, R), finite.
        rng: For the draws: mean squares of random effects x freedom / chi-square (exact for normal effects, wide for
            bounded ones), scenario means with normal errors.

    Source:
        Method of moments (expected mean squares): Searle, Casella and McCulloch (1992), Variance Components, ch. 4;
        draws: Weerahandi (1993), Generalized confidence intervals, JASA 88(423).
    """
    squares = {effect: _square(table, effect) for effect in _effects(table)}
    drawn = {effect: _drawn(square, rng) for effect, square in squares.items() if effect != (SCENARIOS,)}
    if (SCENARIOS,) in squares:
        drawn[(SCENARIOS,)] = _drawn_means(squares[(SCENARIOS,)], _signed(table, (SCENARIOS,)), drawn, rng)
    found = {}
    for effect in squares:
        signs, scale = _signed(table, effect), _scale(table, effect)
        estimate = sum(sign * squares[e].mean for e, sign in signs.items())
        draws = np.sum([sign * drawn[e] for e, sign in signs.items()], axis=0)
        found[effect] = Component(float(estimate * scale), draws * scale)
    return found


def _effects(table: Floats) -> list[Effect]:
    axes = [axis for axis in range(table.ndim) if table.shape[axis] > 1]
    return list(chain.from_iterable(combinations(axes, size) for size in range(1, len(axes) + 1)))


def _square(table: Floats, effect: Effect) -> _Square:
    others = tuple(axis for axis in range(table.ndim) if axis not in effect)
    swept = table.mean(axis=others, keepdims=True)
    for axis in effect:
        swept = swept - swept.mean(axis=axis, keepdims=True)
    freedom = int(np.prod([table.shape[axis] - 1 for axis in effect]))
    return _Square(float((swept**2).sum() * table.size / swept.size / freedom), freedom)


def _signed(table: Floats, effect: Effect) -> dict[Effect, float]:
    """The mean squares whose signed sum is an effect's own part: interactions with what is sampled are taken out."""
    samples = [axis for axis in (POINTS, LUCK) if axis not in effect and table.shape[axis] > 1]
    more = chain.from_iterable(combinations(samples, size) for size in range(len(samples) + 1))
    return {tuple(sorted((*effect, *added))): (-1.0) ** len(added) for added in more}


def _scale(table: Floats, effect: Effect) -> float:
    """From a signed sum of mean squares to a component."""
    repeats = np.prod([table.shape[axis] for axis in range(table.ndim) if axis not in effect])
    all_there_are = 1 - 1 / table.shape[SCENARIOS] if SCENARIOS in effect else 1.0
    return float(all_there_are / repeats)


def _drawn(square: _Square, rng: np.random.Generator) -> Floats:
    return np.asarray(square.mean * square.freedom / rng.chisquare(square.freedom, DRAWS))


def _drawn_means(
    square: _Square, signs: Mapping[Effect, float], drawn: Mapping[Effect, Floats], rng: np.random.Generator
) -> Floats:
    """Mean square of the scenarios if their means had other normal errors, less what such errors add on average."""
    parts = [-sign * drawn[effect] for effect, sign in signs.items() if effect != (SCENARIOS,)]
    error = np.maximum(np.sum(parts, axis=0), 0.0) if parts else np.zeros(DRAWS)
    along = np.sqrt(square.mean * square.freedom) + np.sqrt(error) * rng.standard_normal(DRAWS)
    across = error * rng.chisquare(square.freedom - 1, DRAWS) if square.freedom > 1 else 0.0
    return np.asarray((along**2 + across) / square.freedom - error)
