"""How single posts change hands: the compiled loops over ~100,000 posts of turnover and hiring."""

from __future__ import annotations

import numpy as np
from numba import njit

from sim.kernels.hashing import bits, slot_bits, to_normal, to_triangle, to_uniform
from sim.types import Bools, Floats, Ids, Ints, Rows, Singles, Smalls

STAYS, EXITS, MOVES = 0, 1, 2
NOVICE_YEARS = 5
"""Years of career in which a teacher counts as new."""
PENSION_YEARS = 40
"""Years of career from which age decides who leaves."""


@njit(cache=True)
def season(hazard: float, share: float, autumn: bool) -> float:
    """Part of a yearly hazard that falls in this half-year; the two halves compound to the whole."""
    if autumn:
        return share * hazard
    return (hazard - share * hazard) / (1.0 - share * hazard)


@njit(cache=True)
def leave(
    key: np.uint64,
    uid: Ids,
    school: Rows,
    qualified: Bools,
    career: np.ndarray,
    exit_odds: float,
    move_odds: float,
    unqualified_odds: float,
    age_odds: Floats,
    school_odds: Floats,
    novice_odds: Floats,
    experienced_odds: float,
    share: float,
    autumn: bool,
    fate: Smalls,
) -> None:
    """Decide for each post whether its teacher stays, leaves the sector or moves to another school.

    Odds multiply: that is a logit with one term for the person's age and one for the school.

    Args:
        key: Key of the draw.
        uid, school, qualified, career: Columns of the posts; career in semesters since graduation.
        exit_odds, move_odds, unqualified_odds: Odds of a year at a reference teacher and school.
        age_odds: Factor by years of career, shape (years,).
        school_odds: Factor by school, shape (schools,).
        novice_odds: Further factor for the first five years by school, shape (schools,).
        experienced_odds: Further factor for those after them, until they reach the age of retirement.
        share: Part of a year's leaving that falls in autumn.
        autumn: Whether this is the autumn.
        fate: Result, one of STAYS, EXITS, MOVES, shape (posts,).
    """
    for i in range(uid.shape[0]):
        s = school[i]
        years = min(career[i] // 2, age_odds.shape[0] - 1)
        if qualified[i]:
            factor = school_odds[s]
            if years < NOVICE_YEARS:
                factor *= novice_odds[s]
            elif years < PENSION_YEARS:
                factor *= experienced_odds
            leaving = exit_odds * age_odds[years] * factor
            moving = move_odds * factor
        else:
            leaving = unqualified_odds * school_odds[s]
            moving = 0.0
        out = season(leaving / (1.0 + leaving), share, autumn)
        move = season(moving / (1.0 + moving), share, autumn) * (1.0 - out)
        u = to_uniform(bits(key, uid[i]))
        fate[i] = EXITS if u < out else (MOVES if u < out + move else STAYS)


@njit(cache=True)
def match(movers: Ints, vacant: Ints, cell: Rows, school: Rows) -> Ints:
    """Match movers to the vacancies of their cell in order, but nobody to the school just left if it can be helped.

    Who drew her own school changes with the first mover of the cell for whom that helps both, or takes the first
    vacancy left over at another school. Who cannot do either takes what she drew.

    Args:
        movers: Posts of movers, sorted by cell, shape (m,).
        vacant: Vacant posts, those of the movers included, sorted by cell.
        cell, school: Part of the labour market and school of every post.

    Returns:
        The post each mover takes, shape (m,).
    """
    target = np.empty_like(movers)
    taken = np.zeros(vacant.shape[0], dtype=np.bool_)
    begin, low = 0, 0
    while begin < movers.shape[0]:
        here = cell[movers[begin]]
        end = begin
        while end < movers.shape[0] and cell[movers[end]] == here:
            end += 1
        while cell[vacant[low]] < here:
            low += 1
        for j in range(begin, end):
            target[j] = vacant[low + j - begin]
            taken[low + j - begin] = True
        for j in range(begin, end):
            old = school[movers[j]]
            if school[target[j]] != old:
                continue
            changed = False
            for k in range(begin, end):
                if school[target[k]] != old and school[target[j]] != school[movers[k]]:
                    target[j], target[k] = target[k], target[j]
                    changed = True
                    break
            v = low
            while not changed and v < vacant.shape[0] and cell[vacant[v]] == here:
                if not taken[v] and school[vacant[v]] != old:
                    drawn = low
                    while vacant[drawn] != target[j]:
                        drawn += 1
                    taken[drawn], taken[v] = False, True
                    target[j] = vacant[v]
                    changed = True
                v += 1
        begin = end
    return target


@njit(cache=True)
def arrive(
    key: np.uint64,
    rows: Ints,
    uid: Ids,
    kind: Smalls,
    qualified: Bools,
    career: np.ndarray,
    bonus: Floats,
    relevance: Singles,
    own: float,
    mean_qualified: float,
    mean_unqualified: float,
    own_bonus: float,
    sd_common: float,
    sd_topic: float,
    novice_gap: float,
    novice_semesters: float,
    base: Singles,
    learned: Singles,
) -> None:
    """Draw the competence of new people in the given posts.

    Args:
        key: Key of the draw.
        rows: Posts with a new person, shape (m,).
        uid, kind, qualified, career: Columns of all posts.
        bonus: Added to all topics for what teacher education gave, shape (m,).
        relevance: How far a topic concerns each kind of teacher, shape (kinds, topics).
        own: Relevance from which a topic is the teacher's own.
        mean_qualified, mean_unqualified, own_bonus: Means of competence.
        sd_common, sd_topic: Spread common to all topics of a person, and of single topics.
        novice_gap, novice_semesters: How far a graduate starts below, and when she has caught up.
        base, learned: Results, shape (posts, topics).
    """
    for j in range(rows.shape[0]):
        i = rows[j]
        drawn = bits(key, uid[i])
        if qualified[i]:
            missing = 1.0 - min(career[i] / novice_semesters, 1.0)
            level = mean_qualified - novice_gap * missing + bonus[j]
        else:
            level = mean_unqualified
        level += sd_common * to_normal(drawn)
        for t in range(base.shape[1]):
            value = level + sd_topic * to_triangle(slot_bits(drawn, t))
            if qualified[i] and relevance[kind[i], t] >= own:
                value += own_bonus
            base[i, t] = min(max(value, 0.0), 1.0)
            learned[i, t] = 0.0
