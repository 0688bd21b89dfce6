"""Outlines of the user's: read where they are municipalities in degrees, refused in one line where they are not."""

from __future__ import annotations

import json

import pytest

from sim.analysis.figures import outline_map
from sim.analysis.figures.outline_map import read_outlines
from tests.analysis.figures.conftest import MADE
from tests.analysis.figures.gallery import effects, outlines

SQUARE = [[8.0, 58.0], [8.2, 58.0], [8.2, 58.1], [8.0, 58.1], [8.0, 58.0]]


def feature(coordinates=(SQUARE,), kind="Polygon", **own):
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": list(coordinates)}, **own}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@pytest.mark.parametrize(("text", "about"), [
    (None, "No such file or directory"),
    ("kommunenummer;navn", "it is no GeoJSON of polygons"),
    ("[1, 2]", "it is no GeoJSON of polygons"),
    ('{"type": "FeatureCollection"}', "it is no GeoJSON of polygons"),
    (collection(), "it has no features"),
    (collection(feature(properties={"navn": "Arendal"})), "a feature has no municipality number"),
    (collection(feature(properties={"kommunenummer": "Arendal"})), "a feature has no municipality number"),
    (collection(feature([8.0, 58.0], "Point", id="4203")), "a feature is a Point, not a polygon"),
    (collection(feature([[[470000, 6470000]] * 4], id="4203")), "a feature is not in degrees"),
    (collection(feature([], id="4203")), "a feature has no outline"),
    (collection({"id": "4203", "geometry": None}), "it is no GeoJSON of polygons"),
])  # fmt: skip
def test_what_is_no_outlines_of_municipalities_is_refused_in_one_line(tmp_path, text, about):
    file = tmp_path / "mine.geojson"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=about) as refused:
        outline_map(effects(), MADE[0], file)
    assert str(refused.value).startswith(f"{file}: ")
    assert "\n" not in str(refused.value)


def test_what_is_no_text_is_refused_in_one_line(tmp_path):
    file = tmp_path / "mine.geojson"
    file.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(ValueError, match=r"mine\.geojson: it is no GeoJSON"):
        read_outlines(file)


@pytest.mark.parametrize("named", [
    {"id": 301}, {"id": "0301"}, {"properties": {"kommunenummer": "0301"}},
    {"properties": {"municipality_number": 301}},
])  # fmt: skip
def test_the_number_may_stand_in_several_places(tmp_path, named):
    file = tmp_path / "mine.geojson"
    file.write_text(collection(feature(**named)), encoding="utf-8")
    assert list(read_outlines(file)) == ["0301"]


def test_a_hole_stays_a_hole(tmp_path):
    hole = [[8.05, 58.02], [8.15, 58.02], [8.15, 58.08], [8.05, 58.08], [8.05, 58.02]]
    file = tmp_path / "mine.geojson"
    file.write_text(collection(feature([SQUARE, hole], id="4203")), encoding="utf-8")
    assert len(read_outlines(file)["4203"].to_polygons()) == 2


def test_every_municipality_is_drawn():
    figure = outline_map(effects(), MADE[0], outlines())
    assert len(figure.axes[0].collections[1].get_paths()) == len(effects())
