"""This file knows the frame of a figure: panels in a grid, title, legend, notes, and the axes of time and value."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, MaxNLocator

from sim.figures.style import GREY, WIDTH
from sim.figures.words import FIRST_YEAR, Words

ROOM, LABELS = 0.3, 4


def panel_grid(n: int, width: float = WIDTH) -> tuple[Figure, list[Axes]]:
    """A figure with n panels, two in a row if it is wide enough, and nothing in the place that is left over."""
    columns = 1 if n == 1 or narrow(width) else 2
    rows = -(-n // columns)
    figure = new_figure(
        (1.7 if narrow(width) else 1.1) + 1.65 * rows, width if columns == 2 else min(width, 0.62 * WIDTH)
    )
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for spare in axes[n:]:
        spare.remove()
    return figure, list(axes[:n])


def narrow(width: float) -> bool:
    """Whether a figure of this width, inches, has room for one panel beside its labels only."""
    return width < 0.75 * WIDTH


def only_lowest(axes: Sequence[Axes]) -> None:
    """Name the time axis once a column: below its lowest panel."""
    for ax in axes[:-2]:
        ax.set_xlabel("")


def new_figure(height: float, width: float = WIDTH) -> Figure:
    """An empty figure that arranges itself; sizes in inches."""
    return Figure(figsize=(width, height), layout=_engine(1.0))


def _engine(top: float) -> ConstrainedLayoutEngine:
    return ConstrainedLayoutEngine(w_pad=0.06, h_pad=0.06, hspace=0.04, wspace=0.03, rect=(0, 0, 1, top))


def crown(figure: Figure, heading: str, handles: Sequence[Any] = (), columns: int = 3) -> None:
    """The title and below it the key, at the left; the panels get the room that is left.

    Args:
        figure: Where they stand.
        heading: The title.
        handles: Lines and patches of the key.
        columns: Of the key.
    """
    height = float(figure.get_figheight())
    heading = _wrapped(figure, heading, 11.4)
    below = 0.08 + 0.17 * (heading.count("\n") + 1)
    figure.text(0.012, 1 - 0.07 / height, heading, ha="left", va="top", fontsize=10, fontweight="bold")
    if handles:
        key = figure.legend(handles=list(handles), loc="upper left", ncols=columns, borderaxespad=0, borderpad=0,
                            bbox_to_anchor=(0.012, 1 - (below + 0.05) / height))  # fmt: skip
        key.set_in_layout(False)
        below += 0.07 + 0.155 * -(-len(handles) // columns)
    figure.set_layout_engine(_engine(1 - below / height))


def notes(figure: Figure, sentences: Sequence[str]) -> None:
    """Notes below the figure."""
    text = _wrapped(figure, " ".join(s for s in sentences if s), 20)
    note = figure.supxlabel(text, ha="left", fontsize=6.5, color=GREY, linespacing=1.25)
    note.set_x(0.012)


def empty(words: Words, heading: str) -> Figure:
    """A figure that says there is nothing to show."""
    figure = new_figure(1.2)
    crown(figure, heading)
    notes(figure, [words("No values to show.")])
    return figure


def school_years(ax: Axes, first: float, last: float, words: Words) -> None:
    """Time axis: a tick where a school year begins, its name below the middle of the year."""
    years = range(int(first) // 2, int(last) // 2 + 1)
    step = -(-len(years) // LABELS)
    named = [year for year in years if (year - years[0]) % step == 0]
    ax.set_xlim(min(first, 2.0 * years[0]) - ROOM, max(last, 2.0 * years[-1] + 1) + ROOM)
    ax.xaxis.set_major_locator(FixedLocator([2 * year + 0.5 for year in named]))
    ax.xaxis.set_major_formatter(FixedFormatter([school_year(year) for year in named]))
    ax.xaxis.set_minor_locator(FixedLocator([2 * year + 0.5 for year in years]))
    ax.tick_params(axis="x", which="minor", length=1.5, width=0.5)
    ax.set_xlabel(words("School year"))


def school_year(year: int) -> str:
    """Name of a school year; 0 is 2017/18."""
    start = FIRST_YEAR + year
    return f"{start}/{(start + 1) % 100:02d}"


def wrapped_label(text: str) -> str:
    """An axis label that is no longer than a panel is high."""
    return fill(text, 24)


def value_axis(axis: Any, words: Words, ticks: int = 5) -> None:
    """Few round ticks, in the language's numbers."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: _tick(axis, value, words)))


def _tick(axis: Any, value: float, words: Words) -> str:
    places = axis.get_majorticklocs()
    step = float(np.diff(places).min()) if len(places) > 1 else 1.0
    digits = next((d for d in range(8) if abs(round(step, d) - step) < 1e-6 * step), 8)
    return words.number(value, digits)


def _wrapped(figure: Figure, text: str, per_inch: float) -> str:
    return fill(text, int(per_inch * figure.get_figwidth()), break_long_words=False)
