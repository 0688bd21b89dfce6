"""Winners and losers: municipalities in order of effect, with the uncertainty of value and rank."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator, MaxNLocator

from sim.analysis.figures.alt import described
from sim.analysis.figures.group_spread import SYNTHETIC
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import compared, crown, empty, new_figure, notes
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, OTHERS, WIDTH, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words, digits_for

LOOKS = {True: OTHERS[0], False: OTHERS[1]}
"""Look of a difference above 0, and below."""


@styled()
def winners_and_losers(
    table: pd.DataFrame, indicator: Shown, language: str | Words = "en", ends: int = 12, width: float = WIDTH, *,
    scenario: str = "", baseline: str = "", semester: int | None = None,
) -> Figure:  # fmt: skip
    """The municipalities with the largest and smallest differences, and how far their ranks are known.

    Args:
        table: One row a municipality: name, mean, low, high (difference and 95 % interval), rank_low, rank_high (90 %
            interval of its rank, 1 = largest difference).
        indicator: What the difference is of.
        language: "en", "nb", or words with titles of scenarios.
        ends: Municipalities from each end; all if there are no more than twice as many.
        width: Of the figure, inches.
        scenario: The scenario whose difference it is, and
        baseline: from which, and
        semester: when, for the line below the title.
    """
    words = Words.of(language)
    heading = words("Winners and losers: {indicator}", indicator=words.label(indicator))
    known = table[table["mean"].notna()].sort_values(["mean", "name"], ascending=[False, True], kind="stable")
    if known.empty:
        return empty(words, heading, width)
    all_ = len(known)
    shown = known if all_ <= 2 * ends else pd.concat([known.head(ends), known.tail(ends)])
    gap = ends if all_ > 2 * ends else len(shown)
    at = np.arange(len(shown)) + np.where(np.arange(len(shown)) >= gap, 0.8, 0.0).astype(np.float64)
    figure = new_figure(1.75 + 0.15 * len(shown), width)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1.2, 1.0])
    zone(left, indicator.smallest_difference, upright=True)
    for y, (_, row) in zip(at, shown.iterrows(), strict=True):
        _row(left, right, float(y), row)
    _furnish(left, right, shown, at.astype(np.float64), all_, indicator, words)
    crown(figure, heading, _key(words), 3, compared(words, scenario, baseline, semester))
    few = words("Shown are the {n} first and last of {all}.", n=ends, all=all_) if all_ > 2 * ends else ""
    notes(figure, [few, words(SYNTHETIC)])
    return described(settle(figure, []), _told(shown, indicator, words))


def _told(shown: pd.DataFrame, indicator: Shown, words: Words) -> str:
    """The two ends."""
    first, last = shown.iloc[0], shown.iloc[-1]
    unit, digits = words.unit(indicator), digits_for(indicator.smallest_difference)
    values = [f"{words.difference(float(row['mean']), digits)} {unit}" for row in (first, last)]
    return words("First: {first} ({value}); last: {last} ({other}).", first=first["name"], last=last["name"],
                 value=values[0], other=values[1])  # fmt: skip


def _row(left: Axes, right: Axes, y: float, row: pd.Series) -> None:
    look = LOOKS[bool(row["mean"] >= 0)]
    if np.isfinite(row["low"]) and np.isfinite(row["high"]):
        left.plot([row["low"], row["high"]], [y, y], color=look.colour, lw=1.2, label="_interval")
    left.plot([row["mean"]], [y], color=look.colour, marker=look.marker, ms=3.8, mew=0, ls="none")
    if np.isfinite(row["rank_low"]) and np.isfinite(row["rank_high"]):
        right.plot([row["rank_low"], row["rank_high"]], [y, y], color=GREY, lw=2.6, solid_capstyle="butt")


def _furnish(
    left: Axes, right: Axes, shown: pd.DataFrame, at: np.typing.NDArray[np.float64], all_: int, indicator: Shown,
    words: Words,
) -> None:  # fmt: skip
    left.set_ylim(at[-1] + 0.7, -0.7)
    left.yaxis.set_major_locator(FixedLocator(list(at)))
    left.yaxis.set_major_formatter(FixedFormatter([str(name) for name in shown["name"]]))
    left.tick_params(axis="y", length=0, labelsize=6.3)
    right.tick_params(axis="y", length=0)
    for ax in (left, right):
        ax.spines["left"].set_visible(False)
        ax.grid(axis="x")
    left.margins(x=0.05)
    left.set_xlabel(words("Difference, {unit}", unit=words.unit(indicator)))
    value_axis(left.xaxis, words, 4)
    right.set_xlim(0, all_ + 1)
    right.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    right.set_xlabel(words("Rank, 1 = largest difference"))


def _key(words: Words) -> list[Line2D | Patch]:
    dot, name = LOOKS[True], words("mean difference and 95 % interval")
    return [
        Line2D([], [], color=dot.colour, marker=dot.marker, ms=3.8, mew=0, lw=1.2, label=name),
        Line2D([], [], color=GREY, lw=2.6, label=words("90 % interval of the rank")),
        zone_key(words),
    ]
