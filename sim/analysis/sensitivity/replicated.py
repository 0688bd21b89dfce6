"""How luck is kept out of an estimate: products over different replications, and resampling of both."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sim.types import Floats, Ints

CONFIDENCE = 0.95
RESAMPLES = 400


def product(x: Floats, z: Floats, weights: Floats) -> Floats:
    """Mean of x in one replication times z in another, over all pairs of different replications.

    All points share the luck of a replication, so within one the noise of x and z is correlated; between two it is
    not, and the mean is unbiased for the product of the expected outcomes. With a single replication there is no
    such pair: the plain product is returned, noise and all.

    Args:
        x: Outcomes, last axis the replications, shape (..., R).
        z: As x.
        weights: How often each replication counts (1 each, or as drawn in a resample), shape (R,).
    """
    if x.shape[-1] == 1:
        return np.asarray((x * z)[..., 0])
    pairs = weights.sum() ** 2 - (weights**2).sum()
    return np.asarray(((x @ weights) * (z @ weights) - (x * z) @ weights**2) / pairs)


def variance(outcome: Floats, weights: Floats) -> float:
    """Variance of the expected outcome between points (divisor n), without luck's part if R >= 2.

    Args:
        outcome: Shape (n_points, R).
        weights: As in `product`.
    """
    centred = outcome - outcome.mean(axis=0)
    return float(product(centred, centred, weights).mean())


def resamples(n: int, replications: int, times: int, seed: int) -> Iterator[tuple[Ints, Floats]]:
    """Draws of n units with replacement, each with weights of replications drawn likewise.

    A draw with only one replication in it has no pair of different ones, and is drawn again.
    """
    rng = np.random.default_rng(seed)
    for _ in range(times):
        weights = np.ones(replications)
        while replications > 1:
            weights = rng.multinomial(replications, np.full(replications, 1 / replications)).astype(np.float64)
            if np.count_nonzero(weights) > 1:
                break
        yield rng.integers(n, size=n), weights


def bounds(estimate: Callable[[Ints, Floats], Floats], n: int, replications: int, seed: int) -> tuple[Floats, Floats]:
    """Percentile bootstrap interval (95 %) of an estimate, resampling units and replications.

    Args:
        estimate: From rows of units and weights of replications to numbers, any shape; NaN where undefined.
        n: Units (base points, trajectories, points).
        replications: Replications.
        seed: Of the resampling.

    Returns:
        Lower and upper bounds, NaN where more than one resample in twenty is undefined.

    Source:
        Owen (2007), The pigeonhole bootstrap, Annals of Applied Statistics 1(2): resampling rows and columns of a
        crossed table is conservative.
    """
    drawn = np.array([estimate(rows, weights) for rows, weights in resamples(n, replications, RESAMPLES, seed)])
    known = np.isfinite(drawn).mean(axis=0) >= CONFIDENCE
    low, high = np.nanquantile(np.where(known, drawn, 0.0), [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    return np.where(known, low, np.nan), np.where(known, high, np.nan)


def checked(outcome: Floats) -> Floats:
    """The outcome as a table of points by replications.

    Raises:
        ValueError: If it is not one, is empty, or has a value that is not finite.
    """
    table = np.asarray(outcome, dtype=np.float64)
    if table.ndim != 2 or not table.size:
        raise ValueError(f"outcome must be points by replications, got shape {table.shape}")
    if not np.isfinite(table).all():
        raise ValueError("outcome must be finite; leave out points that are not complete")
    return table
