"""The event study of follow-up: helped municipalities and their shadow, by years since intake."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter

from sim.analysis.figures.alt import described
from sim.analysis.figures.frames import Course, course
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.path_panels import INTERVAL, draw
from sim.analysis.figures.sheet import crown, empty, narrow, new_figure, notes, replicated
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import BASELINE, GREY, OTHERS, WIDTH, styled
from sim.analysis.figures.zone import zone, zone_key
from sim.analysis.words import Words, digits_for, mark

LOOKS = {"shadow": BASELINE, "helped": OTHERS[1]}
NAMES = {"shadow": mark("shadow control (same places, no measures)"), "helped": mark("helped")}


@styled()
def event_study(
    frame: pd.DataFrame,
    indicator: Shown,
    language: str | Words = "en",
    width: float = WIDTH,
    intakes: Sequence[int] = (),
) -> Figure:
    """Levels of helped and shadow, and their paired difference with its 95 % interval.

    Args:
        frame: One row a year, group and replication: years_since (0 = spring of intake), group ("helped": the
            municipalities taken in, in the run with the scheme; "shadow": the same in the run without), value (mean
            over them), replication.
        indicator: What the value is.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        intakes: Calendar years of the intakes that are pooled, to be told.
    """
    words = Words.of(language)
    heading = words("Follow-up and shadow control: {indicator}", indicator=words.label(indicator))
    wide = frame.pivot(index="replication", columns=["group", "years_since"], values="value") if len(frame) else frame
    groups = {g: course(pd.DataFrame(wide[g]).sort_index(axis=1)) for g in LOOKS if len(frame) and g in wide}
    if len(groups) < 2 or not all(c.known for c in groups.values()):
        return empty(words, heading, width)
    difference = course((pd.DataFrame(wide["helped"]) - pd.DataFrame(wide["shadow"])).sort_index(axis=1))
    stacked = narrow(width)
    figure = new_figure(4.6 if stacked else 3.0, width)
    left, right = figure.subplots(*((2, 1) if stacked else (1, 2)))
    for name, c in groups.items():
        draw(left, c, LOOKS[name], with_range=False)
    zone(right, indicator.smallest_difference, upright=False)
    draw(right, difference, OTHERS[1], with_range=False)
    for ax, unit in ((left, words.unit(indicator)), (right, words("Difference, {unit}", unit=words.unit(indicator)))):
        _furnish(ax, difference.semester, unit, words)
    right.set_title(words("Difference, helped less shadow"))
    left.set_title(words("Mean of the municipalities taken in"))
    crown(figure, heading, _key(words, difference.spread), 2)
    n = len(wide)
    told = ""
    if intakes:
        told = words("Intakes of {years} together; some municipalities are taken in again later.",
                     years=", ".join(map(str, intakes)))  # fmt: skip
    notes(figure, [replicated(words, n, paired=False), words("0 is the spring of intake."), told])
    return described(settle(figure, []), _told(difference, indicator, words))


def _furnish(ax: Axes, years: np.typing.NDArray[np.float64], unit: str, words: Words) -> None:
    ax.axvline(0, color=GREY, lw=0.8, ls=(0, (2, 2)), zorder=1)
    ax.grid(axis="y")
    ax.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    ax.xaxis.set_major_locator(FixedLocator(list(years)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda year, _: words.difference(year, 0)))
    ax.set_xlabel(words("Years since intake"))
    ax.set_ylabel(unit)
    value_axis(ax.yaxis, words)


def _key(words: Words, spread: bool) -> list[Line2D | Patch]:
    lines: list[Line2D | Patch] = [
        Line2D(
            [], [], color=look.colour, ls=look.line, lw=look.width, marker=look.marker, ms=3.2, label=words(NAMES[g])
        )
        for g, look in LOOKS.items()
    ]
    band = [Patch(color=GREY, alpha=INTERVAL, lw=0, label=words("95 % interval of the mean"))] if spread else []
    return [*lines, *band, zone_key(words)]


def _told(c: Course, indicator: Shown, words: Words) -> str:
    at = int(np.nanargmax(np.abs(c.mean)))
    mean, low, high = (
        words.difference(float(x[at]), digits_for(indicator.smallest_difference)) for x in (c.mean, c.low, c.high)
    )
    return words("Year {year}: difference {mean} [{low}; {high}] {unit}.", year=words.difference(c.semester[at], 0),
                 mean=mean, low=low, high=high, unit=words.unit(indicator))  # fmt: skip
