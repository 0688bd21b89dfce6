"""This file knows the user's own correlations: ranks tied by a Gaussian copula, each still uniform by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from experiments.designs.factor import Factor
from experiments.refusals import BadInput, near
from sim.types import Floats

_EDGE = 1e-12


def correlation_matrix(given: Mapping[str, Any], leaders: Sequence[Factor], followers: Sequence[Factor]) -> Floats:
    """Correlations of the normal scores behind the ranks, shape (n_leaders, n_leaders).

    Args:
        given: Factor -> other factor -> correlation, as in `'correlations={a:{b:0.5}}'`.
        leaders: The factors that move by themselves.
        followers: Those that follow one of them.

    Raises:
        BadInput: If a factor is not varied or follows another, a number is not one, or they cannot hold together.
    """
    place = {factor.name: i for i, factor in enumerate(leaders)}
    led = {factor.name: str(factor.leader) for factor in followers}
    matrix = np.eye(len(leaders))
    for name, others in given.items():
        for other, value in others.items():
            row, column = (_place(x, place, led) for x in (name, other))
            if row == column or (matrix[row, column] not in (0.0, value)):
                raise BadInput(f"correlations.{name}.{other}={value:g}: a pair has one correlation, of two factors")
            matrix[row, column] = matrix[column, row] = value
    if np.linalg.eigvalsh(matrix)[0] < 1e-9:
        raise BadInput("correlations: they cannot all hold at once (the matrix is not positive definite); weaken some")
    return matrix


def _place(name: str, place: Mapping[str, int], led: Mapping[str, str]) -> int:
    if name in led:
        raise BadInput(f"correlations.{name}: it follows {led[name]} in the register; correlate {led[name]} instead")
    if name not in place:
        raise BadInput(f"correlations.{name}: not a factor of this design; {near(name, place)}")
    return place[name]


def correlated(ranks: Floats, matrix: Floats) -> Floats:
    """Independent ranks made dependent, each column uniform as before (Gaussian copula).

    Args:
        ranks: Independent uniform ranks, shape (n_points, n).
        matrix: Correlations of the normal scores, positive definite, shape (n, n).
    """
    scores = ndtri(np.clip(ranks, _EDGE, 1.0 - _EDGE)) @ np.linalg.cholesky(matrix).T
    return np.asarray(ndtr(scores))
