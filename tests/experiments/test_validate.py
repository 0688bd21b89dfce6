"""`kompetanse validate`: a count and a table in two languages; goes on where it was; refuses what it does not know."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import main
from experiments.commands.origin import read_origin
from sim.analysis.validation import observe

SMALL = ["validate", "world=tiny", "replications=2", "workers=1", "output=here"]


def answer(capsys, *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    """A folder with all that P4 and P11 need, measured once."""
    folder = tmp_path_factory.mktemp("measured") / "here"
    main([*SMALL[:-1], f"output={folder}", "patterns=[P4,P11]"])
    return folder


@pytest.fixture
def measured(once) -> None:
    shutil.copytree(once, "here")


def made_up(value: float = 0.3):
    """Stands in for the runs: every measure has one value, in every replication."""
    return lambda setup, base, job: dict.fromkeys(job.measures, (value, 1.0))


def test_a_count_a_table_and_its_files(capsys, measured):
    code, out, err = answer(capsys, *SMALL, "patterns=[P4,P11]")
    found = pd.read_csv("here/tables/validation.csv")
    assert list(found["pattern"]) == ["P4", "P4", "P4", "P11", "P11"]
    assert list(found["kind"]) == ["grown", "grown", "open", "input", "open"]
    assert found["holds"].isna().all()
    assert code == 1
    assert out.index("Fewer than 10 replications support no claim") < out.index("Pattern")
    told = (
        "trust does not grow",
        "Without",
        "2 replications in tiny",
        "0.1–0.6",
        "1 that were put in, 2 that are open",
    )
    assert [said for said in told if said not in out] == []
    assert "Runs" not in err, "all was measured"
    assert "31 % in 2022" in Path("here/tables/validation.md").read_text(encoding="utf-8")


def test_the_exit_code_is_0_only_if_all_that_is_grown_holds_and_breaks(capsys, monkeypatch):
    for without, code, carried in ((0.0, 0, "1 (P4)"), (0.3, 1, "0")):

        def observe(setup, base, job, without=without):
            return made_up(0.3 if job.case == "default" else without)(setup, base, job)

        monkeypatch.setattr("sim.analysis.validation.observe", observe)
        words = ("world=tiny", "replications=10", "workers=1", f"output=without_{without}", "patterns=[P4]")
        ended, out, _ = answer(capsys, "validate", *words)
        assert ended == code
        assert "Grown patterns: 1. Hold: 1 (P4). Fail: 0. Cannot be told: 0." in out
        assert f"Hold, and break without each of their mechanisms: {carried}." in out
        found = pd.read_csv(f"without_{without}/tables/validation.csv")
        assert list(found["holds"].dropna()) == [True, True]
        assert list(found["breaks"].dropna()) == [without == 0.0] * 2


def test_a_line_that_was_cut_off_is_measured_anew(capsys, monkeypatch, measured):
    first = answer(capsys, *SMALL, "patterns=[P4,P11]")
    path = Path("here/values.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1][:40]]) + "\n", encoding="utf-8")
    made = []
    monkeypatch.setattr("sim.analysis.validation.observe", lambda *job: made.append(job) or observe(*job))
    again = answer(capsys, *SMALL, "patterns=[P4,P11]")
    assert len(made) == 1
    assert again[0] == first[0]
    assert again[1].splitlines()[:5] == first[1].splitlines()[:5]
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[-1]) == json.loads(lines[-1])


def test_bokmal(capsys, measured):
    _, out, _ = answer(capsys, *SMALL, "patterns=[P11]", "language=nb")
    for said in ("Mønster", "ikke søkt etter første runde", "lagt inn", "bærer ingen påstand"):
        assert said in out
    assert not Path("here/figures").exists(), "other patterns than P12 have none"


def test_a_job_that_fails_is_told_and_the_others_go_on(capsys, monkeypatch):
    def sick(setup, base, job):
        if job.case == "no_trust_growth":
            raise ZeroDivisionError("nobody\nis trusted")
        return made_up()(setup, base, job)

    monkeypatch.setattr("sim.analysis.validation.observe", sick)
    code, out, err = answer(capsys, *SMALL, "patterns=[P4]")
    assert code == 3
    assert "undefined" in out
    assert "no_trust_growth, replication 0: ZeroDivisionError: nobody is trusted" in err


def test_the_event_study_is_drawn_with_its_pattern(capsys, monkeypatch, blank):
    monkeypatch.setattr("sim.analysis.validation.observe", made_up())
    answer(capsys, *SMALL, "patterns=[P12]")
    drawn = {path.name for path in Path("here/figures").iterdir()}
    assert drawn == {"follow_up_structure.png", "follow_up_results.png"}
    assert read_origin(Path("here/figures/follow_up_results.png"))["replications"] == 2


def test_an_unknown_pattern_is_refused_in_one_line(capsys):
    code, out, err = answer(capsys, *SMALL, "patterns=[P99]")
    assert (code, out) == (2, "")
    assert "there is no pattern P99" in err
    assert err.count("\n") == 1


def test_theories_are_held_up_against_the_same_patterns(capsys, monkeypatch):
    seen = []

    def observe(setup, base, job):
        seen.append((setup.parameters.get("routine_loss"), job.case))
        return made_up(0.9 if setup.parameters.get("routine_loss") == 0.3 else 0.3)(setup, base, job)

    monkeypatch.setattr("sim.analysis.validation.observe", observe)
    words = ("world=tiny", "replications=10", "workers=1", "output=here", "patterns=[P4]", "theories=[sceptic,market]")
    _, out, _ = answer(capsys, "validate", *words)
    found = pd.read_csv("here/tables/validation_theories.csv", keep_default_na=False).set_index("theory")
    assert list(found.index) == ["default", "sceptic", "market"]
    assert list(found["hold"]) == ["P4", "", "P4"]
    assert list(found["broken"]) == ["", "P4", ""]
    assert {case for loss, case in seen if loss == 0.3} == {"default"}, "no ablation under a theory"
    assert "Under the theory “sceptic”" in out


def test_an_unknown_theory_is_refused_before_anything_is_run(capsys, monkeypatch):
    seen = []
    monkeypatch.setattr("sim.analysis.validation.observe", lambda *job: seen.append(job))
    code, out, err = answer(capsys, *SMALL, "theories=[banana]")
    assert (code, out, err.count("\n"), seen) == (2, "", 1, [])
    assert "theories: " in err
    assert not Path("here").exists()
