"""Schemes: how the ranks of points are spread over factors in the unit cube, one column a factor that leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np
from SALib.sample import sobol as saltelli
from SALib.sample.morris import sample as trajectory
from scipy.stats import qmc

from experiments.designs.factors import Factor
from experiments.refusals import BadInput
from sim.types import Floats

MOST = 1_000_000
"""Most points of a design; more are a slip of the pen."""
LEVELS = 4
"""Levels of the grid of Morris trajectories; a step is two thirds of the range."""
Leaders: TypeAlias = "Sequence[Factor]"
Draw: TypeAlias = "Callable[[Leaders, int, int], Floats]"
"""From leaders, the number asked for and a seed to ranks, shape (n_points, n_leaders); NaN leaves a factor alone."""


@dataclass(frozen=True)
class Scheme:
    """One way to spread points.

    Attributes:
        draw: The ranks of its points.
        number: What `points=` counts, in words; None if it counts nothing.
        usual: The number if none is given.
        extends: Whether a larger number only adds points, so that it goes on in the same folder.
        correlates: Whether the user's own correlations have a meaning in it.
        doubles: Whether the number must be a power of two.
    """

    draw: Draw
    number: str | None
    usual: int = 0
    extends: bool = False
    correlates: bool = False
    doubles: bool = False

    def choose(self, kind: str, asked: int | None) -> int:
        """The number to use.

        Raises:
            BadInput: If the scheme takes none, or another one.
        """
        if self.number is None:
            if asked is not None:
                raise BadInput(f"points={asked}: design={kind} has as many as its factors make; leave points= out")
            return 0
        number = self.usual if asked is None else asked
        if self.doubles and number & (number - 1):
            below = 2 ** (number.bit_length() - 1)
            raise BadInput(f"points={number}: design={kind} needs a power of two, such as {below} or {2 * below}")
        return number


def draw_latin_hypercube(leaders: Leaders, points: int, seed: int) -> Floats:
    """Latin hypercube: each factor has one point in each of n equally likely strata, shape (points, n_leaders).

    Other strata with another number, so it cannot be extended.

    Source:
        McKay, Beckman and Conover (1979), Technometrics 21(2).
    """
    return np.asarray(qmc.LatinHypercube(len(leaders), rng=np.random.default_rng(seed)).random(points))


def draw_sobol_points(leaders: Leaders, points: int, seed: int) -> Floats:
    """Scrambled Sobol sequence, which leaves no gaps, shape (points, n_leaders); more begin with the same.

    Source:
        Owen (1998), Journal of Complexity 14(4), as in `scipy.stats.qmc.Sobol`.
    """
    sequence = qmc.Sobol(len(leaders), scramble=True, rng=np.random.default_rng(seed))
    return np.asarray(sequence.random_base2(points.bit_length() - 1))


def draw_sobol(leaders: Leaders, base_points: int, seed: int) -> Floats:
    """Saltelli's design for Sobol indices: A, AB_1 .. AB_D, B by base point, shape (base_points (D + 2), D).

    Source:
        Saltelli et al. (2010), Computer Physics Communications 181(2), as in `SALib.sample.sobol`.
    """
    _refuse_too_many("sobol", base_points * (len(leaders) + 2))
    return np.asarray(saltelli.sample(_problem(leaders), base_points, calc_second_order=False, seed=seed))


def draw_morris(leaders: Leaders, trajectories: int, seed: int) -> Floats:
    """Morris trajectories: walks on a coarse grid that move one factor a step, shape (trajectories (D + 1), D).

    Source:
        Morris (1991), Technometrics 33(2), as in `SALib.sample.morris` (trajectories drawn one by one).
    """
    _refuse_too_many("morris", trajectories * (len(leaders) + 1))
    luck = [np.random.default_rng([seed, number]) for number in range(trajectories)]
    return np.concatenate([trajectory(_problem(leaders), 1, num_levels=LEVELS, seed=rng) for rng in luck])


def draw_grid(leaders: Leaders, levels: int, _seed: int) -> Floats:
    """Grid: every combination of evenly spread ranks (full factorial design), the last factor fastest."""
    axes = [factor.ranks(levels) for factor in leaders]
    _refuse_too_many("grid", prod(len(axis) for axis in axes))
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))


def draw_one_at_a_time(leaders: Leaders, _number: int, _seed: int) -> Floats:
    """One at a time: nothing varied, then each factor alone at its ends or values, NaN where it is left as it is."""
    rows = [np.full(len(leaders), np.nan)]
    for column, factor in enumerate(leaders):
        for rank in factor.ranks(2):
            row = np.full(len(leaders), np.nan)
            row[column] = rank
            rows.append(row)
    return np.stack(rows)


SCHEMES: dict[str, Scheme] = {
    "latin_hypercube": Scheme(draw_latin_hypercube, "points", usual=64, correlates=True),
    "sobol_points": Scheme(draw_sobol_points, "points", usual=64, extends=True, correlates=True, doubles=True),
    "sobol": Scheme(draw_sobol, "base points", usual=64, extends=True, doubles=True),
    "morris": Scheme(draw_morris, "trajectories", usual=10, extends=True),
    "grid": Scheme(draw_grid, "levels of each factor", usual=3),
    "one_at_a_time": Scheme(draw_one_at_a_time, None),
}
"""The schemes by the name that `design=` takes; the path of a CSV file is a design too."""


def _problem(leaders: Leaders) -> dict[str, object]:
    """The factors as SALib wants them."""
    names = [factor.name for factor in leaders]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _refuse_too_many(kind: str, points: int) -> None:
    if points > MOST:
        raise BadInput(f"design={kind}: {points:,} points, at most {MOST:,}; take fewer factors or points")
