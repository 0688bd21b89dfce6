"""This file knows the scrambled Sobol sequence: points that leave no gaps, to which more can be added."""

from __future__ import annotations

import numpy as np
from scipy.stats import qmc

from experiments.designs.cube import Leaders, Scheme
from sim.types import Floats


def sobol_points(leaders: Leaders, points: int, seed: int) -> Floats:
    """The first points of the sequence, shape (points, n_leaders); more of them begin with the same.

    Source:
        Owen (1998), Journal of Complexity 14(4), as in `scipy.stats.qmc.Sobol`.
    """
    sequence = qmc.Sobol(len(leaders), scramble=True, rng=np.random.default_rng(seed))
    return np.asarray(sequence.random_base2(points.bit_length() - 1))


SCHEME = Scheme(sobol_points, "points", usual=64, extends=True, correlates=True, doubles=True)
