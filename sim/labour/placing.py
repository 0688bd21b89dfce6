"""Who takes which vacancy: those with a right to a post first, then movers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from sim.agents.teacher import PERSON, hand_over
from sim.kernels import staff as kernel
from sim.luck import Draws
from sim.topics import TOPICS
from sim.types import Ints, Wholes
from sim.world import World

Moves: TypeAlias = tuple[Ints, Ints]
"""Posts that people left, and those they took instead."""


def pair(wishes: Sequence[Wholes], offers: Sequence[Wholes]) -> tuple[Ints, Ints]:
    """Pair seekers with vacancies in order: by the first key in which they agree, those left by the next, and so on.

    Args:
        wishes: Keys of the seekers, from what they want most, each of shape (seekers,).
        offers: The same keys of the vacancies, each of shape (vacancies,).

    Returns:
        Places in the two lists of those paired, each of shape (pairs,).
    """
    seekers, vacancies = np.arange(len(wishes[0])), np.arange(len(offers[0]))
    paired = []
    for wish, offer in zip(wishes, offers, strict=True):
        keys = int(max(wish.max(initial=0), offer.max(initial=0))) + 1
        taken = kernel.pair(wish[seekers].astype(np.int64), offer[vacancies].astype(np.int64), keys)
        found = taken >= 0
        paired.append((seekers[found], vacancies[taken[found]]))
        seekers, vacancies = seekers[~found], np.delete(vacancies, taken[found])
    return np.concatenate([s for s, _ in paired]), np.concatenate([v for _, v in paired])


def most_sought(world: World, vacant: Ints, draws: Draws) -> Ints:
    """Vacant posts in the order in which they are taken: early by chance and by the appeal of their place."""
    posts = world.posts
    # u ** (1 / weight) orders like an exponential race
    chance = draws.uniform("post is sought", posts.uid[vacant])
    wait = chance ** np.exp(-world.schools.appeal[posts.school[vacant]])
    return vacant[np.argsort(-wait)]


def own_post(school: Wholes, kind: Wholes) -> Ints:
    """Key of a school and a kind of teacher."""
    return school.astype(np.int64) * len(TOPICS.kinds) + kind


def cell(world: World, school: Wholes, kind: Wholes) -> Ints:
    """Key of a county and a kind of teacher."""
    return world.schools.county[school].astype(np.int64) * len(TOPICS.kinds) + kind


def move_people(world: World, old: Ints, new: Ints) -> None:
    """People take other posts, with all they are and the course they are on (all at once)."""
    hand_over(world.posts, old, world.posts, new, (*PERSON, "offer", "study", "stipend"))


def place_movers(world: World, movers: Ints, vacant: Ints, draws: Draws) -> Moves:
    """Movers take posts of their own kind in their own county, and bring along what they know.

    Args:
        world: The tables; posts change.
        movers: Posts of those who want to move; who finds none but her own stays.
        vacant: Vacant posts and theirs, the most sought first.
        draws: Luck of the semester.
    """
    posts = world.posts
    vacant = vacant[np.argsort(posts.cell[vacant], kind="stable")]
    movers = movers[np.argsort(posts.cell[movers] - draws.uniform("mover chooses", posts.uid[movers]))]
    target = kernel.match(movers, vacant, posts.cell, posts.school)
    moved = target != movers
    move_people(world, movers[moved], target[moved])
    return movers[moved], target[moved]
