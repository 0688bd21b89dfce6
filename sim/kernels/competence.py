"""How competence changes in half a year: the compiled loop over posts x topics.

It is one pass over each school: what is not practised fades, participants and students learn, colleagues pull
each other up, and the school's sums are taken while its numbers are at hand. No sum depends on the order of
schools, and none is reordered (`fastmath` is off), so results are the same on any number of processes.

The tables are laid side by side (`facts`, `pace`, `sums` are three blocks of topics wide), and truth is multiplied
rather than branched on: so the processor takes all topics of a teacher at once, five times as fast. No row is taken
out of a table as an array of its own, because making one costs as much as its topics.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba import njit

from sim.kernels.hashing import bits, slot_bits, to_uniform
from sim.topics import TOPICS
from sim.types import Floats, Ids, Ints, Rows, Shorts, Singles, Smalls


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
    """Columns of the posts.

    `study` is the topic of a further-education course or -1, `career` and `tenure` are in semesters, `enrolled` has
    one bit for each slot whose measure the teacher takes part in.
    """

    uid: Ids
    kind: Smalls
    study: Smalls
    career: Shorts
    tenure: Shorts
    enrolled: Shorts
    base: Singles
    learned: Singles


class Places(NamedTuple):
    """Places in the measures of each school, one a slot.

    Attributes:
        topic: Topic of each running measure or -1, shape (schools, slots).
        share: Share of the staff that takes part, shape (schools, slots).
        track: Slot of the track that each kind of teacher goes to, shape (schools, kinds).
        tracks: Number of slots, from the first on, that are tracks of one plan.
        anew: Slots for which it is drawn anew who takes part, shape (k,).
    """

    topic: Smalls
    share: Floats
    track: Smalls
    tracks: int
    anew: Ints


class Measures(NamedTuple):
    """What the measures of each school do, one a slot.

    Attributes:
        topic: Topic of each running measure or -1, shape (schools, slots).
        gain: Gain per unit of relevance and gap in the half-year, shape (schools, slots).
        refreshed: Whether the measure's hours count as practice, shape (schools, slots).
        taught: What newcomers take over of a school's routines in the half-year, per unit of relevance and gap,
            shape (schools, topics).
    """

    topic: Smalls
    gain: Floats
    refreshed: Smalls
    taught: Singles


class Pace(NamedTuple):
    """How fast people forget, learn and share in the half-year.

    Attributes:
        fading: By school three blocks of topics: part of what was learned that is left when not refreshed; what to
            add to it for those who teach the topic; working space for what colleagues gain, shape (schools, 3 topics).
        practised: Part that is left when refreshed.
        course_gain: Gain of a course per unit of relevance and gap.
        spill_collective, spill_individual: What colleagues gain per mean own gain.
        growth: Growth of the base of a novice, by school.
        novice_semesters: Semesters a teacher is a novice.
        newcomer_semesters: Semesters in which a teacher learns the school's routines.
        depth_line: Competence from which a teacher of a subject counts as deep.
    """

    fading: Singles
    practised: float
    course_gain: float
    spill_collective: float
    spill_individual: float
    growth: Singles
    novice_semesters: float
    newcomer_semesters: int
    depth_line: float


@njit(cache=True)
def enrol(key: np.uint64, schools: SchoolRows, staff: Staff, facts: Singles, places: Places) -> None:
    """Draw who takes part in the measures of the school year; the most relevant teachers fill the places first.

    A teacher goes to one track of the plan at the most; where there are several, each is open to those it is for.

    Args:
        key: Key of the draw.
        schools: Where the posts of each school stand.
        staff: The posts; `enrolled` is changed.
        facts: As in the loop below.
        places: The measures and their places.
    """
    topic, share, track, tracks, anew = places
    topics = facts.shape[1] // 3
    slots = topic.shape[1]
    inside, outside = np.zeros(slots), np.zeros(slots)
    clear = np.int16(0)
    for m in anew:
        clear |= np.int16(1) << np.int16(m)
    for s in range(schools.first.shape[0]):
        n, begin = schools.n_posts[s], schools.first[s]
        running = False
        for m in anew:
            running |= topic[s, m] >= 0
        if not running:  # in spring all but upper-secondary schools; who was in what has ended is asked no more
            continue
        several = tracks > 1 and topic[s, 1] >= 0
        for m in anew:
            if topic[s, m] < 0:
                continue
            if several and m < tracks:
                count = 0
                for i in range(begin, begin + n):
                    count += track[s, staff.kind[i]] == m
                inside[m] = min(1.0, share[s, m] * n / count) if count > 0 else 0.0
                outside[m] = inside[m]
            else:
                count_in = schools.concerned[s, topic[s, m]]
                wanted = share[s, m] * n
                inside[m] = min(1.0, wanted / count_in) if count_in > 0.0 else 0.0
                outside[m] = max(0.0, wanted - count_in) / (n - count_in) if n > count_in else 0.0
        for i in range(begin, begin + n):
            takes, k = staff.enrolled[i] & ~clear, staff.kind[i]
            drawn = bits(key, staff.uid[i])
            for m in anew:
                t = topic[s, m]
                if t < 0 or (several and m < tracks and track[s, k] != m):
                    continue
                chance = inside[m] if facts[k, topics + t] > 0.0 else outside[m]
                u = to_uniform(slot_bits(drawn, 0 if m < tracks else m))
                takes |= np.int16(u < chance) << np.int16(m)  # no branch on luck: it cannot be foreseen
            staff.enrolled[i] = takes


def compiled_for(topics: int) -> Callable[..., None]:
    """The loop for a number of topics; knowing it when compiling lets the processor take all topics at once."""
    inside, mine = topics, 2 * topics  # blocks of `facts`, of `pace` and of `sums`

    @njit(cache=True, error_model="numpy")
    def half_year(schools: SchoolRows, staff: Staff, facts: Singles, measures: Measures, pace: Pace) -> None:
        """Fade, learn, share, grow up and add up: half a year of all posts.

        Args:
            schools: Where the posts of each school stand, and its sums (changed).
            staff: The posts and what their teachers can (changed).
            facts: By kind of teacher three blocks of topics: relevance; relevance where the topic concerns the
                teacher, else 0; 1 where she teaches it, shape (kinds, 3 topics).
            measures: The measures of each school.
            pace: How fast what was learned fades, is learned and is shared.
        """
        first, n_posts, _, sums = schools
        _, kind, study, career, tenure, enrolled, base, learned = staff
        topic, gain, refreshed, taught = measures
        fading, kept_practised, course_gain, spill_collective, spill_individual = pace[:5]
        growth, novice_semesters, newcomer_semesters, deep = pace[5:]
        slots = topic.shape[1]
        one, zero, line = np.float32(1.0), np.float32(0.0), np.float32(deep)
        practised = np.float32(kept_practised)
        practice = np.zeros(slots, dtype=np.int64)
        for s in range(first.shape[0]):
            n, step_up = n_posts[s], growth[s]
            for t in range(topics):
                fading[s, mine + t] = zero
            for m in range(slots):
                practised_here = topic[s, m] >= 0 and refreshed[s, m] == 1
                practice[m] = 1 << topic[s, m] if practised_here else 0
            for i in range(first[s], first[s] + n):
                k, takes, course = kind[i], enrolled[i], study[i]
                fresh = 1 << course if course >= 0 else 0  # one bit a topic practised, which fades slowly
                for m in range(slots):
                    fresh |= practice[m] * ((takes >> m) & 1)
                if career[i] < novice_semesters:
                    for t in range(topics):
                        base[i, t] = min(one, base[i, t] + step_up)
                shown = one if tenure[i] < newcomer_semesters else zero  # newcomers are taught how things are done here
                for t in range(topics):
                    kept = fading[s, t] + facts[k, mine + t] * fading[s, inside + t]
                    again = practised / kept if (fresh >> t) & 1 else one
                    now = learned[i, t] * kept * again
                    gap = max(zero, one - base[i, t] - now)
                    learned[i, t] = now + shown * taught[s, t] * facts[k, t] * gap
                if takes != 0:
                    for m in range(slots):
                        t = topic[s, m]
                        if t >= 0 and (takes >> m) & 1:
                            gap = max(zero, one - base[i, t] - learned[i, t])
                            step = np.float32(gain[s, m]) * facts[k, t] * gap
                            learned[i, t] += step
                            fading[s, mine + t] += np.float32(spill_collective / n) * step
                if course >= 0:
                    gap = max(zero, one - base[i, course] - learned[i, course])
                    step = np.float32(course_gain) * facts[k, course] * gap
                    learned[i, course] += step
                    fading[s, mine + course] += np.float32(spill_individual / n) * step
            for t in range(3 * topics):
                sums[s, t] = zero
            for i in range(first[s], first[s] + n):
                k = kind[i]
                for t in range(topics):
                    start = base[i, t]
                    now = learned[i, t]
                    now += fading[s, mine + t] * facts[k, t] * max(zero, one - start - now)
                    learned[i, t] = now
                    known = min(one, start + now)
                    sums[s, t] += facts[k, t] * known
                    sums[s, inside + t] += facts[k, inside + t] * (one - known)
                    sums[s, mine + t] += facts[k, mine + t] * np.float32(known > line)

    return half_year


half_year = compiled_for(len(TOPICS.codes))
