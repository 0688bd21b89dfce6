"""This file knows the grid: every combination of evenly spread ranks of each factor (full factorial design)."""

from __future__ import annotations

from math import prod

import numpy as np

from experiments.designs.cube import Leaders, Scheme, refuse_too_many
from sim.types import Floats


def grid(leaders: Leaders, levels: int, _seed: int) -> Floats:
    """Ranks of all combinations, the last factor fastest, shape (n_points, n_leaders)."""
    axes = [factor.ranks(levels) for factor in leaders]
    refuse_too_many("grid", prod(len(axis) for axis in axes))
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))


SCHEME = Scheme(grid, "levels of each factor", usual=3)
