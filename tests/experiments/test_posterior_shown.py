"""A comparison under a posterior that is shipped: the default, verdicts under both, and what the report says of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import main
from experiments.present.report.evidence import gathered
from experiments.present.report.learned import learned
from experiments.present.report.speech import Speech
from experiments.store.posterior_files import COVERAGE
from tests.experiments.fake_model import replicate
from tests.experiments.posterior import forget, ship_one
from tests.texts import english

SMALL = ["compare", "world=tiny", "horizon=2019", "workers=1", "scenarios=[model_2025]", "baseline=never",
         "figures=none", "replications=4", "output=out"]  # fmt: skip


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    folder = tmp_path / "shipped"
    folder.mkdir()
    yield ship_one(folder, monkeypatch)
    forget()


def higher_under_the_register(setup, scenarios, replication):
    """A difference in practice where all is drawn from the register, and none under the posterior."""
    runs = replicate(setup, scenarios, replication)
    for run, scenario in zip(runs, scenarios, strict=True):
        if setup.uncertainty == "register" and scenario.name == "model_2025":
            run.records.value[run.records.indicator == 0] += 0.5
    return runs


def test_it_is_drawn_from_by_default_and_the_command_that_makes_it_again_says_so(shipped, capsys):
    assert main(SMALL, replicate) == 0
    assert json.loads(Path("out/manifest.json").read_text())["setup"]["uncertainty"] == "posterior"
    assert main(["report", "out"]) == 0
    assert "uncertainty=posterior" in Path("out/report.html").read_text(encoding="utf-8")


def test_a_stale_one_is_said_in_one_line_and_the_register_drawn_from(shipped, capsys):
    told = json.loads((shipped / "posterior.json").read_text()) | {"targets": "others"}
    (shipped / "posterior.json").write_text(json.dumps(told))
    forget()
    assert main(SMALL, replicate) == 0
    assert capsys.readouterr().out.count("before the targets changed; parameters are drawn from the register") == 1
    assert json.loads(Path("out/manifest.json").read_text())["setup"]["uncertainty"] == "register"


def test_verdicts_stand_side_by_side_under_register_and_posterior(shipped, capsys):
    assert main([*SMALL, "both=true"], higher_under_the_register) == 0
    found = pd.read_csv("out/tables/both.csv").set_index("indicator").loc["practice"]
    assert found["difference_before"] - found["difference"] == pytest.approx(0.5)
    assert "Verdicts under register and posterior" in capsys.readouterr().out


def test_the_report_says_what_was_learned_in_both_languages(shipped):
    pd.DataFrame({"question": ["a", "b", "c"], "share": [0.96, 0.88, 0.94], "truths": 100, "world": "tiny"}).to_csv(
        shipped / COVERAGE, index=False
    )
    assert main([*SMALL, "both=true"], replicate) == 0
    assert main(["report", "out"]) == 0
    page = re.sub(r"\s+", " ", Path("out/report.html").read_text(encoding="utf-8").replace("\u00a0", " "))
    said = ("What published figures taught", "20 % are within two", "Missed by more than two tolerances: exit_five",
            "1 of 1 figures kept back", "1 of 2 calibrated numbers were moved", "left standing: 1 of 2 (optimist)",
            "left 96 % inside", "never tested it", "Published figures moved 1 of 2 numbers")  # fmt: skip
    assert [text for text in said if text not in page] == []
    told = learned(Speech(gathered(Path("out")), "nb"))
    assert any("1 av 2 kalibrerte størrelser ble flyttet" in sentence for sentence in told.said)
    assert english([*told.said, *(column.heading for table in told.tables for column in table.columns)]) == []


def test_both_are_refused_where_there_is_one(shipped, monkeypatch, capsys):
    cases = [([*SMALL, "both=true", "uncertainty=point"], "leave out uncertainty=point")]
    (shipped / "posterior.csv").rename(shipped / "kept.csv")
    cases.append(([*SMALL, "both=true"], "ships no posterior"))
    for words, said in cases:
        assert main(words, replicate) == 2
        assert said in capsys.readouterr().err
