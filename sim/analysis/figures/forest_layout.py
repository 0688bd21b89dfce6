"""Where names, marks and numbers of a forest plot stand: side by side, or in a column name on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import narrow, new_figure
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, INK, PALE
from sim.analysis.figures.zone import zone
from sim.analysis.words import Words

LINE, GROUP, HEAD = 0.17, 0.38, 0.3
"""Height of a difference, least height of an indicator, and height of a name on top, inches."""
LINEAR_UP_TO = 12.0
"""Standardised differences beyond this get a logarithmic axis."""


@dataclass(frozen=True)
class Parts:
    """The parts of the figure, on the same heights, and how they are filled.

    Attributes:
        names: Axes at the left that names are written in; None where they stand above the marks.
        plot, numbers: Axes of marks and of numbers.
        head: Part of an indicator's height that its name takes, 0-1.
        columns: Where verdict, difference, bounds and unit stand, in widths of the numbers' axes.
    """

    names: Axes | None
    plot: Axes
    numbers: Axes
    head: float
    columns: tuple[float, float, float, float]

    def heights(self, place: int, n: int) -> list[float]:
        """Where the differences of an indicator stand."""
        room = (1.0 - self.head) * (0.86 if n > 1 else 1.0)
        return [place + self.head / 2 + room * ((k + 0.5) / n - 0.5) for k in range(n)]

    def write(self, x: float, y: float, text: str, side: str, size: float, colour: str) -> None:
        """A text among the numbers."""
        self.numbers.text(x, y, text, ha=side, va="center", fontsize=size, color=colour, linespacing=1.05,
                          transform=self.numbers.get_yaxis_transform(), in_layout=False)  # fmt: skip


def forest_parts(indicators: int, scenarios: int, width: float) -> tuple[Figure, Parts]:
    """An empty forest plot with room for so many indicators and scenarios."""
    room = scenarios * LINE + 0.09
    if narrow(width):
        figure = new_figure(2.1 + (room + HEAD) * indicators, width)
        plot, numbers = figure.subplots(1, 2, sharey=True, width_ratios=(1.62, 1.6))
        return figure, Parts(None, plot, numbers, HEAD / (room + HEAD), (0.04, 0.35, 0.37, 1.0))
    figure = new_figure(1.75 + max(room, GROUP) * indicators, width)
    names, plot, numbers = figure.subplots(1, 3, sharey=True, width_ratios=(1.72, 2.75, 2.45))
    return figure, Parts(names, plot, numbers, 0.0, (0.04, 0.27, 0.29, 0.69))


def name_indicator(parts: Parts, place: int, indicator: Shown, words: Words) -> None:
    """What an indicator has once: name, direction, unit."""
    if parts.names is None:
        _on_top(parts, place, indicator, words)
    else:
        _at_the_left(parts.names, place, indicator, words)
        parts.write(parts.columns[-1], place, fill(words.unit(indicator), 17), "left", 6.2, GREY)
    for ax in (parts.names, parts.plot, parts.numbers):
        if ax is not None:
            ax.axhline(place + 0.5, color=PALE, lw=0.5)


def _on_top(parts: Parts, place: int, indicator: Shown, words: Words) -> None:
    """Name, and below it unit and direction, across the plot and the numbers."""
    top = place - 0.5
    parts.plot.axhspan(top, top + parts.head, color="white", lw=0, zorder=1.5)
    below = "; ".join(text for text in (words.unit(indicator), words.better(indicator)) if text)
    for text, size, colour, lower in ((words.label(indicator), 7.0, INK, -2.5), (below, 6.0, GREY, -12.0)):
        parts.plot.annotate(text, (0.0, top), xycoords=parts.plot.get_yaxis_transform(), xytext=(0, lower),
                            textcoords="offset points", ha="left", va="top", fontsize=size, color=colour,
                            in_layout=False)  # fmt: skip


def _at_the_left(ax: Axes, place: int, indicator: Shown, words: Words) -> None:
    name, better = fill(words.label(indicator), 26), words.better(indicator)
    lines = 8.6 + 8.2 * name.count("\n")
    half = (lines + (6.5 if better else 0)) / 2
    for text, size, colour, lower in ((name, 7.0, INK, half), (better, 6.0, GREY, half - lines)):
        ax.annotate(text, (1.0, place), xycoords=ax.get_yaxis_transform(), xytext=(0, lower),
                    textcoords="offset points", ha="right", va="top", fontsize=size, color=colour, linespacing=1.05,
                    in_layout=False)  # fmt: skip


def furnish(parts: Parts, indicators: int, words: Words) -> None:
    """Zone, heads of the columns, and the axis that all indicators share."""
    ax = parts.plot
    for other in (parts.names, parts.numbers):
        if other is not None:
            other.set_axis_off()
    ax.set_ylim(indicators - 0.5, -0.5)
    ax.tick_params(axis="y", left=False, labelleft=False)
    ax.spines["left"].set_visible(False)
    zone(ax, 1.0, upright=True)
    above: dict[str, Any] = {"va": "bottom", "fontsize": 6.2, "color": GREY, "linespacing": 1.05}
    ax.text(0, 1.01, fill(words("too small to matter"), 12), ha="center", transform=ax.get_xaxis_transform(), **above)
    heads = [(parts.columns[0] - 0.02, words("Difference [95 % interval]")), (parts.columns[-1], words("Unit"))]
    for x, text in heads[: 1 if parts.names is None else 2]:
        parts.numbers.text(x, 1.01, text, transform=parts.numbers.transAxes, ha="left", in_layout=False, **above)
    _standardised_axis(ax, words, few=parts.names is None)


def _standardised_axis(ax: Axes, words: Words, *, few: bool) -> None:
    """The axis all indicators share; logarithmic outside the zone if differences are far apart in size."""
    values = np.concatenate([np.asarray(line.get_xdata(), dtype=float) for line in ax.lines])
    low, high = min(-1.5, float(values.min())), max(1.5, float(values.max()))
    far = max(-low, high) > LINEAR_UP_TO
    if far:
        ax.set_xscale("symlog", linthresh=1, linscale=0.6)
        powers = _powers(1.25 * max(-low, high))[:: 2 if few else 1]
        ax.xaxis.set_major_locator(FixedLocator([*(-p for p in reversed(powers)), 0, *powers]))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.difference(value, 0)))
        ax.set_xlim(low * 1.25, high * 1.25)
    else:
        ax.set_xlim(low - 0.04 * (high - low), high + 0.04 * (high - low))
        value_axis(ax.xaxis, words, 4 if few else 7, signed=True)
    ax.grid(axis="x")
    scale = words("(no unit; logarithmic beyond ±1)" if far else "(no unit)")
    ax.set_xlabel(words("Difference divided by the smallest difference that matters") + "\n" + scale)


def _powers(most: float) -> Sequence[float]:
    """1, 3, 10, 30, ... up to the largest."""
    return [round(10 ** (k / 2), -(k // 2)) for k in range(1 + int(2 * np.log10(most)))]
