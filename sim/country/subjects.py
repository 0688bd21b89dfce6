"""What the holders of a school's posts teach."""

from __future__ import annotations

import numpy as np

from sim.country.all_schools import AllSchools
from sim.country.basis import Basis
from sim.country.draws import normal, uniform
from sim.country.school_register import LOWER, PRIMARY, UPPER
from sim.topics import TOPICS
from sim.types import Floats, Ints, Rows, Smalls

_GOLDEN = 0.5 * (np.sqrt(5.0) - 1.0)
_MOST_VOCATIONAL = 0.9
"""No school has a larger share of vocational teachers."""


def kinds_of_posts(schools: AllSchools, school: Rows, ordinal: Ints, basis: Basis) -> Smalls:
    """Kind of teacher in each post: the school's mix, however many of its first posts are open.

    Steps of the golden ratio from a random start spread any number of posts evenly over the mix.

    Args:
        schools: Every school of the country.
        school: School row of each post, shape (posts,).
        ordinal: Number of each post in its school, from 0, shape (posts,).
        basis: Basis of the country.
    """
    upto = np.cumsum(mix_of_kinds(schools, basis), axis=1)
    start = uniform(basis.luck, "kinds", schools.uid)
    place = (start[school] + _GOLDEN * ordinal) % 1.0
    flat = (upto + np.arange(len(upto))[:, None]).ravel()
    found = np.searchsorted(flat, place + school) - school.astype(np.int64) * upto.shape[1]
    kind: Smalls = np.clip(found, 0, upto.shape[1] - 1).astype(np.int8)
    return kind


def mix_of_kinds(schools: AllSchools, basis: Basis) -> Floats:
    """Share of each kind of teacher in each school, shape (schools, kinds); rows sum to 1."""
    level = np.array(TOPICS.levels)
    share = np.zeros((4, len(level)))
    for row, name in ((PRIMARY, "primary"), (LOWER, "lower"), (UPPER, "upper")):
        own = np.where(level == name, TOPICS.shares, 0.0)
        share[row] = own / own.sum()
    part = schools.upper_grades[:, None]
    mixes: Floats = np.where(
        schools.level[:, None] == UPPER, share[UPPER], (1 - part) * share[PRIMARY] + part * share[LOWER]
    )
    vocational = TOPICS.relevance[:, TOPICS.row("vocational_programme")] > 0.5
    rows = np.flatnonzero(schools.level == UPPER)
    mixes[rows] *= _vocational_factor(schools, rows, float(share[UPPER, vocational].sum()), basis)[
        :, (~vocational).astype(int)
    ]
    return mixes


def _vocational_factor(schools: AllSchools, rows: Ints, part: float, basis: Basis) -> Floats:
    """Factors on vocational and on other kinds in each upper-secondary school, shape (len(rows), 2).

    Args:
        schools: Every school of the country.
        rows: Rows of the upper-secondary schools.
        part: National share of vocational teachers, which holds.
        basis: Basis of the country.
    """
    if not 0.0 < part < 1.0:
        return np.ones((len(rows), 2))
    own = np.exp(basis.p.vocational_spread * normal(basis.luck, "vocational", schools.uid[rows]))
    own = own * np.where(schools.private[rows], basis.p.private_vocational_factor, 1.0)
    posts = schools.posts[rows]
    for _ in range(3):  # again after the cut at the top
        own = np.minimum(own * part * posts.sum() / (own * posts).sum(), _MOST_VOCATIONAL)
    return np.stack([own / part, (1.0 - own) / (1.0 - part)], axis=1)
