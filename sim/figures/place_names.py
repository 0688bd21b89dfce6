"""This file knows how places on a map get their names: beside the land, at the nearer side, none on another."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Text

from sim.figures.labels import spread
from sim.figures.style import GREY
from sim.types import Bools, Floats

BESIDE, AWAY = 60.0, 9.0
"""A name stands beyond all land this far up and down, km, and so far from it, points."""
SIZE, BACKED = 6.5, {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.4}
"""Of names, points, and what they stand on."""
TIMES = 3
"""A smaller map needs more room for its names, and so on; so often is enough."""


@dataclass
class PlaceNames:
    """Names of places on one map.

    Attributes:
        ax: The map, in km.
        width: Of a line of a name, letters.
        land: Where land is, km, shape (n, 2).
        spots, texts: The places and their names.
    """

    ax: Axes
    width: int
    land: Floats
    spots: list[Floats] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def add(self, spot: Floats, name: str, colour: str) -> None:
        """Ask for a name of a place; the map's edge may be moved to make room for it."""
        east = float(spot[0]) >= float(self._beside(spot).mean())
        lines = fill(name, self.width, break_long_words=False)
        text = self.ax.text(0.0, 0.0, lines, color=colour, fontsize=SIZE, linespacing=1.05, va="center",
                            ha="left" if east else "right", zorder=5, bbox=BACKED)  # fmt: skip
        text.set_in_layout(False)
        self.spots.append(spot)
        self.texts.append(text)

    def _beside(self, spot: Floats) -> Floats:
        """Easting of land about as far north as a place, and of the place."""
        near: Bools = np.abs(self.land[:, 1] - spot[1]) < BESIDE
        return np.append(self.land[near, 0], spot[0])

    def _make_room(self) -> None:
        """Move the edges of the map so far that every name fits, which may make the map smaller."""
        scale = self._per_point()
        low, high = self.ax.get_xlim()
        for spot, text in zip(self.spots, self.texts, strict=True):
            x, long = self._at(spot, text, scale), text.get_window_extent().width * 72 / self.ax.figure.dpi * scale
            low, high = (
                (low, max(high, x + long)) if text.get_horizontalalignment() == "left" else (min(low, x - long), high)
            )
        self.ax.set_xlim(low, high)
        self.ax.apply_aspect()

    def place(self) -> None:
        """Put every name in its place and lead a line to it; the map must have its size by now."""
        self.ax.apply_aspect()
        for _ in range(TIMES):
            self._make_room()
        scale, (bottom, top) = self._per_point(), self.ax.get_ylim()
        for east in (True, False):
            mine = [k for k, text in enumerate(self.texts) if _east(text) == east]
            wanted = np.array([(self.spots[k][1] - bottom) / (top - bottom) for k in mine])
            lines = np.array([self.texts[k].get_text().count("\n") + 1.2 for k in mine])
            tall = 1.15 * SIZE * lines * scale / (top - bottom)
            for k, at in zip(mine, spread(wanted, tall) if mine else [], strict=True):
                self._put(self.spots[k], self.texts[k], bottom + float(at) * (top - bottom), scale)

    def _put(self, spot: Floats, text: Text, y: float, scale: float) -> None:
        x = self._at(spot, text, scale)
        text.set_position((x, y))
        near = x - 2 * scale if _east(text) else x + 2 * scale
        self.ax.plot([spot[0], near], [spot[1], y], color=GREY, lw=0.4, zorder=3, scalex=False, scaley=False)

    def _at(self, spot: Floats, text: Text, scale: float) -> float:
        """Easting at which a name begins (or ends, at the western side)."""
        beside = self._beside(spot)
        return float(
            beside.max() + AWAY * scale if text.get_horizontalalignment() == "left" else beside.min() - AWAY * scale
        )

    def _per_point(self) -> float:
        """Kilometres on the map that a point on paper is."""
        bottom, top = self.ax.get_ylim()
        return float((top - bottom) / (self.ax.get_window_extent().height * 72 / self.ax.figure.dpi))


def _east(text: Text) -> bool:
    """Whether a name stands east of its place."""
    return text.get_horizontalalignment() == "left"
