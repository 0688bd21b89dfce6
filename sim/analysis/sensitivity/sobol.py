"""Sobol indices of the expected outcome: first-order and total, from a Saltelli design."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.replicated import bounds, checked, product, variance
from sim.types import Floats, Ints


def sobol_indices(outcome: Floats, factors: Sequence[str], seed: int = 1) -> pd.DataFrame:
    """First-order and total Sobol indices, replication noise separated.

    Both are shares of the variance of the outcome expected over luck: first-order is what one factor explains by
    itself, total what it explains with all its interactions. Products are taken over different replications, so
    luck that points share, or that acts differently at each, adds no bias. Without noise they equal SALib's.

    Args:
        outcome: Rows in the order of `SALib.sample.sobol` without second order (A, AB_1 .. AB_D, B for each base
            point), columns the replications, shape (N (D + 2), R). With R = 1 noise is not separated.
        factors: Names of the D factors.
        seed: Of the bootstrap over base points and replications.

    Returns:
        One row a factor: factor, first, first_low, first_high, total, total_low, total_high (95 % bounds),
        noise_separated. NaN where the expected outcome does not vary.

    Raises:
        ValueError: If rows are not a multiple of D + 2, or a value is not finite.

    Source:
        Saltelli et al. (2010), Computer Physics Communications 181(2), table 2 (b) and (f).
    """
    table = checked(outcome)
    blocks = in_blocks(table, len(factors))
    n, replications = len(blocks), table.shape[1]

    def estimate(rows: Ints, weights: Floats) -> Floats:
        return _indices(blocks[rows], weights)

    first, total = estimate(np.arange(n), np.ones(replications))
    (first_low, total_low), (first_high, total_high) = bounds(estimate, n, replications, seed)
    columns = {"first": first, "first_low": first_low, "first_high": first_high}
    columns |= {"total": total, "total_low": total_low, "total_high": total_high}
    return pd.DataFrame({"factor": list(factors), **columns, "noise_separated": replications > 1})


def in_blocks(table: Floats, n_factors: int) -> Floats:
    """Rows of a Saltelli design by base point, shape (N, D + 2, R).

    Raises:
        ValueError: If rows are not a multiple of D + 2.
    """
    size = n_factors + 2
    if len(table) % size:
        raise ValueError(f"a Saltelli design of {n_factors} factors has a multiple of {size} rows, got {len(table)}")
    return table.reshape(-1, size, table.shape[1])


def base_points(table: Floats, n_factors: int) -> Floats:
    """The independent points of a Saltelli design (A and B), shape (2 N, R)."""
    blocks = in_blocks(table, n_factors)
    return np.concatenate([blocks[:, 0], blocks[:, -1]])


def _indices(blocks: Floats, weights: Floats) -> Floats:
    """First-order and total indices, shape (2, D)."""
    whole = variance(np.concatenate([blocks[:, 0], blocks[:, -1]]), weights)
    if whole <= 0:
        return np.full((2, blocks.shape[1] - 2), np.nan)
    centred = blocks - blocks.mean(axis=(0, 1))
    a, mixed, b = centred[:, :1], centred[:, 1:-1], centred[:, -1:]
    first = product(np.broadcast_to(b, mixed.shape), mixed - a, weights).mean(axis=0)
    total = product(mixed - a, mixed - a, weights).mean(axis=0) / 2
    return np.stack([first, total]) / whole
