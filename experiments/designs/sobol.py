"""This file knows the Saltelli design, from which Sobol indices are estimated."""

from __future__ import annotations

import numpy as np
from SALib.sample import sobol as saltelli

from experiments.designs.cube import Leaders, Scheme, refuse_too_many
from sim.types import Floats


def sobol(leaders: Leaders, base_points: int, seed: int) -> Floats:
    """Ranks by base point: A, AB_1 .. AB_D, B, shape (base_points (D + 2), D); more begin with the same.

    Source:
        Saltelli et al. (2010), Computer Physics Communications 181(2), as in `SALib.sample.sobol`.
    """
    refuse_too_many("sobol", base_points * (len(leaders) + 2))
    names = [factor.name for factor in leaders]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    return np.asarray(saltelli.sample(problem, base_points, calc_second_order=False, seed=seed))


SCHEME = Scheme(sobol, "base points", usual=64, extends=True, doubles=True)
