"""The map on outlines of the user's: every municipality that has one is drawn, and one that has none is told."""

from __future__ import annotations

import json

from sim.analysis.figures import outline_map
from tests.analysis.figures.conftest import MADE
from tests.analysis.figures.gallery import effects, outlines


def test_every_municipality_is_drawn():
    figure = outline_map(effects(), MADE[0], outlines())
    assert len(figure.axes[0].collections[1].get_paths()) == len(effects())


def test_no_outline_is_not_taken_for_no_value(tmp_path):
    content = json.loads(outlines().read_text(encoding="utf-8"))
    without = {str(effects().dropna()["municipality_number"].iloc[0]).zfill(4)}
    content["features"] = [f for f in content["features"] if f["properties"]["kommunenummer"] not in without]
    file = tmp_path / "less.geojson"
    file.write_text(json.dumps(content), encoding="utf-8")
    said = " ".join(text.get_text() for text in outline_map(effects(), MADE[0], file).findobj(match=_is_text))
    assert "1 municipality with a value has no outline in it." in " ".join(said.split())


def _is_text(artist):
    return hasattr(artist, "get_text")
