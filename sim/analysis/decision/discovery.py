"""Scenario discovery: a simple condition on few parameters under which one scenario is (not) better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.stats import binom

from sim.analysis.comparison.verdicts import holm
from sim.analysis.decision.box import Box, Fit, fit
from sim.analysis.decision.prim import peeled
from sim.analysis.decision.screening import screened
from sim.types import Bools

Found: TypeAlias = Literal["always", "never", "too few", "no condition", "condition"]
LEAST = 6
"""Fewest replications of the rarer outcome that are split and searched (assumption)."""
LIMITS_MOST = 3
"""Most parameters in a condition that can still be said in a sentence."""
CHANCE = 0.05
"""A condition holds if chance gives as many hits among held-out replications, in as many searches, less often."""


@dataclass(frozen=True)
class Discovery:
    """What was found.

    Attributes:
        found: Whether one scenario is always or never better, the rarer outcome is too rare to search, or a search
            found a condition that beats chance or none.
        better: Share of all replications in which it is better.
        n: Number of replications.
        unless: Whether the box holds failures ("better unless ...") or successes ("better only if ...").
        box: The best box that was searched out; it is to be believed only if `found` is "condition".
        searched, held_out: Its fit where it was searched, and in replications held out.
        trajectory: Boxes that PRIM passed through: step, parameters, and coverage, density and mass in both halves.
        limits: parameter, low, high, quasi_p_low, quasi_p_high (NaN where open) of the box.
        chance: Probability that chance does as well among held-out replications; after `judged_together`, in any of the
            searches. NaN if none was made.
    """

    found: Found
    better: float
    n: int
    unless: bool = True
    box: Box | None = None
    searched: Fit | None = None
    held_out: Fit | None = None
    trajectory: pd.DataFrame | None = None
    limits: pd.DataFrame | None = None
    chance: float = np.nan


def discover(draws: pd.DataFrame, better: Bools, most: int = 8) -> Discovery:
    """Search for the condition on the drawn parameters under which a scenario is, or is not, better.

    The rarer of the two outcomes is searched for. Half of the replications choose the parameters and the box (PRIM
    always finds one); the other half says whether it beats chance, by an exact permutation test.

    Args:
        draws: One row a replication, one column a parameter.
        better: Whether the scenario is better in each.
        most: Parameters offered to PRIM, those that the outcome goes with most.

    Raises:
        PrimMissing: If ema_workbench is not installed.
    """
    share, n = float(better.mean()), len(better)
    if better.all() or not better.any():
        return Discovery("always" if better.all() else "never", share, n)
    unless = share >= 0.5
    outcome = ~better if unless else better
    if outcome.sum() < LEAST:
        return Discovery("too few", share, n, unless)
    first = halves(outcome, draws)
    chosen = list(screened(draws[first], outcome[first].astype(np.float64))["parameter"][:most])
    searched, kept = (draws[first][chosen], outcome[first]), (draws[~first][chosen], outcome[~first])
    boxes = peeled(*searched)
    box = simplified(max(boxes, key=lambda b: fit(b, *searched).phi), *searched)
    inside, outside = fit(box, *searched), fit(box, *kept)
    holds = bool(box.limits) and outside.chance <= CHANCE
    path, limits = _trajectory(boxes, searched, kept), _limits(box, *searched)
    found: Found = "condition" if holds else "no condition"
    return Discovery(found, share, n, unless, box, inside, outside, path, limits, outside.chance)


def judged_together(each: Sequence[Discovery]) -> list[Discovery]:
    """The same, where a condition is one only if it beats chance in as many searches (Holm), as verdicts are judged."""
    adjusted = holm(np.array([found.chance for found in each]))
    return [
        replace(found, chance=p, found="no condition" if found.found == "condition" and p > CHANCE else found.found)
        for found, p in zip(each, adjusted.tolist(), strict=True)
    ]


def halves(outcome: Bools, draws: pd.DataFrame) -> Bools:
    """Which replications search: every other one of those with the outcome, and of those without.

    Replications with the same parameters (of one point of a sweep) stay together, by the outcome that most of them
    have: else what is held out would hold the very parameters that were searched.
    """
    point = draws.groupby(list(draws.columns), sort=False).ngroup().to_numpy()
    usual = np.bincount(point, outcome) >= 0.5 * np.bincount(point)
    order = np.where(usual, np.cumsum(usual), np.cumsum(~usual))
    result: Bools = order[point] % 2 == 1
    return result


def simplified(box: Box, draws: pd.DataFrame, outcome: Bools) -> Box:
    """The box without limits that chance would explain, the least certain lifted first, few parameters left."""
    while box.limits:
        chances = {side: quasi_p(box, *side, draws, outcome) for side in box.sides()}
        worst = max(chances, key=lambda side: chances[side])
        if chances[worst] <= CHANCE and len(box.limits) <= LIMITS_MOST:
            break
        box = box.without(*worst)
    return box


def quasi_p(box: Box, name: str, side: int, draws: pd.DataFrame, outcome: Bools) -> float:
    """Chance of as many hits in the box if the limit told nothing: binomial at the density without it, 0-1.

    Source:
        Bryant and Lempert (2010), Technological Forecasting and Social Change 77(1).
    """
    here, wider = fit(box, draws, outcome), fit(box.without(name, side), draws, outcome)
    return float(binom.sf(here.hits - 1, here.inside, wider.density)) if here.inside else 1.0


def _trajectory(
    boxes: list[Box], searched: tuple[pd.DataFrame, Bools], kept: tuple[pd.DataFrame, Bools]
) -> pd.DataFrame:
    rows = []
    for step, box in enumerate(boxes):
        there, here = fit(box, *searched), fit(box, *kept)
        rows.append(
            {
                "step": step, "parameters": len(box.limits),
                "coverage": there.coverage, "density": there.density, "mass": there.mass,
                "coverage_held_out": here.coverage, "density_held_out": here.density, "mass_held_out": here.mass,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _limits(box: Box, draws: pd.DataFrame, outcome: Bools) -> pd.DataFrame:
    rows = []
    for name, (low, high) in box.limits.items():
        chances = [
            quasi_p(box, name, side, draws, outcome) if np.isfinite(value) else np.nan
            for side, value in enumerate((low, high))
        ]
        rows.append((name, low, high, *chances))
    return pd.DataFrame(rows, columns=["parameter", "low", "high", "quasi_p_low", "quasi_p_high"])
