"""A file of `map=` that is of no use is refused before anything is run; the report remembers one that is."""

from __future__ import annotations

import json
from pathlib import Path

from experiments.cli import main
from experiments.present.outlines import remembered
from experiments.refusals import BAD_INPUT

SMALL = ["world=tiny", "horizon=2020", "replications=3", "workers=1"]
PAIR = ["scenarios=[model_2025]", "baseline=never"]


def geojson(*numbers: str) -> str:
    """A file with a square for each municipality number."""
    ring = [[8.0, 58.0], [8.2, 58.0], [8.2, 58.1], [8.0, 58.1], [8.0, 58.0]]
    features = [{"type": "Feature", "id": n, "geometry": {"type": "Polygon", "coordinates": [ring]}} for n in numbers]
    Path("mine.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return "mine.geojson"


def test_a_file_of_no_use_is_refused_in_one_line_before_anything_is_run(capsys):
    wgs84 = "needed is GeoJSON in WGS84"
    for command in (["compare", *PAIR], ["study", "schemes_effect"]):
        for text, said in (
            (None, f"No such file or directory; {wgs84}"),
            ("{", "it is no GeoJSON of polygons; wanted are municipalities with their number, in WGS84"),
            ("county", f"none of its 1 numbers is one of a municipality; {wgs84}"),
        ):
            file = geojson("42") if text == "county" else "mine (1) å.geojson"
            if text == "{":
                Path(file).write_text(text, encoding="utf-8")
            assert main([*command, *SMALL, f"map={file}"]) == BAD_INPUT
            err = capsys.readouterr().err
            assert (f"map={file}: {said}" in err, err.count("\n")) == (True, 1), err
            assert not Path("results").exists()
            Path(file).unlink(missing_ok=True)


def test_a_file_that_is_gone_or_damaged_is_not_remembered():
    file = geojson("0301")
    assert remembered({"map": file}) == Path(file)
    assert remembered({"map": None}) is None
    Path(file).write_text("[", encoding="utf-8")
    assert remembered({"map": file}) is None
    assert remembered({"map": "nowhere.geojson"}) is None
