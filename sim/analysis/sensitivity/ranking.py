"""Which analysis belongs to which design, and ranks factors by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.morris import morris_effects
from sim.analysis.sensitivity.one_at_a_time import one_at_a_time
from sim.analysis.sensitivity.regression import regression_importance
from sim.analysis.sensitivity.replicated import bounds, variance
from sim.analysis.sensitivity.sobol import base_points, sobol_indices
from sim.analysis.words import mark
from sim.types import Floats

_IMPORTANCE = {"sobol": "total", "morris": "mu_star", "one_at_a_time": "swing"}
LUCK = mark("luck can explain all of the spread between points; more replications or wider ranges would tell")
ABOVE_ONE = mark("no share can be above 1; more points or replications would tell")
"""Why a share of variance is withheld."""
_NO_SHARE = 1.2
"""A share above this is more than what few points do to one of 1 (assumption)."""
RANKED = ("measure", "importance", "importance_low", "importance_high", "effect", "effect_low", "effect_high")


@dataclass(frozen=True)
class Factor:
    """What a design varies, and the ends of its range."""

    name: str
    low: float
    high: float


def block_size(kind: str, n_factors: int) -> int:
    """Points of a design that are of use only together."""
    return {"sobol": n_factors + 2, "morris": n_factors + 1}.get(kind, 1)


def independent(kind: str, table: Floats, n_factors: int) -> Floats:
    """Rows of a table (first axis the points) that are a sample of the factors: variance between them means something.

    All points, but of a Saltelli design A and B, of trajectories the first point of each, and of one factor at a
    time none but the first.
    """
    if kind == "sobol":
        flat = base_points(table.reshape(len(table), -1), n_factors)
        return flat.reshape(-1, *table.shape[1:])
    if kind == "morris":
        return table[:: n_factors + 1]
    return table[:1] if kind == "one_at_a_time" else table


def ranked(kind: str, factors: Sequence[Factor], points: Floats, outcome: Floats, seed: int = 1) -> pd.DataFrame:
    """Factors by how much they move the outcome, the most important first.

    Args:
        kind: Of the design: sobol, morris, one_at_a_time; any other is analysed by regression.
        factors: What was varied, D of them.
        points: Shape (P, D).
        outcome: Shape (P, R).
        seed: Of the bootstrap.

    Returns:
        One row a factor: factor; measure (total, mu_star, swing or src), importance with _low and _high; effect
        (change in the outcome from the low to the high end of the factor, in its units: by linear regression,
        mean elementary effect or swing) with _low and _high; withheld (why a share of variance is not given, and
        NaN stands instead; empty if it is given); then all columns of the analysis itself.

    Raises:
        ValueError: If the points are no such design, or too few.
    """
    names = [factor.name for factor in factors]
    if kind == "sobol":
        found = sobol_indices(outcome, names, seed).merge(_line(kind, factors, points, outcome, seed), on="factor")
    elif kind == "morris":
        found = morris_effects(points, outcome, names, seed=seed)
        found = _with_effect(found, "mu")
    elif kind == "one_at_a_time":
        found = _with_effect(one_at_a_time(points, outcome, names), "swing")
    else:
        found = _line(kind, factors, points, outcome, seed)
    measure = _IMPORTANCE.get(kind, "src")
    found = _withheld(found, kind, measure, independent(kind, outcome, len(factors)), seed)
    found = found.assign(measure=measure, **{f"importance{end}": found[measure + end] for end in ("", "_low", "_high")})
    order = found["importance"].abs().sort_values(ascending=False, kind="stable").index
    ordered = ["factor", *RANKED, *(c for c in found if c not in ("factor", *RANKED))]
    return found.loc[order, ordered].reset_index(drop=True)


def _withheld(found: pd.DataFrame, kind: str, measure: str, outcome: Floats, seed: int) -> pd.DataFrame:
    """Shares of a variance that luck can explain, and those that cannot be shares, are not given."""
    why = np.full(len(found), "", dtype=object)
    if measure in ("total", "src"):
        large = found[measure].abs().to_numpy(dtype=np.float64) > _NO_SHARE
        if kind == "sobol":
            large |= found["first"].to_numpy(dtype=np.float64) > _NO_SHARE
        why[large] = ABOVE_ONE
        if not spreads_beyond_luck(outcome, seed):
            why[:] = LUCK
    shares = [c for c in found if str(c).startswith(("total", "first", "src"))]
    found = found.assign(withheld=why)
    found.loc[why != "", shares] = np.nan
    return found


def spreads_beyond_luck(outcome: Floats, seed: int) -> bool:
    """Whether the expected outcome varies between independent points by more than luck can explain.

    Args:
        outcome: Shape (P, R); with R = 1 luck cannot be told apart, and all that varies counts.
        seed: Of the bootstrap.
    """
    n, replications = outcome.shape
    if replications == 1 or n < 2:
        return True
    low, _ = bounds(lambda rows, weights: np.array([variance(outcome[rows], weights)]), n, replications, seed)
    return not low[0] <= 0


def _line(kind: str, factors: Sequence[Factor], points: Floats, outcome: Floats, seed: int) -> pd.DataFrame:
    """Regression over the independent points, with the effect of the whole range of a factor."""
    x, y = (independent(kind, table, len(factors)) for table in (points, outcome))
    found = regression_importance(x, y, [factor.name for factor in factors], seed)
    width = np.array([factor.high - factor.low for factor in factors])
    return found.assign(**{f"effect{end}": found[f"slope{end}"] * width for end in ("", "_low", "_high")})


def _with_effect(found: pd.DataFrame, column: str) -> pd.DataFrame:
    return found.assign(**{f"effect{end}": found[column + end] for end in ("", "_low", "_high")})
