"""Maps people have: each case read, or refused with one line."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.integrate import quad

from sim.analysis.outlines import read_outlines, shipped_places
from sim.analysis.utm import degrees
from sim.refusals import BadInput

AGDER = [number for number in shipped_places() if number.startswith("42")]


def square(number, size=0.1):
    lat, lon = shipped_places().get(number, (58.5, 8.0))
    return [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]


def feature(number, ring=None, key="kommunenummer", kind="Polygon", **more):
    coordinates = [ring if ring is not None else square(number)]
    return {"type": "Feature", "properties": {key: number, "navn": "Sørbygd", "areal": 1234.5, **more},
            "geometry": {"type": kind, "coordinates": coordinates}}  # fmt: skip


def all_of(**how):
    return [feature(number, **how) for number in AGDER]


def collection(features, **top):
    return {"type": "FeatureCollection", **top, "features": features}


def crs(name):
    return {"type": "name", "properties": {"name": name}}


def in_utm(zone):
    """Squares of a kilometre where the municipalities lie, by a search for the inverse."""
    made = []
    for number in AGDER:
        lat, lon = shipped_places()[number]
        east, north = 500000.0 + (lon - (6 * zone - 183)) * 57000, 6.5e6
        for _ in range(20):
            found = np.array(degrees(np.array([east]), np.array([north]), zone)).ravel()
            east, north = east + (lon - found[0]) * 57000, north + (lat - found[1]) * 111000
        made.append(
            feature(number, [[east + x, north + y] for x, y in ((0, 0), (9e2, 0), (9e2, 9e2), (0, 9e2), (0, 0))])
        )
    return made


def without(geometry):
    return [*all_of()[1:], {**feature(AGDER[0]), "geometry": geometry}]


def elsewhere(x, y):
    return [feature(n, [[a + x, b + y] for a, b in square(n)]) for n in AGDER]


def deep(depth):
    return '{"a":' * depth + "1" + "}" * depth


GOOD = collection(all_of())
READ = {
    "as it should be": GOOD,
    "UTF-8 with a mark": json.dumps(GOOD, ensure_ascii=False).encode("utf-8-sig"),
    "Latin-1": json.dumps(GOOD, ensure_ascii=False).encode("iso-8859-1"),
    "UTF-16": json.dumps(GOOD).encode("utf-16"),
    "Kartverket's nested collections": {"Kommune": GOOD, "Grense": collection(all_of(kind="LineString"))},
    "nested, said to be UTM within": {"administrative_enheter.kommune": collection(in_utm(33), crs=crs("EPSG:25833"))},
    "a list of features": GOOD["features"],
    "one feature": GOOD["features"][0],
    "UTM 32": collection(in_utm(32), crs=crs("urn:ogc:def:crs:EPSG::25832")),
    "UTM 33": collection(in_utm(33), crs=crs("EPSG:25833")),
    "UTM 35 of WGS84": collection(in_utm(35), crs=crs("EPSG:32635")),
    "UTM 33, northing first": collection([feature(f["properties"]["kommunenummer"],
                                                  [[y, x] for x, y in f["geometry"]["coordinates"][0]])
                                          for f in in_utm(33)], crs=crs("EPSG:25833")),
    "degrees by crs": collection(all_of(), crs=crs("urn:ogc:def:crs:OGC:1.3:CRS84")),
    "degrees of ETRS89": collection(all_of(), crs=crs("EPSG:4258")),
    "latitude first": collection([feature(n, [[y, x] for x, y in square(n)]) for n in AGDER]),
    "heights": collection([feature(n, [[*p, 12.5] for p in square(n)]) for n in AGDER]),
    "whole numbers": collection([{**feature(n), "properties": {"nummer": int(n)}} for n in AGDER]),
    "decimals": collection([{**feature(n), "properties": {"nummer": float(n)}} for n in AGDER]),
    "id of the feature": collection([{**feature(n), "properties": {}, "id": n} for n in AGDER]),
    "SSB's K before": collection([{**feature(n), "properties": {"region": f"K-{n}"}} for n in AGDER]),
    "an island of its own": collection([*all_of(), feature(AGDER[0], square(AGDER[1]))]),
    "without geometry": collection(without(None)),
    "with an empty geometry": collection(without({"type": "MultiPolygon", "coordinates": []})),
    "with an empty ring": collection(without({"type": "Polygon", "coordinates": [[]]})),
    "with a point among them": collection(without({"type": "Point", "coordinates": [8.0, 58.0]})),
    "a collection of geometries": collection(without({"type": "GeometryCollection",
                                                      "geometries": [feature(AGDER[0])["geometry"]]})),
    "running numbers beside": collection([feature(n, key="lokalid", kode=n, objid=i) for i, n in enumerate(AGDER)]),
} | {f"named {key}": collection(all_of(key=key)) for key in (
    "kommune_no", "kommunenummer", "KOMMUNENR", "kommunenum", "KOMMUNENUMMER", "municipality_number", "Kommunenr.",
    "whatever")}  # fmt: skip

REFUSED = {
    "a file that is not there": (None, "cannot be read: No such file or directory"),
    "a table": ("kommunenummer;navn", "it is no GeoJSON: not valid JSON"),
    "half a file": (json.dumps(GOOD)[:900], "not valid JSON"),
    "JSON of great depth": (deep(100_000), "not valid JSON"),
    "JSON of some depth": (deep(50), "it is no GeoJSON of features"),
    "no features": (collection([]), "it is no GeoJSON of features"),
    "numbers": ([1, 2], "it is no GeoJSON of features"),
    "TopoJSON": ({"type": "Topology", "objects": {}}, "this is TopoJSON; save it as GeoJSON"),
    "a zip file": (b"PK\x03\x04...", "this is an Excel workbook or a zip file; save it as GeoJSON"),
    "a GeoPackage": (b"SQLite format 3\0", "this is a GeoPackage; save it as GeoJSON"),
    "no text": (b"\x00\x81\x8d\xff", "this is no text"),
    "borders only": (collection(all_of(kind="LineString")), "none of its features is a polygon (they are LineString)"),
    "no numbers": (collection([{**feature(n), "properties": {"navn": "Arendal"}} for n in AGDER]),
                   "no property of its features holds numbers of municipalities (properties: 'navn')"),
    "postal codes of nowhere": (collection([{**feature(n), "properties": {"x": 9900 + i}}
                                            for i, n in enumerate(AGDER)]), "no property of its features"),
    "UTM without a word": (collection(in_utm(33)), "no `crs` names a zone of UTM"),
    "the wrong zone": (collection(in_utm(32), crs=crs("EPSG:25833")), "do not lie where the municipalities lie"),
    "another system": (collection(all_of(), crs=crs("EPSG:3857")), "its coordinates are in EPSG:3857; save it"),
    "another country": (collection(elsewhere(40, -20)), "do not lie where the municipalities lie"),
    "texts for coordinates": (collection([feature(n, [["a", "b"]] * 4) for n in AGDER]),
                              "an outline is not made of pairs of numbers"),
    "no numbers for coordinates": (collection([feature(n, [[float("nan"), 1.0]] * 4) for n in AGDER]),
                                   "pairs of numbers"),
}  # fmt: skip


def save(content, file):
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content is not None:
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def test_maps_that_people_have_are_read(tmp_path):
    wrong = {}
    for name, content in READ.items():
        found = read_outlines(save(content, tmp_path / "mine.geojson"))
        missing = set(AGDER[:1] if name == "one feature" else AGDER) - found.rings.keys()
        lost = {AGDER[0]} if name.startswith("with") else set()
        if missing != lost or found.skipped != len(lost) or found.swapped != ("first" in name):
            wrong[name] = (missing, found.skipped, found.swapped)
    assert wrong == {}


def test_maps_that_cannot_be_used_are_refused_in_one_line_that_says_why(tmp_path):
    wrong = {}
    for name, (content, says) in REFUSED.items():
        file = save(content, tmp_path / f"{name} (1) å.geojson")
        with pytest.raises(BadInput) as refused:
            read_outlines(file)
        said = str(refused.value)
        if not said.startswith(f"{file}: ") or says not in said or "\n" in said:
            wrong[name] = said
    assert wrong == {}


def test_parts_of_one_municipality_are_one_outline_and_holes_stay(tmp_path):
    hole = square(AGDER[0], 0.05)
    features = [feature(AGDER[0]), feature(AGDER[0], square(AGDER[1]))]
    features[0]["geometry"]["coordinates"].append(hole)
    assert len(read_outlines(save(collection(features), tmp_path / "mine.geojson")).rings[AGDER[0]]) == 3


def test_utm_is_true_on_its_meridian_and_conformal_beside_it():
    def curvature(phi, a=6378137.0, e2=0.0066943799901413165):
        return a * (1 - e2) / (1 - e2 * np.sin(phi) ** 2) ** 1.5

    for lat in (0.0, 58.0, 71.0):
        north = 0.9996 * quad(curvature, 0, np.radians(lat), epsabs=1e-6)[0]
        lon, found = degrees(np.array([500000.0]), np.array([north]), 33)
        assert lon[0] == pytest.approx(15.0)
        assert found[0] == pytest.approx(lat, abs=1e-8)  # a millimetre
    east, north = np.array([250000.0, 250010.0, 250000.0]), np.array([7e6, 7e6, 7000010.0])
    lon, lat = (np.radians(x) for x in degrees(east, north, 33))
    e2, phi = 0.0066943799901413165, lat[0]
    across = 6378137.0 / np.sqrt(1 - e2 * np.sin(phi) ** 2) * np.cos(phi)
    steps = [(across * (lon[i] - lon[0]), curvature(phi) * (lat[i] - lat[0])) for i in (1, 2)]
    assert np.dot(*steps) == pytest.approx(0.0, abs=1e-3)
    assert np.hypot(*steps[0]) == pytest.approx(np.hypot(*steps[1]), rel=1e-5)
