"""Which teachers apply for further education: the compiled loop over posts."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from sim.kernels.hashing import bits, slot_bits, to_uniform
from sim.types import Bools, Floats, Ids, Ints, Rows, Singles, Smalls


@njit(cache=True)
def apply(
    key: np.uint64,
    uid: Ids,
    school: Rows,
    kind: Smalls,
    qualified: Bools,
    study: Smalls,
    interest: Floats,
    start: Floats,
    gap_weight: float,
    usual_gap: float,
    base: Singles,
    learned: Singles,
    rows: Ints,
    topics: Smalls,
    gaps: Floats,
) -> int:
    """Teachers apply for a course in a topic, the likelier the larger their gap in it.

    Args:
        key: Key of the draw.
        uid, school, kind, qualified, study: Columns of the posts; nobody applies while studying.
        interest: Cumulated share of applications by topic for each kind of teacher, shape (kinds, topics).
        start: Logit of applying at the usual gap, by school, shape (schools,).
        gap_weight: Rise in the logit per unit of gap.
        usual_gap: The usual gap, 0-1.
        base, learned: Competence, shape (posts, topics).
        rows, topics, gaps: Results, filled from the start; shape (posts,) at the most.

    Returns:
        Number of applications.
    """
    most = 1.0 / (
        1.0 + math.exp(-(start.max() + gap_weight * (1.0 - usual_gap)))
    )  # few draws are below it: spares the rest
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
        if u < 1.0 / (1.0 + math.exp(-(start[school[i]] + gap_weight * (gap - usual_gap)))):
            rows[count] = i
            topics[count] = t
            gaps[count] = gap
            count += 1
    return count
