"""Panels in a grid, and the axes of time and value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.markers import TICKDOWN
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, MaxNLocator

from sim.analysis.figures.sheet import narrow, new_figure
from sim.analysis.figures.style import WIDTH
from sim.analysis.words import FIRST_YEAR, Words

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


def only_lowest(axes: Sequence[Axes]) -> None:
    """Name the time axis once a column: below its lowest panel."""
    place = axes[0].get_subplotspec()
    columns = place.get_gridspec().ncols if place is not None else 1
    for ax in axes[:-columns]:
        ax.set_xlabel("")


def school_years(ax: Axes, first: float, last: float, words: Words) -> None:
    """Time axis: a tick where a school year begins, its name below the middle of the year."""
    years = range(int(first) // 2, int(last) // 2 + 1)
    step = -(-len(years) // LABELS)
    named = [year for year in years if (year - years[0]) % step == 0]
    ax.set_xlim(min(first, 2.0 * years[0]) - ROOM, max(last, 2.0 * years[-1] + 1) + ROOM)
    ax.xaxis.set_major_locator(FixedLocator([2 * year + 0.5 for year in named]))
    ax.xaxis.set_major_formatter(FixedFormatter([school_year(year) for year in named]))
    begins = np.array([2 * year + 0.5 for year in years])  # marks of one line, because ticks are slow to lay out
    ax.plot(begins, np.zeros(len(begins)), transform=ax.get_xaxis_transform(), ls="none", marker=TICKDOWN, ms=1.5,
            mew=0.5, color="#999999", clip_on=False, label="_years")  # fmt: skip
    ax.set_xlabel(words("School year"))


def school_year(year: int) -> str:
    """Name of a school year; 0 is 2017/18."""
    start = FIRST_YEAR + year
    return f"{start}/{(start + 1) % 100:02d}"


def value_axis(axis: Any, words: Words, ticks: int = 5, *, signed: bool = False) -> None:
    """Few round ticks, in the language's numbers; with their sign if they are differences."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(
        FuncFormatter(lambda value, _: _tick(axis, value, words.difference if signed else words.number))
    )


def _tick(axis: Any, value: float, written: Callable[[float, int], str]) -> str:
    places = axis.get_majorticklocs()
    step = float(np.diff(places).min()) if len(places) > 1 else 1.0
    digits = next((d for d in range(8) if abs(round(step, d) - step) < 1e-6 * step), 8)
    return written(value, digits)
