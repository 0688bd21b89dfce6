"""This file knows how competence changes in half a year: the compiled loop over posts x topics.

It is one pass over each school: what is not practised fades, participants and students learn, colleagues pull
each other up, and the school's sums are taken while its numbers are at hand. No sum depends on the order of
schools, and none is reordered (`fastmath` is off), so results are the same on any number of processes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numba import njit

from sim.kernels.hashing import bits, slot_bits, to_uniform
from sim.topics import TOPICS
from sim.types import Floats, Ids, Rows, Singles, Smalls


@njit(cache=True)
def staff_of_schools(
    first: Rows, n_posts: Rows, kind: Smalls, relevance: Singles, relevant: float, own: float,
    weight: Floats, concerned: Floats, teaching: Floats,
) -> None:  # fmt: skip
    """Count by school and topic: sum of relevance, teachers it concerns, teachers who teach it."""
    for s in range(first.shape[0]):
        for i in range(first[s], first[s] + n_posts[s]):
            for t in range(relevance.shape[1]):
                r = relevance[kind[i], t]
                weight[s, t] += r
                if r >= relevant:
                    concerned[s, t] += 1.0
                if r >= own:
                    teaching[s, t] += 1.0


def compiled_for(topics: int) -> Callable[..., None]:
    """The loop for a number of topics; knowing it when compiling lets the processor take all topics at once."""

    @njit(cache=True)
    def half_year(
        key: np.uint64,
        first: Rows,
        n_posts: Rows,
        uid: Ids,
        kind: Smalls,
        relevance: Singles,
        relevant: float,
        own: float,
        weight: Floats,
        concerned: Floats,
        kept_unused: Singles,
        kept_own: Singles,
        kept_practised: float,
        topic: Smalls,
        share: Floats,
        gain: Floats,
        refreshed: Smalls,
        study: Smalls,
        course_gain: float,
        spill_collective: float,
        spill_individual: float,
        growth: float,
        novice_semesters: float,
        career: np.ndarray,
        depth_line: float,
        base: Singles,
        learned: Singles,
        competence: Floats,
        gap_relevant: Floats,
        gap_other: Floats,
        deep: Floats,
    ) -> None:
        """Fade, learn, share, grow up and add up: half a year of all posts.

        Args:
            key: Key of the draw that says who takes part.
            first, n_posts: Where each school's posts stand, shape (schools,).
            uid, kind, study, career: Columns of the posts; study is the topic of a further-education course or -1.
            relevance: How far a topic concerns each kind of teacher, shape (kinds, topics).
            relevant, own: Relevance from which a topic concerns a teacher, and from which she teaches it.
            weight: Sum of relevance over the staff, shape (schools, topics).
            concerned: Number of teachers each topic concerns, shape (schools, topics).
            kept_unused, kept_own: Part of what was learned that is left after the half-year when not refreshed, for
                topics a teacher does not and does teach, shape (schools, topics).
            kept_practised: The same when refreshed.
            topic: Topic of each running measure or -1, shape (schools, slots).
            share: Share of the staff that takes part, shape (schools, slots).
            gain: Gain per unit of relevance and gap, shape (schools, slots).
            refreshed: Whether the measure's hours count as practice, shape (schools, slots).
            course_gain: Gain of a course per unit of relevance and gap in the half-year.
            spill_collective, spill_individual: What colleagues gain per mean own gain.
            growth: Growth of the base of a novice in the half-year.
            novice_semesters: Semesters a teacher is a novice.
            depth_line: Competence from which a teacher of a subject counts as deep.
            base, learned: State, shape (posts, topics).
            competence: Result: relevance-weighted sum of competence, shape (schools, topics).
            gap_relevant, gap_other: Result: sum of relevance x gap over those the topic concerns and the others.
            deep: Result: teachers of a subject above the line.
        """
        slots = topic.shape[1]
        one = np.float32(1.0)
        zero = np.float32(0.0)
        line = np.float32(depth_line)
        teaches = np.where(relevance >= np.float32(own), one, zero)
        inside = np.where(relevance >= np.float32(relevant), relevance, zero)
        chance_in = np.zeros(slots)
        chance_out = np.zeros(slots)
        pool = np.zeros(topics)
        lift = np.zeros(topics, dtype=np.float32)
        sum_all = np.zeros(topics, dtype=np.float32)
        sum_in = np.zeros(topics, dtype=np.float32)
        sum_deep = np.zeros(topics, dtype=np.float32)
        for s in range(first.shape[0]):
            n = n_posts[s]
            kept = kept_unused[s]
            more = kept_own[s] - kept_unused[s]
            running = False
            for m in range(slots):
                if topic[s, m] >= 0:
                    running = True
                    places = share[s, m] * n
                    count = concerned[s, topic[s, m]]
                    chance_in[m] = min(1.0, places / count) if count > 0.0 else 0.0
                    chance_out[m] = max(0.0, places - count) / (n - count) if n > count else 0.0
            pool[:] = 0.0
            for i in range(first[s], first[s] + n):
                k = kind[i]
                r = relevance[k]
                mine = teaches[k]
                had = base[i]
                got = learned[i]
                for t in range(topics):
                    got[t] *= kept[t] + mine[t] * more[t]
                if career[i] < novice_semesters:
                    for t in range(topics):
                        had[t] = min(one, had[t] + np.float32(growth))
                if running:
                    drawn = bits(key, uid[i])
                    for m in range(slots):
                        t = topic[s, m]
                        if t < 0:
                            continue
                        chance = chance_in[m] if inside[k, t] > zero else chance_out[m]
                        if to_uniform(slot_bits(drawn, m)) < chance:
                            if refreshed[s, m] == 1:
                                got[t] *= np.float32(kept_practised) / (kept[t] + mine[t] * more[t])
                            step = np.float32(gain[s, m]) * r[t] * max(zero, one - had[t] - got[t])
                            got[t] += step
                            pool[t] += spill_collective * step
                t = study[i]
                if t >= 0:
                    got[t] *= np.float32(kept_practised) / (kept[t] + mine[t] * more[t])
                    step = np.float32(course_gain) * r[t] * max(zero, one - had[t] - got[t])
                    got[t] += step
                    pool[t] += spill_individual * step
            for t in range(topics):
                lift[t] = np.float32(pool[t] / n)
            sum_all[:] = zero
            sum_in[:] = zero
            sum_deep[:] = zero
            for i in range(first[s], first[s] + n):
                k = kind[i]
                r = relevance[k]
                within = inside[k]
                mine = teaches[k]
                had = base[i]
                got = learned[i]
                for t in range(topics):
                    got[t] += lift[t] * r[t] * max(zero, one - had[t] - got[t])
                    known = min(one, had[t] + got[t])
                    sum_all[t] += r[t] * known
                    sum_in[t] += within[t] * (one - known)
                    # a product, not a branch: a branch here makes the loop four times slower
                    sum_deep[t] += mine[t] * np.float32(known > line)
            for t in range(topics):
                competence[s, t] = sum_all[t]
                gap_relevant[s, t] = sum_in[t]
                gap_other[s, t] = max(0.0, weight[s, t] - sum_all[t] - sum_in[t])
                deep[s, t] = sum_deep[t]

    return half_year


half_year = compiled_for(len(TOPICS.codes))
