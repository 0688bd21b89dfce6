"""This file knows the figures of sensitivity: tornado, Morris and Sobol bars, and variance by source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.figures.alt import described
from sim.figures.bars import Bar, draw_bars, factor_axes, finish, first_rows, largest
from sim.figures.labels import settle
from sim.figures.panels import value_axis
from sim.figures.sheet import crown, empty, notes
from sim.figures.shown import Shown
from sim.figures.style import INK, OTHERS, WIDTH, styled
from sim.figures.words import Words

DARK, LIGHT = OTHERS[0].colour, "#f0c9a0"
SOURCES = {
    "luck": "#f2f2f2", "parameters": OTHERS[5].colour, "levers": OTHERS[4].colour,
    "parameters and levers": OTHERS[5].colour, "policy": OTHERS[0].colour, "interactions": "#444444",
}  # fmt: skip
"""Sources of variance in the order they are stacked, darker from left to right."""


@styled()
def tornado(
    table: pd.DataFrame,
    indicator: Shown,
    language: str = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """Swings of one indicator as each factor goes to its lowest and highest value, the others at their own.

    Args:
        table: One row a factor: factor, at_low, at_low_low, at_low_high, at_high, at_high_low, at_high_high: the
            mean change and its 95 % interval at the two ends.
        indicator: What changes.
        language: "en" or "nb".
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    words = Words(language)
    heading = words("One at a time: {indicator}", indicator=words.label(indicator))
    known = table[table[["at_low", "at_high"]].notna().all(axis=1)]
    if known.empty:
        return empty(words, heading, width)
    shown, left_out = first_rows(known, (known["at_high"] - known["at_low"]).abs(), words)
    bars = [Bar("at_low", "at_low_low", "at_low_high", "at the lowest value", LIGHT),
            Bar("at_high", "at_high_low", "at_high_high", "at the highest value", DARK)]  # fmt: skip
    axis = words("Change, {unit}", unit=words.unit(indicator))
    told = largest(shown.iloc[0], ("at_high", "at_high_low", "at_high_high"), labels, words)
    return _bars(shown, bars, heading, axis, words, labels, width, left_out, told)


