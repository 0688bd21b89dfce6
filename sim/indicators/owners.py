"""The indicators that are sums over owners: steering, partnerships, money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import STATE
from sim.indicator import Ratio, indicator, of_network
from sim.types import Floats

if TYPE_CHECKING:
    from sim.world import World


def _each(world: World) -> Floats:
    counted: Floats = (world.owners.kind != STATE).astype(np.float64)
    return counted


@indicator(
    unit="0-1", formula="mean ownership strength", base="owners", kind="stock", better="+", smallest=0.02,
    weight="owners", headline=True, en="Owner steering", nb="Eierstyring",
)  # fmt: skip
def steering(world: World) -> Ratio:
    """Ownership strength."""
    return world.owners.steering * _each(world), _each(world)


@indicator(
    unit="0-1", formula="mean understanding of the programme theory", base="owners", kind="stock", better="+",
    smallest=0.02, weight="owners", en="Programme theory understood", nb="Forståelse av programteorien",
)  # fmt: skip
def understanding(world: World) -> Ratio:
    """Understanding of the programme theory."""
    return world.owners.understanding * _each(world), _each(world)


@indicator(
    unit="share per year", formula="leaders who left / owners", base="owners", kind="flow", better="-", smallest=0.01,
    weight="owners", en="Education-leader turnover", nb="Gjennomtrekk av skolesjefer",
)  # fmt: skip
def leader_turnover(world: World) -> Ratio:
    """Owners that lost their education leader in the school year."""
    return world.owners.leader_left * _each(world), _each(world)


@indicator(
    unit="share of owners", formula="same partner, delivered activity, joint plan", base="owners", kind="flow",
    better="+", smallest=0.05, weight="owners", headline=True, en="Owners in an active partnership",
    nb="Skoleeiere i aktivt partnerskap", source="pattern P1",
)  # fmt: skip
def partnership_active(world: World) -> Ratio:
    """Owners in an active partnership."""
    return of_network(world, world.networks.active.astype(np.float64)), _each(world)


@indicator(
    unit="0-1", formula="trust x practice-nearness, where a partner is at work", base="owners", kind="stock",
    better="+", smallest=0.02, weight="owners", headline=True, en="Partnership quality", nb="Kvalitet i partnerskap",
    source="pattern P2",
)  # fmt: skip
def partnership_quality(world: World) -> Ratio:
    """Trust x practice-nearness, over owners with a partner at work."""
    at_work = of_network(world, (world.networks.delivered > 0).astype(np.float64))
    return of_network(world, world.networks.delivered_quality(world.universities.nearness)) * at_work, at_work
