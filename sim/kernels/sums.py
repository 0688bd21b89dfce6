"""The compiled sum of rows by group."""

from __future__ import annotations

import numpy as np
from numba import njit

from sim.types import Floats, Ids


@njit(cache=True)
def sum_rows(group: Ids, values: Floats, n: int) -> Floats:
    """Sum of the rows of each group, added in their order.

    Args:
        group: Group of each row, shape (m,); unsigned, so that no row counts from the end.
        values: Shape (m, k).
        n: Number of groups.

    Returns:
        Shape (n, k).

    Raises:
        IndexError: If a group is not below n.
    """
    total = np.zeros((n, values.shape[1]))
    for i in range(values.shape[0]):
        if group[i] >= n:
            raise IndexError("a row belongs to none of the groups")
        for j in range(values.shape[1]):
            total[group[i], j] += values[i, j]
    return total
