"""What state governors decide: the grants of their counties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.county import StateGovernor
from sim.choices.county import claims_of_networks, past_the_forum
from sim.rules.allocation import Allocation, NeedsWeighted
from sim.rules.split import whole_kroner
from sim.schemes.dekom_s import DekomSLevers, Grants, Pots
from sim.types import Floats, Ints

if TYPE_CHECKING:
    from sim.now import Now


@StateGovernor.decide.is_made_by
def decide(now: Now, rows: Ints) -> None:
    """Each governor mixes the forum's recommendation with a key of its own, county by county (vedtak)."""
    counties, networks = now.world.counties, now.world.networks
    grants, pots, levers = now.world[Grants], now.world[Pots], now.policy[DekomSLevers]
    everybody = claims_of_networks(now)
    own_key: Allocation = (
        NeedsWeighted(1.0) if levers.county_hub else levers.governor_key
    )  # a council knows its schools' needs
    for row in np.flatnonzero(np.isin(counties.governor, rows)):
        mine = np.flatnonzero(networks.county == row)
        asking = everybody.only(mine)
        power = min(1.0, counties.forum_power[row] * levers.forum_weight)
        power = now.params.vocational.forum_advice * power if levers.county_hub else power  # advisory there (Y-5)
        grants.decided[mine] = 0
        for line in np.flatnonzero(grants.wished[mine].any(axis=0)):
            straight, recommended = grants.straight[mine, line], grants.recommended[mine, line]
            wish = np.where(past_the_forum(levers, networks.kind[mine]), 0.0, grants.wished[mine, line])
            left = int(pots.open_to_grants[row, line]) - int(straight.sum())
            grants.decided[mine, line] = straight + mix(recommended, own_key(left, wish, asking), power, asking.ids)


def mix(recommendation: Ints, own_key: Ints, power: float, ties: Floats) -> Ints:
    """Mix what the forum recommends with the governor's own key, to the krone.

    Args:
        recommendation: Kroner, shape (n,).
        own_key: What the governor's own key gives, kroner, shape (n,).
        power: How far the governor follows the forum, 0-1.
        ties: Stable numbers that break ties of rounding, shape (n,).
    """
    mixed = power * recommendation + (1.0 - power) * own_key
    return whole_kroner(mixed, round(float(mixed.sum())), ties)
