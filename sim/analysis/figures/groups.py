"""How paired differences are drawn by group of municipalities: by size or by centrality."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedFormatter, FixedLocator

from sim.analysis import amounts
from sim.analysis.figures.alt import described
from sim.analysis.figures.frames import Course, choose, grids, paired, replications_of, scaled, scenarios_of
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.path_panels import any_spread
from sim.analysis.figures.sheet import crown, empty, new_figure, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, PALE, WIDTH, Look, looks, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words, mark

LEVELS = {"size_class": mark("Municipality size, inhabitants"), "centrality_class": mark("Centrality class (SSB), 1–6")}
"""Levels that can be drawn, and what their axis is called."""
LARGEST = {
    "size_class": mark("“{scenario}”: largest difference where inhabitants are {group}"),
    "centrality_class": mark("“{scenario}”: largest difference in centrality class {group}"),
}
ORDER = {
    "size_class": ("below 3,000", "3,000-9,999", "10,000-29,999", "30,000 and more"),
    "centrality_class": ("1", "2", "3", "4", "5", "6"),
}
ENDS = {"1": mark("most central"), "6": mark("least central")}


@styled()
def by_group(
    frame: pd.DataFrame, indicator: Shown, level: str = "size_class", language: str | Words = "en", baseline: str = "",
    width: float = WIDTH,
) -> Figure:  # fmt: skip
    """Paired difference of one indicator in each group of municipalities, in the last semester.

    Args:
        frame: Tidy results of the baseline and at least one other scenario.
        indicator: What to show.
        level: "size_class" or "centrality_class".
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario that differences are taken from.
        width: Of the figure, inches.

    Returns:
        The figure; it says so if the level was not recorded.

    Raises:
        ValueError: If the level has no groups to draw.
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, got {level!r}")
    words = Words.of(language)
    last = int(frame["semester"].max()) if len(frame) else None
    names = [name for name in scenarios_of(frame) if name != baseline]
    found = _courses(frame[frame["semester"] == last], indicator, level, names, baseline)
    units = [unit for unit in found if any(c.known for c in found[unit].values())]
    if not units:
        return empty(words, words.label(indicator), width)
    style = looks([baseline, *names], baseline)
    figure, ax = _sheet(len(units), len(names), width)
    for place, unit in enumerate(units):
        _group(ax, place, found[unit], names, style)
    _furnish(ax, units, indicator, level, words)
    values = {"indicator": words.label(indicator), "baseline": words.scenario(baseline), "when": words.when(last)}
    about = words("{indicator}: difference from “{baseline}”, {when}", **values)
    finding = _finding({unit: found[unit] for unit in units}, level, words)
    crown(figure, finding, _key(names, style, any_spread(found), words),
          about=about)  # fmt: skip
    notes(figure, [replicated(words, replications_of(frame)), _missing(found, names, words)])
    return described(settle(figure, []), _told({unit: found[unit] for unit in units}, indicator, words))


def _sheet(units: int, scenarios: int, width: float) -> tuple[Figure, Axes]:
    figure = new_figure(1.55 + units * max(0.16 * scenarios + 0.1, 0.32), min(width, 0.8 * WIDTH))
    return figure, figure.subplots()


def _courses(
    frame: pd.DataFrame, indicator: Shown, level: str, names: Sequence[str], baseline: str
) -> dict[str, dict[str, Course]]:
    """By unit and scenario."""
    chosen, made = choose(frame, level, [indicator]), {}
    for unit in ORDER[level]:
        grid = grids(chosen, indicator, unit)
        pairs = {name: paired(grid, baseline, name) for name in names}
        known = {name: course for name, course in pairs.items() if course is not None and course.known}
        made[unit] = {name: scaled(course, amounts.times(indicator)) for name, course in known.items()}
    return made


