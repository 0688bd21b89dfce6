"""An own indicator: how far the best and the weakest schools of the country lie apart in what teaching is like.

An indicator is a ratio of two sums over the rows of a table, so that it exists at every level of that table. It is
recorded with the others, stands in tables and figures, and can be judged by (`indicator=uneven_practice`).

    kompetanse 'plugins=[./own_indicator.py]'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.indicator import Ratio, indicator

if TYPE_CHECKING:
    from sim.world import World


@indicator(
    unit="0-1", formula="mean distance of schools from the mean of practice", base="schools", kind="stock", better="-",
    smallest=0.005, weight="teachers", en="Unevenness of practice between schools",
    nb="Ulikhet i praksis mellom skoler", source="An example", headline=True,
)  # fmt: skip
def uneven_practice(world: World) -> Ratio:
    """Distance of each school from the country's mean, weighted by its teachers."""
    practice = world.schools.mean_practice()
    teachers = world.schools.n_posts.astype(np.float64)
    return teachers * np.abs(practice - np.average(practice, weights=teachers)), teachers
