"""How kroner are divided so that none is lost or made."""

from __future__ import annotations

import numpy as np

from sim.kernels.division import fill_up
from sim.types import Floats, Ids, Ints


def whole_kroner(amounts: Floats, total: int, ids: Floats | None = None) -> Ints:
    """Round amounts to whole kroner that sum to `total` (largest remainder).

    Args:
        amounts: Kroner >= 0 that sum to `total` but for rounding, shape (n,).
        total: Kroner to hand out.
        ids: Tie-breaker between equal remainders, so that the order of rows does not decide, shape (n,).
    """
    floor = np.floor(amounts).astype(np.int64)
    short = int(total - floor.sum())
    if short > 0:
        ties = np.zeros(len(amounts)) if ids is None else ids
        order = np.lexsort((ties, -(amounts - floor)))
        floor[order[:short]] += 1
    return floor


def divide(total: int, claim: Floats, ceiling: Floats, ids: Floats | None = None) -> Ints:
    """Divide kroner in proportion to claims, nobody above its ceiling; what nobody may take is left.

    Args:
        total: Kroner to divide, >= 0.
        claim: Relative claims >= 0, shape (n,).
        ceiling: The most each may have, kroner >= 0, shape (n,).
        ids: Tie-breaker of the rounding, shape (n,).

    Returns:
        Whole kroner, shape (n,); they sum to `total` or to all ceilings of those with a claim.
    """
    ceiling = np.floor(ceiling)
    share = fill_up(float(total), np.ascontiguousarray(claim, dtype=np.float64), ceiling)
    handed = int(min(total, round(float(share.sum()))))
    granted = whole_kroner(share, handed, ids)
    return np.minimum(granted, ceiling.astype(np.int64))


def stable_ties(uid: Ids) -> Floats:
    """Stable numbers that break ties, from stable ids, shape as given."""
    return (uid >> np.uint64(11)).astype(np.float64)