def _group(ax: Axes, place: int, courses: dict[str, Course], names: Sequence[str], style: dict[str, Look]) -> None:
    ax.axhline(place + 0.5, color=PALE, lw=0.5)
    for k, name in enumerate(names):
        if name not in courses:
            continue
        at, course, look = place + 0.8 * ((k + 0.5) / len(names) - 0.5), courses[name], style[name]
        if np.isfinite(course.low[-1]):
            ax.plot([course.low[-1], course.high[-1]], [at, at], color=look.colour, lw=1.4, label="_interval")
        ax.plot([course.mean[-1]], [at], color=look.colour, marker=look.marker, ms=4.5, mew=0, ls="none")


def _furnish(ax: Axes, units: Sequence[str], indicator: Shown, level: str, words: Words) -> None:
    zone(ax, indicator.smallest_difference * amounts.times(indicator), upright=True)
    ax.set_ylim(len(units) - 0.5, -0.5)
    ax.yaxis.set_major_locator(FixedLocator(list(range(len(units)))))
    ax.yaxis.set_major_formatter(FixedFormatter([_unit(unit, words) for unit in units]))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_ylabel(words(LEVELS[level]))
    ax.set_xlabel(words("Difference, {unit}", unit=amounts.unit(indicator, words)))
    ax.margins(x=0.05)
    value_axis(ax.xaxis, words)
    ax.grid(axis="x")


def _finding(found: dict[str, dict[str, Course]], level: str, words: Words) -> str:
    """Where the difference of the scenario whose groups differ most is largest, if it is clear of the smallest."""
    by_scenario: dict[str, dict[str, Course]] = {}
    for group, courses in found.items():
        for name, course in courses.items():
            by_scenario.setdefault(name, {})[group] = course
    spans = {name: np.ptp([course.end for course in groups.values()]) for name, groups in by_scenario.items()}
    name = max(sorted(spans), key=lambda one: spans[one])
    ordered = sorted(by_scenario[name], key=lambda group: abs(by_scenario[name][group].end))
    least, most = (by_scenario[name][group] for group in (ordered[0], ordered[-1]))
    if not (most.low[-1] > least.high[-1] or most.high[-1] < least.low[-1]):
        return words("“{scenario}”: groups cannot be told apart", scenario=words.scenario(name))
    return words(LARGEST[level], scenario=words.scenario(name), group=_unit(ordered[-1], words))


def _unit(unit: str, words: Words) -> str:
    return f"{unit} – {words(ENDS[unit])}" if unit in ENDS else words.group(unit)


def _key(names: Sequence[str], style: dict[str, Look], spread: bool, words: Words) -> list[Line2D | Patch]:
    dots: list[Line2D | Patch] = [
        Line2D([], [], color=style[n].colour, marker=style[n].marker, ms=4.5, mew=0, lw=1.4 if spread else 0,
               label=words.scenario(n))
        for n in names
    ]  # fmt: skip
    line = [Line2D([], [], color=GREY, lw=1.4, label=words("95 % interval of the mean difference"))] if spread else []
    return [*dots, *line, zone_key(words)]


def _told(found: dict[str, dict[str, Course]], indicator: Shown, words: Words) -> str:
    """Mean differences by group, the unit at the end."""
    groups = []
    for group, courses in found.items():
        values = (f"{words.scenario(n)} {words.difference(c.end, 1)}" for n, c in courses.items())
        groups.append(f"{_unit(group, words)}: {', '.join(values)}")
    return f"{'; '.join(groups)} ({amounts.unit(indicator, words)})."


def _missing(found: dict[str, dict[str, Course]], names: Sequence[str], words: Words) -> str:
    gaps = []
    for unit, courses in found.items():
        absent = [words.scenario(name) for name in names if name not in courses]
        where = "" if len(absent) == len(names) else f" ({', '.join(absent)})"
        gaps += [_unit(unit, words) + where] if absent else []
    return words("No values: {what}.", what="; ".join(gaps)) if gaps else ""
