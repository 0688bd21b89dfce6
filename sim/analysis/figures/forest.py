"""The differences that matter most, one below the other: right is better, and in natural units."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, NullFormatter, NullLocator

from sim.analysis import amounts
from sim.analysis.comparison.outcomes import sort_of
from sim.analysis.figures.alt import described
from sim.analysis.figures.findings import finding
from sim.analysis.figures.labels import settle
from sim.analysis.figures.sheet import crown, empty, narrow, new_figure, notes, of_whom, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, INK, PALE, WIDTH, Look, looks, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words

MOST, MARKS = 8, 16
"""Indicators and marks that one figure holds."""
LINE, NAME = 0.21, 0.2
"""Height of a difference and of a name above it, inches."""
LINEAR_UP_TO = 12.0
"""Differences of more than so many that matter get a logarithmic axis."""


@styled()
def differences(
    table: pd.DataFrame,
    indicators: Sequence[Shown],
    language: str | Words = "en",
    baseline: str = "",
    semester: int | None = None,
    width: float = WIDTH,
    whom: str = "",
) -> Figure:
    """Paired differences with their 95 % intervals, each in units of what matters; right is better.

    Args:
        table: One row an indicator and scenario: scenario, indicator, difference, low, high, replications, verdict.
        indicators: Those to show, the most important first; outcomes before what is done, eight at most, and what has
            no better direction not at all.
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario that differences are taken from.
        semester: The semester they are of.
        width: Of the figure, inches.
        whom: Those whose values they are; empty: the nation.

    Returns:
        The figure; its title is the finding, and each difference stands beside its mark in natural units.
    """
    words, names = Words.of(language), [str(name) for name in table["scenario"].drop_duplicates()]
    shown = _chosen(table, indicators, len(names))
    if not shown:
        return empty(words, words("No difference to show"), width)
    style = {name: look for name, look in looks([baseline, *names], baseline).items() if name in names}
    high = NAME + LINE * len(names)
    figure = new_figure(1.5 + high * len(shown), width)
    axes = figure.subplots(1, 2, sharey=True, width_ratios=(1.0, 1.0 if narrow(width) else 0.8))
    marks, texts = axes
    for place, indicator in enumerate(shown):
        rows = table[table["indicator"] == indicator.name]
        top = place * high
        marks.axhline(top, color=PALE, lw=0.5)
        marks.annotate(
            words.label(indicator), (0.0, top), xycoords=marks.get_yaxis_transform(), xytext=(0, -3),
            textcoords="offset points", va="top", fontsize=7, fontweight="bold", in_layout=False,
        )  # fmt: skip
        for k, (name, look) in enumerate(style.items()):
            _difference(marks, texts, top + NAME + LINE * (k + 0.5), rows[rows["scenario"] == name], indicator, look,
                        words, few=narrow(width))  # fmt: skip
    _furnish(marks, texts, high * len(shown), words)
    about = words("Difference from “{baseline}”, {when}.", baseline=words.scenario(baseline), when=words.when(semester))
    crown(figure, finding(table, shown, words), _key(style, words), 3, of_whom(about, whom))
    bars = words("Bars: 95 % interval of the mean effect.") if table["low"].notna().any() else ""
    notes(figure, [bars, replicated(words, int(table["replications"].max()))])
    return described(settle(figure, []), _told(table, shown, names, words))


def _chosen(table: pd.DataFrame, indicators: Sequence[Shown], scenarios: int) -> list[Shown]:
    """Those that are shown: with a difference, outcomes before activity, and what moved before what did not."""
    known = table[table["difference"].notna()]
    moved = set(known.loc[known["verdict"].isin(["up", "down"]), "indicator"])
    there = [i for i in indicators if i.name in set(known["indicator"]) and i.direction != "0"]
    there = [i for i in there if sort_of(i) != "money"]
    ordered = sorted(there, key=lambda i: (sort_of(i) != "outcome", i.name not in moved))
    return ordered[: max(2, min(MOST, MARKS // max(scenarios, 1)))]


def _difference(
    marks: Axes, texts: Axes, at: float, row: pd.DataFrame, indicator: Shown, look: Look, words: Words, *, few: bool
) -> None:
    """One mark with its interval, and beside it what it is in words."""
    if row.empty or not np.isfinite(row["difference"].iloc[0]):
        texts.text(0.0, at, "–", va="center", fontsize=6.8, color=GREY)
        return
    sign = -1.0 if indicator.direction == "-" else 1.0
    mean, low, high = (sign * float(row[name].iloc[0]) / indicator.smallest_difference
                       for name in ("difference", "low", "high"))  # fmt: skip
    clear = str(row["verdict"].iloc[0]) in ("up", "down")
    if np.isfinite(low):
        marks.plot([low, high], [at, at], color=look.colour, lw=1.6, alpha=1.0 if clear else 0.55, label="_interval")
    marks.plot([mean], [at], color=look.colour, marker=look.marker, ms=4.6, mew=0.9, ls="none",
               mfc=look.colour if clear else "white")  # fmt: skip
    text = amounts.amount(indicator, float(row["difference"].iloc[0]), words)
    texts.text(0.0, at, fill(text, 24) if few else text, va="center", fontsize=6.8, linespacing=1.0,
               color=look.text if clear else GREY, in_layout=False)  # fmt: skip


def _furnish(marks: Axes, texts: Axes, bottom: float, words: Words) -> None:
    texts.set_axis_off()
    texts.set_xlim(0, 1)
    marks.set_ylim(bottom, 0)
    marks.tick_params(axis="y", left=False, labelleft=False)
    marks.spines["left"].set_visible(False)
    zone(marks, 1.0, upright=True)
    values = np.concatenate(
        [np.asarray(line.get_xdata(), dtype=float) for line in marks.lines if line.get_label() != ""]
    )
    values = values[np.isfinite(values)]
    low, high = min(-2.0, float(values.min())), max(2.0, float(values.max()))
    if max(-low, high) > LINEAR_UP_TO:
        marks.set_xscale("symlog", linthresh=1, linscale=0.6)
    marks.set_xlim(low * 1.08, high * 1.08)
    marks.xaxis.set_major_locator(FixedLocator([0]))
    marks.xaxis.set_minor_locator(NullLocator())
    marks.xaxis.set_major_formatter(NullFormatter())
    marks.set_xlabel(words("← worse · better →"))


def _key(style: dict[str, Look], words: Words) -> list[Line2D | Patch]:
    dots: list[Line2D | Patch] = [
        Line2D([], [], color=look.colour, marker=look.marker, ms=4.6, mew=0, lw=1.6, label=words.scenario(name))
        for name, look in style.items()
    ]
    open_ = Line2D(
        [], [], color=INK, marker="o", ms=4.6, mfc="white", mew=0.9, ls="none", label=words("not established")
    )
    return [*(dots if len(dots) > 1 else []), open_, zone_key(words)]


def _told(table: pd.DataFrame, shown: Sequence[Shown], names: Sequence[str], words: Words) -> str:
    """What is clearly up and down in each scenario."""
    lines = []
    for name in names:
        mine = table[(table["scenario"] == name) & table["verdict"].isin(["up", "down"])].set_index("indicator")
        parts = [amounts.said(i, float(mine["difference"][i.name]), words) for i in shown if i.name in mine.index]
        lines.append(f"{words.scenario(name)}: {'; '.join(parts) or words('nothing is clearly up or down')}.")
    return " ".join(lines)
