"""How paired differences are drawn over time, with intervals and the zone that does not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis import amounts
from sim.analysis.comparison.outcomes import sort_of
from sim.analysis.figures.frames import Course, choose, grids, paired, parted, replications_of, scaled, scenarios_of
from sim.analysis.figures.labels import EndLabels, settle
from sim.analysis.figures.panels import only_lowest, panel_grid
from sim.analysis.figures.path_panels import INTERVAL, any_spread, draw, furnish, missing, no_more_panels
from sim.analysis.figures.sheet import crown, empty, notes, numbered, of_whom, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, WIDTH, Look, looks, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words


@styled()
def difference_paths(
    frame: pd.DataFrame,
    indicators: Sequence[Shown],
    language: str | Words = "en",
    baseline: str = "",
    part: tuple[int, int] = (1, 1),
    width: float = WIDTH,
    whom: str = "",
) -> Figure:
    """Small multiples of paired differences over time, in the indicators' own units.

    Args:
        frame: Tidy results of the baseline and at least one other scenario.
        indicators: One panel each, six at most.
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario that differences are taken from.
        part: Number of this figure and of all that belong together.
        width: Of the figure, inches.
        whom: Those whose values they are; empty: the nation.

    Returns:
        The figure; indicators and lines without values are named below it.

    Raises:
        ValueError: If there are too many indicators or scenarios for one figure.
    """
    no_more_panels(len(indicators))
    words, chosen = Words.of(language), choose(frame, "nation", indicators)
    names = [name for name in scenarios_of(frame) if name != baseline]
    found = {i.name: _courses(chosen, i, names, baseline) for i in indicators}
    shown = [i for i in indicators if any(c.known for c in found[i.name].values())]
    heading = numbered(_finding(found, shown, words), part, words)
    if not shown:
        return empty(words, heading, width)
    style = looks([baseline, *names], baseline)
    figure, axes = panel_grid(len(shown), width)
    labels = [_panel(ax, i, found[i.name], style, words) for ax, i in zip(axes, shown, strict=True)]
    only_lowest(axes)
    about = words("Difference from “{baseline}” over time.", baseline=words.scenario(baseline))
    crown(figure, heading, _key(words, any_spread(found)), about=of_whom(about, whom))
    notes(figure, [replicated(words, replications_of(frame)), missing(words, indicators, names, found)])
    return settle(figure, labels)


def _courses(chosen: pd.DataFrame, indicator: Shown, names: Sequence[str], baseline: str) -> dict[str, Course]:
    found = grids(chosen, indicator)
    made = {name: paired(found, baseline, name) for name in names}
    times = amounts.times(indicator)
    return {name: scaled(course, times) for name, course in made.items() if course is not None}


def _finding(found: dict[str, dict[str, Course]], shown: Sequence[Shown], words: Words) -> str:
    """What differs most in the end, outcomes before all else, measured by what matters; or that nothing parts."""
    by_name = {i.name: i for i in [i for i in shown if sort_of(i) == "outcome"] or shown}
    sizes = {
        (name, other): course.end / amounts.times(indicator) / indicator.smallest_difference
        for name, indicator in by_name.items()
        for other, course in found[name].items()
        if np.isfinite(course.end)
    }
    if not any(sizes.values()):
        return words("Nothing parts from the baseline")
    name, other = max(sizes, key=lambda one: abs(sizes[one]))
    change = amounts.said(by_name[name], sizes[name, other] * by_name[name].smallest_difference, words)
    return words("“{scenario}”: {change} in the end", scenario=words.scenario(other), change=change)


def _panel(ax: Axes, indicator: Shown, courses: dict[str, Course], style: dict[str, Look], words: Words) -> EndLabels:
    labels = EndLabels(ax)
    times = amounts.times(indicator)
    zone(ax, indicator.smallest_difference * times, upright=False)
    for name, course in courses.items():
        if course.known:
            zero = replace(course, mean=course.mean * 0)
            draw(ax, parted(course, zero), style[name], with_range=False)
            labels.add(course.end, words.scenario(name, 18), style[name].text)
    furnish(ax, indicator, [_from_parting(course) for course in courses.values()], words, times)
    ax.set_ylabel(words("Difference, {unit}", unit=amounts.unit(indicator, words)))
    return labels


def _from_parting(c: Course) -> Course:
    """A course from the last semester before it parts from 0."""
    apart = np.flatnonzero(np.nan_to_num(c.mean) != 0)
    first = max(int(apart[0]) - 1, 0) if len(apart) else 0
    return Course(*(getattr(c, field.name)[first:] for field in fields(c)))


def _key(words: Words, spread: bool) -> list[Line2D | Patch]:
    line = Line2D([], [], color=GREY, lw=1.4, label=words("mean difference"))
    band = Patch(color=GREY, alpha=INTERVAL, lw=0, label=words("95 % interval of the mean difference"))
    return [line, *([band] if spread else []), zone_key(words)]
