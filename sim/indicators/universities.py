"""Universities: practice-nearness, what teacher education learns, hours worked, what is sold outside the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.university import UNIVERSITY
from sim.columns import total_by
from sim.indicator import Ratio, indicator
from sim.schemes.dekom_s import Grants

if TYPE_CHECKING:
    from sim.world import World


@indicator(
    unit="0-1", formula="practice-nearness weighted by capacity", base="universities", kind="stock", better="+",
    smallest=0.02, weight="partnership capacity", headline=True, en="Practice-nearness of universities",
    nb="Praksisnærhet i UH-sektoren",
)  # fmt: skip
def nearness(world: World) -> Ratio:
    """Practice-nearness, weighted by capacity; vocational colleges do not count."""
    u = world.universities
    capacity = u.base_hours * (u.kind == UNIVERSITY)
    return u.nearness * capacity, capacity


@indicator(
    unit="0-1", formula="quality weighted by graduates", base="universities", kind="stock", better="+", smallest=0.01,
    weight="graduates", headline=True, en="Teacher education's learning from practice",
    nb="Lærerutdanningens læring av praksis", source="pattern P7",
)  # fmt: skip
def education_quality(world: World) -> Ratio:
    """Quality of teacher education for schools, weighted by graduates, of which vocational colleges have none."""
    graduates = world.universities.graduates_primary + world.universities.graduates_upper
    return world.universities.quality * graduates, graduates


@indicator(
    unit="share of capacity", formula="partnership hours / capacity", base="universities", kind="flow", better="0",
    smallest=0.05, weight="partnership capacity", en="University capacity used", nb="UH-kapasitet i bruk",
)  # fmt: skip
def university_hours(world: World) -> Ratio:
    """Partnership hours worked, of capacity; vocational colleges do not count."""
    u = world.universities
    own = u.kind == UNIVERSITY
    return u.hours * own, u.staff_hours * own


@indicator(
    unit="share of kroner", formula="paid by networks of counties whose partner the university is not / all",
    base="universities", kind="flow", better="0", smallest=0.02, weight="kroner paid",
    en="University money from outside", nb="UH-midler utenfra",
)  # fmt: skip
def outside_money(world: World) -> Ratio:
    """Grants paid to universities from outside the counties they have a duty to; vocational colleges do not count."""
    networks, u = world.networks, world.universities
    partner = np.maximum(networks.partner, 0)
    counted = (networks.partner >= 0) & (u.kind[partner] == UNIVERSITY)
    paid = world[Grants].paid_university.sum(axis=1) * counted.astype(np.float64)
    outside = ~world.counties.partner[networks.county, partner]
    return total_by(partner, paid * outside, u.n), total_by(partner, paid, u.n)
