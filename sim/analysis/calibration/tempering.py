"""Sequential Monte Carlo: from ranks the targets leave to the posterior, in steps that keep half of the members."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.types import Floats, Ints

MOVES = 6
"""Moves of every particle a step."""
KEEP = 0.5
"""Effective share of the particles that a step must leave."""


def temper(start: Floats, log_likelihood: Callable[[Floats], Floats], particles: int, seed: int) -> Floats:
    """Particles of the posterior whose prior is uniform in the unit cube.

    Args:
        start: Ranks uniform over the region in which the likelihood is not 0, shape (n, active).
        log_likelihood: Of ranks, minus infinity outside the region.
        particles: How many; `start` is drawn from with replacement if it has fewer.
        seed: Of the draws.

    Raises:
        ValueError: If there is nothing to start from.

    Source:
        Del Moral, Doucet and Jasra (2006), J. R. Statist. Soc. B 68(3), doi 10.1111/j.1467-9868.2006.00553.x.
    """
    if not len(start):
        raise ValueError("no ranks are left to start from")
    rng = np.random.default_rng(seed)
    u = start[rng.choice(len(start), particles, replace=len(start) < particles)]
    told, heat = log_likelihood(u), 0.0
    step = 0.5
    while heat < 1.0:
        heat, weights = _warmer(told, heat)
        chosen = _systematic(weights, rng)
        u, told = u[chosen], told[chosen]
        root = np.linalg.cholesky(np.cov(u, rowvar=False).reshape(u.shape[1], -1) + 1e-6 * np.eye(u.shape[1]))
        for _ in range(MOVES):
            u, told, moved = _move(u, told, heat, step * root * 2.38 / np.sqrt(u.shape[1]), log_likelihood, rng)
            step = float(np.clip(step * np.exp(moved - 0.3), 0.05, 2.0))
    return u


def _warmer(told: Floats, heat: float) -> tuple[float, Floats]:
    """The next temperature, at which half of the members are still worth something, and their weights."""
    low, high = heat, 1.0
    if _effective((1.0 - heat) * told) >= KEEP * len(told):
        low = 1.0
    else:
        for _ in range(40):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if _effective((middle - heat) * told) >= KEEP * len(told) else (low, middle)
    found = max(low, heat + 1e-6) if low < 1.0 else 1.0
    return min(found, 1.0), _weights((found - heat) * told)


def _move(
    u: Floats, told: Floats, heat: float, root: Floats, log_likelihood: Callable[[Floats], Floats],
    rng: np.random.Generator,
) -> tuple[Floats, Floats, float]:  # fmt: skip
    """One Metropolis move of all; a step over the edge of the cube is thrown back."""
    there = u + rng.standard_normal(u.shape) @ root.T
    there = 1.0 - np.abs(1.0 - np.abs(there) % 2.0)
    then = log_likelihood(there)
    taken = np.log(rng.random(len(u))) < heat * (then - told)
    return np.where(taken[:, None], there, u), np.where(taken, then, told), float(taken.mean())


def _weights(log: Floats) -> Floats:
    found: Floats = np.exp(log - log.max())
    found /= found.sum()
    return found


def _effective(log: Floats) -> float:
    return effective(_weights(log))


def effective(weights: Floats) -> float:
    """Effective sample of weights (Kish)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def _systematic(weights: Floats, rng: np.random.Generator) -> Ints:
    ends = np.cumsum(weights)
    return np.minimum(np.searchsorted(ends / ends[-1], (rng.random() + np.arange(len(weights))) / len(weights)),
                      len(weights) - 1)  # fmt: skip


def reweigh(before: Floats, after: Floats) -> Floats:
    """Weights of members drawn under one likelihood for another, summing to 1; those excluded by it have none.

    Raises:
        ValueError: If it excludes all.
    """
    log = after - before
    if not np.isfinite(log).any():
        raise ValueError("the runs of the members exclude all of them")
    return _weights(np.where(np.isfinite(log), log, -np.inf))
