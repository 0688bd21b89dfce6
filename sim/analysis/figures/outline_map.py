"""The map on outlines that the user gives as GeoJSON, coloured as the tile map is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path as Outline

from sim.analysis.figures.diverging import HATCH, colour_of, unclear
from sim.analysis.figures.map_frame import NUMBER, finish, map_figure, minus_signs, verdict_rows
from sim.analysis.figures.projection import kilometres
from sim.analysis.figures.sheet import compared, empty
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import WIDTH, styled
from sim.analysis.outlines import Rings, read_outlines
from sim.analysis.words import Words
from sim.types import Floats


@styled()
def outline_map(
    table: pd.DataFrame, indicator: Shown, outlines: Path, language: str | Words = "en", width: float = WIDTH, *,
    scenario: str = "", baseline: str = "", semester: int | None = None,
) -> Figure:  # fmt: skip
    """Mean difference of every municipality on its own outline, hatched where it cannot be told from 0.

    Args:
        table: One row a municipality: municipality_number, mean, low, high (95 % interval, NaN if unknown).
        indicator: What the difference is of.
        outlines: GeoJSON of municipalities, see `sim.analysis.outlines`.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        scenario: The scenario whose difference it is, and
        baseline: from which, and
        semester: when, for the line below the title.

    Raises:
        ValueError: If the file cannot be read as such.
    """
    words = Words.of(language)
    shapes = {number: _outline(rings) for number, rings in read_outlines(outlines).rings.items()}
    heading = words("{indicator}: difference by municipality", indicator=words.label(indicator))
    rows = verdict_rows(table)
    known = rows[rows[NUMBER].isin(shapes)]
    if known.empty:
        return empty(words, heading, width)
    paths = [shapes[n] for n in known[NUMBER]]
    around = _among(shapes, paths)
    corners = np.concatenate([shape.get_extents().get_points() for shape in (*around, *paths)])
    away = 0.03 * np.ptp(corners, axis=0).max()
    figure, ax = map_figure(width, corners.min(axis=0) - away, corners.max(axis=0) + away)
    bound, hidden = float(known["mean"].abs().max()), unclear(known, indicator.smallest_difference)
    colours = [colour_of(float(mean), bound) for mean in known["mean"]]
    ax.add_collection(PathCollection(around, facecolors="white", edgecolors="#bbbbbb", lw=0.3))
    ax.add_collection(PathCollection(paths, facecolors=colours, edgecolors="#666666", lw=0.25))
    faint = [path for path, unsure in zip(paths, hidden, strict=True) if unsure]
    ax.add_collection(PathCollection(faint, facecolors="none", edgecolors="#8a8a8a", hatch=HATCH, lw=0.0))
    minus_signs(ax, {n: _middle(shape) for n, shape in shapes.items()}, known, hidden)
    note = words("Outlines are from the user's file; credit Kartverket if it made them.")
    if len(known) < len(rows):
        note += " " + words.many("1 municipality with a value has no outline in it.",
                                 "{n} municipalities with a value have no outline in it.",
                                 len(rows) - len(known))  # fmt: skip
    about = compared(words, scenario, baseline, semester)
    return finish(figure, ax, heading, known, hidden, bound, indicator, words, note, about)


def _among(shapes: Mapping[str, Outline], known: list[Outline]) -> list[Outline]:
    """The outlines whose middle lies in the box around those with a value: of a part of a country only that part."""
    boxes = np.array([path.get_extents().get_points() for path in known])
    low, high = boxes[:, 0].min(axis=0), boxes[:, 1].max(axis=0)
    return [shape for shape in shapes.values() if ((low <= _middle(shape)) & (_middle(shape) <= high)).all()]


def _middle(shape: Outline) -> Floats:
    """The middle of the box around the largest part of an outline, km."""
    parts = [np.asarray(ring) for ring in shape.to_polygons()]
    largest = max(parts, key=lambda ring: float(np.prod(np.ptp(ring, axis=0))))
    middle: Floats = (largest.min(axis=0) + largest.max(axis=0)) / 2
    return middle


def _outline(rings: Rings) -> Outline:
    """All rings of an outline as one path, in km on paper; holes stay holes."""
    return Outline.make_compound_path(*(Outline(kilometres(r[:, 1], r[:, 0]), closed=True) for r in rings))
