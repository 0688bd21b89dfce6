"""Importance by regression, for points of any design: linear and rank measures, with what they fit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from sim.analysis.sensitivity.replicated import bounds, checked, variance
from sim.types import Floats, Ints

_MEASURES = ("slope", "src", "prcc")
_EXACT = 1e-12
"""What is left unexplained where ranks fit exactly: rounding."""


def regression_importance(points: Floats, outcome: Floats, factors: Sequence[str], seed: int = 1) -> pd.DataFrame:
    """Slopes, standardised coefficients and partial rank correlations of the outcome on the factors.

    Linear measures are trustworthy where r2 is high, rank measures where rank_r2 is. With R >= 2 the coefficients
    and r2 are relative to the variance of the outcome expected over luck; ranks keep what noise is left in the mean.

    Args:
        points: Values of the factors, shape (P, D).
        outcome: Shape (P, R).
        factors: Names of the D factors.
        seed: Of the bootstrap over points and replications.

    Returns:
        One row a factor: factor; slope (outcome per unit of the factor), src (standardised regression coefficient)
        and prcc (partial rank correlation coefficient), each with _low and _high (95 % bounds); r2 and rank_r2
        (adjusted for the number of factors), noise_separated. Undefined measures are NaN.

    Raises:
        ValueError: If there are too few points, a factor never varies, or a value is not finite.

    Source:
        Saltelli et al. (2008), Global Sensitivity Analysis: The Primer, ch. 1; Marino et al. (2008), Journal of
        Theoretical Biology 254(1), for PRCC.
    """
    x, y = _checked_points(points, checked(outcome), factors), checked(outcome)
    n, replications = y.shape

    def estimate(rows: Ints, weights: Floats) -> Floats:
        return _measures(x[rows], y[rows], weights)

    everything = np.arange(n), np.ones(replications)
    found, (low, high) = estimate(*everything), bounds(estimate, n, replications, seed)
    columns: dict[str, Floats] = {}
    for row, name in enumerate(_MEASURES):
        columns |= {name: found[row], f"{name}_low": low[row], f"{name}_high": high[row]}
    whole = variance(y, everything[1])
    mean = y.mean(axis=1)
    r2 = _fitted(x, mean, whole if replications > 1 else float(mean.var()))
    ranks = rankdata(mean)
    rank_r2 = _fitted(rankdata(x, axis=0), ranks, float(ranks.var()))
    return pd.DataFrame(
        {"factor": list(factors), **columns, "r2": r2, "rank_r2": rank_r2, "noise_separated": replications > 1}
    )


def _measures(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Slopes, standardised coefficients and partial rank correlations, shape (3, D); NaN where undefined."""
    mean = y @ weights / weights.sum()
    whole = variance(y, weights)
    slopes = _slopes(x, mean)
    scaled = slopes * x.std(axis=0) / np.sqrt(whole) if whole > 0 else np.full(x.shape[1], np.nan)
    return np.stack([slopes, scaled, _partial(rankdata(x, axis=0), rankdata(mean))])


def _slopes(x: Floats, y: Floats) -> Floats:
    """Least-squares slopes, NaN if the points cannot tell the factors apart."""
    scale = x.std(axis=0)
    if (scale == 0).any():
        return np.full(x.shape[1], np.nan)
    slopes, _, rank, _ = np.linalg.lstsq((x - x.mean(axis=0)) / scale, y - y.mean(), rcond=None)
    return np.asarray(slopes / scale) if rank == x.shape[1] else np.full(x.shape[1], np.nan)


def _partial(x: Floats, y: Floats) -> Floats:
    """Correlation of each column with y, the other columns held fixed."""
    if not x.std(axis=0).all() or y.std() == 0:
        return np.full(x.shape[1], np.nan)
    correlations = np.asarray(np.corrcoef(np.column_stack([x, y]), rowvar=False))
    between, with_y = correlations[:-1, :-1], correlations[:-1, -1]
    if np.linalg.matrix_rank(between) < x.shape[1]:
        return np.full(x.shape[1], np.nan)
    inverse = np.linalg.inv(between)
    coefficients = inverse @ with_y
    left = max(1 - with_y @ coefficients, _EXACT)
    return np.asarray(coefficients / np.sqrt(coefficients**2 + left * np.diag(inverse)))


def _fitted(x: Floats, y: Floats, whole: float) -> float:
    """Share of a variance (divisor n) that a linear fit explains, adjusted for the number of factors, in 0-1."""
    n, d = x.shape
    if whole <= 0 or n <= d + 1:
        return float("nan")
    centred = y - y.mean()
    left = centred - (x - x.mean(axis=0)) @ np.linalg.lstsq(x - x.mean(axis=0), centred, rcond=None)[0]
    explained = centred.var() - (left @ left) * (n - 1) / (n - d - 1) / n
    return float(np.clip(explained / whole, 0.0, 1.0))


def _checked_points(points: Floats, outcome: Floats, factors: Sequence[str]) -> Floats:
    x = np.asarray(points, dtype=np.float64)
    if x.shape != (len(outcome), len(factors)) or not np.isfinite(x).all():
        raise ValueError(f"points must be finite, one row a point and one column a factor, got shape {x.shape}")
    if len(x) < len(factors) + 2:
        raise ValueError(f"{len(factors)} factors need at least {len(factors) + 2} points, got {len(x)}")
    still = [name for name, spread in zip(factors, np.ptp(x, axis=0), strict=True) if spread == 0]
    if still:
        raise ValueError(f"factors that never vary: {', '.join(still)}")
    return x
