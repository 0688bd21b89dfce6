"""How a school's routines are built and worn down in half a year: the compiled loop over schools x topics."""

from __future__ import annotations

import numpy as np
from numba import njit

from sim.types import Floats, Smalls


@njit(cache=True)
def keep(
    routines: Floats, own_routines: Floats, topic: Smalls, drive: Floats, own_slot: int, gain: float, loss: Floats
) -> None:
    """Half a year of routines: what a school works on builds them, up to 1; a part of all is lost.

    Args:
        routines, own_routines: Changed; all routines, and those of the school's own development, (schools, topics).
        topic: Topic of each running measure or -1, shape (schools, slots).
        drive: What builds routines in each, shape (schools, slots).
        own_slot: Slot of the school's own development.
        gain: Rise per unit of drive and of what is open.
        loss: Part that is lost, shape (schools,).
    """
    topics, slots = routines.shape[1], topic.shape[1]
    built, own = np.empty(topics), np.empty(topics)
    for s in range(routines.shape[0]):
        built[:] = 0.0
        own[:] = 0.0
        for m in range(slots):
            if topic[s, m] >= 0 and m == own_slot:
                own[topic[s, m]] += drive[s, m]
            elif topic[s, m] >= 0:
                built[topic[s, m]] += drive[s, m]
        for t in range(topics):
            had, had_own = routines[s, t], own_routines[s, t]
            room = gain * (1.0 - had)
            own_routines[s, t] = min(max(had_own + own[t] * room - loss[s] * had_own, 0.0), 1.0)
            routines[s, t] = min(max(had + (built[t] + own[t]) * room - loss[s] * had, 0.0), 1.0)
