"""This file knows Morris trajectories: walks on a coarse grid of ranks that move one factor at each step."""

from __future__ import annotations

import numpy as np
from SALib.sample.morris import sample

from experiments.designs.cube import Leaders, Scheme, refuse_too_many
from sim.types import Floats

LEVELS = 4
"""Levels of the grid of ranks; a step is two thirds of the range."""


def morris(leaders: Leaders, trajectories: int, seed: int) -> Floats:
    """Ranks, trajectory by trajectory, shape (trajectories (D + 1), D); more begin with the same.

    Source:
        Morris (1991), Technometrics 33(2), as in `SALib.sample.morris` (trajectories drawn one by one).
    """
    refuse_too_many("morris", trajectories * (len(leaders) + 1))
    names = [factor.name for factor in leaders]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    luck = [np.random.default_rng([seed, trajectory]) for trajectory in range(trajectories)]
    return np.concatenate([sample(problem, 1, num_levels=LEVELS, seed=rng) for rng in luck])


SCHEME = Scheme(morris, "trajectories", usual=10, extends=True)
