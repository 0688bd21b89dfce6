"""The figure of what was learned: where published figures leave each number within the register's range."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.analysis.figures.alt import described
from sim.analysis.figures.labels import settle
from sim.analysis.figures.sheet import crown, empty, narrow, new_figure, notes
from sim.analysis.figures.style import GREY, OTHERS, PALE, WIDTH, styled
from sim.analysis.words import Words

PRIOR = (0.05, 0.95)
"""Ends of the register's own 90 % interval: ranks are quantiles of the register."""
MOVED = OTHERS[0]


@styled()
def learned_ranks(
    table: pd.DataFrame,
    language: str | Words = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """Register and posterior of each calibrated number on one axis, the one that was narrowed most first.

    Args:
        table: One row a number: name, rank_low, rank_median, rank_high (5, 50 and 95 % in ranks of the register),
            width, moved.
        language: "en", "nb", or words.
        labels: Names of numbers to show instead of their own.
        width: Of the figure, inches.
    """
    words = Words.of(language)
    known = table[table["rank_median"].notna()]
    heading = words("Published figures moved {n} of {all} numbers", n=int(known["moved"].sum()), all=len(known))
    if known.empty:
        return empty(words, heading, width)
    rows = known.sort_values("width", kind="stable").to_dict("records")
    named = [
        fill((labels or {}).get(r["name"], r["name"].replace("_", " ")), 26 if narrow(width) else 60) for r in rows
    ]
    heights = np.array([0.07 + 0.12 * (name.count("\n") + 1) for name in named])
    places = np.cumsum(heights) - heights / 2
    figure = new_figure(1.2 + heights.sum(), width)
    ax = figure.subplots()
    for place, row in zip(places, rows, strict=True):
        colour = MOVED.colour if row["moved"] else GREY
        ax.plot(PRIOR, [place, place], color=PALE, lw=6, solid_capstyle="butt")
        if np.isfinite([row["rank_low"], row["rank_high"]]).all():
            ax.plot([row["rank_low"], row["rank_high"]], [place, place], color=colour, lw=1.8, label="_interval")
        ax.plot([row["rank_median"]], [place], color=colour, marker="o" if row["moved"] else "|", ms=4.6, ls="none")
    ax.set_ylim(heights.sum(), 0.0)
    ax.set_xlim(0.0, 1.0)
    ax.xaxis.set_major_locator(FixedLocator([0.0, 0.5, 1.0]))
    ax.xaxis.set_major_formatter(FixedFormatter([words("low end"), words("middle"), words("high end")]))
    first, _, last = ax.get_xticklabels()
    first.set_horizontalalignment("left")
    last.set_horizontalalignment("right")
    ax.yaxis.set_major_locator(FixedLocator(places.tolist()))
    ax.yaxis.set_major_formatter(FixedFormatter(named))
    ax.tick_params(axis="y", length=0, labelsize=6.5)
    ax.spines["left"].set_visible(False)
    ax.set_xlabel(words("Rank within the register's range"))
    crown(figure, heading, _key(words), 3)
    notes(figure, [words("Bars hold nine in ten draws. A number that was not moved is as the register has it.")])
    return described(settle(figure, []), _told(rows, named, words))


def _key(words: Words) -> list[Line2D]:
    return [
        Line2D([], [], color=PALE, lw=6, label=words("register")),
        Line2D([], [], color=MOVED.colour, lw=1.8, marker="o", ms=4.6, label=words("posterior, moved")),
        Line2D([], [], color=GREY, lw=1.8, marker="|", ms=4.6, label=words("posterior, not moved")),
    ]


def _told(rows: list[dict[Hashable, Any]], named: list[str], words: Words) -> str:
    """The numbers that were moved, in words."""
    text = "{name}: {low} to {high}, median {median}"
    said = [
        words(text, name=name, **{end: words.plain(row[f"rank_{end}"]) for end in ("low", "median", "high")})
        for row, name in zip(rows, named, strict=True)
        if row["moved"]
    ]
    return "; ".join(said)
