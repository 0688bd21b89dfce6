"""This file knows the forest plot: paired differences of all indicators on one axis, each in units that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from sim.figures.labels import settle
from sim.figures.panels import crown, empty, new_figure, notes, value_axis
from sim.figures.shown import Shown
from sim.figures.style import GREY, INK, PALE, ZONE, Look, looks, styled
from sim.figures.words import Words, digits_for, scenario_label

SYMBOLS = {"up": "▲", "down": "▼", "too small to matter": "≈", "cannot tell": "?", "undefined": "–"}
LINE, GROUP = 0.155, 0.38
"""Height of a difference, and least height of an indicator, inches."""
COLUMNS = (1.72, 2.75, 2.45)
"""Widths of names, plot and numbers, relative."""
VERDICT, VALUE, BOUNDS, UNIT = 0.04, 0.27, 0.29, 0.69
"""Where the numbers' columns stand, in widths of their part."""
LINEAR_UP_TO = 12.0
"""Standardised differences beyond this get a logarithmic axis."""


@styled()
def differences(
    table: pd.DataFrame,
    indicators: Sequence[Shown],
    language: str = "en",
    baseline: str = "",
    semester: int | None = None,
    part: tuple[int, int] = (1, 1),
) -> Figure:
    """Forest plot of paired differences, each divided by the smallest difference that matters.

    Args:
        table: One row an indicator and scenario: scenario, indicator, difference, low, high, replications, verdict.
        indicators: Those to show, in order.
        language: "en" or "nb".
        baseline: The scenario that differences are taken from.
        semester: The semester they are of, for the title.
        part: Number of this figure and of all that belong together.

    Returns:
        The figure, with verdict, difference in the indicator's own unit and interval at the right.
    """
    words = Words(language)
    heading = words.heading("Difference from {baseline}, {when}", part, baseline=scenario_label(baseline, 99),
                            when=words.when(semester))  # fmt: skip
    names = [str(name) for name in table["scenario"].drop_duplicates()]
    known = table[table["difference"].notna()]
    shown = [i for i in indicators if (known["indicator"] == i.name).any()]
    if not shown:
        return empty(words, heading)
    style = looks([baseline, *names], baseline)
    rows = max(len(names) * LINE + 0.09, GROUP)
    figure = new_figure(1.75 + rows * len(shown))
    parts = Parts(*figure.subplots(1, 3, sharey=True, width_ratios=COLUMNS))
    for place, indicator in enumerate(shown):
        mine = known[known["indicator"] == indicator.name]
        _group(parts, place, indicator, words)
        for at, (name, look) in zip(_heights(place, len(names)), _compared(style, names), strict=True):
            _difference(parts, at, mine[mine["scenario"] == name], indicator, look, words)
    _furnish(parts, len(shown), words)
    crown(figure, heading, _key(names, style), columns=4)
    notes(figure, _notes(table, [i for i in indicators if i not in shown], words))
    return settle(figure, [])


@dataclass(frozen=True)
class Parts:
    """The three parts of the figure, side by side on the same heights."""

    names: Axes
    plot: Axes
    numbers: Axes


def _compared(style: dict[str, Look], names: Sequence[str]) -> list[tuple[str, Look]]:
    return [(name, style[name]) for name in names]


def _heights(place: int, n: int) -> list[float]:
    share = 0.86 if n > 1 else 1.0
    return [place + share * ((k + 0.5) / n - 0.5) for k in range(n)]


def _write(ax: Axes, x: float, y: float, text: str, side: str, size: float, colour: str, base: str = "center") -> None:
    ax.text(x, y, text, ha=side, va=base, fontsize=size, color=colour, linespacing=1.05,
            transform=ax.get_yaxis_transform(), in_layout=False)  # fmt: skip


def _group(parts: Parts, place: int, indicator: Shown, words: Words) -> None:
    """What an indicator has once: name, direction, unit."""
    name, better = fill(words.label(indicator), 26), words.better(indicator)
    lines = 8.6 + 8.2 * name.count("\n")
    half = (lines + (6.5 if better else 0)) / 2
    for text, size, colour, lower in ((name, 7.0, INK, half), (better, 5.8, GREY, half - lines)):
        parts.names.annotate(text, (1.0, place), xycoords=parts.names.get_yaxis_transform(), xytext=(0, lower),
                             textcoords="offset points", ha="right", va="top", fontsize=size, color=colour,
                             linespacing=1.05, in_layout=False)  # fmt: skip
    _write(parts.numbers, UNIT, place, fill(words.unit(indicator), 17), "left", 6.2, GREY)
    for ax in (parts.names, parts.plot, parts.numbers):
        ax.axhline(place + 0.5, color=PALE, lw=0.5)


