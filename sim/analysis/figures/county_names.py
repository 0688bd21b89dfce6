"""Where counties are named on the tile map: beside it, with a line to those that lie inside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from sim.analysis.figures.labels import spread
from sim.analysis.figures.style import INK
from sim.types import Floats

SIZE, CHARACTER, ROW = 6.2, 0.052, 0.11
"""Of names: points; width of a character and height of a line, inches."""


@dataclass(frozen=True)
class County:
    """One county on the map, in pitches.

    Attributes:
        name: As it is written.
        spot: The tile nearest to its middle.
        west, east: Whether nothing lies beyond it on that side, at the height of its middle.
    """

    name: str
    spot: Floats
    west: bool
    east: bool


def located(name: str, own: Floats, every: Floats) -> County:
    """Where a county's own tiles lie among all tiles."""
    middle = np.median(own, axis=0)
    level = own[np.abs(own[:, 1] - middle[1]) < 1.0, 0]
    row = every[np.abs(every[:, 1] - middle[1]) < 1.6, 0]
    spot: Floats = own[((own - middle) ** 2).sum(axis=1).argmin()]
    return County(name, spot, bool(row.min() >= level.min() - 0.6), bool(row.max() <= level.max() + 0.6))


def write_names(ax: Axes, counties: list[County], every: Floats, pitch: float) -> None:
    """Names at the left of counties on the west coast, at the right of all others, none on another.

    Args:
        ax: Where.
        counties: All of them.
        every: Centres of all tiles.
        pitch: Length of a pitch on paper, inches.
    """
    left = [c for c in counties if c.west and not c.east]
    right = [c for c in counties if c not in left]
    for some, side in ((left, -1), (right, 1)):
        tall = ROW / pitch
        span = float(np.ptp(every[:, 1])) + 4 * tall
        low = float(every[:, 1].min()) - 2 * tall
        wanted = np.array([(c.spot[1] - low) / span for c in some])
        heights = low + span * spread(wanted, np.full(len(some), tall / span))
        for c, y in zip(some, heights, strict=True):
            _write(ax, c, float(y), side, every, pitch)


def _write(ax: Axes, c: County, y: float, side: int, every: Floats, pitch: float) -> None:
    """One name, past the tiles at its height, and a line to a county that the name is not beside."""
    near = every[np.abs(every[:, 1] - y) < 1.6, 0]
    edge = float((side * near).max()) if len(near) else float(side * c.spot[0])
    x = side * (edge + 0.9)
    wide = len(c.name) * CHARACTER / pitch
    if side > 0 and x + wide > ax.get_xlim()[1]:
        x, y = float(c.spot[0]), float(every[every[:, 0] > c.spot[0] - wide / 2, 1].min()) - 1.4
        ax.text(x, y, c.name, ha="center", va="center", fontsize=SIZE, in_layout=False)
        return
    name = c.name if side > 0 else c.name.replace(" og ", " og\n")
    ax.text(x, y, name, ha="left" if side > 0 else "right", va="center", fontsize=SIZE, linespacing=0.95,
            in_layout=False)  # fmt: skip
    if not (c.east if side > 0 else c.west) or abs(y - c.spot[1]) > 1.2:
        ends = ([x - 0.2 * side, c.spot[0]], [y, c.spot[1]])
        ax.plot(*ends, color="white", lw=1.8, solid_capstyle="round", zorder=3)
        ax.plot(*ends, color=INK, lw=0.6, marker="o", ms=2.2, markevery=[1], zorder=4)
