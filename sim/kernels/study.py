"""This file knows which teachers apply for further education: the compiled loop over posts."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from sim.kernels.hashing import bits, slot_bits, to_uniform
from sim.types import Bools, Floats, Ids, Ints, Singles, Smalls


@njit(cache=True)
def apply(
    key: np.uint64,
    uid: Ids,
    kind: Smalls,
    qualified: Bools,
    study: Smalls,
    interest: Floats,
    rate: float,
    gap_weight: float,
    base: Singles,
    learned: Singles,
    rows: Ints,
    topics: Smalls,
    gaps: Floats,
) -> int:
    """Teachers apply for a course in a topic, the likelier the larger their gap in it.

    Args:
        key: Key of the draw.
        uid, kind, qualified, study: Columns of the posts; nobody applies while studying.
        interest: Cumulated share of applications by topic for each kind of teacher, shape (kinds, topics).
        rate: Share of teachers who apply at a gap of one half.
        gap_weight: Rise in the logit per unit of gap.
        base, learned: Competence, shape (posts, topics).
        rows, topics, gaps: Results, filled from the start; shape (posts,) at the most.

    Returns:
        Number of applications.
    """
    start = math.log(rate / (1.0 - rate))
    most = 1.0 / (1.0 + math.exp(-(start + 0.5 * gap_weight)))
    count = 0
    for i in range(uid.shape[0]):
        drawn = bits(key, uid[i])
        u = to_uniform(drawn)
        if u >= most or not qualified[i] or study[i] >= 0:
            continue
        v = to_uniform(slot_bits(drawn, 0))
        t, beyond = 0, interest.shape[1] - 1  # first topic whose cumulated share reaches v
        while t < beyond:
            middle = (t + beyond) // 2
            if v > interest[kind[i], middle]:
                t = middle + 1
            else:
                beyond = middle
        gap = max(0.0, 1.0 - base[i, t] - learned[i, t])
        if u < 1.0 / (1.0 + math.exp(-(start + gap_weight * (gap - 0.5)))):
            rows[count] = i
            topics[count] = t
            gaps[count] = gap
            count += 1
    return count
