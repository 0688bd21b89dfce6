"""How indicators are drawn over time: one panel each, a line a scenario, with both uncertainties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.figures.frames import Course, choose, course, grids, parted, replications_of, scenarios_of
from sim.analysis.figures.labels import EndLabels, settle
from sim.analysis.figures.panels import only_lowest, panel_grid, school_year, school_years, value_axis
from sim.analysis.figures.sheet import crown, empty, notes, numbered, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, WIDTH, Look, looks, styled
from sim.analysis.words import Words

RANGE, EDGE, INTERVAL, FAINT = 0.10, 0.5, 0.22, 0.10
"""How opaque the bands and the edge of the range are; faint where many would lie on top of each other."""
MOST_PANELS, MOST_RANGES = 6, 2
"""Panels in one figure; scenarios up to which each has its own range drawn (else only the baseline has)."""


@styled()
def paths(
    frame: pd.DataFrame,
    indicators: Sequence[Shown],
    language: str | Words = "en",
    baseline: str | None = None,
    part: tuple[int, int] = (1, 1),
    width: float = WIDTH,
) -> Figure:
    """Small multiples over time: means, 95 % intervals of the means, and ranges of replications.

    Args:
        frame: Tidy results of one or more scenarios.
        indicators: One panel each, six at most.
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario drawn in black, if several are compared.
        part: Number of this figure and of all that belong together.
        width: Of the figure, inches.

    Returns:
        The figure; indicators and lines without values are named below it.

    Raises:
        ValueError: If there are too many indicators or scenarios for one figure.
    """
    no_more_panels(len(indicators))
    words = Words.of(language)
    chosen, names = choose(frame, "nation", indicators), scenarios_of(frame)
    found = {i.name: _courses(chosen, i, names) for i in indicators}
    shown = [i for i in indicators if any(c.known for c in found[i.name].values())]
    title = words("How the indicators develop, by scenario" if len(names) > 1 else "How the indicators develop")
    heading = numbered(title, part, words)
    if not shown:
        return empty(words, heading, width)
    style = looks(names, baseline)
    ranged = names if len(names) <= MOST_RANGES or baseline is None else [baseline]
    figure, axes = panel_grid(len(shown), width)
    labels = [_panel(ax, i, found[i.name], style, ranged, baseline, words) for ax, i in zip(axes, shown, strict=True)]
    only_lowest(axes)
    crown(figure, heading, _key(words, not any_spread(found), len(ranged) < len(names)))
    notes(
        figure,
        [
            replicated(words, replications_of(frame), paired=False),
            _coincide(words, baseline),
            missing(words, indicators, names, found),
        ],
    )
    return settle(figure, labels)


def no_more_panels(n: int) -> None:
    """Refuse more panels than one figure holds."""
    if n > MOST_PANELS:
        raise ValueError(f"a figure has at most {MOST_PANELS} panels, got {n}")


def any_spread(found: Mapping[str, Mapping[str, Course]]) -> bool:
    """Whether any course has an interval."""
    return any(c.spread for courses in found.values() for c in courses.values())


def missing(
    words: Words, indicators: Sequence[Shown], names: Sequence[str], found: dict[str, dict[str, Course]]
) -> str:
    """A sentence on what has no values, if anything."""
    gaps = []
    for i in indicators:
        absent = [text for text in (_gap(n, found[i.name].get(n), words) for n in names) if text]
        unknown = all(n not in found[i.name] or not found[i.name][n].known for n in names)
        where = f" ({', '.join(absent)})" if len(names) > 1 and not unknown else ""
        gaps += [words.label(i) + where] if absent else []
    return words("No values: {what}.", what="; ".join(gaps)) if gaps else ""


def _gap(name: str, course: Course | None, words: Words) -> str:
    """A scenario without values at the end, and since when; nothing if it has them."""
    if course is None or not course.known:
        return words.scenario(name)
    if course.stops is None:
        return ""
    return words.scenario(name) + " " + words("from {year}", year=school_year(course.stops // 2))


def _courses(chosen: pd.DataFrame, indicator: Shown, names: Sequence[str]) -> dict[str, Course]:
    found = grids(chosen, indicator)
    return {name: course(found[name]) for name in names if name in found}


def _panel(
    ax: Axes,
    indicator: Shown,
    courses: dict[str, Course],
    style: dict[str, Look],
    ranged: Sequence[str],
    baseline: str | None,
    words: Words,
) -> EndLabels:
    labels = EndLabels(ax)
    for name in style:
        if name not in courses or not courses[name].known:
            continue
        own = courses[name] if name == baseline or baseline not in courses else parted(courses[name], courses[baseline])
        draw(ax, own, style[name], with_range=name in ranged, opaque=INTERVAL if name in ranged else FAINT)
        if len(style) > 1:
            shown = words.scenario(name, 18) + ("\n" + words("(baseline)") if name == baseline else "")
            labels.add(courses[name].end, shown, style[name].text)
    furnish(ax, indicator, list(courses.values()), words)
    ax.set_ylabel(words.unit(indicator))
    return labels


def furnish(ax: Axes, indicator: Shown, courses: Sequence[Course], words: Words, times: float = 1.0) -> None:
    """Title, grid and axes of a panel over time, whose values are multiplied by `times`."""
    ax.set_title(words.label(indicator))
    ax.grid(axis="y")
    school_years(ax, min(c.semester[0] for c in courses), max(c.semester[-1] for c in courses), words)
    no_shorter(ax, 4 * indicator.smallest_difference * times)
    value_axis(ax.yaxis, words)


def no_shorter(ax: Axes, least: float) -> None:
    """Stretch a value axis that would blow up what does not matter."""
    low, high = ax.get_ylim()
    bottom = ax.dataLim.y0
    if ax.dataLim.height == 0:
        low = high = bottom
    if high - low < least:
        low, high = (low + high - least) / 2, (low + high + least) / 2
        if bottom >= 0 > low:
            low, high = -0.04 * least, 0.96 * least
        ax.set_ylim(low, high)


def draw(ax: Axes, c: Course, look: Look, *, with_range: bool, opaque: float = INTERVAL) -> None:
    """One scenario's line, with its bands."""
    if with_range:
        ax.fill_between(c.semester, c.range_low, c.range_high, color=look.colour, alpha=RANGE, lw=0)
        for bound in (c.range_low, c.range_high):
            ax.plot(c.semester, bound, color=look.colour, alpha=EDGE, lw=0.5, label="_range")
    ax.fill_between(c.semester, c.low, c.high, color=look.colour, alpha=opaque, lw=0)
    every = max(1, len(c.semester) // 5)
    marked = list(range(len(c.semester) - 1, -1, -every))[::-1]
    ax.plot(c.semester, c.mean, color=look.colour, ls=look.line, lw=look.width, marker=look.marker, ms=3.2, mew=0,
            markevery=marked, solid_capstyle="butt", dash_capstyle="butt")  # fmt: skip


def _key(words: Words, alone: bool, only_baseline: bool) -> list[Line2D | Patch]:
    line = Line2D([], [], color=GREY, lw=1.4, label=words("mean"))
    if alone:
        return [line]
    reach = words(
        "range of replications (10th–90th percentile), baseline only"
        if only_baseline
        else "range of replications (10th–90th percentile)"
    )
    return [
        line,
        Patch(color=GREY, alpha=1 - (1 - RANGE) * (1 - INTERVAL), lw=0, label=words("95 % interval of the mean")),
        Patch(fc=(GREY, RANGE), ec=(GREY, EDGE), lw=0.5, label=reach),
    ]


def _coincide(words: Words, baseline: str | None) -> str:
    return words("A scenario is drawn from where it parts from the baseline.") if baseline is not None else ""
