"""Money and time put in, per teacher, over all schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.indicator import Ratio, indicator
from sim.schemes import SCHEMES

if TYPE_CHECKING:
    from sim.world import World

PER_TEACHER = "kroner of 2025 per teacher"


@indicator(
    unit=PER_TEACHER, formula="grants, capacity and extra pay / teachers; Dekom Y apart", base="owners", kind="flow",
    better="0", smallest=100.0, weight="teachers", en="State money per teacher", nb="Statlige midler per lærer",
)  # fmt: skip
def state_money(world: World) -> Ratio:
    """State money per teacher, grants to capacity and extra pay included; what does not pass owners is apart."""
    owners = world.owners
    paid = sum(scheme.paid(world) for scheme in SCHEMES if scheme.paid)
    return paid + owners.capacity_money + owners.premium_money, owners.staff


@indicator(
    unit=PER_TEACHER, formula="participant-hours x cost of an hour / teachers", base="owners", kind="flow",
    better="0", smallest=500.0, weight="teachers", en="Working time in measures, priced",
    nb="Arbeidstid i tiltak, i kroner",
)  # fmt: skip
def staff_time(world: World) -> Ratio:
    """Working time in collective measures, priced, per teacher."""
    return world.owners.staff_time, world.owners.staff
