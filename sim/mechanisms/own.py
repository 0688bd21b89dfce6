"""What schools do to develop themselves, with and without a scheme: own topics, local programmes, courses bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.topics import TOPICS
from sim.types import Bools, Floats

if TYPE_CHECKING:
    from sim.now import Now

PROGRAMMES_END = 2017
"""Autumn from which the national programmes (Vurdering for læring, Ungdomstrinn i utvikling) take no new work."""
PROGRAMME_TOPIC = TOPICS.row("assessment")


def in_programme(now: Now) -> Bools:
    """Whether each school's owner is in a national programme, which ended in 2017, shape (schools,)."""
    world = now.world
    if now.year >= PROGRAMMES_END:
        return np.zeros(world.schools.n, dtype=bool)
    chance = now.params.school.programme_share
    return now.draws.at(0).happens("national programme", world.owners.uid, chance)[world.schools.owner]


def own_mechanism(now: Now) -> Floats:
    """What makes the school's own development work, on the scale of a partnership's quality, shape (schools,)."""
    params = now.params.school
    return np.where(in_programme(now), params.programme_quality, params.own_quality)
