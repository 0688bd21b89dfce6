"""Compiled loops over ~100,000 posts: who leaves, who of those away seeks a post, and who the newcomers are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from sim.kernels.hashing import bits, slot_bits, to_normal, to_triangle, to_uniform
from sim.types import Bools, Floats, Ids, Ints, Rows, Shorts, Singles, Smalls

STAYS, MOVES, LOSES_POST, GOES_ON_LEAVE, TO_OTHER_WORK, GOES_OUT = range(6)
EARLY_SEMESTERS = 4
"""First semesters of a career, in which new teachers are guided (veiledning av nyutdannede)."""
SETTLED_SEMESTERS = 10
"""Semesters of career from which a teacher counts as experienced."""


class Staff(NamedTuple):
    """Columns of the posts that decide who leaves, each of shape (posts,), and the first closed post of each school."""

    uid: Ids
    holder: Ids
    school: Rows
    qualified: Bools
    age: Smalls
    career: Shorts
    route: Smalls
    closed_from: Rows


class Leaving(NamedTuple):
    """How likely people leave in a year; odds multiply, which is a logit with a term for person and for school.

    Attributes:
        out: Hazard of leaving working life by year of age.
        leave: Hazard of going on leave by year of age.
        work: Odds of leaving for other work by school.
        route: Factor on them by route.
        move: Odds of moving to another school, by school.
        unqualified: Odds of an unqualified person's leaving, by school.
        early: Factor on both odds in the first two years of a career, by school.
        experienced: Factor on both after five years.
    """

    out: Floats
    leave: Floats
    work: Floats
    route: Floats
    move: Floats
    unqualified: Floats
    early: Floats
    experienced: float


@njit(cache=True)
def season(hazard: float, share: float, autumn: bool) -> float:
    """Part of a yearly hazard that falls in this half-year; the two halves compound to the whole."""
    if autumn:
        return share * hazard
    return (hazard - share * hazard) / (1.0 - share * hazard) if share * hazard < 1.0 else 1.0


@njit(cache=True)
def leave(key: np.uint64, staff: Staff, odds: Leaving, share: float, autumn: bool, fate: Smalls) -> None:
    """Decide what each post's holder does: one draw against hazards that compete in a fixed order.

    People first leave working life, else leave for other work, else go on leave (in autumn only), else move. Who would
    stay or move loses the post if it has closed.

    Args:
        key: Key of the draw.
        staff: Columns of the posts; where nobody is, nobody leaves.
        odds: How likely people leave.
        share: Part of a year's leaving that falls in autumn.
        autumn: Whether this is the autumn.
        fate: Result, one of STAYS to GOES_OUT, shape (posts,).
    """
    uid, holder, school, age_of, career = staff.uid, staff.holder, staff.school, staff.age, staff.career
    qualified, route, closed_from = staff.qualified, staff.route, staff.closed_from  # named once: twice as fast
    out_at, leave_at, work_at, move_at, quits_at = odds.out, odds.leave, odds.work, odds.move, odds.unqualified
    early = odds.early
    most = np.empty(work_at.shape[0])  # few draws are below it and what retires: spares the rest
    for s in range(most.shape[0]):
        widest = max(1.0, early[s], odds.experienced)
        work, move = widest * odds.route.max() * work_at[s], widest * move_at[s]
        most[s] = season(work / (1.0 + work), share, autumn) + season(move / (1.0 + move), share, autumn)
        most[s] += leave_at.max() if autumn else 0.0
    out_now = np.array([season(hazard, share, autumn) for hazard in out_at])
    for i in range(uid.shape[0]):
        fate[i] = STAYS
        if holder[i] == 0:
            continue
        s, age = school[i], age_of[i]
        if i >= closed_from[s]:
            fate[i] = LOSES_POST
        u = to_uniform(bits(key, uid[i]))
        if not qualified[i]:
            reached = out_now[age]
            reached += (1.0 - reached) * season(quits_at[s] / (1.0 + quits_at[s]), share, autumn)
            if u < reached:
                fate[i] = GOES_OUT
            continue
        if u >= most[s] + out_now[age]:
            continue
        reached = out_now[age]
        if u < reached:
            fate[i] = GOES_OUT
            continue
        factor = 1.0
        if career[i] < EARLY_SEMESTERS:
            factor = early[s]
        elif career[i] >= SETTLED_SEMESTERS:
            factor = odds.experienced
        work = work_at[s] * odds.route[route[i]] * factor
        reached += (1.0 - reached) * season(work / (1.0 + work), share, autumn)
        if u < reached:
            fate[i] = TO_OTHER_WORK
            continue
        if autumn:
            reached += (1.0 - reached) * leave_at[age]
            if u < reached:
                fate[i] = GOES_ON_LEAVE
                continue
        move = move_at[s] * factor
        reached += (1.0 - reached) * season(move / (1.0 + move), share, autumn)
        if u < reached:
            fate[i] = max(fate[i], MOVES)


@njit(cache=True)
def drawn(key: np.uint64, ids: Ids, able: Bools, school: Rows, chance: Floats) -> Ints:
    """Who is drawn, at the chance of her school.

    Args:
        key: Key of the draw.
        ids: Stable ids, shape (n,).
        able: Who can be drawn, shape (n,).
        school: School of each, shape (n,).
        chance: Chance by school, shape (schools,).

    Returns:
        Rows of those drawn, in their order.
    """
    rows = np.empty(ids.shape[0], dtype=np.int64)
    count = 0
    for i in range(ids.shape[0]):
        if able[i]:
            rows[count] = i
            count += to_uniform(bits(key, ids[i])) < chance[school[i]]  # no branch on luck: it cannot be foreseen
    return rows[:count]


@njit(cache=True)
def pair(wish: Ints, offer: Ints, keys: int) -> Ints:
    """Pair seekers with vacancies of the same key, in order: the first with the first, the second with the second.

    Args:
        wish: Key of each seeker, the first to choose first, shape (seekers,).
        offer: Key of each vacancy, the most sought first, shape (vacancies,).
        keys: Number of keys.

    Returns:
        The vacancy each seeker takes, -1 none, shape (seekers,).
    """
    head, following = np.full(keys, -1), np.empty_like(offer)
    for j in range(offer.shape[0] - 1, -1, -1):
        following[j], head[offer[j]] = head[offer[j]], j
    taken = np.empty_like(wish)
    for i in range(wish.shape[0]):
        j = head[wish[i]]
        taken[i] = j
        if j >= 0:
            head[wish[i]] = following[j]
    return taken


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


class Newcomers(NamedTuple):
    """Columns of the people that a newcomer's competence rests on, each of shape (people,)."""

    uid: Ids
    kind: Smalls
    qualified: Bools
    career: Shorts


