"""What is said of a file of `map=` before anything is run; the report remembers one that can be used."""

from __future__ import annotations

import json
from pathlib import Path

from experiments.cli import main
from experiments.options import Compare
from experiments.present.outlines import outlines_of, remembered
from experiments.refusals import BAD_INPUT, BadInput
from sim.analysis.outlines import shipped_places

SMALL = ["world=tiny", "horizon=2020", "replications=3", "workers=1"]
PAIR = ["scenarios=[model_2025]", "baseline=never"]
EARLIER = {"31": "30", "32": "30", "33": "30", "39": "38", "40": "38", "55": "54", "56": "54"}
"""Counties as they were in 2020-2023; numbers within them do not matter here."""


def geojson(*numbers: str, name: str = "mine.geojson") -> str:
    """A file with a square for each municipality number, where it lies."""
    features = []
    for n in numbers:
        lat, lon = shipped_places().get(n, (59.0, 9.0))
        ring = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat]]
        features.append({"type": "Feature", "id": n, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    Path(name).write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return name


def said(capsys, file, **options):
    """What is said or refused of a file."""
    try:
        assert outlines_of(Compare(map=file, **options)) == Path(file)
    except BadInput as error:
        return f"refused: {error}"
    return capsys.readouterr().err.strip()


def test_a_map_of_another_year_says_so_and_is_refused_unless_anyway(capsys):
    old = [EARLIER.get(n[:2], n[:2]) + n[2:] for n in shipped_places()]
    file = geojson(*dict.fromkeys(old))
    have = sum(n in shipped_places() for n in set(old))
    about = f"map={file}: outlines for {have} of 357 municipalities; numbers of 2020-2023 are among them"
    assert said(capsys, file) == f"refused: {about}; at least 95 % are needed; anyway=true draws the map all the same"
    assert said(capsys, file, anyway=True) == about
    assert said(capsys, file, world="agder") == ""
    assert said(capsys, file, world="finnmark", anyway=True).startswith(
        "refused: map=mine.geojson: outlines for 0 of 18"
    )


def test_a_few_missing_are_told_and_a_whole_map_is_not(capsys):
    numbers = list(shipped_places())
    assert said(capsys, geojson(*numbers)) == ""
    assert said(capsys, geojson(*numbers[5:])) == "map=mine.geojson: outlines for 352 of 357 municipalities"
    assert said(capsys, geojson(*numbers[5:]), language="nb") == "map=mine.geojson: omriss for 352 av 357 kommuner"


def test_a_file_of_no_use_is_refused_in_one_line_before_anything_is_run(capsys):
    for command in (["compare", *PAIR], ["study", "schemes_effect"]):
        for text, says in (
            (None, "cannot be read: No such file or directory"),
            ("{", "it is no GeoJSON: not valid JSON"),
        ):
            file = "mine (1) å.geojson"
            if text:
                Path(file).write_text(text, encoding="utf-8")
            assert main([*command, *SMALL, f"map={file}"]) == BAD_INPUT
            err = capsys.readouterr().err
            assert (f"map={file}: {says}" in err, err.count("\n")) == (True, 1), err
            assert not Path("results").exists()
            Path(file).unlink(missing_ok=True)


def test_a_file_that_is_gone_or_damaged_is_not_remembered():
    file = geojson("0301")
    assert remembered({"map": file}) == Path(file)
    assert remembered({"map": None}) is None
    Path(file).write_text("[", encoding="utf-8")
    assert remembered({"map": file}) is None
    assert remembered({"map": "nowhere.geojson"}) is None
