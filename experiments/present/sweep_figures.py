"""This file knows the heat maps of a sweep: mean difference over a grid of two factors that are numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.designs.sample import Sample
from sim.policy import declarations

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.indicators import Indicator


def heat_maps(
    points: Sample, summary: pd.DataFrame, indicators: Sequence[Indicator], baseline: str | None, language: str
) -> dict[str, Figure]:
    """A heat map for each scenario and indicator, by name; none unless the points are a grid of two numbers.

    Args:
        points: The design.
        summary: What came of each point, as `experiments.present.sweep_tables.summary` gives it.
        indicators: What to show.
        baseline: Scenario that differences are taken from; without one there is nothing to show.
        language: "en" or "nb".
    """
    from sim.analysis.figures import heat_map

    names = [group[0] for group in points.groups]
    values = points.frame()
    if points.kind != "grid" or len(names) != 2 or baseline is None or not all(map(_numeric, map(values.get, names))):
        return {}
    x, y = (values.set_index("point")[name].astype(float) for name in names)
    labels = _label(names[0]), _label(names[1])
    made: dict[str, Figure] = {}
    for (scenario, name), rows in summary[summary["scenario"] != baseline].groupby(["scenario", "indicator"]):
        for indicator in [i for i in indicators if i.name == name]:
            cells = _cells(rows).assign(x=rows["point"].map(x), y=rows["point"].map(y))
            pairs = int(rows["pairs"].max())
            made[f"heat_map_{name}_{scenario}"] = heat_map(cells, indicator, *labels, language, pairs)
    return made


def _numeric(column: Any) -> bool:
    """Whether every point has a number for a factor."""
    return column is not None and pd.api.types.is_numeric_dtype(column) and bool(column.notna().all())


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean differences with their 95 % intervals."""
    from sim.analysis.figures.frames import half_width

    mean = rows["difference"].to_numpy(dtype=np.float64)
    half = half_width(rows["difference_sd"].to_numpy(dtype=np.float64), rows["pairs"].to_numpy(dtype=np.int64))
    return pd.DataFrame({"mean": mean, "low": mean - half, "high": mean + half}, index=rows.index)


def _label(factor: str) -> str:
    """Name and unit of a lever or parameter."""
    from sim.parameters import register

    units = dict(zip(register()["name"], register()["unit"], strict=True))
    unit = declarations()[factor].unit if factor in declarations() else units[factor]
    return f"{factor} ({unit})"
