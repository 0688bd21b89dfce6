"""`kompetanse validate`: one table, told in two languages; goes on where it was; refuses what it does not know."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.commands.origin import read_origin
from experiments.present.checks import stored
from sim.analysis.validation import observe
from sim.analysis.validation.judging import Row

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


def test_one_table_and_its_files(capsys, measured):
    code, out, err = answer(capsys, *SMALL, "patterns=[P4,P11]")
    found = pd.read_csv("here/tables/validation.csv")
    assert list(found["pattern"]) == ["P4", "P11", "P11"]
    fine = found["holds"].all() and found["breaks"].dropna().all()
    assert code == (0 if fine else 1)
    for said in ("trust does not grow", "Breaks if", "2 replications in tiny", "0.2–0.5"):
        assert said in out
    assert "Runs" not in err, "all was measured"
    assert Path("here/tables/validation.md").read_text(encoding="utf-8").startswith("| Pattern |")


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
    for said in ("Mønster", "ikke søkt etter første runde", "0,2–0,5", "alle kjenner ordningen"):
        assert said in out
    assert not Path("here/figures").exists(), "other patterns than P12 have none"


def test_the_exit_code_is_0_only_if_all_is_fine(capsys, monkeypatch, measured):
    for good, code in ((True, 0), (False, 1)):
        monkeypatch.setattr("sim.analysis.validation.judging.Band.holds", lambda *_, good=good: good)
        monkeypatch.setattr("sim.analysis.validation.judging.Within.breaks", lambda *_, good=good: good)
        assert answer(capsys, *SMALL, "patterns=[P11]")[0] == code


def test_a_job_that_fails_is_told_and_the_others_go_on(capsys, monkeypatch):
    def sick(setup, base, job):
        if job.case == "all_aware":
            raise ZeroDivisionError("nobody\nis aware")
        return dict.fromkeys(job.measures, (0.3, 1.0))

    monkeypatch.setattr("sim.analysis.validation.observe", sick)
    code, out, err = answer(capsys, *SMALL, "patterns=[P11]")
    assert code == 3
    assert "undefined" in out
    assert "all_aware, replication 0: ZeroDivisionError: nobody is aware" in err


def test_the_event_study_is_drawn_with_its_pattern(capsys, monkeypatch, blank):
    monkeypatch.setattr("sim.analysis.validation.observe", lambda _, __, job: dict.fromkeys(job.measures, (0.3, 1.0)))
    answer(capsys, *SMALL, "patterns=[P12]")
    drawn = {path.name for path in Path("here/figures").iterdir()}
    assert drawn == {"follow_up_structure.png", "follow_up_results.png"}
    assert read_origin(Path("here/figures/follow_up_results.png"))["replications"] == 2


def test_an_unknown_pattern_is_refused_in_one_line(capsys):
    code, out, err = answer(capsys, *SMALL, "patterns=[P99]")
    assert (code, out) == (2, "")
    assert "there is no pattern P99" in err
    assert err.count("\n") == 1


def test_a_table_of_numbers_for_machines():
    from sim.analysis.comparison import Interval
    from sim.analysis.validation import PATTERNS

    clause = PATTERNS[0].clauses[0]
    row = Row(PATTERNS[0], clause, Interval(0.95, 0.9, 1.0, 5), True)
    plain = stored(row)
    assert (plain["pattern"], plain["band"], plain["value"]) == ("P1", "≥ 0.9", 0.95)
    assert np.isnan(plain["value_then"])
