"""The colours of differences: orange below 0, blue above, hatched where unclear."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize

from sim.types import Bools

MAP = LinearSegmentedColormap.from_list(
    "difference", ["#8c3a00", "#d55e00", "#f5c49c", "#f7f7f7", "#a6cbe3", "#0072b2", "#004066"]
)
"""Between the orange and the blue of Okabe and Ito; as light at +x as at -x, so that grey shows the size."""
HATCH = "//////"


def scale(bound: float) -> ScalarMappable:
    """The scale from -bound to bound."""
    bound = bound if np.isfinite(bound) and bound > 0 else 1.0
    return ScalarMappable(Normalize(-bound, bound), MAP)


def colour_of(value: float, bound: float) -> tuple[float, float, float, float]:
    """Colour of a difference on a scale that ends at the bound."""
    red, green, blue, opaque = scale(bound).to_rgba(np.array([value]))[0]
    return float(red), float(green), float(blue), float(opaque)


def unclear(table: pd.DataFrame, smallest: float) -> Bools:
    """Where a difference cannot be told from 0, or is too small to matter.

    Args:
        table: mean, low, high; NaN bounds are unclear.
        smallest: The smallest difference that matters.

    Returns:
        One for each row.
    """
    mean, low, high = (table[name].to_numpy(dtype=np.float64) for name in ("mean", "low", "high"))
    clear: Bools = ((low > 0) | (high < 0)) & (np.abs(mean) >= smallest)
    return ~clear
