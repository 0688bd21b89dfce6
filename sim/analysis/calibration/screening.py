"""Screening: which uncertain numbers move a target by how many tolerances, and which are worth calibrating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from SALib.sample.morris import sample

from sim.analysis.sensitivity.morris import elementary_effects
from sim.types import Floats

LEVELS = 4
CARRIED = 0.95
"""Share of a target's squared effects that the numbers chosen for it must carry."""
TELLS = 0.25
"""Tolerances that a number must move some target by, from its low end to its high, to count as tested."""
SPREAD = 0.5
"""Tolerances that a target must move over the prior to be able to say anything."""


def trajectories(dims: int, number: int, seed: int) -> Floats:
    """Morris trajectories, shape (number * (dims + 1), dims), in ranks of 0-1."""
    problem = {"num_vars": dims, "names": [str(k) for k in range(dims)], "bounds": [[0.0, 1.0]] * dims}
    found: Floats = sample(problem, number, num_levels=LEVELS, seed=seed)
    return found


def squared_effects(points: Floats, y: Floats, tolerance: Floats) -> Floats:
    """Mean squared effects in tolerances, luck taken out, shape (targets, factors).

    Trajectories keep their luck, but a run that decides otherwise once goes on otherwise; what half of the numbers
    seem to do at most is that, and is taken from all.

    Args:
        points: As `trajectories` gives them.
        y: Statistics on the scales of the targets, shape (points, targets); NaN where undefined.
        tolerance: SD by target, shape (targets,).
    """
    steps = np.stack([elementary_effects(points, y[:, [k]], LEVELS)[:, :, 0] for k in range(y.shape[1])])
    squared = np.nanmean((steps / tolerance[:, None, None]) ** 2, axis=1)
    squared = np.nan_to_num(squared)
    found: Floats = np.maximum(squared - np.median(squared, axis=1, keepdims=True), 0.0)
    return found


@dataclass(frozen=True)
class Screened:
    """What was found worth calibrating.

    Attributes:
        active: Rows of the numbers chosen, the most telling first.
        leading: For each target the places in `active` of the numbers that move it, the first first.
        carried: Share of each target's squared effects that is active, shape (targets,).
        idle: Rows of the numbers that no target tests.
    """

    active: tuple[int, ...]
    leading: tuple[tuple[int, ...], ...]
    carried: Floats
    idle: tuple[int, ...] = ()


def choose(effects: Floats, most: int) -> Screened:
    """Choose numbers until they carry 95 per cent of every target's squared effects, or there are enough.

    Args:
        effects: What `squared_effects` returns.
        most: How many at most.
    """
    total = np.maximum(effects.sum(axis=1, keepdims=True), 1e-300)
    shares = effects / total
    wanted: set[int] = set()
    for share in shares:
        order = np.argsort(-share, kind="stable")
        needed = int(np.searchsorted(np.cumsum(share[order]), CARRIED)) + 1
        wanted |= {int(k) for k in order[:needed] if share[k] > 0}
    says = shares.sum(axis=0)
    active = sorted(wanted, key=lambda k: (-says[k], k))[:most]
    idle = np.flatnonzero(effects.max(axis=0) < TELLS**2)
    return Screened(tuple(active), lead(effects[:, active]), shares[:, active].sum(axis=1), tuple(idle.tolist()))


def lead(effects: Floats) -> tuple[tuple[int, ...], ...]:
    """For each target the columns that move it, the first first; shape of `effects` (targets, active)."""
    return tuple(tuple(int(k) for k in np.argsort(-row, kind="stable")) for row in effects)


def idle(spread: Floats, luck: Floats, tolerance: Floats) -> list[int]:
    """Targets that nothing moves: over the prior they spread less than half a tolerance beyond luck.

    Args:
        spread: Variance over runs that draw everything, shape (targets,).
        luck: Variance of the luck of a run, likewise.
        tolerance: SD by target, likewise.
    """
    return [k for k in range(len(spread)) if np.sqrt(max(spread[k] - luck[k], 0.0)) < SPREAD * tolerance[k]]


def pooled_luck(first: Floats, second: Floats) -> Floats:
    """Variance of the luck of one run, from pairs that differ in luck alone, shape (targets,).

    Args:
        first: Statistics on the scales of the targets, shape (pairs, targets).
        second: The same on other luck.
    """
    squared = (first - second) ** 2
    known = np.isfinite(squared).sum(axis=0)
    found: Floats = 0.5 * np.nansum(squared, axis=0) / np.where(known > 0, known, np.nan)
    return found


def gaps(names: Sequence[str], y: Floats) -> list[str]:
    """Names of the targets that more than a tenth of the runs leave undefined."""
    return [name for name, undefined in zip(names, np.isnan(y).mean(axis=0), strict=True) if undefined > 0.1]
