"""How texts find their room: lines named where they end, labels no longer than their panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import fill
from typing import Protocol

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from scipy.optimize import isotonic_regression

START, TEXT = 1.015, 1.065
"""Where a leader starts and its text stands, in widths of the panel."""
GAP, ROUNDS = 6.0, 3
"""Least distance of a title from the sheet's edge, pixels, and how often smaller panels are gone over again."""


class Placed(Protocol):
    """Names that find their places once the panels have their sizes."""

    def place(self) -> None:
        """Give every name its place."""


@dataclass
class EndLabels:
    """Names at the right edge of one panel, each at the height of its line's end."""

    ax: Axes
    wanted: list[float] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def add(self, value: float, name: str, colour: str) -> None:
        """Ask for a name at a value of the y axis; a line that does not reach the edge gets none."""
        if not np.isfinite(value):
            return
        text = self.ax.text(
            TEXT, 0.5, name, color=colour, fontsize=6.5, va="center", ha="left", linespacing=1.05,
            transform=self.ax.transAxes,
        )  # fmt: skip
        self.wanted.append(value)
        self.texts.append(text)

    def place(self) -> None:
        """Give every name its height; the panel must have its size by now."""
        if not self.texts:
            return
        box = self.ax.get_window_extent()
        pixels = self.ax.transData.transform([(0.0, value) for value in self.wanted])[:, 1]
        ends = np.clip((pixels - box.y0) / box.height, 0, 1)
        heights = np.array([t.get_window_extent().height for t in self.texts]) / box.height
        for text, end, at in zip(self.texts, ends, spread(ends, heights + 0.02), strict=True):
            text.set_y(float(at))
            self.ax.plot(
                [START, TEXT - 0.01], [end, at], color=text.get_color(), lw=0.5, clip_on=False,
                transform=self.ax.transAxes, label="_leader",
            )  # fmt: skip


def spread(wanted: npt.NDArray[np.float64], heights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Centres as near as can be to those wanted, in their order, so that things of these heights do not overlap.

    Args:
        wanted: Centres, in 0-1.
        heights: Heights on the same scale.

    Returns:
        Centres, inside 0-1 if there is room.
    """
    order = np.argsort(wanted, kind="stable")
    tall = heights[order]
    offsets = np.concatenate([[0.0], np.cumsum((tall[1:] + tall[:-1]) / 2)])
    free = isotonic_regression(wanted[order] - offsets).x
    low, high = tall[0] / 2, 1 - tall[-1] / 2 - offsets[-1]
    middle = (low + high) / 2
    free = np.clip(free, min(low, middle), max(high, middle)) if low <= high else np.full_like(free, middle)
    placed = np.empty_like(wanted)
    placed[order] = free + offsets
    return placed


def settle(figure: Figure, labels: Sequence[Placed]) -> Figure:
    """Let the layout find its sizes, wrap what is longer than its panel, put the names in place, and keep it all."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        for _ in range(ROUNDS):
            if not fit_texts(figure):
                break
            engine.execute(figure)
    figure.set_layout_engine(None)  # a placeholder would draw all once more whenever it is saved
    for panel in labels:
        panel.place()
    return figure


def fit_texts(figure: Figure) -> bool:
    """Wrap axis labels that are longer than their axis, and titles that reach into the next panel or off the sheet.

    Returns:
        Whether any was.
    """
    before = _texts(figure)
    for ax in figure.axes:
        box = ax.get_window_extent()
        ax.set_xlabel(_fitted(ax.xaxis.label, ax.xaxis.label.get_window_extent().width, box.width))
        ax.set_ylabel(_fitted(ax.yaxis.label, ax.yaxis.label.get_window_extent().height, box.height))
        title = ax.get_title(loc="left")
        if title:
            long = ax.text(0, 0, title, fontsize=8, fontweight="bold")
            ax.set_title(_fitted(long, long.get_window_extent().width, _right_of(figure, ax) - box.x0))
            long.remove()
    return _texts(figure) != before


def _texts(figure: Figure) -> list[str]:
    return [text for ax in figure.axes for text in (ax.get_xlabel(), ax.get_ylabel(), ax.get_title(loc="left"))]


def _right_of(figure: Figure, ax: Axes) -> float:
    """Where the room of a panel ends at the right, pixels."""
    place = ax.get_subplotspec()
    columns, last = (place.get_gridspec().ncols, place.colspan.stop) if place is not None else (1, 1)
    return float(figure.bbox.width) * last / columns - GAP * (last == columns)


def _fitted(text: Text, long: float, room: float) -> str:
    """A text over as many lines as it needs; lines that were set apart stay apart."""
    words = text.get_text()
    if long <= room or not words:
        return words
    longest = max(len(line) for line in words.split("\n"))
    chars = max(8, int(longest * room / long))
    return "\n".join(_even(line, chars) for line in words.split("\n"))


def _even(line: str, chars: int) -> str:
    """A line over as few lines as it needs, these as even as can be."""
    n = fill(line, chars, break_long_words=False).count("\n")
    least = next(c for c in range(1, chars + 1) if fill(line, c, break_long_words=False).count("\n") <= n)
    return fill(line, least, break_long_words=False)
