"""This file knows the forest plot: paired differences of all indicators on one axis, each in units that matter."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from matplotlib.transforms import blended_transform_factory

from sim.figures.labels import settle
from sim.figures.panels import empty, legend, new_figure, notes, title, value_axis
from sim.figures.shown import Shown
from sim.figures.style import GREY, PALE, ZONE, Look, looks, styled
from sim.figures.verdicts import SYMBOLS
from sim.figures.words import Words, digits_for, scenario_label

LINE, GROUP = 0.155, 0.34
"""Height of a difference, and least height of an indicator, inches."""
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
    heading = words("Difference from {baseline}, {when}", baseline=scenario_label(baseline, 99),
                    when=words.when(semester))  # fmt: skip
    heading += words(" ({part} of {parts})", part=part[0], parts=part[1]) if part[1] > 1 else ""
    names = [str(name) for name in table["scenario"].drop_duplicates()]
    defined = set(table.loc[table["difference"].notna(), "indicator"].astype(str))
    shown = [i for i in indicators if i.name in defined]
    if not shown:
        return empty(words, heading)
    style = looks([baseline, *names], baseline)
    rows = max(len(names) * LINE + 0.09, GROUP)
    figure = new_figure(1.75 + rows * len(shown))
    ax = figure.subplots()
    title(figure, heading)
    _zone(ax, words)
    for place, indicator in enumerate(shown):
        _group(ax, place, indicator, table[table["indicator"] == indicator.name], style, words)
    _axes(ax, len(shown), words)
    _headings(ax, table, words)
    legend(figure, _key(names, style), columns=3)
    notes(figure, _notes(table, [i for i in indicators if i not in shown], words))
    return settle(figure, [])


def _zone(ax: Axes, words: Words) -> None:
    ax.axvspan(-1, 1, color=ZONE, lw=0, zorder=0)
    ax.axvline(0, color=GREY, lw=0.6, zorder=1)
    ax.text(0, 1.0, fill(words("too small to matter"), 12), fontsize=6, color=GREY, ha="center", va="bottom",
            transform=ax.get_xaxis_transform(), linespacing=0.95, label="zone")  # fmt: skip


def _group(
    ax: Axes, place: int, indicator: Shown, rows: pd.DataFrame, style: dict[str, Look], words: Words
) -> None:
    """Everything that stands on an indicator's height: name, dots, numbers, unit."""
    left = blended_transform_factory(ax.transAxes, ax.transData)
    name = fill(words.label(indicator), 26)
    better = words.better(indicator)
    lift = 0.13 if better else 0
    ax.text(-0.03, place - lift, name, ha="right", va="center", fontsize=7, transform=left, linespacing=0.95)
    if better:
        below = lift + 0.16 * name.count("\n")
        ax.text(-0.03, place + 0.06 + below, better, ha="right", va="center", fontsize=5.8, color=GREY, transform=left)
    ax.text(1.66, place, fill(words.unit(indicator), 18), ha="left", va="center", fontsize=6.5, color=GREY,
            transform=left, linespacing=0.95)  # fmt: skip
    ax.axhline(place + 0.5, color=PALE, lw=0.5)
    rows = rows[rows["scenario"].astype(str).isin(list(style))]
    for at, row in zip(_heights(place, len(rows)), rows.itertuples(), strict=True):
        _difference(ax, at, row, indicator, style[str(row.scenario)], words)


def _heights(place: int, n: int) -> list[float]:
    share = 0.86 if n > 1 else 1.0
    return [place + share * ((k + 0.5) / n - 0.5) for k in range(n)]


def _difference(ax: Axes, at: float, row: object, indicator: Shown, look: Look, words: Words) -> None:
    mean, low, high = (float(getattr(row, field)) for field in ("difference", "low", "high"))
    smallest, digits = indicator.smallest_difference, digits_for(indicator)
    if np.isfinite(low):
        ax.plot([low / smallest, high / smallest], [at, at], color=look.colour, lw=1.3, solid_capstyle="butt")
    ax.plot([mean / smallest], [at], color=look.colour, marker=look.marker, ms=4.2, mew=0, ls="none")
    left = blended_transform_factory(ax.transAxes, ax.transData)
    pieces = (
        (1.07, "center", SYMBOLS[str(getattr(row, "verdict"))]),  # noqa: B009
        (1.30, "right", words.difference(mean, digits)),
        (1.33, "left", _bounds(low, high, digits, words)),
    )
    for x, side, text in pieces:
        ax.text(x, at, text, ha=side, va="center", fontsize=6.2, color=look.text, transform=left)


def _bounds(low: float, high: float, digits: int, words: Words) -> str:
    if np.isnan(low):
        return ""
    return f"[{words.difference(low, digits)}; {words.difference(high, digits)}]"


def _axes(ax: Axes, n: int, words: Words) -> None:
    ax.set_ylim(n - 0.5, -0.5)
    ax.yaxis.set_major_locator(NullLocator())
    ax.spines["left"].set_visible(False)
    reach = max(abs(value) for line in ax.lines for value in np.asarray(line.get_xdata()))
    if reach > LINEAR_UP_TO:
        _logarithmic(ax, words)
    else:
        value_axis(ax.xaxis, words, 7)
    low, high = (_reach(ax, side) for side in (min, max))
    ax.set_xlim(low, high)
    scale = "(no unit; logarithmic beyond ±1)" if reach > LINEAR_UP_TO else "(no unit)"
    ax.set_xlabel(words("Difference divided by the smallest difference that matters") + "\n" + words(scale))
