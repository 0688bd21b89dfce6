"""Outlines of municipalities from GeoJSON as people have it: whatever the number is called, in degrees or UTM."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from sim.analysis.utm import degrees
from sim.country.old_numbers import municipality_number, years_of
from sim.refusals import BadInput
from sim.text_file import read_text
from sim.types import Floats

Rings: TypeAlias = "list[Floats]"
"""Rings of an outline, holes among them: longitude and latitude, degrees, shape (points, 2) each."""
Places: TypeAlias = "Mapping[str, tuple[float, float]]"
"""Latitude and longitude of the centre of each municipality, degrees, by number."""

_NAMES = {"municipalitynumber", "kommunenummer", "kommunenr", "kommuneno", "kommunenum", "komnr", "kommnr"}
"""What a number is called; all other properties must look like numbers of municipalities."""
_DEGREES, _UTM = (
    re.compile(r"EPSG:+4326|EPSG:+4258|CRS84", re.IGNORECASE),
    re.compile(r"EPSG:+(?:258|326)(3[1-6])", re.I),
)
_FAR = 250.0
"""Median distance to places of the register, km, from which outlines are no longer taken to lie right; one zone of
UTM is 335 km at 60 degrees north."""
_DEPTH = 4
"""How deep collections may stand in each other; Kartverket's stand two deep."""


@dataclass(frozen=True)
class Outlines:
    """Outlines by number of municipality, and what there is to say of the file.

    Attributes:
        rings: Outline by number of four digits.
        skipped: How many features have no polygon or no number.
        swapped: Whether latitude stood before longitude.
    """

    rings: Mapping[str, Rings]
    skipped: int
    swapped: bool


def read_outlines(file: Path, places: Places | None = None) -> Outlines:
    """Outlines by municipality number.

    Args:
        file: GeoJSON: a collection, several in one another, a list of features, or one feature.
        places: Where municipalities lie; as shipped if None.

    Raises:
        BadInput: If it cannot be used: one line that says why.
    """
    places = shipped_places() if places is None else places
    found = list(_polygons(file))
    numbers = _numbers(file, [feature for feature, _, _ in found], places)
    shapes: dict[str, Rings] = {}
    skipped, zones = 0, {zone for _, _, zone in found}
    for (_, rings, _), number in zip(found, numbers, strict=True):
        if number is None or not rings:
            skipped += 1
        else:
            shapes.setdefault(number, []).extend(rings)
    if len(zones) > 1:
        raise BadInput(f"{file}: its collections are in different coordinate systems; save it in WGS84 (EPSG:4326)")
    swapped, shapes = _turned(file, shapes, zones.pop(), places)
    return Outlines(MappingProxyType(shapes), skipped, swapped)


@cache
def shipped_places() -> Places:
    """Where municipalities lie, by the register that is shipped."""
    with (files("sim") / "data" / "municipalities.csv").open(encoding="utf-8") as file:
        rows = pd.read_csv(file, dtype={"municipality_number": str})
    return MappingProxyType(
        dict(zip(rows["municipality_number"], zip(rows["centre_lat"], rows["centre_lon"], strict=True), strict=True))
    )


# ---- features


def _polygons(file: Path) -> Iterator[tuple[Mapping[str, Any], Rings, int | None]]:
    """Features of all collections that have polygons, each with its rings and its zone of UTM (None: degrees)."""
    try:
        content = json.loads(read_text(file, "GeoJSON"))
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, BadInput) else f"{file}: it is no GeoJSON: not valid JSON"
        raise BadInput(said) from None
    kinds: set[str] = set()
    several = [(features, crs) for features, crs in _collections(file, content, None) if features]
    if not several:
        raise BadInput(f"{file}: it is no GeoJSON of features; wanted are municipalities with their number")
    nothing = True
    for features, crs in several:
        read = [(feature, _rings(file, feature.get("geometry"))) for feature in features]
        kinds |= {str(_kind(feature)) for feature in features}
        if any(rings for _, rings in read):
            nothing, zone = False, _zone(file, crs)
            yield from ((feature, rings, zone) for feature, rings in read)
    if nothing:
        raise BadInput(f"{file}: none of its features is a polygon (they are {', '.join(sorted(kinds))})")


def _collections(file: Path, content: Any, crs: Any, depth: int = 0) -> Iterator[tuple[list[Mapping[str, Any]], Any]]:
    """Lists of features, wherever they stand, with what is said of their coordinates."""
    if isinstance(content, list):
        yield [feature for feature in content if isinstance(feature, dict) and "geometry" in feature], crs
    elif isinstance(content, dict) and content.get("type") == "Topology":
        raise BadInput(f"{file}: this is TopoJSON; save it as GeoJSON")
    elif isinstance(content, dict) and "geometry" in content:
        yield [content], content.get("crs", crs)
    elif isinstance(content, dict) and depth < _DEPTH:
        for key, value in content.items():
            if isinstance(value, dict | list) and key not in ("crs", "bbox"):
                yield from _collections(file, value, content.get("crs", crs), depth + 1)


