"""The compiled division of kroner among claimants; sums are taken in the order in which NumPy takes them."""

from __future__ import annotations

import numpy as np
from numba import njit

from sim.types import Floats

_BLOCK, _LANES = 128, 8


@njit(cache=True)
def _sum_of_block(values: Floats, start: int, n: int) -> float:
    """Sum of at most 128 values from `start` on, in eight lanes."""
    if n < _LANES:
        total = 0.0
        for i in range(n):
            total += values[start + i]
        return float(total)
    lane = values[start : start + _LANES].copy()
    full = n - n % _LANES
    for i in range(_LANES, full, _LANES):
        for j in range(_LANES):
            lane[j] += values[start + i + j]
    total = ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]))
    for i in range(full, n):
        total += values[start + i]
    return float(total)


@njit(cache=True)
def pairwise_sum(values: Floats) -> float:
    """Sum of values added in NumPy's order (halves of halves down to blocks), so that no bit differs."""
    start, n, done = np.zeros(64, np.int64), np.zeros(64, np.int64), np.zeros(64, np.int64)
    left = np.zeros(64)
    n[0], top, last = values.shape[0], 0, 0.0
    while top >= 0:  # a stack and no recursion: a recursive function crashes when it is read from Numba's cache
        half = n[top] // 2
        half -= half % _LANES
        if n[top] <= _BLOCK:
            last = _sum_of_block(values, start[top], n[top])
            top -= 1
        elif done[top] == 2:
            last = left[top] + last
            top -= 1
        else:
            if done[top] == 1:
                left[top] = last
            first = done[top] == 0
            start[top + 1] = start[top] if first else start[top] + half
            n[top + 1] = half if first else n[top] - half
            done[top] += 1
            done[top + 1] = 0
            top += 1
    return float(last)


@njit(cache=True)
def fill_up(total: float, claim: Floats, ceiling: Floats) -> Floats:
    """Divide an amount in proportion to claims, nobody above its ceiling; what is left over goes to the others.

    Args:
        total: Amount to divide, >= 0.
        claim: Relative claims >= 0, shape (n,).
        ceiling: The most each may have, >= 0, shape (n,).

    Returns:
        Amounts, not rounded, shape (n,).
    """
    n = claim.shape[0]
    share = np.zeros(n)
    claims = np.where(ceiling > 0, claim, 0.0)
    for _ in range(n + 1):
        left = total - pairwise_sum(share)
        claimed = pairwise_sum(claims)
        if left < 0.5 or claimed <= 0:
            break
        for i in range(n):
            share[i] = min(share[i] + left * claims[i] / claimed, ceiling[i])
        for i in range(n):
            if share[i] >= ceiling[i]:
                claims[i] = 0.0
    return share
