"""Teachers whose post was closed (overtallige): they take a vacant post of their kind in the county, or leave."""

from __future__ import annotations

import numpy as np

from sim.agents.teacher import Posts
from sim.columns import total_by
from sim.luck import Luck
from sim.types import Ints
from sim.world import World


def place_displaced(world: World, vacant: Ints, luck: Luck, semester: int) -> Ints:
    """Displaced teachers take vacant posts of their cell by lot, as far as these go; the others leave the sector.

    Args:
        world: The tables; posts and schools change.
        vacant: Posts that nobody holds, shape (m,).
        luck: Luck of the replication.
        semester: The semester lived through.

    Returns:
        Posts filled.
    """
    posts, schools = world.posts, world.schools
    seeking = np.flatnonzero(posts.displaced)
    if not len(seeking):
        return seeking
    seeking = seeking[np.argsort(posts.cell[seeking] - luck.uniform("displaced looks", semester, posts.uid[seeking]))]
    vacant = vacant[np.argsort(posts.cell[vacant] - luck.uniform("post for displaced", semester, posts.uid[vacant]))]
    place = np.arange(len(seeking)) - np.searchsorted(posts.cell[seeking], posts.cell[seeking])
    first, end = (np.searchsorted(posts.cell[vacant], posts.cell[seeking], side) for side in ("left", "right"))
    finds = first + place < end
    target, moved = vacant[(first + place)[finds]], seeking[finds]
    for name in posts.person:
        column = getattr(posts, name)
        column[target] = column[moved]
    out = seeking[~finds & posts.qualified[seeking]]
    schools.left_sector += total_by(posts.school[out], np.ones(len(out)), schools.n)
    leave_posts(posts, seeking)
    return target


def leave_posts(posts: Posts, rows: Ints) -> None:
    """Nobody holds a closed post: it has no qualified holder, and none who studies."""
    posts.qualified[rows], posts.stipend[rows], posts.displaced[rows] = False, False, False
    posts.tenure[rows], posts.career[rows] = 0, 0
    posts.origin[rows], posts.offer[rows], posts.study[rows] = -1, -1, -1
