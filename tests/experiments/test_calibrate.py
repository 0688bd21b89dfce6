"""`kompetanse calibrate`: a plan with its cost first, tables and files, goes on where it was, refuses what it must."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.documents import documents
from experiments.documents.calibration import calibration
from experiments.store.posterior_files import ship
from sim.analysis.calibration.factors import Factors
from sim.analysis.calibration.plan import SCREENING, WAVES
from sim.analysis.calibration.targets import read_targets
from sim.posterior import about

NAMED = "active=[apply_rate,exit_qualified]"
SMALL = ["calibrate", "world=tiny", "workers=1", "output=here", NAMED, "points=30", "members=40", "waves=1"]
MINE = """\
name,statistic,place,year,kind,value,low,high,se,discrepancy,reason,scale,role,grade,source
many,applications,,2018,number,10000,,,100,300,because,log,fit,A,somewhere
left,gross_exit,,2018,interval,,0.05,0.09,0.001,0.002,because,none,fit,A,somewhere
later,applications,,2022,number,11000,,,100,300,because,log,check,A,somewhere
"""


def answer(capsys, *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def made_up(setup, base, targets, replication):
    """Stands in for the runs: applications follow the rate, exits theirs, with a little luck."""
    luck = np.random.default_rng(replication).standard_normal(2)
    many = 9000.0 + 40_000.0 * (setup.parameters["apply_rate"] - 0.1) + 50.0 * luck[0]
    told = {"many": many, "left": setup.parameters["exit_qualified"] * 2 + 0.001 * luck[1], "later": many + 500.0}
    return {target.name: told[target.name] for target in targets}


@pytest.fixture
def mine(monkeypatch) -> list[str]:
    Path("mine.csv").write_text(MINE, encoding="utf-8")
    monkeypatch.setattr("sim.analysis.calibration.measuring.measure_run", made_up)
    monkeypatch.setattr("sim.analysis.calibration.behaviour.behaviour", lambda: {"never practice": 1.0})
    monkeypatch.setattr("sim.simulation.start", lambda *_: SimpleNamespace(share=0.01))
    monkeypatch.setattr("sim.simulation.warm_up", lambda *_: None)
    return [*SMALL, "targets=./mine.csv"]


def test_a_plan_tables_and_a_posterior_that_can_be_shipped(capsys, mine, monkeypatch):
    code, out, _ = answer(capsys, *mine)
    assert out.index("Plan: at most 176 runs") < out.index("Targets and what the members give")
    members = pd.read_csv("here/posterior.csv")
    told = json.loads(Path("here/posterior.json").read_text(encoding="utf-8"))
    assert list(members) == ["member", "weight", "apply_rate", "exit_qualified"]
    assert members["weight"].sum() == pytest.approx(1.0)
    assert told["sound"] == (code == 0)
    assert {row["name"] for row in told["numbers"] if row["moved"]} >= {"apply_rate"}
    assert [row["role"] for row in told["fit"]] == ["fit", "fit", "check"]
    assert told["hits_after"]["all"] >= told["hits_before"]["all"]
    monkeypatch.setattr("experiments.store.posterior_files.folder", lambda: Path("shipped"))
    ship(Path("here"))
    assert pd.read_csv("shipped/posterior.csv").equals(members)
    monkeypatch.setattr("sim.posterior.folder", lambda: Path("shipped"))
    about.cache_clear()
    text = calibration()
    about.cache_clear()
    assert [
        said for said in ("## What was found", "`apply_rate` | yes", "of 1 checks are within") if said not in text
    ] == []
    Path("here/posterior.json").write_text(json.dumps(told | {"sound": False}), encoding="utf-8")
    with pytest.raises(ValueError, match="too small"):
        ship(Path("here"))


def test_it_goes_on_where_it_was_and_a_line_that_was_cut_off_is_run_anew(capsys, mine, monkeypatch):
    first = answer(capsys, *mine)
    path = Path("here/evaluations.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:-1], lines[-1][:30]]) + "\n", encoding="utf-8")
    made = []

    def counted(*run):
        made.append(run)
        return made_up(*run)

    monkeypatch.setattr("sim.analysis.calibration.measuring.measure_run", counted)
    again = answer(capsys, *mine)
    assert len(made) == 1, "the last line is a member's"
    assert again[0] == first[0]
    assert again[1].splitlines()[-12:] == first[1].splitlines()[-12:]


def test_theories_are_held_against_the_targets(capsys, mine, monkeypatch):
    def under(setup, base, targets, replication):
        found = made_up(setup, base, targets, replication)
        return found | ({"left": 0.4} if setup.parameters["routine_loss"] == 0.3 else {})

    monkeypatch.setattr("sim.analysis.calibration.measuring.measure_run", under)
    _, out, _ = answer(capsys, *mine, "theories=named")
    told = pd.read_csv("here/tables/calibrated_theories.csv").set_index("theory")
    assert "Theories that the targets leave standing" in out
    assert list(told.index[~told["stands"]]) == ["sceptic"]


def test_bokmal(capsys, mine):
    _, out, _ = answer(capsys, *mine, "language=nb")
    told = ("Plan: høyst", "Målene og det medlemmene gir", "kontroll", "Flyttet")
    assert [said for said in told if said not in out] == []


def test_runs_that_fail_are_told_and_leave_no_numbers(capsys, mine, monkeypatch):
    def sick(setup, base, targets, replication):
        if replication == 7:
            raise ZeroDivisionError("nobody\napplies")
        return made_up(setup, base, targets, replication)

    monkeypatch.setattr("sim.analysis.calibration.measuring.measure_run", sick)
    code, _, err = answer(capsys, *mine)
    assert code == 3
    assert "ZeroDivisionError: nobody applies" in err


def test_what_cannot_be_calibrated_is_refused_in_one_line(capsys, mine):
    for words, said in (
        (["active=[apply_rat]"], "did you mean apply_rate"),
        (["targets=./none.csv"], "there is no such file"),
        (["members=3"], "members=3"),
        (["screening=agde"], "did you mean agder"),
    ):
        code, out, err = answer(capsys, *[w for w in mine if w.split("=")[0] != words[0].split("=")[0]], *words)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert said in err


def test_screening_in_another_world_is_run_there(capsys, mine, monkeypatch):
    worlds = {}

    def noted(setup, base, targets, replication):
        worlds.setdefault(setup.world, []).append(replication)
        return made_up(setup, base, targets, replication)

    monkeypatch.setattr("sim.analysis.calibration.measuring.measure_run", noted)
    names = ("apply_rate", "exit_qualified")
    monkeypatch.setattr("sim.analysis.calibration.factors.Factors.all", lambda *_: Factors(names, {}))
    code, *_ = answer(capsys, *[w for w in mine if w != NAMED], "screening=agder", "trajectories=2")
    assert code in (0, 1)
    assert len(worlds["agder"]) == 1 + 2 * 3
    assert min(worlds["agder"]) == SCREENING - 1
    assert max(worlds["agder"]) < WAVES


def test_the_document_names_every_target():
    text = documents()["calibration.md"]
    assert [target.name for target in read_targets() if f"`{target.name}`" not in text] == []


@pytest.mark.slow
def test_a_reduced_posterior_is_rebuilt_in_the_smallest_world(capsys):
    """The whole way, screening left out: members, their own runs, and a rate of applications that the figures moved."""
    _, out, err = answer(capsys, *SMALL)
    assert err.count("Failed runs") == 0
    told = json.loads(Path("here/posterior.json").read_text(encoding="utf-8"))
    numbers = {row["name"]: row for row in told["numbers"]}
    assert numbers["apply_rate"]["moved"]
    assert told["effective"] > 10
    assert "Targets and what the members give" in out
