"""The command `trace`: what it prints, writes and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.cli import main
from sim.analysis.trace import units_of
from sim.simulation import Setup, ground

SMALL = ("trace", "world=tiny", "horizon=2019", "scenarios=[model_2025,never]")


def answer(capsys, *words: str) -> tuple[int, str, str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def number() -> str:
    """Number of a municipality of the smallest world."""
    country, _, _ = ground(Setup(world="tiny"), 0)
    return next(iter(units_of(country, "municipality")))


def test_a_story_is_printed_and_written(capsys, number):
    code, out, _ = answer(capsys, *SMALL, f"unit=municipality:{number}", "output=here")
    assert code == 0
    for said in ("“Schemes of 2017–2025” and “No decentralised model”, replication 0", "is synthetic",
                 "The two part in", "Autumn 2017", "Spring 2019", "both scenarios", "Education leader",
                 "the same"):  # fmt: skip
        assert said in out
    text = Path("here/trace.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert text.count("\n## ") == 4
    assert "| Teachers |" in text


def test_a_story_in_bokmal(capsys, number):
    code, out, _ = answer(capsys, *SMALL, f"unit=municipality:{number}", "language=nb")
    assert code == 0
    for said in ("De to skilles", "Høsten 2017", "Skolesjef", "begge scenarioer", "syntetisk"):
        assert said in out
    assert "the same" not in out


def test_one_scenario_is_told_beside_the_baseline(capsys, number):
    words = ("trace", "world=tiny", "horizon=2018", "baseline=never", "scenarios=[model_2025]")
    _, out, _ = answer(capsys, *words, f"unit=municipality:{number}")
    assert "“No decentralised model” and “Schemes of 2017–2025”" in out


def test_every_story_has_a_folder_of_its_own(capsys, number):
    for words in ((f"unit=municipality:{number}",), (f"unit=municipality:{number}", "replication=1")):
        assert answer(capsys, *SMALL, *words)[0] == 0
    assert len(list(Path("results").glob("trace-*/trace.md"))) == 2


BAD = [
    (("scenarios=[model_2025,never]",), "say whose story to tell"),
    (("scenarios=[model_2025,never]", "unit=town:5001"), "unit=municipality:<number>"),
    (("scenarios=[model_2025,never]", "unit=municipality:"), "say whose story to tell"),
    (("scenarios=[model_2025,never]", "unit=5001"), "say whose story to tell"),
    (("scenarios=[model_2025,never]", "unit=municipality:9999999"), "such as municipality:"),
    (("scenarios=[model_2025,never]", "unit=university:UIX"), "did you mean university:"),
    (("scenarios=[never,halved,doubled]", "unit=university:UIA"), "trace follows two"),
    (("scenarios=[never,never]", "unit=university:UIA"), "given twice"),
    (("municipality:5001",), "write unit=municipality:5001"),
    (("scenario=never", "unit=university:UIA"), "trace does not read scenario"),
    (("replications=5", "unit=university:UIA"), "write replication="),
    (("replication=-1", "unit=university:UIA"), "replication"),
]


def test_bad_input_is_one_line_and_exit_code_2(capsys):
    for words, said in BAD:
        code, out, err = answer(capsys, "trace", "world=tiny", *words)
        assert (code, out, said in err, err.count("\n")) == (2, "", True, 1), err
        assert not Path("results").exists()


def test_a_name_finds_its_number(capsys):
    code, _, err = answer(capsys, *SMALL[:1], *SMALL[2:], "world=agder", "unit=municipality:arendal")
    assert code == 2
    assert "did you mean municipality:4203 (Arendal)?" in err
