"""The indicators of structure and of what people report (model 4.16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.agents.owner import STATE
from sim.indicator import Ratio, indicator

if TYPE_CHECKING:
    from sim.world import World


@indicator(
    unit="0-1", formula="mean of activity, joint plan, participation and routines begun", base="owners", kind="flow",
    better="+", smallest=0.02, weight="owners", en="Structure of collective work",
    nb="Struktur i det kollektive arbeidet", source="pattern P14",
)  # fmt: skip
def structure(world: World) -> Ratio:
    """Activity, joint plan, participation and routines begun."""
    counted = (world.owners.kind != STATE).astype(np.float64)
    return world.owners.structure * counted, counted


@indicator(
    unit="0-1", formula="mean of the five items over networks that are in", base="owners", kind="flow",
    better="+", smallest=0.02, weight="owners", en="Seen by the forum", nb="Sett fra samarbeidsforum",
    source="model section 4.16",
)  # fmt: skip
def forum_answer(world: World) -> Ratio:
    """What forum members see: the networks that are in the schemes, and all where none is."""
    owners, inside = world.owners, world.networks.inside
    seen = (owners.network >= 0) & (inside[np.maximum(owners.network, 0)] | ~inside.any())
    return owners.forum_answer * seen, seen.astype(np.float64)


@indicator(
    unit="0-1", formula="mean of the five items over the schools of the owner", base="owners", kind="flow", better="+",
    smallest=0.02, weight="owners", en="Seen by owners", nb="Sett fra skoleeier", source="model section 4.16",
)  # fmt: skip
def owner_answer(world: World) -> Ratio:
    """What owners see: their schools."""
    joined = (world.owners.network >= 0).astype(np.float64)
    return world.owners.answer * joined, joined


@indicator(
    unit="0-1", formula="mean of the five items at the school", base="schools", kind="flow", better="+", smallest=0.02,
    weight="schools", en="Seen by principals", nb="Sett fra rektor", source="model section 4.16",
)  # fmt: skip
def principal_answer(world: World) -> Ratio:
    """What principals see: their school."""
    standing = (world.schools.n_posts > 0).astype(np.float64)
    return world.schools.principal_answer * standing, standing


@indicator(
    unit="0-1", formula="mean of the five items as far as the teacher knows of them", base="schools", kind="flow",
    better="+", smallest=0.005, weight="teachers", en="Seen by teachers", nb="Sett fra lærere",
    source="model section 4.16",
)  # fmt: skip
def teacher_answer(world: World) -> Ratio:
    """What teachers see: their own part."""
    return world.schools.teacher_answer * world.schools.n_posts, world.schools.n_posts.astype(np.float64)


@indicator(
    unit="0-1", formula="support in principle - delivered quality, networks at work", base="nation", kind="flow",
    better="-", smallest=0.02, weight="networks", en="Support in principle not yet delivered",
    nb="Støtte i prinsippet som ikke er levert", source="pattern P4",
)  # fmt: skip
def support_gap(world: World) -> Ratio:
    """Support in principle less delivered quality, over networks at work."""
    at_work = world.networks.delivered > 0
    return np.array([(world.networks.unmet * at_work).sum()]), np.array([float(at_work.sum())])
