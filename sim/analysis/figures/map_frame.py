"""What maps have in common: an empty sheet, the scale of differences, notes and what is told."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis import amounts
from sim.analysis.figures.alt import described
from sim.analysis.figures.diverging import HATCH, scale
from sim.analysis.figures.labels import settle
from sim.analysis.figures.panels import value_axis
from sim.analysis.figures.sheet import crown, new_figure, notes
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import INK, WIDTH
from sim.analysis.words import Words, mark
from sim.types import Bools, Floats

SYNTHETIC = mark("Named municipalities' inner state is synthetic: the map shows a made-up country with real places.")
NUMBER = "municipality_number"
FRAME = 1.45
"""Height of title, scale and notes around a map, inches."""


def map_figure(width: float, low: Floats, high: Floats) -> tuple[Figure, Axes]:
    """A sheet without axes that a map fits.

    Args:
        width: Of the sheet, inches, at most.
        low: Least x and y of what is drawn.
        high: Largest x and y.
    """
    width = min(width, 0.7 * WIDTH)
    across, up = high - low
    figure = new_figure(FRAME + min(0.96 * width * up / across, 1.5 * width), width)
    ax = figure.subplots()
    ax.set_axis_off()
    ax.set_aspect("equal")
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
    return figure, ax


def verdict_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that have a value, in order of municipality number (four digits)."""
    known = table[table["mean"].notna()]
    return known.assign(**{NUMBER: known[NUMBER].astype(str).str.zfill(4)}).sort_values(NUMBER)


def minus_signs(ax: Axes, where: Mapping[str, Floats], known: pd.DataFrame, hidden: Bools) -> None:
    """A minus where a difference is clearly below 0, so that the sign is seen in grey too."""
    spots = [where[n] for n, mean, unsure in zip(known[NUMBER], known["mean"], hidden, strict=True)
             if mean < 0 and not unsure and n in where]  # fmt: skip
    if spots:
        x, y = np.array(spots).T
        ax.plot(x, y, ls="none", marker="_", ms=3.2, mew=1.0, color=INK)


def scale_below(figure: Figure, ax: Axes, colours: ScalarMappable, label: str, words: Words) -> None:
    """The scale of colours, below a map."""
    bar = figure.colorbar(colours, ax=ax, location="bottom", fraction=0.03, pad=0.01, aspect=32, shrink=0.7)
    bar.outline.set_visible(False)
    bar.set_label(label)
    value_axis(bar.ax.xaxis, words)


def finish(
    figure: Figure, ax: Axes, heading: str, known: pd.DataFrame, hidden: Bools, bound: float, indicator: Shown,
    words: Words, note: str, about: str,
) -> Figure:  # fmt: skip
    """Scale, key, notes and words of a map."""
    label = words("mean difference, {unit}", unit=amounts.unit(indicator, words))
    scale_below(figure, ax, scale(bound * amounts.times(indicator)), label, words)
    hatched = words("95 % interval covers 0,\nor too small to matter")
    key = [Patch(facecolor="white", edgecolor="#8a8a8a", hatch=HATCH, lw=0.4, label=hatched),
           Patch(facecolor="white", edgecolor="#cccccc", lw=0.6, label=words("no value")),
           Line2D([], [], ls="none", marker="_", ms=4, mew=1.0, color=INK, label=words("clearly below 0"))]  # fmt: skip
    crown(figure, heading, key, 1, about, over=True)
    notes(figure, [note, words(SYNTHETIC)])
    clear = known["mean"][~hidden]
    told = words("{n} municipalities: {up} clearly up, {down} clearly down, {rest} cannot be told from 0.",
                 n=len(known), up=int((clear > 0).sum()), down=int((clear < 0).sum()),
                 rest=int(hidden.sum()))  # fmt: skip
    return described(settle(figure, []), f"{about}: {told}" if about else told)
