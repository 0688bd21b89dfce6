"""This file knows the tile map: a hexagon a municipality, coloured by difference, outlines of counties between them."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from sim.figures.diverging import HATCH, colour_of, unclear
from sim.figures.map_frame import finish, map_figure, minus_signs, verdict_rows
from sim.figures.sheet import empty, narrow
from sim.figures.shown import Shown
from sim.figures.style import INK, WIDTH, styled
from sim.figures.tile_layout import centres, neighbours
from sim.figures.words import Words
from sim.types import Floats

CORNERS = np.array([[np.sin(a), np.cos(a)] for a in np.radians(np.arange(0, 360, 60))]) / np.sqrt(3)
"""Corners of a hexagon that stands on its point, in pitches."""


@styled()
def tile_map(table: pd.DataFrame, indicator: Shown, language: str = "en", width: float = WIDTH) -> Figure:
    """Mean difference of every municipality, one tile each, hatched where it cannot be told from 0.

    Args:
        table: One row a municipality: municipality_number, mean, low, high (95 % interval, NaN if unknown);
            municipalities without a row are left white.
        indicator: What the difference is of.
        language: "en" or "nb".
        width: Of the figure, inches.
    """
    words = Words(language)
    heading = words("{indicator}: difference by municipality", indicator=words.label(indicator))
    known = verdict_rows(table)
    if known.empty:
        return empty(words, heading, width)
    tiles = tile_positions()
    figure, ax = map_figure(width)
    bound = float(known["mean"].abs().max())
    hidden = unclear(known, indicator.smallest_difference)
    where = centres(tiles[["column", "row"]].to_numpy(dtype=np.int64))
    polygons = dict(zip(tiles["municipality_number"], where[:, None, :] + 0.97 * CORNERS, strict=True))
    _fill(ax, polygons, known, hidden, bound)
    _counties(ax, tiles, where, inside=not narrow(width))
    minus_signs(ax, dict(zip(tiles["municipality_number"], where, strict=True)), known, hidden)
    note = words("One tile a municipality, near where it lies.")
    return finish(figure, ax, heading, known, hidden, bound, indicator, words, note)


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


def _counties(ax: Axes, tiles: pd.DataFrame, where: Floats, *, inside: bool) -> None:
    """Outlines where the other side of an edge is another county or none, and names; on tiles only if asked."""
    at = {(int(x), int(y)): c for x, y, c in zip(tiles["column"], tiles["row"], tiles["county_number"], strict=True)}
    edges = []
    for (cell, county), middle in zip(at.items(), where, strict=True):
        for k, beside in enumerate(neighbours(cell)):
            if at.get(beside) != county:
                edges.append(middle + CORNERS[[(1 - k) % 6, (2 - k) % 6]])
    ax.add_collection(LineCollection(edges, colors=INK, lw=0.8, capstyle="round"))
    for name, rows in tiles.groupby("county_name", sort=False).groups.items():
        own = where[np.asarray(rows)]
        _name(ax, str(name), own, where, inside=inside)


def _name(ax: Axes, name: str, own: Floats, all_: Floats, *, inside: bool) -> None:
    """A county's name beside it, on the side where there is more room, else on top of it."""
    y = float(np.median(own[:, 1]))
    level = own[np.abs(own[:, 1] - y) < 1.0]
    row = all_[np.abs(all_[:, 1] - y) < 1.6]
    left, right = float(level[:, 0].min()), float(level[:, 0].max())
    if row[:, 0].max() <= right + 0.6:
        ax.text(right + 1.0, y, name, ha="left", va="center", fontsize=6.5)
    elif row[:, 0].min() >= left - 0.6:
        ax.text(left - 1.0, y, name, ha="right", va="center", fontsize=6.5)
    elif inside:
        ax.text((left + right) / 2, y, name, ha="center", va="center", fontsize=6.0,
                bbox={"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "boxstyle": "round,pad=0.12"},
                )  # fmt: skip
