"""Who comes first in a group that has no room for everybody: the compiled loop over networks, topics and kinds."""

from __future__ import annotations

import numpy as np
from numba import njit

from sim.types import Floats


@njit(cache=True)
def fill_group(worth: Floats, staff: Floats, size: Floats) -> Floats:
    """People of each kind in a group of a given size, if those it is worth most to come first.

    Args:
        worth: What it is worth to one of each kind, shape (n, kinds, topics).
        staff: People of each kind, shape (n, kinds).
        size: People in the group, shape (n,).

    Returns:
        Shape of `worth`.
    """
    people = np.zeros(worth.shape)
    order = np.empty(worth.shape[1], dtype=np.int64)
    for r in range(worth.shape[0]):
        for t in range(worth.shape[2]):
            found = 0
            for k in range(worth.shape[1]):
                if staff[r, k] > 0.0:
                    place = found
                    while place > 0 and worth[r, order[place - 1], t] < worth[r, k, t]:
                        order[place] = order[place - 1]
                        place -= 1
                    order[place] = k
                    found += 1
            before = 0.0
            for k in order[:found]:
                people[r, k, t] = min(max(size[r] - before, 0.0), staff[r, k])
                before += staff[r, k]
    return people
