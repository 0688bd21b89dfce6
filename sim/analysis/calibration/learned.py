"""What was learned: which numbers the targets moved, what they only know together, and what would tell most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.stats import beta

from sim.analysis.calibration.targets import Target, scaled
from sim.types import Floats

WIDTH, SHIFT = 0.9, 0.1
"""A number counts as moved if its 90 % interval holds less than `WIDTH` of the prior's ranks, or its mean rank is off
the middle by more than `SHIFT` (five times the error of a mean of 200 members)."""
TOGETHER = 0.2
"""Least correlation of ranks that is told: about three times its error with 200 members."""
LEAST, CHANCE = 10, 0.05
"""Fewest members that tell what would narrow an effect, and how often chance may name a measurement (Bonferroni)."""


def weighted_quantiles(values: Floats, weights: Floats, at: Sequence[float]) -> Floats:
    """Quantiles of weighted values, shape (len(at),)."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - 0.5 * weights[order]
    found: Floats = np.interp(np.asarray(at) * weights.sum(), below, values[order])
    return found


def moved(u: Floats, weights: Floats, names: Sequence[str]) -> pd.DataFrame:
    """What the targets did to each active number.

    Args:
        u: Ranks of the members, shape (members, active).
        weights: Their weights, shape (members,).
        names: Of the active numbers.

    Returns:
        One row a number: name, rank_low, rank_median, rank_high (5, 50, 95 %), width (of the 90 % interval in ranks,
        over the prior's), shift (of the mean rank from the middle), moved.
    """
    rows = []
    for column, name in enumerate(names):
        low, middle, high = weighted_quantiles(u[:, column], weights, (0.05, 0.5, 0.95))
        width, shift = (high - low) / 0.9, float(u[:, column] @ weights / weights.sum()) - 0.5
        rows.append((name, low, middle, high, width, shift, bool(width < WIDTH or abs(shift) > SHIFT)))
    return pd.DataFrame(rows, columns=["name", "rank_low", "rank_median", "rank_high", "width", "shift", "moved"])


def known_together(u: Floats, weights: Floats, names: Sequence[str]) -> pd.DataFrame:
    """Pairs of which the targets know a combination better than either alone, strongest first: one, other, r."""
    if len(names) < 2:
        return pd.DataFrame({"one": [], "other": [], "r": []})
    centred = u - weights @ u / weights.sum()
    covariance = (centred * weights[:, None]).T @ centred
    sd = np.sqrt(np.maximum(np.diag(covariance), 1e-300))
    r = covariance / sd / sd[:, None]
    pairs = [(names[i], names[j], r[i, j]) for i in range(len(names)) for j in range(i)]
    found = pd.DataFrame(pairs, columns=["one", "other", "r"])
    found = found[found["r"].abs() > TOGETHER]
    return found.sort_values("r", key=np.abs, ascending=False, ignore_index=True)


def predicted(values: Floats, weights: Floats, targets: Sequence[Target], luck: Floats) -> pd.DataFrame:
    """What the members' own runs give for each target, and how far that is from it.

    Args:
        values: Statistics of the members' runs, shape (members, targets).
        weights: Of the members, shape (members,).
        targets: The targets.
        luck: Variance of the luck of what was observed on their scales, shape (targets,).

    Returns:
        One row a target: target, role, low, high (its bounds), predicted, predicted_low, predicted_high (90 %),
        distance (of the median, in tolerances, signed), inside (whether the 90 % interval reaches the bounds).
    """
    rows = []
    for k, target in enumerate(targets):
        known = np.isfinite(values[:, k])
        if not known.any():
            rows.append((target.name, target.role.value, target.low, target.high, *[np.nan] * 4, False))
            continue
        low, middle, high = weighted_quantiles(values[known, k], weights[known], (0.05, 0.5, 0.95))
        away = float(target.away(scaled(np.array([middle]), target.scale), luck[k])[0])
        reaches = bool(low <= target.high and high >= target.low)
        rows.append((target.name, target.role.value, target.low, target.high, middle, low, high, away, reaches))
    return pd.DataFrame(
        rows, columns=["target", "role", "low", "high", "predicted", "predicted_low", "predicted_high", "distance",
                       "inside"],
    )  # fmt: skip


def what_next(
    effect: Floats, measurements: Mapping[str, Floats], weights: Floats | None = None, most: int = 3
) -> pd.DataFrame:
    """The measurements that would narrow an effect most, if each were known exactly.

    Args:
        effect: The effect under each member, shape (members,).
        measurements: What could be measured, under each member.
        weights: Of the members; equal if None.
        most: How many are told.

    Returns:
        measurement, narrows (share of the effect's variance that a straight line in it explains, less what chance
        explains), largest first; only those that would be found by chance among so many less than once in twenty times.
    """
    w = np.ones(len(effect)) if weights is None else weights
    rows = []
    for name, values in measurements.items():
        known = np.isfinite(values) & np.isfinite(effect)
        size = float(w[known].sum() ** 2 / (w[known] ** 2).sum()) if known.any() else 0.0
        if size < LEAST or np.std(values[known]) <= 1e-12 or np.std(effect[known]) <= 1e-12:
            continue
        cov = np.cov(values[known], effect[known], aweights=w[known])
        r2 = min(float(cov[0, 1] ** 2 / (cov[0, 0] * cov[1, 1])), 1.0)
        chance = float(beta.sf(r2, 0.5, 0.5 * (size - 2.0))) * len(measurements)
        if chance < CHANCE:
            rows.append((name, 1.0 - (1.0 - r2) * (size - 1.0) / (size - 2.0)))
    found = pd.DataFrame(rows, columns=["measurement", "narrows"])
    return found.sort_values("narrows", ascending=False, ignore_index=True).head(most)
