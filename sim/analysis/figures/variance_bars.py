"""The figure of variance by source: one stacked bar an indicator, an interval where each part ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.analysis.figures.alt import described
from sim.analysis.figures.bars import factor_axes
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import crown, empty, notes
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import INK, OTHERS, WIDTH, styled
from sim.analysis.words import Words, mark

SOURCES: dict[str, dict[str, Any]] = {
    mark("luck"): {"fc": "#f2f2f2"}, mark("parameters"): {"fc": OTHERS[5].colour},
    mark("levers"): {"fc": "#ffffff", "hatch": "/////"}, mark("parameters and levers"): {"fc": OTHERS[5].colour},
    mark("policy"): {"fc": OTHERS[0].colour}, mark("interactions"): {"fc": "#161616"},
}  # fmt: skip
"""Sources of variance in the order they are stacked, and how they are filled: apart in grey too."""


@styled()
def variance_sources(
    table: pd.DataFrame, indicators: Sequence[Shown], language: str | Words = "en", width: float = WIDTH
) -> Figure:
    """Shares of variance by source, stacked, one bar an indicator, the interval of each share at its end.

    Args:
        table: One row an indicator and source: indicator, source (one of `SOURCES`), share, low,
            high (of the share, NaN if unknown). Negative estimates are drawn as 0.
        indicators: What to show, in order.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
    """
    words = Words.of(language)
    wide = table.pivot(index="indicator", columns="source", values="share") if len(table) else pd.DataFrame()
    shown = [i for i in indicators if i.name in wide.index and wide.loc[i.name].notna().any()]
    if not shown:
        return empty(words, words("Variance by source"), width)
    figure, ax = factor_axes([words.label(i) for i in shown], width)
    for place, indicator in enumerate(shown):
        _stack(ax, place, table[table["indicator"] == indicator.name].set_index("source"))
    ax.set_xlabel(words("Share of the variance (no unit)"))
    ax.set_xlim(0, max(1.0, ax.get_xlim()[1]))
    value_axis(ax.xaxis, words)
    used = [s for s in SOURCES if s in wide.columns]
    handles = [Patch(ec=INK, lw=0.4, label=words(s), **SOURCES[s]) for s in used]
    crown(figure, words("Variance by source"), handles)
    certain = table[["low", "high"]].notna().all(axis=1).any()
    notes(figure, [words("Line under a part: 95 % interval of where it ends.") if certain else ""])
    return described(settle(figure, []), "; ".join(_told(i, wide, used, words) for i in shown))


def _stack(ax: Axes, place: int, rows: pd.DataFrame) -> None:
    """One bar of parts, and the interval of each below where it ends."""
    left = 0.0
    for source in (s for s in SOURCES if s in rows.index):
        share, low, high = (float(rows[column][source]) for column in ("share", "low", "high"))
        share = max(0.0, float(np.nan_to_num(share)))
        ax.barh(place, share, 0.5, left=left, ec=INK, lw=0.4, **SOURCES[source])
        if np.isfinite(low) and np.isfinite(high) and share > 0:
            ends = [left + max(low, 0.0), left + high]
            ax.plot(ends, [place + 0.32] * 2, color=INK, lw=0.9, marker="|", ms=2.6)
        left += share


def _told(indicator: Shown, wide: pd.DataFrame, used: Sequence[str], words: Words) -> str:
    shares = (f"{words(s)} {words.number(float(wide[s][indicator.name]), 2)}" for s in used)
    return f"{words.label(indicator)}: {', '.join(shares)}"
