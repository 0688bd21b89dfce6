"""This file knows the figures of a sensitivity analysis: bars of each outcome, and variance by source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.indicators import Indicator

MOST = 6
"""Outcomes that are drawn one by one; the tables hold all of them."""


def figures(
    kind: str, sensitivity: pd.DataFrame, sources: pd.DataFrame, indicators: Sequence[Indicator], language: str
) -> dict[str, Figure]:
    """Figures by name.

    Args:
        kind: Of the design.
        sensitivity: Ranked factors, as stored.
        sources: Variance by source, as stored.
        indicators: What was analysed.
        language: "en" or "nb".
    """
    from sim.analysis.figures import variance_sources

    by_name = {indicator.name: indicator for indicator in indicators}
    made: dict[str, Figure] = {}
    if len(sources):
        made["variance_by_source"] = variance_sources(stacked(sources), indicators, language)
    if len(sensitivity):
        outcomes = list(sensitivity.groupby(["indicator", "scenario"], sort=False))
        for (name, scenario), table in outcomes[:MOST]:
            made[f"importance_{name}_{scenario}"] = _drawer(kind)(table, by_name[str(name)], language)
    return made


def _drawer(kind: str) -> Callable[..., Figure]:
    from sim.analysis.figures import importance_bars, morris_bars, sobol_bars, tornado

    own: Mapping[str, Any] = {"morris": morris_bars, "sobol": sobol_bars, "one_at_a_time": tornado}
    drawer: Callable[..., Figure] = own.get(kind, importance_bars)
    return drawer


def stacked(sources: pd.DataFrame) -> pd.DataFrame:
    """Shares by source with all interactions as one part, whose interval cannot be added up and is left out."""
    plain = sources[~sources["source"].str.contains(" x ")]
    shares = plain.assign(low=plain["share_low"], high=plain["share_high"])[
        ["indicator", "source", "share", "low", "high"]
    ]
    together = sources[sources["source"].str.contains(" x ")].groupby("indicator", as_index=False)["share"].sum()
    parts = [shares, together.assign(source="interactions", low=np.nan, high=np.nan)]
    whole: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return whole
