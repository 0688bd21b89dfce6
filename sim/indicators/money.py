"""Money and time put in, per teacher, over all schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.indicator import Ratio, indicator, of_network
from sim.schemes import SCHEMES
from sim.schemes.dekom_s import Grants
from sim.schemes.further_education import OwnersPart
from sim.schemes.guidance import GuidanceMoney
from sim.types import Floats

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


def state_kroner(world: World) -> Floats:
    """All that the state pays in the school year at each owner; Dekom Y by the county's teachers, shape (owners,)."""
    owners = world.owners
    paid = sum((scheme.paid(world) for scheme in SCHEMES if scheme.paid), start=np.zeros(owners.n))
    in_county = [scheme.paid_in_county(world) for scheme in SCHEMES if scheme.paid_in_county]
    of_county = sum(in_county, start=np.zeros(world.counties.n))
    study_places = world.universities.places_money.sum() * owners.staff / np.maximum(owners.staff.sum(), 1e-9)
    part = owners.staff / np.maximum(world.counties.staff, 1e-9)[owners.county]
    result: Floats = paid + of_county[owners.county] * part + owners.capacity_money + study_places
    return result


def owners_kroner(world: World) -> Floats:
    """All that owners pay in the school year, less what the grant for guidance saves them, shape (owners,)."""
    owners = world.owners
    shares = of_network(world, world[Grants].own_money / np.maximum(world.networks.staff, 1e-9)) * owners.staff
    study = world[OwnersPart].study_own
    terms = owners.premium_money + owners.terms_money
    guides = world[GuidanceMoney].guidance_own - world[GuidanceMoney].guidance_relief
    result: Floats = shares + owners.own_money + owners.substitutes + terms + study + guides
    return result


def time_kroner(world: World) -> Floats:
    """Working and own time that teachers give in the school year, priced, shape (owners,)."""
    owners = world.owners
    result: Floats = owners.staff_time + owners.own_time + world[OwnersPart].study_time
    return result


@indicator(
    unit=PER_TEACHER, formula="state money for teachers' development, study places beyond today's / teachers",
    base="owners", kind="flow", better="-", smallest=100.0, weight="teachers",
    en="Cost to the state", nb="Kostnad for staten",
)  # fmt: skip
def cost_state(world: World) -> Ratio:
    """What the state pays, all schemes, per teacher."""
    return state_kroner(world), world.owners.staff


@indicator(
    unit=PER_TEACHER, formula="own shares, own development, substitutes, terms and studies / teachers", base="owners",
    kind="flow", better="-", smallest=100.0, weight="teachers", en="Cost to school owners",
    nb="Kostnad for skoleeierne",
)  # fmt: skip
def cost_owners(world: World) -> Ratio:
    """What owners pay, per teacher."""
    return owners_kroner(world), world.owners.staff


@indicator(
    unit=PER_TEACHER, formula="hours in measures, own development and studies x price of an hour / teachers",
    base="owners", kind="flow", better="-", smallest=500.0, weight="teachers", en="Teachers' time, priced",
    nb="Lærernes tid, i kroner",
)  # fmt: skip
def cost_time(world: World) -> Ratio:
    """Time that teachers give, priced, per teacher."""
    return time_kroner(world), world.owners.staff


@indicator(
    unit=PER_TEACHER, formula="(state + owners + priced time) / teachers", base="owners", kind="flow", better="-",
    smallest=500.0, weight="teachers", en="Total cost", nb="Samlet kostnad",
)  # fmt: skip
def total_cost(world: World) -> Ratio:
    """What all pay together, teachers' time included, per teacher."""
    return state_kroner(world) + owners_kroner(world) + time_kroner(world), world.owners.staff


@indicator(
    unit=PER_TEACHER, formula="participant-hours x cost of an hour / teachers", base="owners", kind="flow",
    better="0", smallest=500.0, weight="teachers", en="Working time in measures, priced",
    nb="Arbeidstid i tiltak, i kroner",
)  # fmt: skip
def staff_time(world: World) -> Ratio:
    """Working time in collective measures, priced, per teacher."""
    return world.owners.staff_time, world.owners.staff
