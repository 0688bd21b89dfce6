"""The report shows the figures its tables allow: maps on the user's outlines, and those of decision support."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from experiments.cli import main
from tests.experiments.fake_choice import replicate

SMALL = ["world=tiny", "horizon=2021", "workers=1", "baseline=never"]


@pytest.fixture
def kept(compared, page):
    """The folder of the comparison; its report is put back."""
    yield compared
    (compared / "report.html").write_text(page["en"], encoding="utf-8")


def reported(folder: Path, *words: str) -> str:
    assert main(["report", str(folder), *words]) == 0
    return (folder / "report.html").read_text(encoding="utf-8")


def alts(page: str, section: str) -> list[str]:
    """What the pictures of a section are in words."""
    inside = page.split(f'<section id="{section}"')[1].split("</section>")[0]
    return re.findall(r'<img [^>]*alt="([^"]*)"', inside)


def outlines() -> str:
    ring = [[8.0, 58.0], [8.2, 58.0], [8.2, 58.1], [8.0, 58.1], [8.0, 58.0]]
    features = [{"type": "Feature", "id": n, "geometry": {"type": "Polygon", "coordinates": [ring]}}
                for n in ("4003", "5610")]  # fmt: skip
    Path("mine.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return "mine.geojson"


def test_maps_are_drawn_on_the_outlines_that_are_given(kept, page, capsys):
    drawn = alts(reported(kept, f"map={outlines()}"), "whom")
    mapped = sum("Outlines are from" in alt for alt in drawn)
    assert mapped == sum(alt.startswith("Winners and losers") for alt in drawn) > 0
    assert not any("Outlines are from" in alt for alt in alts(page["en"], "whom")), "the world is too small for tiles"
    assert main(["report", str(kept), "map=nowhere.geojson"]) == 2
    assert "map=nowhere.geojson: No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("What each part adds", "A box of futures", "Switching values")),
     ("nb", ("Hva hver del legger til", "Framtidene i boksen", "Omslagspunkter"))],
)  # fmt: skip
def test_figures_of_decision_support_stand_by_their_tables(kept, language, words, capsys):
    main(["decompose", "model_2025", *SMALL, "replications=3", "output=parts"], replicate)
    main(["discover", "scenarios=[model_2025]", *SMALL, "replications=100", "threshold=0.015", "output=box"], replicate)
    main(["switching", "scenario=model_2025", *SMALL, "factors=[routine_loss]", "replications=5", "output=turned"],
         replicate)  # fmt: skip
    written = reported(kept, f"language={language}", "beside=[parts,box,turned]")
    (parts,) = (alt for alt in alts(written, "sure") if alt.startswith(words[0]))
    box, turned = alts(written, "change")
    assert box.startswith(words[1])
    assert turned.startswith(words[2])
    assert "model 2025" in parts + turned


def test_every_picture_has_a_place_on_the_page(page):
    """Forest, over time, groups and municipalities, and the spread of futures."""
    assert len(alts(page["en"], "figure")) >= 2
    assert any("by group" in alt for alt in alts(page["en"], "whom"))
    assert any(alt.startswith("Spread of futures") for alt in alts(page["en"], "sure"))
