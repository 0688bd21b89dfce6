"""Horizontal bars of factors: one or two a factor, each with its interval, the largest on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.analysis.figures.alt import described
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import crown, empty, narrow, new_figure, notes
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, INK, OTHERS, WIDTH
from sim.analysis.words import Words

MOST = 20
"""Factors in one figure."""
DARK, LIGHT = OTHERS[0].colour, "#f0c9a0"


@dataclass(frozen=True)
class Bar:
    """One kind of bar: its columns in the table, name and fill; no interval where the columns of bounds are empty."""

    value: str
    low: str
    high: str
    name: str
    colour: str


@dataclass(frozen=True)
class Kind:
    """What tells one figure of bars from another.

    Attributes:
        heading: With a place for the indicator.
        axis: What the bars measure; with a place for the unit if they have one.
        bars: The kinds of bar of every factor, from the top down.
        told: Place among the bars of the one that is told in words, and that factors are ordered by.
        swing: Whether factors are ordered by the whole reach of their bars from 0 instead.
    """

    heading: str
    axis: str
    bars: Sequence[Bar] = field(default_factory=tuple)
    told: int = 0
    swing: bool = False


def bar_figure(
    kind: Kind,
    table: pd.DataFrame,
    indicator: Shown,
    language: str | Words,
    labels: Mapping[str, str] | None,
    width: float,
) -> Figure:
    """Bars of every factor, the largest on top, the twenty largest at most.

    Args:
        kind: Of the figure.
        table: One row a factor: factor, and the columns of the bars.
        indicator: What is moved or explained.
        language: "en", "nb", or words with titles of scenarios.
        labels: Names of factors to show instead of their own.
        width: Of the figure, inches.
    """
    words = Words.of(language)
    heading = words(kind.heading, indicator=words.label(indicator))
    needed = kind.bars if kind.swing else [kind.bars[kind.told]]
    known = table[table[[bar.value for bar in needed]].notna().all(axis=1)]
    if known.empty:
        return empty(words, heading, width)
    shown = known.loc[_size(kind, known).sort_values(ascending=False, kind="stable").index].head(MOST)
    figure, ax = factor_axes([named(f, labels) for f in shown["factor"]], width)
    draw_bars(ax, shown, kind.bars)
    ax.set_xlabel(words(kind.axis, unit=words.unit(indicator)))
    said = ""
    if len(shown) < len(known):
        said = words("{n} factors of {all} are shown, the largest first.", n=len(shown), all=len(known))
    finish(figure, ax, heading, key(kind.bars, shown, words), words, [said])
    return described(settle(figure, []), _largest(shown.iloc[0], kind.bars[kind.told], labels, words))


def named(factor: object, labels: Mapping[str, str] | None) -> str:
    """A factor's name to show."""
    return (labels or {}).get(str(factor), str(factor).replace("_", " "))


def factor_axes(names: Sequence[str], width: float) -> tuple[Figure, Axes]:
    """A figure with a row a name, at the left."""
    names = [fill(name, 22 if narrow(width) else 40) for name in names]
    lines = sum(name.count("\n") + 1 for name in names)
    figure = new_figure(1.5 + 0.08 * len(names) + 0.16 * lines, width if narrow(width) else 0.75 * WIDTH)
    ax = figure.subplots()
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.yaxis.set_major_locator(FixedLocator(list(range(len(names)))))
    ax.yaxis.set_major_formatter(FixedFormatter(names))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    return figure, ax


def _size(kind: Kind, known: pd.DataFrame) -> pd.Series:
    """What factors are ordered by."""
    if not kind.swing:
        return known[kind.bars[kind.told].value]
    ends = known[[bar.value for bar in kind.bars]].assign(still=0.0)
    return ends.max(axis=1) - ends.min(axis=1)


def draw_bars(ax: Axes, table: pd.DataFrame, bars: Sequence[Bar]) -> None:
    """The bars of every row, one kind under the other."""
    thick = 0.76 / len(bars)
    for k, bar in enumerate(bars):
        at = np.arange(len(table)) + thick * (k - (len(bars) - 1) / 2)
        ax.barh(at, table[bar.value], 0.9 * thick, color=bar.colour, edgecolor=INK, lw=0.4)
        for y, low, high in zip(at, *_bounds(table, bar), strict=True):
            if np.isfinite(low) and np.isfinite(high):
                ax.plot([low, high], [y, y], color="white", lw=2.6, solid_capstyle="butt")
                ax.plot([low, high], [y, y], color=INK, lw=1.1, marker="|", ms=3.2, mew=0.9)


def finish(
    figure: Figure, ax: Axes, heading: str, handles: Sequence[Patch | Line2D], words: Words, said: Sequence[str]
) -> None:
    """A value axis that holds 0, title, key and notes."""
    ax.margins(x=0.04)
    low, high = ax.get_xlim()
    ax.set_xlim(min(low, 0.0), max(high, 0.0) if low < 0 else high)
    value_axis(ax.xaxis, words)
    ax.axvline(0, color=GREY, lw=0.6)
    crown(figure, heading, handles)
    notes(figure, said)


def _bounds(table: pd.DataFrame, bar: Bar) -> list[pd.Series]:
    none = pd.Series(np.nan, table.index)
    return [table[column] if column else none for column in (bar.low, bar.high)]


def key(bars: Sequence[Bar], table: pd.DataFrame, words: Words) -> list[Patch | Line2D]:
    """Kinds of bar, and the interval if there is any."""
    handles: list[Patch | Line2D] = [
        Patch(facecolor=b.colour, edgecolor=INK, lw=0.4, label=words(b.name)) for b in bars if b.name
    ]
    line = Line2D([], [], color=INK, lw=1.1, marker="|", ms=3.2, mew=0.9, label=words("95 % interval"))
    certain = any(pd.concat(_bounds(table, bar), axis=1).notna().all(axis=1).any() for bar in bars)
    return [*handles, line] if certain else handles


def _largest(row: pd.Series, bar: Bar, labels: Mapping[str, str] | None, words: Words) -> str:
    """The first factor with its value in words."""
    ends = [words.number(float(row[column]), 3) if column else "–" for column in (bar.low, bar.high)]
    return words("Largest: {factor}, {value} [{low}; {high}].", factor=named(row["factor"], labels),
                 value=words.number(float(row[bar.value]), 3), low=ends[0], high=ends[1])  # fmt: skip
