"""The map on outlines that the user gives as GeoJSON, coloured as the tile map is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

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
from sim.analysis.words import Words
from sim.types import Floats

KEYS = ("municipality_number", "kommunenummer", "kommunenr", "KOMMUNENR")
"""Properties in which the number of a municipality may stand; else it is the feature's id."""


@styled()
def outline_map(
    table: pd.DataFrame, indicator: Shown, outlines: Path, language: str | Words = "en", width: float = WIDTH, *,
    scenario: str = "", baseline: str = "", semester: int | None = None,
) -> Figure:  # fmt: skip
    """Mean difference of every municipality on its own outline, hatched where it cannot be told from 0.

    Args:
        table: One row a municipality: municipality_number, mean, low, high (95 % interval, NaN if unknown).
        indicator: What the difference is of.
        outlines: GeoJSON in WGS84 with polygons, and the number as id or property `municipality_number` or
            `kommunenummer`.
        language: "en", "nb", or words with titles of scenarios.
        width: Of the figure, inches.
        scenario: The scenario whose difference it is, and
        baseline: from which, and
        semester: when, for the line below the title.

    Raises:
        ValueError: If the file cannot be read as such.
    """
    words, shapes = Words.of(language), read_outlines(outlines)
    heading = words("{indicator}: difference by municipality", indicator=words.label(indicator))
    known = verdict_rows(table).loc[lambda rows: rows[NUMBER].isin(shapes)]
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


def read_outlines(file: Path) -> dict[str, Outline]:
    """Outlines by municipality number, in km on paper.

    Raises:
        ValueError: If the file is missing, no GeoJSON in WGS84, or has no municipalities.
    """
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        found = {_number(feature): _outline(feature["geometry"]) for feature in features}
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        about = str(error) if str(error).startswith("a feature") else "it is no GeoJSON of polygons"
        raise ValueError(f"{file}: {about}; wanted are municipalities with their number, in WGS84") from None
    if not found:
        raise ValueError(f"{file}: it has no features; wanted are municipalities with their number, in WGS84")
    return found


def _number(feature: Mapping[str, Any]) -> str:
    properties = feature.get("properties") or {}
    stated = next((properties[key] for key in KEYS if key in properties), feature.get("id"))
    if stated is None or not str(stated).isdigit() or len(str(stated)) > 4:
        raise ValueError(f"a feature has no municipality number (id or {', '.join(KEYS[:2])})")
    return str(stated).zfill(4)


def _outline(geometry: Mapping[str, Any]) -> Outline:
    """All rings of a polygon or several as one path; holes stay holes."""
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a feature is a {geometry['type']}, not a polygon")
    several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [np.asarray(ring, dtype=np.float64)[:, :2] for polygon in several for ring in polygon]
    if not rings:
        raise ValueError("a feature has no outline")
    if any((np.abs(ring[:, 0]) > 180).any() or (np.abs(ring[:, 1]) > 90).any() for ring in rings):
        raise ValueError("a feature is not in degrees")
    return Outline.make_compound_path(*(Outline(kilometres(r[:, 1], r[:, 0]), closed=True) for r in rings))