def _kind(feature: Mapping[str, Any]) -> str:
    geometry = feature.get("geometry")
    return str(geometry.get("type")) if isinstance(geometry, dict) else "without geometry"


def _rings(file: Path, geometry: Any) -> Rings:
    """The rings of a geometry; none if it is missing or no polygon."""
    if not isinstance(geometry, dict):
        return []
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        return [ring for part in geometry.get("geometries") or () for ring in _rings(file, part)]
    if kind not in ("Polygon", "MultiPolygon"):
        return []
    try:
        polygons = coordinates if kind == "MultiPolygon" else [coordinates]
        rings = [
            np.asarray(ring, dtype=np.float64)[:, :2] for polygon in polygons or () for ring in polygon or () if ring
        ]
    except (ValueError, TypeError, IndexError):
        rings = [np.full((3, 2), np.nan)]
    if any(ring.shape[1] < 2 or not np.isfinite(ring).all() for ring in rings):
        raise BadInput(f"{file}: an outline is not made of pairs of numbers")
    return [ring for ring in rings if len(ring) > 2]


# ---- numbers


def _numbers(file: Path, features: Sequence[Mapping[str, Any]], places: Places) -> list[str | None]:
    """The number of each feature, from the property that holds them, or its id."""
    tables = [{**_properties(feature), "id of the feature": feature.get("id")} for feature in features]
    names = list(dict.fromkeys(chain.from_iterable(tables)))
    best: list[str | None] = []
    value = (False, 0)
    for name in names:
        numbers = [municipality_number(table.get(name)) for table in tables]
        likely = {n for n in numbers if n is not None and (n in places or years_of([n]))}
        named = re.sub(r"[^a-z]", "", name.lower()) in _NAMES and any(numbers)
        if (named, len(likely)) > value and (named or 2 * len(likely) >= len(set(numbers))):
            best, value = numbers, (named, len(likely))
    if not best:
        said = ", ".join(repr(name) for name in names[:8] if name != "id of the feature") or "none"
        raise BadInput(f"{file}: no property of its features holds numbers of municipalities (properties: {said}); "
                       "wanted is one such as kommunenummer with 0301")  # fmt: skip
    return best


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return {str(name): value for name, value in found.items()} if isinstance(found, dict) else {}


# ---- where they lie


def _zone(file: Path, crs: Any) -> int | None:
    """The zone of UTM that a `crs` member names; None if it is in degrees."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    text = re.sub(r"(EPSG:+)[\d.]*:+", r"\1", name)  # urn:ogc:def:crs:EPSG:6.18:25833 has a version within
    if not name or _DEGREES.search(text):
        return None
    zone = _UTM.search(text)
    if zone is None:
        raise BadInput(f"{file}: its coordinates are in {name[:60]}; save it in WGS84 (EPSG:4326) or UTM 31-36")
    return int(zone[1])


def _turned(file: Path, shapes: Mapping[str, Rings], zone: int | None, places: Places) -> tuple[bool, dict[str, Rings]]:
    """The outlines in degrees, and whether their axes had to be swapped for them to lie where they should."""
    away = {}
    for swapped in (False, True):
        turned = {n: [_in_degrees(ring[:, ::-1] if swapped else ring, zone) for ring in rings]
                  for n, rings in shapes.items()}  # fmt: skip
        away[swapped] = _distance(turned, places)
        if away[swapped] <= _FAR and _are_degrees(turned):
            return swapped, turned
    if zone is None and not _are_degrees(shapes):
        raise BadInput(f"{file}: its coordinates are not degrees, and no `crs` names a zone of UTM; "
                       "save it in WGS84 (EPSG:4326)")  # fmt: skip
    if np.isinf(away[False]):  # not one number of the register: nothing to hold it against
        return False, {n: [_in_degrees(ring, zone) for ring in rings] for n, rings in shapes.items()}
    raise BadInput(f"{file}: its outlines do not lie where the municipalities lie (half of them are more than "
                   f"{min(away.values()):,.0f} km away); save it in WGS84 (EPSG:4326)")  # fmt: skip


def _in_degrees(ring: Floats, zone: int | None) -> Floats:
    return ring if zone is None else np.stack(degrees(ring[:, 0], ring[:, 1], zone), axis=1)


def _are_degrees(shapes: Mapping[str, Rings]) -> bool:
    return all((np.abs(ring) <= (180, 90)).all() for rings in shapes.values() for ring in rings)


def _distance(shapes: Mapping[str, Rings], places: Places) -> float:
    """Median distance between an outline's middle and its place in the register, km; infinite if none is known."""
    known = [number for number in shapes if number in places]
    if not known:
        return float("inf")
    middles = np.array([_middle(shapes[number]) for number in known])
    lat, lon = np.array([places[number] for number in known]).T
    east = (middles[:, 0] - lon) * np.cos(np.radians(lat))
    return float(111.2 * np.median(np.hypot(east, middles[:, 1] - lat)))


def _middle(rings: Rings) -> Floats:
    corners = np.concatenate(rings)
    middle: Floats = (corners.min(axis=0) + corners.max(axis=0)) / 2
    return middle
