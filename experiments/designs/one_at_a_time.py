"""This file knows the one-at-a-time design: nothing varied, then each factor alone at its ends or values."""

from __future__ import annotations

import numpy as np

from experiments.designs.cube import Leaders, Scheme
from sim.types import Floats


def one_at_a_time(leaders: Leaders, _number: int, _seed: int) -> Floats:
    """Ranks, NaN where a factor is left as it is, shape (1 + 2 a factor, n_leaders); a discrete one has its values."""
    rows = [np.full(len(leaders), np.nan)]
    for column, factor in enumerate(leaders):
        for rank in factor.ranks(2):
            row = np.full(len(leaders), np.nan)
            row[column] = rank
            rows.append(row)
    return np.stack(rows)


SCHEME = Scheme(one_at_a_time, None)
