"""Which drawn parameters an outcome goes with: a parabola in each, one at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit
from scipy.stats import f as f_distribution

from sim.analysis.comparison import CONFIDENCE
from sim.types import Floats

TERMS = 2
"""Terms of the parabola beside the constant: the parameter and its square."""


def screened(draws: pd.DataFrame, response: Floats) -> pd.DataFrame:
    """Parameters by how much of the response a parabola in each explains by itself.

    Each parameter is judged alone: there are many more parameters than replications, so all together cannot be
    fitted. With few replications chance picks some of them; p-values are for one parameter, not for the best of many.

    Args:
        draws: One row a replication, one column a parameter.
        response: The outcome in the same replications, all finite.

    Returns:
        One row a parameter, most important first: parameter, explained (share of variance, 0-1), slope (change in
        the response from the least to the largest value drawn, by a straight line) with slope_low and slope_high
        (95 % interval), p.
    """
    scaled = _scaled(draws.to_numpy(dtype=np.float64))
    centred = response - response.mean()
    rows = [_row(str(name), column, centred) for name, column in zip(draws.columns, scaled.T, strict=True)]
    table = pd.DataFrame(rows, columns=["parameter", "explained", "slope", "slope_low", "slope_high", "p"])
    return table.sort_values("explained", ascending=False, kind="stable", ignore_index=True)


def _scaled(values: Floats) -> Floats:
    """Each column from -1/2 to 1/2 over the range drawn; 0 where it does not vary."""
    low, high = values.min(axis=0), values.max(axis=0)
    result: Floats = np.where(high > low, (values - low) / np.where(high > low, high - low, 1.0) - 0.5, 0.0)
    return result


def _row(name: str, x: Floats, centred: Floats) -> tuple[str, float, float, float, float, float]:
    total = float(centred @ centred)
    freedom = len(centred) - TERMS - 1
    if total <= 0 or freedom < 1 or not x.any():
        return name, 0.0, 0.0, 0.0, 0.0, 1.0
    parabola = np.column_stack([np.ones_like(x), x, x**2])
    fitted = parabola @ np.linalg.lstsq(parabola, centred, rcond=None)[0]
    explained = float(np.clip(1.0 - ((centred - fitted) ** 2).sum() / total, 0.0, 1.0))
    ratio = explained / TERMS / max((1.0 - explained) / freedom, 1e-300)
    return name, explained, *_slope(x - x.mean(), centred), float(f_distribution.sf(ratio, TERMS, freedom))


def _slope(x: Floats, y: Floats) -> tuple[float, float, float]:
    """Slope of a straight line through centred values, and the ends of its 95 % interval (Student's t)."""
    slope = float(x @ y / (x @ x))
    freedom = len(y) - 2
    error = float(np.sqrt(((y - slope * x) ** 2).sum() / freedom / (x @ x)))
    reach = float(stdtrit(freedom, 0.5 + CONFIDENCE / 2)) * error
    return slope, slope - reach, slope + reach
