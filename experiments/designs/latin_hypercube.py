"""This file knows the Latin hypercube: each factor has one point in each of n equally likely strata."""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc

from experiments.designs.cube import Leaders, Scheme
from sim.types import Floats


def latin_hypercube(leaders: Leaders, points: int, seed: int) -> Floats:
    """Ranks, shape (points, n_leaders); other strata with another number, so it cannot be extended.

    Source:
        McKay, Beckman and Conover (1979), Technometrics 21(2).
    """
    return np.asarray(qmc.LatinHypercube(len(leaders), rng=np.random.default_rng(seed)).random(points))


SCHEME = Scheme(latin_hypercube, "points", usual=64, correlates=True)
