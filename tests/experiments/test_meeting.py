"""`kompetanse meeting` makes runs and a page, goes on where it was, and refuses in one line."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from experiments.cli import main
from experiments.designs.meeting import design_meeting, levers_at, surroundings
from experiments.scenarios.meeting_file import USUAL, meeting_file, shipped_meetings
from sim.analysis.emulator.surface import height
from sim.simulation import Setup
from sim.timeline import scenario
from tests.experiments.fake_money import replicate

MINE = """
name: mine
title: {en: Mine, nb: Min}
base: system_2026
levers_from: 2026-08-01
dials:
  - {name: money, title: {en: Money}, unit: {en: factor}, range: [0.5, 2], step: 0.1, levers: {dekom_s.frame_factor: 1}}
  - {name: pay, title: {en: Pay}, unit: {en: share}, range: [0, 0.2], step: 0.01, levers: {staff.pay_premium: 1}}
switches:
  - name: pupils
    title: {en: Pupils}
    lever: context.demography
    options: [{value: main, title: {en: Main}}, {value: low, title: {en: Low}}]
costs: [state_money]
outcomes: [practice, turnover]
assumptions: [dekom_s.price_per_hour, routine_gain]
"""
FAST = ["world=norway", "horizon=2028", "workers=1", "points=16", "replications=4"]


def made(*words: str) -> int:
    return main(["meeting", *words], replicate)


@pytest.fixture
def mine() -> str:
    Path("mine.yaml").write_text(MINE, encoding="utf-8")
    return "./mine.yaml"


def model_of(page: Path) -> dict:
    return json.loads(re.search(r'id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)[1])["model"]


def reckoned(page: Path, x: list[float], chosen: list[bool]) -> dict[str, float]:
    """Mean differences for the nation as the numbers of a page have them."""
    model = model_of(page)
    scaled = [2 * (v - d["low"]) / (d["high"] - d["low"]) - 1 for v, d in zip(x, model["dials"], strict=True)]
    now = [2 * (d["now"] - d["low"]) / (d["high"] - d["low"]) - 1 for d in model["dials"]]
    outside = [not one["of_policy"] for one in model["switches"]]
    here, origin = (
        np.array([scaled + chosen]),
        np.array([now + [c and o for c, o in zip(chosen, outside, strict=True)]]),
    )
    found = {}
    for cell in (c for c in model["cells"] if c["place"] == "nation"):
        bell = partial(height, np.array(model["centres"]), np.array(cell["lengths"]), np.array(cell["weights"]))
        found[cell["indicator"]] = float(((here - origin) @ cell["slopes"] + bell(here) - bell(origin))[0])
    return found


def page() -> Path:
    (found,) = Path("results").glob("*/meeting.html")
    return found


def test_it_makes_runs_and_a_page_that_knows_what_they_found(mine, capsys):
    assert made(mine, *FAST) == 0
    cells = {(c["indicator"], c["place"]): c for c in model_of(page())["cells"]}
    assert {place for _, place in cells} == {"nation", "below 3,000", "3,000-9,999", "10,000-29,999", "30,000 and more"}
    assert cells["practice", "nation"]["error"] < 0.02 * cells["practice", "nation"]["smallest"]
    assert reckoned(page(), [2.0, 0.0], [False])["practice"] == pytest.approx(0.02, rel=0.02)
    assert reckoned(page(), [1.0, 0.2], [True])["turnover"] == pytest.approx(-0.02, rel=0.02)
    assert not any(cells["state_money", "nation"]["weights"])
    assert "meeting.html" in capsys.readouterr().out


def test_it_goes_on_where_it_was_and_more_points_or_replications_add_to_it(mine, capsys):
    assert made(mine, *FAST) == 0
    for more, found in (({}, True), ({"points": 20}, False), ({"replications": 6}, False)):
        capsys.readouterr()
        counts = {"points": 16, "replications": 4} | more
        assert made(mine, *FAST[:3], *(f"{name}={n}" for name, n in counts.items())) == 0
        said = capsys.readouterr().out
        assert ("0 to make" in said) == found
        assert "0 found" not in said
    page()


def test_texts_of_a_page_can_change_without_new_runs(mine, capsys):
    assert made(mine, *FAST) == 0
    Path("mine.yaml").write_text(MINE.replace("en: Mine", "en: Ours"), encoding="utf-8")
    capsys.readouterr()
    assert made(mine, *FAST) == 0
    assert "0 to make" in capsys.readouterr().out
    assert "<h1>Ours</h1>" in page().read_text(encoding="utf-8")


def test_a_folder_that_has_runs_gives_its_page_again_in_another_language(mine):
    assert made(mine, *FAST) == 0
    folder = page().parent
    english = model_of(page())
    assert made(str(folder), "language=nb") == 0
    assert model_of(page()) == english
    assert '<html lang="nb">' in page().read_text(encoding="utf-8")


def test_a_sweep_over_levers_with_a_baseline_is_a_page_too():
    sweep = ["sweep", "world=norway", "horizon=2028", "workers=1", "points=16", "replications=4", "figures=none",
             "output=swept", "baseline=system_2026", "uncertainty=point",
             "factors={dekom_s.frame_factor:[0.5,2],dekom_s.flexible:null}"]  # fmt: skip
    assert main(sweep, replicate) == 0
    assert made("swept") == 0
    model = model_of(Path("swept/meeting.html"))
    assert [dial["name"] for dial in model["dials"]] == ["dekom_s_frame_factor"]
    assert model["switches"][0]["options"] == ["False", "True"]
    assert reckoned(Path("swept/meeting.html"), [2.0], [True])["practice"] == pytest.approx(0.02, rel=0.02)


def test_bad_input_is_one_line(mine, capsys):
    main(["sweep", "world=norway", "horizon=2020", "workers=1", "points=2", "replications=2", "figures=none",
          "output=swept", "factors=[fade_unused]"], replicate)  # fmt: skip
    changed = {
        "nowhere.yaml": ("dekom_s.frame_factor", "dekom_s.cat"),
        "dated.yaml": ("dekom_s.frame_factor", "dekom_s.frame"), "outside.yaml": ("[0.5, 2]", "[1.5, 2]"),
        "first.yaml": ("{value: main, title: {en: Main}}, ", "{value: high, title: {en: High}}, "),
        "unknown.yaml": ("outcomes: [practice", "outcomes: [practise"), "twice.yaml": ("name: pay", "name: money"),
    }  # fmt: skip
    for name, (old, new) in changed.items():
        Path(name).write_text(MINE.replace(old, new), encoding="utf-8")
    cases = {
        "nothing_such": "neither a page nor a results folder", "./none.yaml": "does not exist", "swept": "baseline=",
        "./outside.yaml": "money", "./first.yaml": "first of its options", "./unknown.yaml": "practise",
        "./twice.yaml": "given twice", "./nowhere.yaml": "no lever", "./dated.yaml": "is no number",
        f"{mine} points=3": "at least 16", f"{mine} replications=2": "at least 4", "swept points=9": "points",
    }  # fmt: skip
    wrong = {}
    for words, said in cases.items():
        capsys.readouterr()
        code = main(["meeting", *words.split()], replicate)
        err = capsys.readouterr().err.strip().splitlines()
        if code != 2 or len(err) != 1 or said not in err[0]:
            wrong[words] = (code, err)
    assert not wrong


def test_the_shipped_page_has_what_a_meeting_asks_for():
    for name in shipped_meetings():
        file = meeting_file(name)
        space = file.space(scenario(file.base))
        assert len(space.dials) >= 8, name
        assert len(file.outcomes) >= 6, name
        assert file.costs[0] == "total_cost", name
        for texts in (file.title, *(d.title for d in file.dials), *(d.unit for d in file.dials)):
            assert set(texts) == {"en", "nb"}, name


def test_a_dial_is_read_back_from_the_levers_it_sets():
    file = meeting_file(USUAL)
    base = scenario(file.base)
    for ranks in ([0.1] * 10, [0.5] * 10, [0.9] * 10):
        x, chosen = file.place(levers_at(file, ranks), base)
        ends = [dial.range for dial in file.dials]
        assert x == pytest.approx([low + ranks[0] * (high - low) for low, high in ends], abs=1e-3)
        assert chosen == [ranks[0] > 0.5] or ranks[0] == 0.5


def test_what_surrounds_us_is_the_same_on_both_sides_of_a_pair():
    file = meeting_file(USUAL)
    assert surroundings(file) == [{}, {"context.demography": "low"}]
    design = design_meeting(file, Setup("tiny", uncertainty="register"), scenario(file.base), 64, 4, ("nation:last",))
    first = [dict(point.levers) for point in design.points[:2]]
    assert first == surroundings(file)
    twins = [number for number, point in enumerate(design.points) if point.uncertainty]
    assert twins == [2, 3, 4, 5, 6]
    assert all("context.demography" not in design.points[number].levers for number in twins)
    assert len(design.points) == 2 + 5 + 64
