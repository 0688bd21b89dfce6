"""What each part of a package adds: Shapley values over its subsets, replication by replication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from sim.analysis.comparison import interval, verdict
from sim.types import Floats

if TYPE_CHECKING:
    from sim.indicators import Indicator

Subset: TypeAlias = frozenset[str]
Order: TypeAlias = tuple[str, ...]
EXACT_MOST = 6
"""Packages of so many parts are taken apart exactly: 64 subsets."""
ORDERS = 16
"""Orders that are drawn for larger packages (assumption: about as many runs as six parts need)."""
TOTAL = "total"
COLUMNS = (
    "part", "indicator", "unit", "adds", "low", "high", "order_error", "share", "replications", "verdict",
)  # fmt: skip


def orders(parts: Sequence[str], seed: int = 1) -> list[Order] | None:
    """Orders in which the parts of a large package are added, each with its reverse; None if it is taken exactly.

    Args:
        parts: Names of the parts.
        seed: Of the orders.
    """
    if len(parts) <= EXACT_MOST:
        return None
    rng = np.random.default_rng(seed)
    drawn: list[Order] = []
    for _ in range(ORDERS // 2):
        order = tuple(parts[i] for i in rng.permutation(len(parts)))
        drawn += [order, order[::-1]]
    return drawn


def subsets(parts: Sequence[str], drawn: Sequence[Order] | None) -> list[Subset]:
    """Subsets whose effect must be known, each once, from none of the parts to all of them."""
    if drawn is None:
        return [frozenset(some) for size in range(len(parts) + 1) for some in combinations(parts, size)]
    met = {frozenset(order[:size]) for order in drawn for size in range(len(parts) + 1)}
    return sorted(met, key=lambda some: (len(some), sorted(some)))


def contributions(
    parts: Sequence[str], value: Mapping[Subset, Floats], drawn: Sequence[Order] | None = None
) -> tuple[Floats, Floats]:
    """What each part adds (Shapley value): its mean addition over the orders in which parts can be added.

    Args:
        parts: Names of the parts.
        value: Outcome by subset, each of shape (n,), one number a replication on the same luck.
        drawn: Orders to use; None for all of them, by the exact formula.

    Returns:
        Shapley values, shape (parts, n), which sum to the value of all parts less that of none; and the standard
        error that drawing orders adds to each part's mean, shape (parts,), 0 if exact.

    Source:
        Shapley (1953), A value for n-person games; Castro et al. (2009), Computers & OR 36(5), for sampling.
    """
    if drawn is None:
        return np.array([_exact(part, parts, value) for part in parts]), np.zeros(len(parts))
    added = np.array([[_added(part, order, value) for part in parts] for order in drawn])
    pairs = (added[0::2] + added[1::2]).mean(axis=2) / 2  # an order and its reverse are not independent
    error: Floats = pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs))
    return added.mean(axis=0), error


def _exact(part: str, parts: Sequence[str], value: Mapping[Subset, Floats]) -> Floats:
    others, k = [p for p in parts if p != part], len(parts)
    total = np.zeros_like(value[frozenset()], dtype=np.float64)
    for size in range(k):
        weight = factorial(size) * factorial(k - size - 1) / factorial(k)
        for some in combinations(others, size):
            total += weight * (value[frozenset(some) | {part}] - value[frozenset(some)])
    return total


def _added(part: str, order: Order, value: Mapping[Subset, Floats]) -> Floats:
    before = frozenset(order[: order.index(part)])
    result: Floats = value[before | {part}] - value[before]
    return result


def decomposed(
    frame: pd.DataFrame,
    parts: Sequence[str],
    name_of: Callable[[Subset], str],
    indicators: Iterable[Indicator],
    drawn: Sequence[Order] | None = None,
) -> pd.DataFrame:
    """What each part of a package adds to each indicator, with 95 % intervals over replications.

    Args:
        frame: One row a value: scenario, replication, indicator, value (the nation in one semester).
        parts: Names of the parts.
        name_of: Name of the scenario that has a subset of the parts.
        indicators: Those without a finite value in every subset of some replication are left out.
        drawn: Orders, as in `contributions`.

    Returns:
        One row an indicator and part, and one for the total, columns `COLUMNS`: `order_error` is the standard error
        that drawing orders adds, `share` the part's share of the total (NaN where the total is too small to matter).
    """
    needed = {some: name_of(some) for some in subsets(parts, drawn)}
    rows: list[dict[str, object]] = []
    for indicator in indicators:
        value = _values(frame[frame["indicator"] == indicator.name], needed)
        if value and len(value[frozenset()]):
            rows += _rows(parts, value, indicator, drawn)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _values(chosen: pd.DataFrame, needed: Mapping[Subset, str]) -> dict[Subset, Floats]:
    """Outcome by subset, over the replications in which all subsets have one."""
    plain = chosen.astype({"scenario": "str"})[["replication", "scenario", "value"]]
    wide = plain.pivot(index="replication", columns="scenario", values="value").reindex(columns=list(needed.values()))
    whole = wide.loc[np.isfinite(wide.to_numpy()).all(axis=1)].sort_index()
    return {some: whole[name].to_numpy(dtype=np.float64) for some, name in needed.items()}


def _rows(
    parts: Sequence[str], value: Mapping[Subset, Floats], indicator: Indicator, drawn: Sequence[Order] | None
) -> list[dict[str, object]]:
    added, errors = contributions(parts, value, drawn)
    total = value[frozenset(parts)] - value[frozenset()]
    matters = abs(float(total.mean())) >= indicator.smallest_difference
    rows: list[dict[str, object]] = []
    for name, mine, error in zip((*parts, TOTAL), (*added, total), (*errors, 0.0), strict=True):
        found = interval(mine)
        share = found.mean / float(total.mean()) if matters else np.nan
        numbers = (found.mean, found.low, found.high, float(error), share, found.n)
        said = verdict(found, indicator.smallest_difference)
        rows.append(dict(zip(COLUMNS, (name, indicator.name, indicator.unit, *numbers, said), strict=True)))
    return rows