class Means(NamedTuple):
    """What newcomers know, 0-1.

    Attributes:
        qualified, unqualified: Means outside their own subjects.
        own_bonus: Added in their own subjects.
        sd_common, sd_topic: Spread common to all topics of a person, and of single topics.
        novice_gap: How far a graduate starts below.
        novice_semesters: When she has caught up.
    """

    qualified: float
    unqualified: float
    own_bonus: float
    sd_common: float
    sd_topic: float
    novice_gap: float
    novice_semesters: float


@njit(cache=True)
def arrive(
    key: np.uint64, rows: Ints, people: Newcomers, bonus: Floats, relevance: Singles, own: float, means: Means,
    base: Singles, learned: Singles,
) -> None:  # fmt: skip
    """Draw the competence of new people.

    Args:
        key: Key of the draw.
        rows: Rows with a new person, shape (m,).
        people: Columns of all rows.
        bonus: Added to all topics for what teacher education gave, shape (m,).
        relevance: How far a topic concerns each kind of teacher, shape (kinds, topics).
        own: Relevance from which a topic is the teacher's own.
        means: Means and spreads of competence.
        base, learned: Results, shape (people, topics).
    """
    for j in range(rows.shape[0]):
        i = rows[j]
        drawn_bits = bits(key, people.uid[i])
        level = means.unqualified
        if people.qualified[i]:
            missing = 1.0 - min(people.career[i] / means.novice_semesters, 1.0)
            level = means.qualified - means.novice_gap * missing + bonus[j]
        level += means.sd_common * to_normal(drawn_bits)
        for t in range(base.shape[1]):
            value = level + means.sd_topic * to_triangle(slot_bits(drawn_bits, t))
            if people.qualified[i] and relevance[people.kind[i], t] >= own:
                value += means.own_bonus
            base[i, t] = min(max(value, 0.0), 1.0)
            learned[i, t] = 0.0
