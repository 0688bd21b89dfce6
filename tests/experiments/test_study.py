"""Studies are files whose every step composes; one goes from nothing to a report, and goes on where it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from experiments.cli import main
from experiments.scenarios.packages import package
from experiments.scenarios.studies import call_of
from experiments.scenarios.study_file import shipped_studies, study
from sim.timeline import scenarios
from tests.experiments.fake_model import replicate

SMALL = ["world=tiny", "horizon=2019", "replications=2", "workers=1"]
MINE = {
    "name": "mine", "question": {"en": "Why?"}, "baseline": "never", "scenarios": ["model_2025"], "replications": 2,
    "headline": ["practice"], "steps": [{"compare": {}}],
}  # fmt: skip


@pytest.fixture
def mine(tmp_path):
    def write(**changes) -> str:
        (tmp_path / "mine.yaml").write_text(yaml.safe_dump(MINE | changes), encoding="utf-8")
        return "./mine.yaml"

    return write


def test_shipped_studies_are_complete_and_every_step_composes(monkeypatch):
    asked = []
    monkeypatch.setattr("experiments.commands.study.carry_out_part", lambda part, _: asked.append(part) or 0)
    monkeypatch.setattr("experiments.commands.study._conclude", lambda *_: None)
    for name in shipped_studies():
        found = study(name)
        assert found.name == name
        assert set(found.question) == {"en", "nb"}
        assert scenarios([found.baseline, *found.scenarios])
        asked.clear()
        assert main(["study", name, *SMALL]) == 0
        assert asked[0].command == "compare"
        assert all("world=tiny" in part.words for part in asked if part.command not in ("discover", "sensitivity"))


def test_packages_of_shipped_studies_can_be_taken_apart():
    for name in shipped_studies():
        found = study(name)
        for step in found.steps:
            asked = step.get("decompose")
            if asked:
                base, whole = scenarios([asked.get("baseline", found.baseline), asked["scenario"]])
                assert len(package(base, whole, asked.get("parts", {})).parts) >= 2, name


def test_values_of_a_step_are_what_they_are_typed_as(mine, monkeypatch):
    asked = []

    def note(part, call) -> int:
        asked.append(call_of(part, call))
        return 0

    monkeypatch.setattr("experiments.commands.study.carry_out_part", note)
    monkeypatch.setattr("experiments.commands.study._conclude", lambda *_: None)
    steps = [{"compare": {"precision": {"indicator": "practice"}}}, {"decompose": {"parts": {"a b": ["staff"]}}}]
    main(["study", mine(steps=steps), *SMALL, "output=å (1)", "parameters.teacher_sd=0.2", "figures=none"])
    first, second = asked
    assert (first.options.output, first.options.figures) == ("å (1)/compare", "none")
    assert (first.options.precision.indicator, first.options.precision.cap) == ("practice", 500)
    assert second.options.parts == {"a b": ["staff"]}
    assert second.options.parameters == {"teacher_sd": 0.2}


def test_without_a_name_it_lists(capsys):
    assert main(["study", "language=nb"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in shipped_studies())
    assert "Hva hjelper små kommuner mest?" in out


def test_from_nothing_to_a_report_and_again_without_a_run(mine, capsys, monkeypatch):
    monkeypatch.setattr("experiments.present.report.page.pictures", lambda *_: [])
    reference = mine(steps=[{"compare": {}}, {"discover": {"scenarios": ["model_2025"], "indicator": "practice"}}])
    assert main(["study", reference, *SMALL, "figures=none"]) == 0
    folder = next(Path("results").iterdir())
    assert folder.name.startswith("study-mine-")
    assert "Why?" in (folder / "report.html").read_text(encoding="utf-8")
    assert (folder / "compare" / "tables" / "robustness.csv").exists()
    first = capsys.readouterr().out
    assert "against" in first
    assert main(["study", reference, *SMALL, "figures=none"]) == 0
    assert "0 runs made" in capsys.readouterr().out
    assert len(list(Path("results").iterdir())) == 1
    assert main(["report", str(folder), "language=nb"]) == 0
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "kompetanse study ./mine.yaml world=tiny" in page
    assert '<html lang="nb">' in page


def test_more_replications_extend_the_same_folder(mine, monkeypatch):
    monkeypatch.setattr("experiments.commands.study._conclude", lambda *_: None)
    for n in (1, 2):
        assert main(["study", mine(), *SMALL[:2], f"replications={n}", "workers=1", "figures=none"], replicate) == 0
    folder = next(Path("results").iterdir())
    assert json.loads((folder / "compare" / "manifest.json").read_text())["replications"] == 2


BAD = [
    ({"colour": 1}, "colour: no such key"),
    ({"headline": ["nothing"]}, "no indicator nothing"),
    ({"headline": ["tie_quality"]}, "no indicator tie_quality"),
    ({"steps": [{"discover": {}}]}, "must be compare"),
    ({"steps": [{"compare": {}}, {"sensitivity": {}}]}, "put the step sweep before it"),
    ({"steps": [{"compare": {"nonsense": 1}}]}, "step compare: nonsense"),
    ({"steps": [{"compare": {}}, {"compare": {}}]}, "given twice"),
    ({"scenarios": ["nowhere"]}, "nowhere"),
    ({"replications": 0}, "replications"),
]


def test_a_wrong_file_gets_one_line(mine, capsys):
    for changes, said in BAD:
        assert main(["study", mine(**changes), *SMALL[:2]]) == 2, changes
        err = capsys.readouterr().err.strip().splitlines()
        assert (len(err), said in err[0]) == (1, True), err
        assert not Path("results").exists()


def test_what_the_file_decides_is_not_an_option(mine, capsys):
    assert main(["study", mine(), "baseline=never"]) == 2
    assert "study does not read baseline" in capsys.readouterr().err


def test_unknown_studies_are_refused(capsys):
    assert main(["study", "system_2062"]) == 2
    assert "did you mean system_2026" in capsys.readouterr().err
    assert main(["study", "./nowhere.yaml"]) == 2