def _difference(parts: Parts, at: float, row: pd.DataFrame, indicator: Shown, look: Look, words: Words) -> None:
    """One dot with its interval, and its numbers; a dash if there is no value."""
    mean, low, high = (float(row[field].iloc[0]) if len(row) else np.nan for field in ("difference", "low", "high"))
    judged = str(row["verdict"].iloc[0]) if len(row) else "undefined"
    smallest, digits = indicator.smallest_difference, digits_for(indicator)
    if np.isfinite(low):
        parts.plot.plot([low / smallest, high / smallest], [at, at], color=look.colour, lw=1.3, label="_interval")
    if np.isfinite(mean):
        parts.plot.plot([mean / smallest], [at], color=look.colour, marker=look.marker, ms=4.2, mew=0, ls="none")
    _write(parts.numbers, VERDICT, at, SYMBOLS[judged], "center", 6.2, look.text)
    _write(parts.numbers, VALUE, at, words.difference(mean, digits), "right", 6.2, look.text)
    if np.isfinite(low):
        bounds = f"[{words.difference(low, digits)}; {words.difference(high, digits)}]"
        _write(parts.numbers, BOUNDS, at, bounds, "left", 6.2, look.text)


def _furnish(parts: Parts, n: int, words: Words) -> None:
    ax = parts.plot
    parts.names.set_axis_off()
    parts.numbers.set_axis_off()
    ax.set_ylim(n - 0.5, -0.5)
    ax.tick_params(axis="y", left=False, labelleft=False)
    ax.spines["left"].set_visible(False)
    ax.axvspan(-1, 1, color=ZONE, lw=0, zorder=0)
    ax.axvline(0, color=GREY, lw=0.6, zorder=1)
    above: dict[str, Any] = {"va": "bottom", "fontsize": 6.2, "color": GREY, "linespacing": 1.05}
    ax.text(0, 1.01, fill(words("too small to matter"), 12), ha="center", transform=ax.get_xaxis_transform(), **above)
    for x, text in ((VERDICT - 0.02, "Difference [95 % interval]"), (UNIT, "Unit")):
        parts.numbers.text(x, 1.01, words(text), transform=parts.numbers.transAxes, ha="left", in_layout=False, **above)
    standardised_axis(ax, words)


def standardised_axis(ax: Axes, words: Words) -> None:
    """The axis all indicators share; logarithmic outside the zone if differences are far apart in size."""
    values = np.concatenate([np.asarray(line.get_xdata(), dtype=float) for line in ax.lines])
    low, high = min(-1.5, float(values.min())), max(1.5, float(values.max()))
    far = max(-low, high) > LINEAR_UP_TO
    if far:
        ax.set_xscale("symlog", linthresh=1, linscale=0.6)
        powers = [round(10 ** (k / 2), -(k // 2)) for k in range(1 + int(2 * np.log10(max(-low, high) * 1.25)))]
        ax.xaxis.set_major_locator(FixedLocator([*(-p for p in reversed(powers)), 0, *powers]))
        ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: words.difference(value, 0)))
        ax.set_xlim(low * 1.25, high * 1.25)
    else:
        ax.set_xlim(low - 0.04 * (high - low), high + 0.04 * (high - low))
        value_axis(ax.xaxis, words, 7)
    ax.grid(axis="x")
    scale = words("(no unit; logarithmic beyond ±1)" if far else "(no unit)")
    ax.set_xlabel(fill(words("Difference divided by the smallest difference that matters"), 40) + "\n" + scale)


def _key(names: Sequence[str], style: dict[str, Look]) -> list[Line2D]:
    return [
        Line2D([], [], color=style[name].colour, marker=style[name].marker, ms=4.2, mew=0, lw=1.3,
               label=scenario_label(name, 99))
        for name in names
    ]  # fmt: skip


def _notes(table: pd.DataFrame, absent: Sequence[Shown], words: Words) -> list[str]:
    symbols = "   ".join(f"{symbol} {words(text)}" for text, symbol in SYMBOLS.items()) + "."
    gaps = words("No values: {what}.", what="; ".join(words.label(i) for i in absent)) if absent else ""
    return [symbols, words.pairs(int(table["replications"].max())), gaps]
