"""This file knows horizontal bars of factors: one or two a factor, each with its interval, the largest on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.figures.panels import value_axis
from sim.figures.sheet import crown, narrow, new_figure, notes
from sim.figures.style import GREY, INK, WIDTH
from sim.figures.words import Words

MOST = 20
"""Factors in one figure."""


@dataclass(frozen=True)
class Bar:
    """One kind of bar: its columns in the table, name and fill."""

    value: str
    low: str
    high: str
    name: str
    colour: str
    hatch: str = ""


def factor_axes(factors: Sequence[str], labels: Mapping[str, str] | None, width: float) -> tuple[Figure, Axes]:
    """A figure with a row a factor, named at the left."""
    chars = 22 if narrow(width) else 40
    names = [fill((labels or {}).get(f, f).replace("_", " "), chars) for f in factors]
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


def draw_bars(ax: Axes, table: pd.DataFrame, bars: Sequence[Bar]) -> None:
    """The bars of every row, one kind under the other."""
    thick = 0.76 / len(bars)
    for k, bar in enumerate(bars):
        at = np.arange(len(table)) + thick * (k - (len(bars) - 1) / 2)
        values = table[bar.value].to_numpy(dtype=np.float64)
        ax.barh(at, values, 0.9 * thick, color=bar.colour, hatch=bar.hatch, edgecolor=INK, lw=0.4)
        for y, low, high in zip(at, table[bar.low], table[bar.high], strict=True):
            if np.isfinite(low) and np.isfinite(high):
                ax.plot([low, high], [y, y], color="white", lw=2.6, solid_capstyle="butt")
                ax.plot([low, high], [y, y], color=INK, lw=1.1, marker="|", ms=3.2, mew=0.9)


def finish(figure: Figure, ax: Axes, heading: str, bars: Sequence[Bar], words: Words, said: Sequence[str]) -> None:
    """Value axis, title, key and notes."""
    ax.margins(x=0.04)
    low, high = ax.get_xlim()
    ax.set_xlim(min(low, 0.0), max(high, 0.0) if low < 0 else high)
    value_axis(ax.xaxis, words)
    ax.axvline(0, color=GREY, lw=0.6)
    handles: list[Patch | Line2D] = [
        Patch(facecolor=b.colour, edgecolor=INK, lw=0.4, hatch=b.hatch, label=words(b.name)) for b in bars
    ]
    handles.append(Line2D([], [], color=INK, lw=1.1, marker="|", ms=3.2, mew=0.9, label=words("95 % interval")))
    crown(figure, heading, handles)
    notes(figure, said)


def first_rows(table: pd.DataFrame, by: pd.Series, words: Words) -> tuple[pd.DataFrame, str]:
    """The rows with the largest values, and a sentence on those left out, if any."""
    order = by.sort_values(ascending=False, kind="stable").index
    shown = table.loc[order].head(MOST)
    if len(shown) == len(table):
        return shown, ""
    return shown, words("{n} factors of {all} are shown, the largest first.", n=len(shown), all=len(table))


def largest(row: pd.Series, columns: tuple[str, str, str], labels: Mapping[str, str] | None, words: Words) -> str:
    """The first factor with its value in words."""
    value, low, high = (words.number(float(row[name]), 3) for name in columns)
    factor = (labels or {}).get(str(row["factor"]), str(row["factor"])).replace("_", " ")
    return words("Largest: {factor}, {value} [{low}; {high}].", factor=factor, value=value, low=low, high=high)
