"""How certain a ranking is: ranks in futures drawn anew from the replications."""

from __future__ import annotations

import numpy as np

from sim.types import Floats

RESAMPLES = 500


def ranks(values: Floats) -> Floats:
    """Rank of each row by its mean over replications, 1 the highest; ties share the mean rank, NaN where undefined.

    Args:
        values: Shape (rows, replications); NaN ones are left out of the mean.
    """
    return _ranks(_means(values, np.ones((values.shape[1], 1))))[:, 0]


def rank_interval(values: Floats, share: float = 0.90) -> tuple[Floats, Floats]:
    """Bounds of each row's rank when replications are drawn anew, the same for all rows (bootstrap).

    Rows whose means lie close have wide bounds; near ties the bounds are too wide rather than too narrow.

    Args:
        values: Shape (rows, replications); NaN ones are left out of the means.
        share: What share of the redrawn ranks the bounds hold.

    Returns:
        Lowest and highest rank, shape (rows,) each; NaN where undefined.

    Source:
        Goldstein and Spiegelhalter (1996), League tables and their limitations, JRSS A 159.
    """
    n = values.shape[1]
    drawn = np.random.default_rng(0).multinomial(n, np.full(n, 1.0 / n), RESAMPLES).T.astype(np.float64)
    found = _ranks(_means(values, drawn))
    undefined = ~np.isfinite(values).any(axis=1)
    tail = (1.0 - share) / 2.0
    low, high = (_quantile(found, q) for q in (tail, 1.0 - tail))
    return np.where(undefined, np.nan, low), np.where(undefined, np.nan, high)


def _quantile(found: Floats, q: float) -> Floats:
    """Quantile over redrawn ranks, shape (rows,); a row without a value in some draws ranks last there."""
    result: Floats = np.quantile(np.where(np.isfinite(found), found, len(found)), q, axis=1)
    return result


def _means(values: Floats, weight: Floats) -> Floats:
    """Weighted mean of each row over its values, shape (rows, draws); weight has shape (replications, draws)."""
    known = np.isfinite(values)
    total = known.astype(np.float64) @ weight
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, (np.where(known, values, 0.0) @ weight) / total, np.nan)


def _ranks(means: Floats) -> Floats:
    from scipy.stats import rankdata  # slow to load, and of use only where a table is made

    result: Floats = rankdata(-means, axis=0, nan_policy="omit")
    return result
