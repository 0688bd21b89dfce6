"""Variance by source: how much of an outcome's spread is luck, uncertain parameters and policy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.analysis.sensitivity.components import LUCK, POINTS, SCENARIOS, Component, Effect, components
from sim.analysis.sensitivity.replicated import CONFIDENCE
from sim.types import Floats

_NAMES: dict[Effect, str] = {
    (LUCK,): "luck",
    (POINTS,): "parameters",
    (SCENARIOS,): "policy",
    (POINTS, LUCK): "parameters x luck",
    (POINTS, SCENARIOS): "parameters x policy",
    (SCENARIOS, LUCK): "policy x luck",
    (POINTS, SCENARIOS, LUCK): "parameters x policy x luck",
}
SOURCES = tuple(_NAMES.values())
COLUMNS = ("source", "variance", "low", "high", "share", "share_low", "share_high", "truncated")


def variance_by_source(outcome: Floats, seed: int = 1) -> pd.DataFrame:
    """Split the variance of an outcome between luck, parameters, policy and their interactions.

    Args:
        outcome: Independent points x scenarios x replications, one value a cell, shape (P, S, R). Scenarios weigh
            equally. With R = 1 there is no luck to tell apart: it stays in what it acts on.
        seed: Of the draws behind the bounds.

    Returns:
        One row a source that the design can show: source, variance, low, high, share, share_low, share_high (95 %
        bounds), truncated (whether the estimate was below 0 and is shown as 0). Shares sum to 1, and are NaN if
        nothing varies.

    Raises:
        ValueError: If the outcome is no such table, or a value is not finite.
    """
    found = components(_checked(outcome), np.random.default_rng(seed))
    return _frame({name: found[effect] for effect, name in _NAMES.items() if effect in found})


def variance_of_pair(point: Floats, register: Floats, seed: int = 1) -> pd.DataFrame:
    """As `variance_by_source`, where each replication of one run draws luck and parameters together.

    What parameters add is the variance with `uncertainty=register` less that with `uncertainty=point`; their
    interactions with luck cannot be told from them.

    Args:
        point: Outcome with parameters at their values, scenarios x replications, shape (S, R).
        register: Outcome with parameters drawn in each replication, shape (S, R2).
        seed: Of the draws behind the bounds.

    Raises:
        ValueError: If a table has fewer than 2 replications, they have other scenarios, or a value is not finite.
    """
    if len(point) != len(register) or min(point.shape[1], register.shape[1]) < 2:
        raise ValueError("the pair needs the same scenarios and at least 2 replications of each")
    rng = np.random.default_rng(seed)
    luck, both = (components(_checked(table[np.newaxis]), rng) for table in (point, register))
    found = {"luck": luck[(LUCK,)], "parameters": both[(LUCK,)] - luck[(LUCK,)]}
    if (SCENARIOS,) in both:
        found["policy"] = both[(SCENARIOS,)]
        found["parameters x policy"] = both[(SCENARIOS, LUCK)] - luck[(SCENARIOS, LUCK)]
        found["policy x luck"] = luck[(SCENARIOS, LUCK)]
    return _frame(found)


def _frame(found: Mapping[str, Component]) -> pd.DataFrame:
    """Components as rows, with shares of their sum; what is below 0 is shown as 0 and marked."""
    tails = [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]
    shown = np.array([max(c.estimate, 0.0) for c in found.values()])
    drawn = np.array([np.maximum(c.draws, 0.0) for c in found.values()]).reshape(len(found), -1)
    low, high = np.quantile(drawn, tails, axis=1)
    share_low, share_high = np.quantile(_shares(drawn), tails, axis=1)
    truncated = [c.estimate < 0 for c in found.values()]
    values = (list(found), shown, low, high, _shares(shown), share_low, share_high, truncated)
    return pd.DataFrame(dict(zip(COLUMNS, values, strict=True)))


def _shares(variances: Floats) -> Floats:
    """Shares of the sum over the first axis; NaN where it is 0."""
    total = variances.sum(axis=0)
    return np.asarray(variances / np.where(total > 0, total, np.nan))


def _checked(outcome: Floats) -> Floats:
    table = np.asarray(outcome, dtype=np.float64)
    if table.ndim != 3 or table.size < 2:
        raise ValueError(f"outcome must be points x scenarios x replications and vary, got shape {table.shape}")
    if not np.isfinite(table).all():
        raise ValueError("outcome must be finite; leave out points and replications that are not complete")
    return table
