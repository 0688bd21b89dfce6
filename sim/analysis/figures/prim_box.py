"""The box of scenario discovery: its limits inside the full ranges, and how it was peeled."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import Any

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
from sim.analysis.figures.style import GREY, INK, OTHERS, PALE, WIDTH, styled
from sim.analysis.words import Words


@styled()
def prim_box(
    box: pd.DataFrame,
    trajectory: pd.DataFrame,
    coverage: float,
    density: float,
    outcome: str,
    language: str | Words = "en",
    labels: Mapping[str, str] | None = None,
    width: float = WIDTH,
    note: str = "",
) -> Figure:
    """Limits of the box on each factor against the full range, and coverage and density along the peeling.

    Args:
        box: One row a restricted factor: factor, low, high, full_low, full_high.
        trajectory: One row a peel, in order: coverage, density; may be empty.
        coverage: Share of all cases that are inside the box.
        density: Share of futures inside the box that are cases.
        outcome: What a case is, in the language.
        language: "en", "nb", or words with titles of scenarios.
        labels: Names of factors with their units, to show instead of their own.
        width: Of the figure, inches.
        note: A sentence on which futures coverage and density are of, in the language.
    """
    words = Words.of(language)
    heading = words("A box of futures: {outcome}", outcome=outcome)
    known = box[box[["low", "high", "full_low", "full_high"]].notna().all(axis=1)]
    if known.empty:
        return empty(words, heading, width)
    stacked, height = narrow(width), 0.5 * len(known)
    figure = new_figure(1.7 + height + (2.0 if stacked else 0.6), width)
    sizes: dict[str, Any] = {"height_ratios": [height + 0.4, 1.6]} if stacked else {"width_ratios": [1.6, 1.0]}
    left, right = figure.subplots(*((2, 1) if stacked else (1, 2)), **sizes)
    _limits(left, known, words, labels or {})
    _peeling(right, trajectory, coverage, density, words)
    inside = Patch(color=OTHERS[0].colour, lw=0, label=words("the box"))
    crown(figure, heading, [inside, Patch(color=PALE, lw=0, label=words("full range"))], 2)
    shares = {"coverage": words.number(coverage, 2), "density": words.number(density, 2)}
    said = words("Inside the box {density} of futures are cases, and {coverage} of all cases are inside.", **shares)
    notes(figure, [said, note])
    return described(settle(figure, []), "; ".join(_interval(row, words, labels or {}) for _, row in known.iterrows()))


def _limits(ax: Axes, box: pd.DataFrame, words: Words, labels: Mapping[str, str]) -> None:
    """One row a factor on a common scale; the limits are written in the factor's own numbers."""
    for place, (_, row) in enumerate(box.iterrows()):
        span = float(row["full_high"] - row["full_low"])
        low, high = (
            (float(row[side]) - float(row["full_low"])) / span if span > 0 else 0.0 for side in ("low", "high")
        )
        ax.barh(place, 1.0, 0.22, color=PALE, lw=0)
        ax.barh(place, high - low, 0.3, left=low, color=OTHERS[0].colour, lw=0)
        limits = f"{words.plain(float(row['low']))} – {words.plain(float(row['high']))}"
        ax.text(np.clip((low + high) / 2, 0.14, 0.86), place - 0.22, limits, ha="center", va="bottom", fontsize=6.3,
                color=OTHERS[0].text)  # fmt: skip
        for x, field, side in ((0.0, "full_low", "left"), (1.0, "full_high", "right")):
            ax.text(x, place + 0.2, words.plain(float(row[field])), ha=side, va="top", fontsize=5.8, color=GREY)
    ax.set_xlim(0, 1)
    ax.set_ylim(len(box) - 0.45, -0.62)
    ax.yaxis.set_major_locator(FixedLocator(list(range(len(box)))))
    ax.yaxis.set_major_formatter(FixedFormatter([fill(_named(f, labels), 24) for f in box["factor"]]))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    value_axis(ax.xaxis, words)
    ax.set_xlabel(f"{words('Part of the full range')} {words('(no unit)')}")


def _peeling(ax: Axes, trajectory: pd.DataFrame, coverage: float, density: float, words: Words) -> None:
    ax.set_title(words("Peeling"))
    ax.plot(trajectory["coverage"], trajectory["density"], color=GREY, lw=0.8, marker="o", ms=2.4, mew=0)
    ax.plot([coverage], [density], marker="s", ms=6, mfc=OTHERS[0].colour, mec=INK, mew=0.8, clip_on=False)
    ax.set_xlim(0, 1.03)
    ax.set_ylim(0, 1.05)
    ax.grid()
    for axis in (ax.xaxis, ax.yaxis):
        value_axis(axis, words)
    ax.set_xlabel(words("coverage (share of cases inside)"))
    ax.set_ylabel(words("density (share of cases in the box)"))
    chosen = Line2D([], [], ls="none", marker="s", ms=5, mfc=OTHERS[0].colour, mec=INK, label=words("chosen box"))
    ax.legend(handles=[chosen], loc="lower left")


def _named(factor: object, labels: Mapping[str, str]) -> str:
    return labels.get(str(factor), str(factor).replace("_", " "))


def _interval(row: pd.Series, words: Words, labels: Mapping[str, str]) -> str:
    return f"{_named(row['factor'], labels)}: {words.plain(float(row['low']))} – {words.plain(float(row['high']))}"
