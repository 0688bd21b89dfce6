"""How places in further education are granted: by one national queue to 2025, by each owner after."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sim.types import Bools, Floats, Ints

FIRST_CHOICE, PRIORITY, COURSE, OTHER = range(4)
"""Calls of the national queue: an owner's first choice, priority subjects, subjects limited by courses, all others."""


@dataclass(frozen=True)
class Applications:
    """Approved applications for a place (godkjente søknader), one row each, all of shape (n,).

    Attributes:
        owner: Row of the owner.
        rank: The owner's ranking, lower is earlier.
        cost: State money a place takes, whole kroner >= 0.
        priority: Whether the subject has priority (prioriterte fag).
        limited: Whether courses limit the subject: granted before others, but only as far as there are courses.
        lot: Lot between equals, 0-1.
    """

    owner: Ints
    rank: Ints
    cost: Ints
    priority: Bools
    limited: Bools
    lot: Floats

    def only(self, kept: Bools) -> Applications:
        """Some of the applications."""
        return Applications(**{f.name: getattr(self, f.name)[kept] for f in fields(self)})

    def by_owner(self) -> tuple[Ints, Ints]:
        """Rows owner by owner in the order of ranking, and where each one's owner begins among them."""
        order = np.argsort(self.owner * (self.rank.max(initial=0) + 1) + self.rank)
        return order, np.searchsorted(self.owner[order], self.owner[order], side="left")


def ranks_within(group: Ints, score: Floats, luck: Floats) -> Ints:
    """Rank of each within its group, 0 = highest score, ties by luck, shape (n,).

    Args:
        group: Row of the group, shape (n,).
        score: 0-1, shape (n,).
        luck: 0-1, shape (n,).
    """
    order = np.argsort(group - (score + 1e-9 * luck) / (1.0 + 2e-9))  # one key instead of three: four times as fast
    ranks = np.empty(len(group), dtype=np.int64)
    first = np.searchsorted(group[order], group[order], side="left")
    ranks[order] = np.arange(len(group)) - first
    return ranks


def course_runs(county: Ints, least: float) -> Bools:
    """Whether enough approved applications come from the county for a course to run there, shape (n,).

    Args:
        county: County row of each application for the subject, shape (n,).
        least: Approved applications a course needs.
    """
    return np.bincount(county, minlength=1)[county] >= least


def within_course(places: int, rank: Ints, lot: Floats) -> Bools:
    """Applications that find room in a course of so many places: by the owners' ranking, then by lot, shape (n,)."""
    room = np.zeros(len(rank), dtype=bool)
    room[np.lexsort((lot, rank))[:places]] = True
    return room


def grant_nationally(frame: int, a: Applications, teachers: Floats) -> Bools:
    """The queue of Kompetanse for kvalitet: granted in its order until the frame is used.

    Every owner gets its first choice. Then priority subjects are granted, then those limited by courses, each by
    lot if money does not reach all. What is left is divided between owners in proportion to teachers and follows
    the owners' ranking.

    Args:
        frame: Whole kroner.
        a: Approved applications for courses that run.
        teachers: Teachers of each owner, > 0, shape (owners,).

    Returns:
        Whether each application is granted, shape (n,). What is left of the frame does not pay for the next one.

    Source:
        Udir, results of the applications for further education 2019/20 and 2023/24.
    """
    order, first = a.by_owner()
    chosen = np.zeros(len(order), dtype=bool)
    chosen[order[first == np.arange(len(order))]] = True
    call = np.select([chosen, a.priority, a.limited], [FIRST_CHOICE, PRIORITY, COURSE], OTHER)
    turn, other = a.lot.copy(), call == OTHER
    turn[other] = _turns(a.only(other), teachers)
    turn[other] /= 1.0 + turn[other].max(initial=0.0)
    queue = np.argsort(call + (turn + 1e-9 * a.lot) / (1.0 + 2e-9))  # the lot decides between equal turns
    granted = np.zeros(len(order), dtype=bool)
    granted[queue] = np.cumsum(a.cost[queue]) <= frame
    return granted


def _turns(a: Applications, teachers: Floats) -> Floats:
    """Kroner per teacher that the owner's list takes down to the middle of each application, shape (n,).

    Serving the smallest first divides money in proportion to teachers; what one owner has no use for goes to the
    others (the method of Webster, the middle favouring neither small nor large owners).
    """
    order, first = a.by_owner()
    cost = a.cost[order].astype(np.float64)
    before = np.cumsum(cost) - cost
    turns = np.empty(len(order))
    turns[order] = (before - before[first] + 0.5 * cost) / teachers[a.owner[order]]
    return turns


def grant_by_owners(frames: Ints, a: Applications) -> Bools:
    """The rule of 2026: each owner goes down its ranking and grants what its own frame still pays for.

    Args:
        frames: The owners' own frames, whole kroner, shape (owners,).
        a: Approved applications for courses that run; priority, courses and lots do not count.

    Returns:
        Whether each application is granted, shape (n,).
    """
    left = frames.copy()
    granted = np.zeros(len(a.owner), dtype=bool)
    order, first = a.by_owner()
    place = np.arange(len(order)) - first
    for rank in range(int(place.max(initial=-1)) + 1):
        rows = order[place == rank]  # one application an owner
        paid = a.cost[rows] <= left[a.owner[rows]]
        granted[rows] = paid
        left[a.owner[rows]] -= a.cost[rows] * paid
    return granted
