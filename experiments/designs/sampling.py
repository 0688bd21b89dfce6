"""This file knows how a scheme and factors become a sample: ranks drawn, tied, followed and turned into values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.designs import SCHEMES
from experiments.designs.correlation import correlated, correlation_matrix
from experiments.designs.factor import Factor
from experiments.designs.sample import LEFT, Sample
from experiments.refusals import BadInput, near
from sim.types import Floats


def sample(
    kind: str, factors: Sequence[Factor], points: int | None, seed: int, correlations: Mapping[str, Any] | None = None
) -> Sample:
    """The points of a scheme, the same for the same seed.

    A factor that follows another (register, `correlated_with`) has its rank at every point, so in designs that move
    one thing at a time the two move as one.

    Args:
        kind: Name of the scheme.
        factors: What is varied.
        points: What the scheme counts; None for the usual number.
        seed: Root of the scheme's luck.
        correlations: The user's own correlations between factors.

    Raises:
        BadInput: If there is no such scheme, or its number or correlations cannot be used.
    """
    if kind not in SCHEMES:
        raise BadInput(f"design={kind}: no such design; {near(kind, SCHEMES)}, or the path of a CSV file")
    scheme = SCHEMES[kind]
    number = scheme.chosen(kind, points)
    leaders = [factor for factor in factors if factor.leader is None]
    followers = [factor for factor in factors if factor.leader is not None]
    if correlations and not scheme.correlates:
        able = " and ".join(name for name, other in SCHEMES.items() if other.correlates)
        raise BadInput(f"correlations: design={kind} varies its factors independently of each other; use {able}")
    matrix = correlation_matrix(correlations, leaders, followers) if correlations else None
    ranks = scheme.draw(leaders, number, seed)
    ranks = ranks if matrix is None else correlated(ranks, matrix)
    about = {"seed": seed} | ({"correlations": dict(correlations)} if correlations else {})
    return Sample(kind, tuple(factors), _values(factors, leaders, ranks), ranks, about, number, scheme.extends)


def _values(factors: Sequence[Factor], leaders: Sequence[Factor], ranks: Floats) -> tuple[tuple[Any, ...], ...]:
    place = {factor.name: i for i, factor in enumerate(leaders)}
    columns = [place[factor.leader or factor.name] for factor in factors]
    return tuple(
        tuple(_value(factor, row[column]) for factor, column in zip(factors, columns, strict=True)) for row in ranks
    )


def _value(factor: Factor, rank: float) -> Any:
    return LEFT if rank != rank else factor.at(float(rank))  # NaN alone differs from itself
