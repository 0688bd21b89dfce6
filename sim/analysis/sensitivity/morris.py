"""Morris screening: elementary effects on the same luck, their size and spread without noise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.replicated import bounds, checked, product
from sim.types import Floats, Ints


def morris_effects(
    points: Floats, outcome: Floats, factors: Sequence[str], levels: int = 4, seed: int = 1
) -> pd.DataFrame:
    """Mean, mean size and spread of elementary effects, replication noise separated.

    An effect is the change in the outcome when one factor moves, on the same luck, per width of the factor's range.
    Its size takes the sign from the other replications and the value from this one, so noise adds nothing to it
    where there is no effect; its spread is the covariance between replications. Without noise all equal SALib's.

    Args:
        points: Trajectories in the order of `SALib.sample.morris`, shape (T (D + 1), D); only directions are used.
        outcome: Shape (T (D + 1), R). With R = 1 noise is not separated.
        factors: Names of the D factors.
        levels: Levels of the grid the trajectories step on (num_levels).
        seed: Of the bootstrap over trajectories and replications.

    Returns:
        One row a factor: factor, mu, mu_low, mu_high, mu_star, mu_star_low, mu_star_high, sigma, sigma_low,
        sigma_high (95 % bounds), truncated (whether mu_star or sigma came out below 0 and is shown as 0),
        noise_separated. sigma is NaN with one trajectory.

    Raises:
        ValueError: If the points are no trajectories, or a value is not finite.

    Source:
        Morris (1991), Technometrics 33(2); Campolongo et al. (2007), Environmental Modelling & Software 22(10).
    """
    effects = elementary_effects(np.asarray(points, dtype=np.float64), checked(outcome), levels)
    n, replications = len(effects), effects.shape[2]

    def estimate(rows: Ints, weights: Floats) -> Floats:
        return _measures(effects[rows], weights)

    raw = estimate(np.arange(n), np.ones(replications))
    low, high = bounds(estimate, n, replications, seed)
    columns: dict[str, Floats] = {}
    for row, name in enumerate(("mu", "mu_star", "sigma")):
        found = (raw[row], low[row], high[row])
        shown = found if name == "mu" else tuple(_root(np.maximum(x, 0.0), name) for x in found)
        columns |= dict(zip((name, f"{name}_low", f"{name}_high"), shown, strict=True))
    truncated = (raw[1:] < 0).any(axis=0)
    return pd.DataFrame(
        {"factor": list(factors), **columns, "truncated": truncated, "noise_separated": replications > 1}
    )


def _root(values: Floats, name: str) -> Floats:
    return np.sqrt(values) if name == "sigma" else values


def elementary_effects(points: Floats, outcome: Floats, levels: int) -> Floats:
    """Elementary effects per width of a factor's range, shape (T, D, R).

    Raises:
        ValueError: If the points are no trajectories in which each step moves one factor, each factor once.
    """
    size = points.shape[1] + 1
    if len(points) % size or len(points) != len(outcome):
        raise ValueError(f"trajectories of {size} points need a multiple of {size} rows in points and outcome")
    moves = np.sign(np.diff(points.reshape(-1, size, size - 1), axis=1))
    once = (np.abs(moves).sum(axis=1) == 1).all() and (np.abs(moves).sum(axis=2) == 1).all()
    if not once:
        raise ValueError("each step of a trajectory must move one factor, and each factor once")
    steps = np.diff(outcome.reshape(-1, size, outcome.shape[1]), axis=1)
    width = levels / (2 * (levels - 1))
    return np.asarray(np.einsum("tsd,tsr->tdr", moves, steps) / width)


def _measures(effects: Floats, weights: Floats) -> Floats:
    """Mean, mean size and squared spread (divisor T - 1) of effects, not truncated, shape (3, D)."""
    n = len(effects)
    mean = (effects @ weights).mean(axis=0) / weights.sum()
    centred = effects - effects.mean(axis=0)
    spread = product(centred, centred, weights).sum(axis=0) / (n - 1) if n > 1 else np.full(len(mean), np.nan)
    return np.stack([mean, _sizes(effects, weights).mean(axis=0), spread])


def _sizes(effects: Floats, weights: Floats) -> Floats:
    """Size of each effect, its sign taken from the other replications, shape (T, D)."""
    if effects.shape[2] == 1:
        return np.abs(effects[..., 0])
    others = (effects @ weights)[..., None] - weights * effects
    return np.asarray((np.sign(others) * effects) @ weights / weights.sum())
