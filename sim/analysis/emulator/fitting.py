"""How an emulator is fitted: terms chosen one by one while they pay, error at points left out, luck by distance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from sim.analysis.emulator.model import Cell, Emulator, rounded
from sim.analysis.emulator.space import Space
from sim.types import Bools, Floats, Ints

FOLDS = 8
"""Parts that are left out in turn to measure the error."""
PER_TERM = 3
"""Points for each term, at least."""
RIDGE = 1e-9
NOTHING = 1e-20
"""Share of the squares that is rounding."""


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
    features = space.features(x, chosen, space.terms)
    distances = space.distances(x, chosen)
    cells = tuple(
        fit_cell(name, place, outcome, features, distances)
        for (name, place), outcome in outcomes.items()
        if np.isfinite(outcome.differences).all()
    )
    plain = space.features(x, chosen, space.plain_terms)
    gram = rounded(np.linalg.inv(plain.T @ plain / len(x) + RIDGE * np.eye(plain.shape[1])), 8)
    reach = np.einsum("ij,jk,ik->i", plain, gram, plain) / plain.shape[1]
    return Emulator(space, cells, replications, gram, float(rounded(reach.max() * (1.0 + 1e-6), 8)))


def fewest_points(space: Space) -> int:
    """Points that an emulator needs: two for each plain term."""
    return max(2 * FOLDS, 2 * len(space.plain_terms))


def fit_cell(name: str, place: str, outcome: Outcome, features: Floats, distances: Floats) -> Cell:
    """Fit one outcome in one place.

    Args:
        name: Of the outcome.
        place: Of the cell.
        outcome: What runs found, defined everywhere.
        features: All terms at the points, shape (points, terms).
        distances: As `Space.distances`.
    """
    mean, variance = outcome.differences.mean(axis=1), outcome.differences.var(axis=1, ddof=1)
    terms = choose_terms(features, mean)
    coefficients = solve(features[:, terms], mean)
    error = rounded(np.sqrt(np.mean(left_out(features, mean) ** 2)))
    return Cell(
        name, place, outcome.smallest, tuple(terms.tolist()), tuple(rounded(coefficients).tolist()), float(error),
        tuple(rounded(spread_by_distance(distances, variance)).tolist()), float(rounded(outcome.luck)),
        float(rounded(outcome.level)),
    )  # fmt: skip


def solve(features: Floats, y: Floats) -> Floats:
    """Least squares, shape (terms,)."""
    return np.asarray(np.linalg.lstsq(features, y, rcond=None)[0])


def choose_terms(features: Floats, y: Floats) -> Ints:
    """The terms to use: taken one by one, each the one that explains most of what is left, as many as pay.

    What pays is judged by the error at points left out one at a time, corrected for the number of terms.

    Args:
        features: Shape (points, terms).
        y: Means, shape (points,).

    Returns:
        Columns of the features, in order.

    Source:
        Chen, Billings and Luo (1989), International Journal of Control 50: orthogonal least squares; the correction
        of Chapelle, Vapnik and Bengio (2002) as in Blatman and Sudret (2011).
    """
    n = len(y)
    size = np.sqrt((features**2).mean(axis=0))
    rest = features / np.where(size > 0, size, 1.0)
    left, hat = y.copy(), np.zeros(n)
    chosen: list[int] = []
    best, taken = float(np.mean(y**2)), 0
    for k in range(1, n // PER_TERM + 1):
        length = (rest**2).sum(axis=0)
        gain = np.where(length > 1e-6 * n, (left @ rest) ** 2 / np.maximum(length, 1e-300), -1.0)
        gain[chosen] = -1.0
        j = int(gain.argmax())
        if gain[j] <= NOTHING * float(y @ y):
            break
        chosen.append(j)
        q = rest[:, j] / np.sqrt(length[j])
        left, hat = left - (q @ left) * q, hat + q**2
        rest = rest - np.outer(q, q @ rest)
        error = float(np.mean((left / np.maximum(1.0 - hat, 1e-3)) ** 2)) * n / (n - k) * (1.0 + k / n)
        if error < best:
            best, taken = error, k
    return np.sort(np.array(chosen[:taken], dtype=np.int64))


def left_out(features: Floats, y: Floats) -> Floats:
    """Errors at points that were left out, terms chosen anew without them, shape (points,)."""
    part = np.random.default_rng(0).permutation(len(y)) % FOLDS
    errors = np.empty(len(y))
    for fold in range(FOLDS):
        out = part == fold
        terms = choose_terms(features[~out], y[~out])
        errors[out] = y[out] - features[np.ix_(out, terms)] @ solve(features[np.ix_(~out, terms)], y[~out])
    return errors


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
