"""The tile map: a hexagon a municipality, coloured by difference, outlines of counties between them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from sim.analysis.figures.county_names import located, write_names
from sim.analysis.figures.diverging import HATCH, colour_of, unclear
from sim.analysis.figures.map_frame import finish, map_figure, minus_signs, verdict_rows
from sim.analysis.figures.sheet import compared, empty
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import INK, WIDTH, styled
from sim.analysis.figures.tile_layout import centres, neighbours
from sim.analysis.words import Words
from sim.types import Floats

CORNERS = np.array([[np.sin(a), np.cos(a)] for a in np.radians(np.arange(0, 360, 60))]) / np.sqrt(3)
"""Corners of a hexagon that stands on its point, in pitches."""
NAMES = 6.5
"""Room for names at the left, pitches."""


@styled()
def tile_map(
    table: pd.DataFrame, indicator: Shown, language: str | Words = "en", width: float = WIDTH, *, scenario: str = "",
    baseline: str = "", semester: int | None = None,
) -> Figure:  # fmt: skip
    """Mean difference of every municipality, one tile each, hatched where it cannot be told from 0.

    Args:
        table: One row a municipality: municipality_number, mean, low, high (95 % interval, NaN if unknown);
            municipalities without a row are left white.
        indicator: What the difference is of.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        scenario: The scenario whose difference it is, and
        baseline: from which, and
        semester: when, for the line below the title.
    """
    words = Words.of(language)
    heading = words("{indicator}: difference by municipality", indicator=words.label(indicator))
    known = verdict_rows(table)
    if known.empty:
        return empty(words, heading, width)
    tiles = tile_positions()
    where = centres(tiles[["column", "row"]].to_numpy(dtype=np.int64))
    low, high = where.min(axis=0) - (NAMES, 2.0), where.max(axis=0) + 1.0
    figure, ax = map_figure(width, low, high)
    bound = float(known["mean"].abs().max())
    hidden = unclear(known, indicator.smallest_difference)
    polygons = dict(zip(tiles["municipality_number"], where[:, None, :] + 0.97 * CORNERS, strict=True))
    _fill(ax, polygons, known, hidden, bound)
    _counties(ax, tiles, where, float(figure.get_figwidth()) / float(high[0] - low[0]))
    minus_signs(ax, dict(zip(tiles["municipality_number"], where, strict=True)), known, hidden)
    note = words("One tile a municipality, near where it lies.")
    about = compared(words, scenario, baseline, semester)
    return finish(figure, ax, heading, known, hidden, bound, indicator, words, note, about)


@lru_cache(maxsize=1)
def tile_positions() -> pd.DataFrame:
    """The layout that is stored: municipality_number, column, row, county_number, county_name."""
    data, kinds = files("sim") / "data", {"municipality_number": str, "county_number": str}
    frames = []
    for name in ("municipality_tiles", "municipalities", "counties"):
        with (data / f"{name}.csv").open(encoding="utf-8") as file:
            frames.append(pd.read_csv(file, dtype=kinds))
    tiles, municipalities, counties = frames
    found = tiles.merge(municipalities[["municipality_number", "county_number"]], on="municipality_number")
    return found.merge(counties[["county_number", "county_name"]], on="county_number")


def _fill(ax: Axes, polygons: dict[str, Floats], known: pd.DataFrame, hidden: np.ndarray, bound: float) -> None:
    """Tiles in colour, those that are unclear hatched, those without a value empty."""
    ax.add_collection(PolyCollection(list(polygons.values()), facecolors="white", edgecolors="#cccccc", lw=0.4))
    rows = [(polygons[n], colour_of(mean, bound), faint) for n, mean, faint in
            zip(known["municipality_number"], known["mean"], hidden, strict=True) if n in polygons]  # fmt: skip
    ax.add_collection(PolyCollection([r[0] for r in rows], facecolors=[r[1] for r in rows], edgecolors="white", lw=0.4))
    faint = [r[0] for r in rows if r[2]]
    ax.add_collection(PolyCollection(faint, facecolors="none", edgecolors="#8a8a8a", hatch=HATCH, lw=0.0))


def _counties(ax: Axes, tiles: pd.DataFrame, where: Floats, pitch: float) -> None:
    """Outlines where the other side of an edge is another county or none, and names."""
    at = {(int(x), int(y)): c for x, y, c in zip(tiles["column"], tiles["row"], tiles["county_number"], strict=True)}
    edges = []
    for (cell, county), middle in zip(at.items(), where, strict=True):
        for k, beside in enumerate(neighbours(cell)):
            if at.get(beside) != county:
                edges.append(middle + CORNERS[[(1 - k) % 6, (2 - k) % 6]])
    ax.add_collection(LineCollection(edges, colors=INK, lw=0.8, capstyle="round"))
    named = [
        located(str(n), where[np.asarray(k)], where) for n, k in tiles.groupby("county_name", sort=False).groups.items()
    ]
    write_names(ax, named, where, pitch)
