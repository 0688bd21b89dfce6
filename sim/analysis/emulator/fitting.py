"""How an emulator is fitted: a surface through the means, its error at points left out, luck by distance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from sim.analysis.emulator.model import Cell, Emulator, rounded
from sim.analysis.emulator.space import Space
from sim.analysis.emulator.surface import Ground
from sim.types import Bools, Floats

FEWEST = 16
"""Points, at least, however little can be moved."""
RIDGE = 1e-9
ROUNDING = 1e-9
"""Smallest differences that matter below which a difference is rounding."""


@dataclass(frozen=True)
class Outcome:
    """Paired differences of one outcome in one place.

    Attributes:
        smallest: The smallest difference that matters.
        level: Mean where nothing is moved.
        differences: By point and replication, NaN where undefined, shape (points, replications).
        luck: Standard deviation of single paired differences by luck alone; NaN if that is not known.
    """

    smallest: float
    level: float
    differences: Floats
    luck: float


def fit(space: Space, x: Floats, chosen: Bools, outcomes: Mapping[tuple[str, str], Outcome]) -> Emulator:
    """Fit an emulator to what runs found.

    Args:
        space: What can be moved.
        x: Values of the dials, shape (points, dials).
        chosen: Options chosen, shape (points, options).
        outcomes: Paired differences by outcome and place; one that is undefined at a point is left out.

    Raises:
        ValueError: If there are too few points or replications.
    """
    replications = next(iter(outcomes.values())).differences.shape[1]
    if len(x) < fewest_points(space) or replications < 2:
        least = f"at least {fewest_points(space)} points and 2 replications"
        raise ValueError(f"{len(x)} points and {replications} replications: an emulator needs {least}")
    ground = Ground(rounded(space.coordinates(x, chosen)), space.origins(chosen))
    distances = space.distances(x, chosen)
    cells = tuple(
        fit_cell(name, place, outcome, ground, distances)
        for (name, place), outcome in outcomes.items()
        if np.isfinite(outcome.differences).all()
    )
    plain = space.features(x, chosen)
    gram = rounded(np.linalg.inv(plain.T @ plain / len(x) + RIDGE * np.eye(plain.shape[1])), 8)
    reach = np.einsum("ij,jk,ik->i", plain, gram, plain) / plain.shape[1]
    return Emulator(space, cells, ground.centres, replications, gram, float(rounded(reach.max() * (1.0 + 1e-6), 8)))


def fewest_points(space: Space) -> int:
    """Points that an emulator needs: two for each plain term."""
    return max(FEWEST, 2 * len(space.plain_terms))


def fit_cell(name: str, place: str, outcome: Outcome, ground: Ground, distances: Floats) -> Cell:
    """Fit one outcome in one place.

    Args:
        name: Of the outcome.
        place: Of the cell.
        outcome: What runs found, defined everywhere.
        ground: Of the points.
        distances: As `Space.distances`.
    """
    mean, variance = outcome.differences.mean(axis=1), outcome.differences.var(axis=1, ddof=1)
    surface = ground.fit(np.where(np.abs(mean) < ROUNDING * outcome.smallest, 0.0, mean))
    error = np.sqrt(np.mean(surface.missed**2))
    spread = spread_by_distance(distances, variance)
    slopes, lengths, weights = (tuple(rounded(part, 7).tolist())
                                for part in (surface.slopes, surface.lengths, surface.weights))  # fmt: skip
    luck, level = float(rounded(outcome.luck)), float(rounded(outcome.level))
    return Cell(name, place, outcome.smallest, slopes, lengths, weights, float(rounded(error)),
                tuple(rounded(spread).tolist()), luck, level)  # fmt: skip


def spread_by_distance(distances: Floats, variance: Floats) -> Floats:
    """Variance of single differences for each unit of squared distance, none negative, shape (distances,).

    Large variances are known less well, in proportion to themselves, and count less by so much.
    """
    if not variance.any():
        return np.zeros(distances.shape[1])
    weight = np.ones(len(variance))
    for _ in range(3):
        found, _ = nnls(distances * weight[:, None], variance * weight)
        weight = 1.0 / np.maximum(distances @ found, 0.1 * variance.mean())
    return np.asarray(found)
