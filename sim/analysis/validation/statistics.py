"""The statistics of the patterns, as small functions of arrays."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from sim.types import Bools, Floats


def correlation(x: Floats, y: Floats) -> float:
    """Pearson's r; NaN if either does not vary or there are fewer than three units."""
    if len(x) < 3 or not _varies(x) or not _varies(y):
        return np.nan
    return float(np.corrcoef(x, y)[0, 1])


def rank_correlation(x: Floats, y: Floats) -> float:
    """Spearman's rank correlation, ties at their mean rank."""
    return correlation(rankdata(x), rankdata(y))


def slope_per_sd(x: Floats, y: Floats) -> float:
    """Rise of y when x rises by one SD; 0 if y does not vary, NaN if x does not."""
    if len(x) < 3 or not _varies(x):
        return np.nan
    centred = (x - x.mean()) / x.std()
    return float((centred * (y - y.mean())).mean())


def standardised_slopes(y: Floats, drivers: Floats) -> Floats:
    """Slopes of a multiple regression in SD of y per SD of each driver, shape (drivers,).

    Args:
        y: Shape (n,).
        drivers: Shape (n, drivers); the slope of one that does not vary is NaN.
    """
    slopes = np.full(drivers.shape[1], np.nan)
    used = np.array([_varies(column) for column in drivers.T], dtype=bool)
    if len(y) <= drivers.shape[1] + 1 or not _varies(y) or not used.any():
        return slopes
    slopes[used] = np.linalg.lstsq(standard(drivers[:, used]), standard(y), rcond=None)[0]
    return slopes


def standard(values: Floats) -> Floats:
    """Values less their mean, in SD, by column."""
    result: Floats = (values - values.mean(axis=0)) / np.maximum(values.std(axis=0), 1e-12)
    return result


def _varies(values: Floats) -> bool:
    return bool(values.std() > 1e-9 * max(1.0, float(np.abs(values).max(initial=0.0))))


def thirds(values: Floats) -> tuple[Bools, Bools]:
    """Which units are in the lowest and in the highest third; ties go together, so thirds may be unequal."""
    low, high = np.quantile(values, [1 / 3, 2 / 3])
    return values <= low, (values >= high) & (values > low)


def years_to_half(effect: Floats) -> float:
    """Years until an effect first reaches half of its last value, straight between years; NaN if it never grew.

    Args:
        effect: Effect in years 1, 2, ...; it begins at 0 in year 0.
    """
    path = np.concatenate([[0.0], effect])
    half = path[-1] / 2.0
    if not half > 0:
        return np.nan
    year = int(np.argmax(path >= half))
    return year - 1 + float((half - path[year - 1]) / (path[year] - path[year - 1]))


def sums_by(group: npt.NDArray[np.int64], values: Floats, n: int) -> Floats:
    """Sum of values by group, shape (n,)."""
    result: Floats = np.bincount(group, weights=values, minlength=n).astype(np.float64)
    return result


def means_by(group: npt.NDArray[np.int64], values: Floats, weights: Floats, n: int) -> Floats:
    """Weighted mean by group, shape (n,); 0 in a group without weight."""
    return sums_by(group, values * weights, n) / np.maximum(sums_by(group, weights, n), 1e-12)
