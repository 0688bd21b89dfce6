"""Which runs of a design are complete enough to be analysed, and leaves out the fewest others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.types import Bools, Floats, Ints


@dataclass(frozen=True)
class Complete:
    """A crossed table without gaps.

    Attributes:
        outcome: Points x scenarios x replications, finite, shape (P, S, R).
        points: Numbers of the points that are left, ascending, shape (P,).
        blocks_left_out, replications_left_out: How many were not complete.
    """

    outcome: Floats
    points: Ints
    blocks_left_out: int
    replications_left_out: int


def crossed(values: pd.DataFrame, scenarios: Sequence[str], points: int, replications: int) -> Floats:
    """One value a cell, NaN where there is none, shape (points, scenarios, replications).

    Args:
        values: Columns point, scenario, replication, value.
        scenarios: Names in order; others are left out.
        points: How many there are.
        replications: How many there are.
    """
    table = np.full((points, len(scenarios), replications), np.nan)
    place = {name: i for i, name in enumerate(scenarios)}
    mine = values[values["scenario"].isin(place)]
    at = (mine["point"].to_numpy(), mine["scenario"].astype(str).map(place).to_numpy(), mine["replication"].to_numpy())
    table[at] = mine["value"].to_numpy(dtype=np.float64)
    return table


def complete(outcome: Floats, size: int) -> Complete:
    """The complete blocks: those replications and blocks that keep most values, with no gap and nothing filled in.

    Args:
        outcome: NaN where missing, shape (P, S, R).
        size: Points a block, which are of use only together (D + 2 of a Saltelli design, D + 1 of a trajectory).

    Raises:
        ValueError: If points are not a multiple of the size.
    """
    if len(outcome) % size:
        raise ValueError(f"points must be a multiple of {size}, got {len(outcome)}")
    whole: Bools = np.isfinite(outcome).all(axis=1).reshape(-1, size, outcome.shape[2])
    missing: Bools = np.logical_not(whole.all(axis=1))
    blocks, replications = _kept(missing)
    points = (blocks[:, None] * size + np.arange(size)).ravel()
    left_out = len(missing) - len(blocks), missing.shape[1] - len(replications)
    return Complete(outcome[points][:, :, replications], points, *left_out)


def _kept(missing: Bools) -> tuple[Ints, Ints]:
    """Blocks and replications that keep most cells: the fullest replications, and what is complete in all of them."""
    order = np.argsort(missing.sum(axis=0), kind="stable")
    whole = np.logical_and.accumulate(~missing[:, order], axis=1)
    cells = whole.sum(axis=0) * np.arange(1, len(order) + 1)
    n = int(cells.argmax()) + 1
    if not cells.any():
        return np.empty(0, dtype=np.int64), np.sort(order)
    return np.flatnonzero(whole[:, n - 1]), np.sort(order[:n])
