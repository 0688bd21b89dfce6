"""What universities decide: how much of what is asked of them they can staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.university import University
from sim.types import Ints

if TYPE_CHECKING:
    from sim.now import Now


@University.accept.is_made_by
def accept(now: Now, rows: Ints) -> None:
    """A university accepts all that is asked while it has the hours, and else the same part of each (kapasitet)."""
    u = now.world.universities
    u.accepted[rows] = np.minimum(1.0, u.staff_hours[rows] / np.maximum(u.asked[rows], 1e-9))
