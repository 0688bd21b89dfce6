"""How competence changes in half a year: the compiled loop over posts x topics.

It is one pass over each school: what is not practised fades, participants and students learn, colleagues pull
each other up, and the school's sums are taken while its numbers are at hand. No sum depends on the order of
schools, and none is reordered (`fastmath` is off), so results are the same on any number of processes.

The tables are laid side by side (`facts`, `pace`, `sums` are three blocks of topics wide), and truth is multiplied
rather than branched on: so the processor takes all topics of a teacher at once, five times as fast.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba import njit

from sim.kernels.hashing import bits, slot_bits, to_uniform
from sim.topics import TOPICS
from sim.types import Floats, Ids, Ints, Rows, Shorts, Singles, Smalls


@njit(cache=True)
def staff_of_schools(
    first: Rows, n_posts: Rows, kind: Smalls, facts: Singles, weight: Floats, concerned: Floats, teaching: Floats
) -> None:
    """Count by school and topic: sum of relevance, teachers it concerns, teachers who teach it."""
    topics = weight.shape[1]
    for s in range(first.shape[0]):
        for i in range(first[s], first[s] + n_posts[s]):
            k = kind[i]
            for t in range(topics):
                weight[s, t] += facts[k, t]
                concerned[s, t] += 1.0 if facts[k, topics + t] > 0.0 else 0.0
                teaching[s, t] += facts[k, 2 * topics + t]


class SchoolRows(NamedTuple):
    """Where each school's posts stand, and its sums.

    Attributes:
        first, n_posts: First post and number of posts, shape (schools,).
        concerned: Number of teachers each topic concerns, shape (schools, topics).
        sums: Result, three blocks of topics by school: sum of relevance x competence; sum of relevance x gap over
            those the topic concerns; teachers of a subject above the line of depth, shape (schools, 3 topics).
    """

    first: Rows
    n_posts: Rows
    concerned: Floats
    sums: Singles


class Staff(NamedTuple):
    """Columns of the posts; `study` is the topic of a further-education course or -1, `career` is in semesters."""

    uid: Ids
    kind: Smalls
    study: Smalls
    career: Shorts
    base: Singles
    learned: Singles


class Measures(NamedTuple):
    """The measures of each school, one a slot.

    Attributes:
        lot: Number of the draw for each slot, shape (slots,).
        topic: Topic of each running measure or -1, shape (schools, slots).
        share: Share of the staff that takes part, shape (schools, slots).
        gain: Gain per unit of relevance and gap in the half-year, shape (schools, slots).
        refreshed: Whether the measure's hours count as practice, shape (schools, slots).
    """

    lot: Ints
    topic: Smalls
    share: Floats
    gain: Floats
    refreshed: Smalls


class Pace(NamedTuple):
    """How fast people forget, learn and share in the half-year.

    Attributes:
        fading: By school three blocks of topics: part of what was learned that is left when not refreshed; what to
            add to it for those who teach the topic; working space for what colleagues gain, shape (schools, 3 topics).
        practised: Part that is left when refreshed.
        course_gain: Gain of a course per unit of relevance and gap.
        spill_collective, spill_individual: What colleagues gain per mean own gain.
        growth: Growth of the base of a novice.
        novice_semesters: Semesters a teacher is a novice.
        depth_line: Competence from which a teacher of a subject counts as deep.
    """

    fading: Singles
    practised: float
    course_gain: float
    spill_collective: float
    spill_individual: float
    growth: float
    novice_semesters: float
    depth_line: float


def compiled_for(topics: int) -> Callable[..., None]:
    """The loop for a number of topics; knowing it when compiling lets the processor take all topics at once."""
    inside, mine = topics, 2 * topics  # blocks of `facts`, of `pace` and of `sums`

    @njit(cache=True)
    def half_year(
        key: np.uint64, schools: SchoolRows, staff: Staff, facts: Singles, measures: Measures, pace: Pace
    ) -> None:
        """Fade, learn, share, grow up and add up: half a year of all posts.

        Args:
            key: Key of the draw that says who takes part.
            schools: Where the posts of each school stand, and its sums (changed).
            staff: The posts and what their teachers can (changed).
            facts: By kind of teacher three blocks of topics: relevance; relevance where the topic concerns the
                teacher, else 0; 1 where she teaches it, shape (kinds, 3 topics).
            measures: The measures of each school.
            pace: How fast what was learned fades, is learned and is shared.
        """
        first, n_posts, concerned, sums = schools
        uid, kind, study, career, base, learned = staff
        lot, topic, share, gain, refreshed = measures
        fading, kept_practised, course_gain, spill_collective, spill_individual, growth, novice_semesters, deep = pace
        slots = topic.shape[1]
        one, zero, line = np.float32(1.0), np.float32(0.0), np.float32(deep)
        step_up, practised = np.float32(growth), np.float32(kept_practised)
        chance_in, chance_out = np.zeros(slots), np.zeros(slots)
        takes_part = np.zeros(slots, dtype=np.bool_)
        total = np.zeros(3 * topics, dtype=np.float32)
        for s in range(first.shape[0]):
            n = n_posts[s]
            going = fading[s]
            for t in range(topics):
                going[mine + t] = zero
            running = False
            for m in range(slots):
                if topic[s, m] >= 0:  # the most relevant teachers fill the places first
                    running = True
                    places = share[s, m] * n
                    count = concerned[s, topic[s, m]]
                    chance_in[m] = min(1.0, places / count) if count > 0.0 else 0.0
                    chance_out[m] = max(0.0, places - count) / (n - count) if n > count else 0.0
            for i in range(first[s], first[s] + n):
                k = kind[i]
                fact = facts[k]
                got = learned[i]
                for t in range(topics):
                    got[t] *= going[t] + fact[mine + t] * going[inside + t]
                if career[i] < novice_semesters:
                    for t in range(topics):
                        base[i, t] = min(one, base[i, t] + step_up)
                course = study[i]
                fresh = np.uint64(0)  # one bit a topic: what is practised this half-year fades slowly, counted once
                if course >= 0:
                    fresh |= np.uint64(1) << np.uint64(course)
                    got[course] *= practised / (going[course] + fact[mine + course] * going[inside + course])
                if running:
                    drawn = bits(key, uid[i])
                    for m in range(slots):
                        t = topic[s, m]
                        if t < 0:
                            continue
                        chance = chance_in[m] if fact[inside + t] > zero else chance_out[m]
                        takes_part[m] = to_uniform(slot_bits(drawn, lot[m])) < chance
                        if takes_part[m] and refreshed[s, m] == 1 and not (fresh >> np.uint64(t)) & np.uint64(1):
                            fresh |= np.uint64(1) << np.uint64(t)
                            got[t] *= practised / (going[t] + fact[mine + t] * going[inside + t])
                if running:
                    for m in range(slots):
                        t = topic[s, m]
                        if t >= 0 and takes_part[m]:
                            step = np.float32(gain[s, m]) * fact[t] * max(zero, one - base[i, t] - got[t])
                            got[t] += step
                            going[mine + t] += np.float32(spill_collective / n) * step
                if course >= 0:
                    step = np.float32(course_gain) * fact[course] * max(zero, one - base[i, course] - got[course])
                    got[course] += step
                    going[mine + course] += np.float32(spill_individual / n) * step
            total[:] = zero
            for i in range(first[s], first[s] + n):
                fact = facts[kind[i]]
                had = base[i]
                got = learned[i]
                for t in range(topics):
                    start = had[t]
                    now = got[t] + going[mine + t] * fact[t] * max(zero, one - start - got[t])
                    got[t] = now
                    known = min(one, start + now)
                    total[t] += fact[t] * known
                    total[inside + t] += fact[inside + t] * (one - known)
                    total[mine + t] += fact[mine + t] * np.float32(known > line)
            result = sums[s]
            for t in range(3 * topics):
                result[t] = total[t]

    return half_year


half_year = compiled_for(len(TOPICS.codes))
