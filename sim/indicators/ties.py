"""The indicators of a tie: a university and a county whose networks it works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.indicator import Ratio, indicator
from sim.types import Floats

if TYPE_CHECKING:
    from sim.world import World


def _by_tie(world: World, values: Floats) -> Floats:
    """Sum of a value of networks at work by university and county, shape (universities x counties,)."""
    n, at_work = world.networks, world.networks.last_partner >= 0
    tie = n.last_partner[at_work].astype(np.int64) * world.counties.n + n.county[at_work]
    found = np.bincount(tie, weights=values[at_work], minlength=world.universities.n * world.counties.n)
    return found.astype(np.float64)


@indicator(
    unit="teachers", formula="teachers in networks of a county that a university delivers to", base="ties",
    kind="flow", better="0", smallest=100.0, weight="1", en="Teachers in partnerships with a university",
    nb="Lærere i partnerskap med et universitet",
)  # fmt: skip
def tie_teachers(world: World) -> Ratio:
    """Teachers in the county's networks that the university delivers to in the school year."""
    found = _by_tie(world, world.networks.staff)
    return found, np.ones_like(found)


@indicator(
    unit="0-1", formula="partnership quality, mean over those networks", base="ties", kind="flow", better="+",
    smallest=0.02, weight="teachers", en="Quality of partnerships with a university",
    nb="Kvalitet i partnerskap med et universitet", source="pattern P2",
)  # fmt: skip
def tie_quality(world: World) -> Ratio:
    """Trust x practice-nearness in those networks, weighted by teachers."""
    staff = world.networks.staff
    return _by_tie(world, world.networks.delivered_quality(world.universities.nearness) * staff), _by_tie(world, staff)
