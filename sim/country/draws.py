"""How the builder draws: every draw is made before the first semester and keyed by stable ids."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.luck import Luck, stable_ids
from sim.types import Floats, Ids, Texts

BEFORE = -100
"""The semester of all draws of the builder, before any burn-in."""


def uniform(luck: Luck, purpose: str, ids: Ids, slots: int = 0) -> Floats:
    """Uniform draws in (0, 1)."""
    return luck.uniform(f"country: {purpose}", BEFORE, ids, slots)


def normal(luck: Luck, purpose: str, ids: Ids, slots: int = 0) -> Floats:
    """Standard normal draws."""
    return luck.normal(f"country: {purpose}", BEFORE, ids, slots)


def gumbel(luck: Luck, purpose: str, ids: Ids) -> Floats:
    """Standard Gumbel draws, the noise of a logit choice."""
    return luck.gumbel(f"country: {purpose}", BEFORE, ids)


def share(luck: Luck, purpose: str, ids: Ids, mean: npt.ArrayLike, sd: float) -> Floats:
    """Normal draws around a mean, kept inside 0.02-0.98."""
    result: Floats = np.clip(np.asarray(mean) + sd * normal(luck, purpose, ids), 0.02, 0.98)
    return result


def heavy_tailed(luck: Luck, purpose: str, ids: Ids, mean: float, log_sd: float) -> Floats:
    """Lognormal draws of a given mean, a few far above it, kept inside 0.02-0.98."""
    drawn = mean * np.exp(log_sd * normal(luck, purpose, ids) - 0.5 * log_sd**2)
    result: Floats = np.clip(drawn, 0.02, 0.98)
    return result


def between(luck: Luck, purpose: str, ids: Ids, low: float, high: float) -> Floats:
    """Uniform draws from low to high."""
    return low + (high - low) * uniform(luck, purpose, ids)


LONGEST_CAREER = 45.0
"""Years; nobody has held a post for longer."""


def years_in_post(luck: Luck, purpose: str, ids: Ids, hazard: Any) -> Floats:
    """Years since the present holder came, when holders leave at a constant yearly hazard and all is stationary.

    Where hardly anybody ever leaves they came a working life ago.
    """
    least = np.log1p(-np.maximum(np.asarray(hazard), 1.0 / LONGEST_CAREER))
    result: Floats = np.minimum(np.log(uniform(luck, purpose, ids)) / least, LONGEST_CAREER)
    return result


@cache
def _uid(name: str) -> int:
    return int(stable_ids([name])[0])


def uids(table: str, ids: Texts) -> Ids:
    """Stable ids of the rows of a table, from table name and register id (remembered between builds)."""
    return np.array([_uid(f"{table}/{name}") for name in ids.tolist()], dtype=np.uint64)
