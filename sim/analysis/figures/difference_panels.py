"""How paired differences are drawn over time, with intervals and the zone that does not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.figures.frames import Course, choose, grids, paired, parted, replications_of, scenarios_of
from sim.analysis.figures.labels import EndLabels, settle
from sim.analysis.figures.panels import only_lowest, panel_grid
from sim.analysis.figures.path_panels import INTERVAL, any_spread, draw, furnish, missing, no_more_panels
from sim.analysis.figures.sheet import crown, empty, notes, numbered, replicated
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
) -> Figure:
    """Small multiples of paired differences over time, in the indicators' own units.

    Args:
        frame: Tidy results of the baseline and at least one other scenario.
        indicators: One panel each, six at most.
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario that differences are taken from.
        part: Number of this figure and of all that belong together.
        width: Of the figure, inches.

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
    heading = numbered(words("Difference from “{baseline}” over time", baseline=words.scenario(baseline)), part, words)
    if not shown:
        return empty(words, heading, width)
    style = looks([baseline, *names], baseline)
    figure, axes = panel_grid(len(shown), width)
    labels = [_panel(ax, i, found[i.name], style, words) for ax, i in zip(axes, shown, strict=True)]
    only_lowest(axes)
    crown(figure, heading, _key(words, any_spread(found)))
    said = [
        replicated(words, replications_of(frame)),
        words("A scenario is drawn from where it parts from the baseline."),
    ]
    notes(figure, [*said, missing(words, indicators, names, found)])
    return settle(figure, labels)


def _courses(chosen: pd.DataFrame, indicator: Shown, names: Sequence[str], baseline: str) -> dict[str, Course]:
    found = grids(chosen, indicator)
    made = {name: paired(found, baseline, name) for name in names}
    return {name: course for name, course in made.items() if course is not None}


def _panel(ax: Axes, indicator: Shown, courses: dict[str, Course], style: dict[str, Look], words: Words) -> EndLabels:
    labels = EndLabels(ax)
    zone(ax, indicator.smallest_difference, upright=False)
    for name, course in courses.items():
        if course.known:
            zero = replace(course, mean=course.mean * 0)
            draw(ax, parted(course, zero), style[name], with_range=False)
            labels.add(course.end, words.scenario(name, 18), style[name].text)
    furnish(ax, indicator, list(courses.values()), words)
    ax.set_ylabel(words("Difference, {unit}", unit=words.unit(indicator)))
    return labels


def _key(words: Words, spread: bool) -> list[Line2D | Patch]:
    line = Line2D([], [], color=GREY, lw=1.4, label=words("mean difference"))
    band = Patch(color=GREY, alpha=INTERVAL, lw=0, label=words("95 % interval of the mean difference"))
    return [line, *([band] if spread else []), zone_key(words)]
