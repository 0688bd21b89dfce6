"""Fan charts: the spread of futures as nested bands, and the mean with its own interval apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.figures.alt import described
from sim.analysis.figures.frames import Course, choose, course, grids, replications_of, scenarios_of
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import only_lowest, panel_grid
from sim.analysis.figures.path_panels import furnish, no_more_panels
from sim.analysis.figures.sheet import crown, empty, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import GREY, INK, WIDTH, Look, looks, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words, digits_for

SHARES = (0.95, 0.8, 0.5)
"""Shares of futures inside the bands, the widest first."""
SHADE = 0.24
"""How opaque each band is; they lie on each other, so that the inner ones are darker."""
FEW = 40
"""Below this number of futures the outermost band is little more than the two most extreme of them."""


@dataclass(frozen=True)
class Fan:
    """One panel: replications by semester, and whose they are."""

    indicator: Shown
    scenario: str
    grid: pd.DataFrame

    @property
    def course(self) -> Course:
        """Mean and its interval."""
        return course(self.grid)


@styled()
def fan_charts(
    frame: pd.DataFrame,
    indicators: Sequence[Shown],
    language: str | Words = "en",
    baseline: str | None = None,
    width: float = WIDTH,
) -> Figure:
    """Levels over time with bands that hold 50, 80 and 95 % of futures, a panel an indicator and scenario.

    Args:
        frame: Tidy results of one or more scenarios.
        indicators: What to show; panels of one indicator share their value axis.
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario drawn in black, if several are compared.
        width: Of the figure, inches.

    Raises:
        ValueError: If that makes more than six panels.
    """
    words, names = Words.of(language), scenarios_of(frame)
    chosen = choose(frame, "nation", indicators)
    fans = [Fan(i, n, found[n]) for i in indicators for found in [grids(chosen, i)] for n in names if n in found]
    return _figure(fans, frame, words, words("Spread of futures"), looks(names, baseline), width, differ=False)


@styled()
def fan_differences(
    frame: pd.DataFrame,
    indicators: Sequence[Shown],
    language: str | Words = "en",
    baseline: str = "",
    width: float = WIDTH,
) -> Figure:
    """Paired differences from the baseline over time with the same bands, a panel an indicator and scenario.

    Args:
        frame: Tidy results of the baseline and at least one other scenario.
        indicators: What to show.
        language: "en", "nb", or words with titles of scenarios.
        baseline: The scenario that differences are taken from.
        width: Of the figure, inches.

    Raises:
        ValueError: If that makes more than six panels.
    """
    words, names = Words.of(language), [n for n in scenarios_of(frame) if n != baseline]
    chosen, fans = choose(frame, "nation", indicators), []
    for i in indicators:
        found = grids(chosen, i)
        both = [n for n in names if n in found and baseline in found]
        fans += [Fan(i, n, (found[n] - found[baseline]).dropna(axis=1, how="all")) for n in both]
    heading = words("Spread of futures: difference from “{baseline}”", baseline=words.scenario(baseline))
    return _figure(fans, frame, words, heading, looks([baseline, *names], baseline), width, differ=True)


def _figure(
    fans: list[Fan],
    frame: pd.DataFrame,
    words: Words,
    heading: str,
    style: dict[str, Look],
    width: float,
    *,
    differ: bool,
) -> Figure:
    fans = [fan for fan in fans if fan.grid.notna().to_numpy().any()]
    no_more_panels(len(fans))
    if not fans:
        return empty(words, heading, width)
    figure, axes = panel_grid(len(fans), width)
    several = len({fan.scenario for fan in fans}) > 1 or differ
    for ax, fan in zip(axes, fans, strict=True):
        _panel(ax, fan, style[fan.scenario].colour, words, differ=differ)
        name = words.label(fan.indicator)
        ax.set_title(f"{name}\n{words.scenario(fan.scenario, 40)}" if several else name)
    _one_axis(axes, fans)
    only_lowest(axes)
    n = replications_of(frame)
    crown(figure, heading, _key(words, n > 1, differ), 3)
    notes(figure, [_number(words, n, paired=differ)])
    return described(settle(figure, []), " ".join(_told(fan, words, differ=differ) for fan in fans))


def _panel(ax: Axes, fan: Fan, colour: str, words: Words, *, differ: bool) -> None:
    """Bands, the mean, and the bounds of its interval."""
    c, unit = fan.course, words.unit(fan.indicator)
    if differ:
        zone(ax, fan.indicator.smallest_difference, upright=False)
    if c.spread:
        for share in SHARES:
            low, high = (fan.grid.quantile(0.5 + side * share / 2).to_numpy() for side in (-1, 1))
            ax.fill_between(c.semester, low, high, color=colour, alpha=SHADE, lw=0)
        for bound in (c.low, c.high):
            ax.plot(c.semester, bound, color=INK, lw=0.8, ls=(0, (2.5, 1.2)))
    ax.plot(c.semester, c.mean, color=INK, lw=1.5)
    furnish(ax, fan.indicator, [c], words)
    ax.set_ylabel(words("Difference, {unit}", unit=unit) if differ else unit)


def _one_axis(axes: Sequence[Axes], fans: Sequence[Fan]) -> None:
    """Panels of one indicator are read on one scale."""
    for name in {fan.indicator.name for fan in fans}:
        mine = [ax for ax, fan in zip(axes, fans, strict=True) if fan.indicator.name == name]
        low, high = min(ax.get_ylim()[0] for ax in mine), max(ax.get_ylim()[1] for ax in mine)
        for ax in mine:
            ax.set_ylim(low, high)


def _key(words: Words, spread: bool, differ: bool) -> list[Line2D | Patch]:
    mean = Line2D([], [], color=INK, lw=1.5, label=words("mean of futures"))
    apart: list[Line2D | Patch] = [zone_key(words)] if differ else []
    if not spread:
        return [mean, *apart]
    bound = Line2D([], [], color=INK, lw=0.8, ls=(0, (2.5, 1.2)), label=words("95 % interval of the mean"))
    opaque = [1 - (1 - SHADE) ** (k + 1) for k in range(len(SHARES))]
    bands = [
        Patch(color=GREY, alpha=a, lw=0, label=words("{share} % of futures", share=f"{100 * share:.0f}"))
        for a, share in zip(opaque, SHARES, strict=True)
    ]
    return [mean, bound, *reversed(bands), *apart]


def _number(words: Words, n: int, *, paired: bool) -> str:
    said = replicated(words, n, paired=paired)
    if 1 < n < FEW:
        said += " " + words("Few futures: the 95 % band is little more than the two most extreme of them.")
    return said


def _told(fan: Fan, words: Words, *, differ: bool) -> str:
    """The last value in words."""
    c, digits = fan.course, digits_for(fan.indicator.smallest_difference)
    at = int(np.flatnonzero(np.isfinite(c.mean))[-1])
    shown = words.difference if differ else words.number
    mean, low, high = (shown(float(x[at]), digits) for x in (c.mean, c.low, c.high))
    bounds = [shown(float(fan.grid.iloc[:, at].quantile(q)), digits) for q in (0.025, 0.975)]
    return words(
        "{indicator}, {scenario}, {when}: mean {mean} [95 % interval {low} to {high}], 95 % of futures "
        "{least} to {most} ({unit}).",
        indicator=words.label(fan.indicator), scenario=words.scenario(fan.scenario),
        when=words.when(int(c.semester[at])), mean=mean, low=low, high=high, least=bounds[0], most=bounds[1],
        unit=words.unit(fan.indicator),
    )  # fmt: skip