@styled()
def morris_bars(
    table: pd.DataFrame,
    indicator: Shown,
    language: str = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """Mean absolute elementary effects with bootstrap intervals, and the spread of effects beside them.

    Args:
        table: One row a factor: factor, mu_star, mu_star_low, mu_star_high, sigma.
        indicator: What the effects are on.
        language: "en" or "nb".
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    words = Words(language)
    heading = words("Screening (Morris): {indicator}", indicator=words.label(indicator))
    known = table[table["mu_star"].notna()].assign(unknown=np.nan)
    if known.empty:
        return empty(words, heading, width)
    shown, left_out = first_rows(known, known["mu_star"], words)
    bars = [Bar("mu_star", "mu_star_low", "mu_star_high", "mean absolute effect μ*", DARK),
            Bar("sigma", "unknown", "unknown", "spread of effects σ", LIGHT)]  # fmt: skip
    axis = words("Elementary effect over the range, {unit}", unit=words.unit(indicator))
    told = largest(shown.iloc[0], ("mu_star", "mu_star_low", "mu_star_high"), labels, words)
    return _bars(shown, bars, heading, axis, words, labels, width, left_out, told)


@styled()
def sobol_bars(
    table: pd.DataFrame,
    indicator: Shown,
    language: str = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """First-order and total Sobol indices with bootstrap intervals.

    Args:
        table: One row a factor: factor, first, first_low, first_high, total, total_low, total_high.
        indicator: Whose variance it is.
        language: "en" or "nb".
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    words = Words(language)
    heading = words("What the spread comes from (Sobol): {indicator}", indicator=words.label(indicator))
    known = table[table["total"].notna()]
    if known.empty:
        return empty(words, heading, width)
    shown, left_out = first_rows(known, known["total"], words)
    bars = [Bar("first", "first_low", "first_high", "by itself (first order)", DARK),
            Bar("total", "total_low", "total_high", "with interactions (total)", LIGHT)]  # fmt: skip
    told = largest(shown.iloc[0], ("total", "total_low", "total_high"), labels, words)
    axis = f"{words('Share of the variance')} {words('(no unit)')}"
    return _bars(shown, bars, heading, axis, words, labels, width, left_out, told)


@styled()
def importance_bars(
    table: pd.DataFrame,
    indicator: Shown,
    language: str = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """How much of an outcome each factor explains by regression, the largest first.

    Args:
        table: One row a factor: factor, importance, importance_low, importance_high (0-1).
        indicator: What is explained.
        language: "en" or "nb".
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    words = Words(language)
    heading = words("Importance by regression: {indicator}", indicator=words.label(indicator))
    known = table[table["importance"].notna()]
    if known.empty:
        return empty(words, heading, width)
    shown, left_out = first_rows(known, known["importance"], words)
    columns = ("importance", "importance_low", "importance_high")
    bars = [Bar(*columns, "95 % interval at the end of the bar", DARK)]
    axis = f"{words('Size of the standardised coefficient')} {words('(no unit)')}"
    told = largest(shown.iloc[0], columns, labels, words)
    return _bars(shown, bars, heading, axis, words, labels, width, left_out, told)


def _bars(
    shown: pd.DataFrame, bars: Sequence[Bar], heading: str, axis: str, words: Words,
    labels: Mapping[str, str] | None, width: float, left_out: str, told: str,
) -> Figure:  # fmt: skip
    figure, ax = factor_axes([str(f) for f in shown["factor"]], labels, width)
    draw_bars(ax, shown, bars)
    ax.set_xlabel(axis)
    finish(figure, ax, heading, bars, words, [left_out])
    return described(settle(figure, []), told)


@styled()
def variance_sources(
    table: pd.DataFrame, indicators: Sequence[Shown], language: str = "en", width: float = WIDTH
) -> Figure:
    """Shares of variance by source, stacked, one bar an indicator, the interval of each share at its end.

    Args:
        table: One row an indicator and source: indicator, source (one of `SOURCES`), share, low,
            high (of the share, NaN if unknown). Negative estimates are drawn as 0.
        indicators: What to show, in order.
        language: "en" or "nb".
        width: Of the figure, inches.
    """
    words = Words(language)
    wide = table.pivot(index="indicator", columns="source", values="share") if len(table) else pd.DataFrame()
    shown = [i for i in indicators if i.name in wide.index and wide.loc[i.name].notna().any()]
    if not shown:
        return empty(words, words("Variance by source"), width)
    figure, ax = factor_axes([words.label(i) for i in shown], None, width)
    found = table.set_index(["indicator", "source"])
    for place, indicator in enumerate(shown):
        left = 0.0
        for source, colour in SOURCES.items():
            if (indicator.name, source) not in found.index:
                continue
            share, low, high = (float(found[end].loc[(indicator.name, source)]) for end in ("share", "low", "high"))
            share = max(0.0, float(np.nan_to_num(share)))
            ax.barh(place, share, 0.5, left=left, color=colour, edgecolor=INK, lw=0.4)
            if np.isfinite(low) and share > 0:
                below = place + 0.32
                ax.plot([left + max(low, 0.0), left + high], [below, below], color=INK, lw=0.9, marker="|", ms=2.6)
            left += share
    ax.set_xlabel(f"{words('Share of the variance')} {words('(no unit)')}")
    ax.set_xlim(0, max(1.0, ax.get_xlim()[1]))
    value_axis(ax.xaxis, words)
    used = [s for s in SOURCES if s in wide.columns]
    handles = [Patch(facecolor=SOURCES[s], edgecolor=INK, lw=0.4, label=words(s)) for s in used]
    crown(figure, words("Variance by source"), handles)
    notes(figure, [words("Line under a part: 95 % interval of where it ends.")])
    said = [f"{words.label(i)}: " + ", ".join(f"{words(s)} {words.number(float(wide[s][i.name]), 2)}" for s in used)
            for i in shown]  # fmt: skip
    return described(settle(figure, []), "; ".join(said))
