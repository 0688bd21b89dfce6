"""How places on a map are named: beside their mark, or in a column beside a crowd of marks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.text import Text

from sim.analysis.figures.labels import spread
from sim.analysis.figures.style import GREY
from sim.types import Floats

AWAY, ROOM = 13.0, 1.15
"""Distance of a name from its mark, pixels, and how much room a line takes, in its height."""


@dataclass
class PointNames:
    """Names of marks; each stands at the right of its mark unless it would lie on another or leave the sheet."""

    ax: Axes
    spots: list[Floats] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def add(self, spot: Floats, name: str, colour: str) -> None:
        """Ask for a name of a mark that stands at a spot, in the axes' units."""
        box = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 0.4}
        self.spots.append(spot)
        x, y = (float(along) for along in spot)
        self.texts.append(self.ax.text(x, y, name, fontsize=6.3, color=colour, va="center", ha="left", zorder=6,
                                       bbox=box, in_layout=False))  # fmt: skip

    def place(self) -> None:
        """Give every name its place; the panel must have its size by now."""
        if not self.texts:
            return
        marks: Floats = np.asarray(self.ax.transData.transform(np.array(self.spots)), dtype=np.float64)
        boxes = [text.get_window_extent() for text in self.texts]
        sizes = np.array([(box.width, box.height * ROOM) for box in boxes])
        back = self.ax.transData.inverted()
        edge = self.ax.get_figure(root=True).bbox.x1  # type: ignore[union-attr]
        for crowd in crowds(marks, sizes, edge):
            for k, at in zip(crowd, beside(marks[crowd], sizes[crowd], edge), strict=True):
                self.texts[k].set_position(tuple(back.transform(at)))
                if len(crowd) > 1:
                    near = at[0] - 2.0 if at[0] > marks[k, 0] else at[0] + sizes[k, 0] + 2.0
                    ends = np.array([self.spots[k], back.transform((near, at[1]))])
                    self.ax.plot(*ends.T, color=GREY, lw=0.5, zorder=3.5, label="_leader")


def beside(marks: Floats, sizes: Floats, edge: float = np.inf) -> Floats:
    """Where names begin: right of the rightmost mark of a crowd, none on another, in the order of the marks.

    Where one would leave the sheet they stand left of the leftmost mark.

    Args:
        marks: Pixels, shape (marks, 2).
        sizes: Width and height of names, pixels, shape (marks, 2).
        edge: Where the sheet ends at the right, pixels.

    Returns:
        Left end and middle of each name, shape (marks, 2).
    """
    tall = sizes[:, 1]
    low, high = marks[:, 1].min() - tall.sum(), marks[:, 1].max() + tall.sum()
    y = low + (high - low) * spread((marks[:, 1] - low) / (high - low), tall / (high - low))
    away = AWAY * (2.0 if len(marks) > 1 else 1.0)
    x = np.full(len(marks), marks[:, 0].max() + away)
    if (x + sizes[:, 0]).max() > edge:
        x = marks[:, 0].min() - away - sizes[:, 0]
    return np.stack([x, y], axis=1)


def crowds(marks: Floats, sizes: Floats, edge: float = np.inf) -> list[list[int]]:
    """Groups of marks whose names would lie on each other or on another mark, each named in one column.

    Args:
        marks: Pixels, shape (marks, 2).
        sizes: Width and height of names, pixels, shape (marks, 2).
        edge: Where the sheet ends at the right, pixels.
    """
    groups = [[k] for k in range(len(marks))]
    while True:
        boxes = [_box(marks[group], sizes[group], edge) for group in groups]
        pair = next(((a, b) for a in range(len(groups)) for b in range(a) if _meet(boxes[a], boxes[b])), None)
        if pair is None:
            return groups
        a, b = pair
        groups = [g for k, g in enumerate(groups) if k not in pair] + [sorted(groups[b] + groups[a])]


def _box(marks: Floats, sizes: Floats, edge: float) -> npt.NDArray[np.float64]:
    """Left, right, bottom and top of the marks of a group and their names."""
    names = beside(marks, sizes, edge)
    xs = np.concatenate([marks[:, 0] - AWAY / 2, marks[:, 0] + AWAY / 2, names[:, 0], names[:, 0] + sizes[:, 0]])
    ys = np.concatenate([names[:, 1] - sizes[:, 1] / 2, names[:, 1] + sizes[:, 1] / 2, marks[:, 1]])
    return np.array([xs.min(), xs.max(), ys.min(), ys.max()])


def _meet(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64]) -> bool:
    return bool(a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3])
