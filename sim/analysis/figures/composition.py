"""The composition of something over time: shares stacked by school year, a panel a scenario."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.analysis.figures.alt import described
from sim.analysis.figures.frames import Course, choose, course, grids, replications_of, scenarios_of
from sim.analysis.figures.labels import EndLabels, settle
from sim.analysis.figures.panels import only_lowest, panel_grid, school_years, value_axis
from sim.analysis.figures.sheet import crown, empty, narrow, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import INK, WIDTH, styled
from sim.analysis.words import Words

FILLS = (
    ("#0072b2", ""),
    ("#e69f00", "...."),
    ("#7fc4a8", "////"),
    ("#4d4d4d", ""),
    ("#f3d9e6", "xxxx"),
    ("#bfe0f5", ""),
)
"""Colour and hatching of parts, told apart in grey too."""
MOST_SCENARIOS = 6


@styled()
def composition(
    frame: pd.DataFrame,
    parts: Sequence[Shown],
    language: str | Words = "en",
    unit: tuple[str, str] | None = None,
    width: float = WIDTH,
) -> Figure:
    """Mean shares over time, stacked, with the share of the last year and its 95 % interval at the right.

    Parts are named at the right of a single panel, and in a key above several.

    Args:
        frame: Tidy results.
        parts: Indicators that are shares of one whole, from the bottom up; six at most.
        language: "en", "nb", or words with titles of scenarios.
        unit: Level and unit to show, such as ("size_class", "below 3,000"); the nation if None.
        width: Of the figure, inches.

    Raises:
        ValueError: If there are too many parts or scenarios for one figure.
    """
    words, names = Words.of(language), scenarios_of(frame)
    if len(parts) > len(FILLS) or len(names) > MOST_SCENARIOS:
        raise ValueError(f"a figure has at most {len(FILLS)} parts and {MOST_SCENARIOS} scenarios")
    level, of = unit if unit is not None else ("nation", None)
    found = {part.name: grids(choose(frame, level, [part]), part, of) for part in parts}
    shown = [n for n in names if any(n in f and f[n].notna().to_numpy().any() for f in found.values())]
    heading = words("Topics of collective hours") + (f": {words.group(of)}" if of else "")
    if not shown:
        return empty(words, heading, width)
    figure, axes = _panels(len(shown), width)
    labels, told = [], []
    for ax, name in zip(axes, shown, strict=True):
        courses = {p: course(found[p.name][name].dropna(axis=1, how="all")) for p in parts if name in found[p.name]}
        title = words.scenario(name, 40) if len(names) > 1 else ""
        labels.append(_panel(ax, courses, words, title, named=len(shown) == 1))
        shares = (f"{words.label(p)} {_share(c, words)}" for p, c in courses.items())
        told.append(f"{words.scenario(name)}: " + "; ".join(shares))
    only_lowest(axes)
    crown(figure, heading, _key(parts, words) if len(shown) > 1 else (), 1 if narrow(width) else 3)
    gaps = [words.scenario(name) for name in names if name not in shown]
    absent = words("No values: {what}.", what="; ".join(gaps)) if gaps else ""
    notes(figure, [*_certainty(replications_of(frame), words), absent])
    return described(settle(figure, labels), ". ".join(told))


def _certainty(n: int, words: Words) -> list[str]:
    """How many replications there are, and what stands at the right."""
    if n == 1:
        return [replicated(words, 1), words("At the right: mean shares in the last year.")]
    return [replicated(words, n, paired=False), words("In brackets: 95 % interval of the mean share in the last year.")]


def _panels(n: int, width: float) -> tuple[Figure, list[Axes]]:
    """Higher than those over time, so that narrow parts can be told apart."""
    figure, axes = panel_grid(n, width)
    rows = -(-n // (1 if narrow(width) or n == 1 else 2))
    figure.set_figheight(1.0 + 1.9 * rows)
    return figure, axes


def _key(parts: Sequence[Shown], words: Words) -> list[Patch]:
    """What each filling stands for, from the top of the stack down."""
    filled = list(zip(parts, FILLS, strict=False))
    return [Patch(facecolor=colour, hatch=hatch, edgecolor="white", lw=0, label=words.label(part))
            for part, (colour, hatch) in reversed(filled)]  # fmt: skip


def _panel(ax: Axes, courses: dict[Shown, Course], words: Words, title: str, *, named: bool) -> EndLabels:
    labels, below = EndLabels(ax), np.zeros(1)
    for (part, c), (colour, hatch) in zip(courses.items(), FILLS, strict=False):
        if not len(c.mean):
            continue
        top = below + np.nan_to_num(c.mean)
        ax.fill_between(c.semester, below, top, facecolor=colour, hatch=hatch, edgecolor="white", lw=0.6)
        if c.mean[-1] > 0:
            middle = float((np.broadcast_to(below, top.shape)[-1] + top[-1]) / 2)
            labels.add(middle, (f"{words.label(part)}\n" if named else "") + _share(c, words), INK)
        below = top
    semesters = next(c.semester for c in courses.values() if len(c.semester))
    ax.set_ylim(0, 1)
    school_years(ax, float(semesters[0]), float(semesters[-1]), words)
    ax.set_xlim(float(semesters[0]) - 0.5, float(semesters[-1]))  # the tick of a year stands before its spring
    value_axis(ax.yaxis, words)
    ax.set_ylabel(words("share of collective hours"))
    ax.set_title(title)
    return labels


def _share(c: Course, words: Words) -> str:
    """The last share with its interval, which is cut where no share can be."""
    if not len(c.mean):
        return "–"
    mean, low, high = (words.number(float(np.clip(x[-1], 0.0, 1.0)), 2) for x in (c.mean, c.low, c.high))
    return f"{mean} [{low}; {high}]" if c.spread else mean
