"""How to share out whole things so that the sums hold to the last one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.types import Floats, Ints


def apportion(total: int, weights: npt.ArrayLike) -> Ints:
    """Whole numbers in proportion to weights, by largest remainder; ties go to the first row.

    Args:
        total: What is shared out, >= 0.
        weights: Shape (n,), >= 0, not all zero.

    Returns:
        Shape (n,), summing to `total`.
    """
    w = np.asarray(weights, dtype=np.float64)
    return apportion_within(np.array([total]), np.zeros(len(w), dtype=np.int64), w)


def apportion_within(totals: npt.NDArray[Any], group: npt.NDArray[Any], weights: Floats) -> Ints:
    """Largest remainder inside each group.

    Args:
        totals: What each group shares out, shape (groups,).
        group: Group row of each receiver, shape (n,).
        weights: Shape (n,), >= 0, with a positive sum in every group that has something to share.

    Returns:
        Shape (n,), summing to `totals` by group.
    """
    weight_sum = np.bincount(group, weights=weights, minlength=len(totals))
    exact = (totals / np.where(weight_sum > 0, weight_sum, 1.0))[group] * weights
    return _round_to(totals, group, exact, exact - np.floor(exact))


def _round_to(totals: npt.NDArray[Any], group: npt.NDArray[Any], exact: Floats, claim: Floats) -> Ints:
    """Round down, then give what is left of each group's total to its greatest claims."""
    floor = np.floor(exact).astype(np.int64)
    left = np.asarray(totals, dtype=np.int64) - _sums(group, floor, len(totals))
    position = position_within(group, -claim)
    result: Ints = floor + (position < left[group])
    return result


def _sums(group: npt.NDArray[Any], values: Ints, n: int) -> Ints:
    return np.bincount(group, weights=values, minlength=n).astype(np.int64)


def position_within(group: npt.NDArray[Any], score: npt.NDArray[Any]) -> Ints:
    """Place of each row in its group when rows are ordered by rising score (0 = lowest), shape (n,)."""
    order = np.lexsort((score, group))
    size = np.bincount(group)
    first = np.cumsum(size) - size
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order)) - first[group[order]]
    return position
