"""Which teachers apply for further education: the compiled loop over posts."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from sim.kernels.hashing import bits, slot_bits, to_uniform
from sim.types import Bools, Floats, Ids, Ints, Rows, Singles, Smalls


class Teachers(NamedTuple):
    """Columns of the posts, each of shape (posts,)."""

    uid: Ids
    school: Rows
    kind: Smalls
    qualified: Bools
    study: Smalls
    lacks: Bools


class Wish(NamedTuple):
    """What makes teachers apply.

    Attributes:
        interest: Cumulated share of applications by topic for each kind of teacher, shape (kinds, topics).
        start: Logit of applying at the usual gap with all credits required, by school, shape (schools,).
        gap: Rise in the logit per unit of gap.
        usual_gap: The usual gap, 0-1.
        credits: Rise in the logit of those who lack credits.
    """

    interest: Floats
    start: Floats
    gap: float
    usual_gap: float
    credits: float


@njit(cache=True)
def apply(
    key: np.uint64, teachers: Teachers, wish: Wish, base: Singles, learned: Singles, rows: Ints, topics: Smalls,
    gaps: Floats,
) -> int:  # fmt: skip
    """Teachers apply for a course in a topic, the likelier the larger their gap in it and if they lack credits.

    Args:
        key: Key of the draw.
        teachers: Columns of the posts; nobody applies while studying.
        wish: What makes teachers apply.
        base, learned: Competence, shape (posts, topics).
        rows, topics, gaps: Results, filled from the start; shape (posts,) at the most.

    Returns:
        Number of applications.
    """
    uid, school, kind, lacks = teachers.uid, teachers.school, teachers.kind, teachers.lacks
    qualified, study, interest, start = teachers.qualified, teachers.study, wish.interest, wish.start
    widest = wish.gap * (1.0 - wish.usual_gap)
    most, most_lacking = np.empty_like(start), np.empty_like(start)  # few draws are below them: spares the rest
    for s in range(start.shape[0]):
        most[s] = 1.0 / (1.0 + math.exp(-start[s] - widest))
        most_lacking[s] = 1.0 / (1.0 + math.exp(-start[s] - widest - wish.credits))
    few, count, beyond_all = 0, 0, interest.shape[1] - 1
    for i in range(uid.shape[0]):
        if qualified[i] and study[i] < 0:
            most_here = most_lacking[school[i]] if lacks[i] else most[school[i]]
            rows[few] = i
            few += to_uniform(bits(key, uid[i])) < most_here  # no branch on luck: it cannot be foreseen
    for i in rows[:few]:
        s, drawn = school[i], bits(key, uid[i])
        u, v = to_uniform(drawn), to_uniform(slot_bits(drawn, 0))
        t, beyond = 0, beyond_all  # first topic whose cumulated share reaches v
        while t < beyond:
            middle = (t + beyond) // 2
            if v > interest[kind[i], middle]:
                t = middle + 1
            else:
                beyond = middle
        gap = max(0.0, 1.0 - base[i, t] - learned[i, t])
        term = start[s] + wish.gap * (gap - wish.usual_gap) + (wish.credits if lacks[i] else 0.0)
        if u < 1.0 / (1.0 + math.exp(-term)):
            rows[count] = i
            topics[count] = t
            gaps[count] = gap
            count += 1
    return count
