"""The statistics of the patterns, as small functions of arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from sim.types import Bools, Floats


def correlation(x: Floats, y: Floats) -> float:
    """Pearson's r; NaN if either does not vary or there are fewer than three units."""
    if len(x) < 3 or not varies(x) or not varies(y):
        return np.nan
    return float(np.corrcoef(x, y)[0, 1])


def rank_correlation(x: Floats, y: Floats) -> float:
    """Spearman's rank correlation, ties at their mean rank."""
    return correlation(rankdata(x), rankdata(y))


def relative_spread(values: Floats) -> float:
    """Coefficient of variation; NaN for fewer than three units or a mean of 0."""
    mean = float(values.mean()) if len(values) else 0.0
    return float(values.std() / mean) if len(values) > 2 and mean else np.nan


def slope(x: Floats, y: Floats) -> float:
    """Rise of y per unit of x by least squares; NaN if x does not vary."""
    centred = x - x.mean()
    return float((centred * y).sum() / (centred**2).sum()) if varies(x) else np.nan


def standard(values: Floats) -> Floats:
    """Values less their mean, in SD, by column."""
    result: Floats = (values - values.mean(axis=0)) / np.maximum(values.std(axis=0), 1e-12)
    return result


def varies(values: Floats) -> bool:
    """Whether values differ by more than rounding."""
    return bool(values.std() > 1e-9 * max(1.0, float(np.abs(values).max(initial=0.0))))


def thirds(values: Floats) -> tuple[Bools, Bools]:
    """Which units are in the lowest and in the highest third; ties go together, so thirds may be unequal."""
    low, high = np.quantile(values, [1 / 3, 2 / 3])
    return values <= low, (values >= high) & (values > low)


def years_to(share: float, effect: Floats) -> float:
    """Years until an effect first reaches a share of its highest value, straight between years; NaN if it never grew.

    Args:
        share: The share, above 0 and at most 1.
        effect: Effect in years 1, 2, ...; it begins at 0 in year 0.
    """
    path = np.concatenate([[0.0], effect])
    aim = path.max() * share
    if not aim > 0:
        return np.nan
    year = int(np.argmax(path >= aim))
    return year - 1 + float((aim - path[year - 1]) / (path[year] - path[year - 1]))


def sums_by(group: npt.NDArray[np.int64], values: Floats, n: int) -> Floats:
    """Sum of values by group, shape (n,)."""
    result: Floats = np.bincount(group, weights=values, minlength=n).astype(np.float64)
    return result


def means_by(group: npt.NDArray[np.int64], values: Floats, weights: Floats, n: int) -> Floats:
    """Weighted mean by group, shape (n,); 0 in a group without weight."""
    return sums_by(group, values * weights, n) / np.maximum(sums_by(group, weights, n), 1e-12)
