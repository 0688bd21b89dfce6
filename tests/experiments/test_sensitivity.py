"""The command `sensitivity` reads a sweep, says what moves the outcomes, and what it could not use."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from SALib.sample import morris

from experiments.cli import main
from experiments.designs.design import Point
from experiments.run.execution import Execution
from experiments.run.runner import carry_out
from experiments.store.folder import open_folder
from experiments.store.parts import parts
from experiments.store.reading import read_sweep
from sim.analysis.sensitivity import replicated
from sim.register_texts import register_in
from tests.experiments.fake_model import moved

FACTORS = [{"name": "exit_qualified", "low": 0.05, "high": 0.15}, {"name": "move_qualified", "low": 0.02, "high": 0.12}]
PROBLEM = {"num_vars": 2, "names": [f["name"] for f in FACTORS], "bounds": [[f["low"], f["high"]] for f in FACTORS]}
NAMES = [f["name"] for f in FACTORS]


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch):
    monkeypatch.setattr(replicated, "RESAMPLES", 40)


@pytest.fixture
def swept(design):
    """Fills the folder `swept` with a design over two parameters."""

    def fill(points, kind, replications=3, names=("never", "model_2025"), uncertainties=(None,), model=moved):
        varied = [
            Point(dict(zip(NAMES, map(float, row), strict=True)), uncertainty=u)
            for row in points
            for u in uncertainties
        ]
        made = design(names=names, points=varied, replications=replications)
        with open_folder(Path("swept"), "sweep", made, {"seed": 1}) as store:
            store.note(design={"kind": kind, "factors": FACTORS if len(points) > 1 else [], "points": 5, "seed": 1})
            if model is not None:
                carry_out(made, store, Execution(workers=1), model)

    return fill


def answer(capsys, *words: str) -> tuple[int, str, str]:
    code = main(["sensitivity", "figures=none", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_paired_differences_are_moved_by_what_acts_in_one_scenario_only(swept, capsys):
    swept(morris.sample(PROBLEM, 5, seed=1), "morris")
    code, out, _ = answer(capsys, "swept", "baseline=never", "indicator=[practice]")
    assert code == 0
    assert "“Schemes of 2017–2025” against “No decentralised model”" in out
    found = pd.read_csv("swept/tables/sensitivity.csv")
    assert list(found["factor"]) == ["exit_qualified", "move_qualified"]
    assert list(found["effect"]) == pytest.approx([1.0, 0.0], abs=1e-9)
    assert set(found["against"]) == {"never"}
    effects = pd.read_csv("swept/tables/assumptions_effect.csv").set_index("parameter")
    assert effects.loc["exit_qualified", "verdict"] == "up"
    assert effects.loc["move_qualified", "verdict"] == "too small to matter"
    sources = pd.read_csv("swept/tables/sources.csv")
    assert sources["share"].sum() == pytest.approx(1.0)


def test_levels_are_ranked_where_the_baseline_was_not_swept(swept, capsys):
    rng = np.random.default_rng(1)
    swept(rng.uniform(0.02, 0.12, (12, 2)), "latin_hypercube", names=("never",))
    code, out, _ = answer(capsys, "swept", "indicator=[practice]", "year=2019", "language=nb")
    assert code == 0
    assert "våren 2019: 12 punkter, 3 replikasjoner" in out
    found = pd.read_csv("swept/tables/sensitivity.csv", keep_default_na=False).set_index("factor")
    assert found.loc["move_qualified", "effect"] == pytest.approx(0.2)
    assert set(found["against"]) == {""}


def test_without_an_indicator_leading_factors_are_shown_and_the_way_to_the_rest(swept, capsys):
    swept(morris.sample(PROBLEM, 5, seed=1), "morris")
    code, out, _ = answer(capsys, "swept", "baseline=never")
    assert code == 0
    assert "What moves each outcome most: “Schemes of 2017–2025” against “No decentralised model”, spring 2020" in out
    leader = register_in("en").loc["exit_qualified", "meaning"].split()[0]
    assert re.search(rf"μ\* +{leader}", out)
    assert "exit_qualified" not in out
    assert "From low to high" not in out
    assert "add indicator=practice" in out
    assert set(pd.read_csv("swept/tables/sensitivity.csv")["indicator"]) == {"practice", "turnover", "broad_share"}


def sick(setup, scenarios, replication):
    """As `moved`, but one point fails in replication 1."""
    if replication == 1 and setup.parameters["exit_qualified"] > 0.14:
        raise ZeroDivisionError("nobody is left")
    return moved(setup, scenarios, replication)


def test_failed_and_missing_runs_are_left_out_and_said(swept, capsys):
    points = np.random.default_rng(2).uniform(0.02, 0.12, (12, 2))
    points[3, 0] = 0.15
    swept(points, "latin_hypercube", replications=4, model=sick)
    code, out, _ = answer(capsys, "swept", "baseline=never", "indicator=[practice]")
    assert code == 0
    assert "Left out, as runs are missing or failed: 1 blocks of points and 0 replications." in out
    assert set(pd.read_csv("swept/tables/sensitivity.csv")["points"]) == {11}


def test_a_replication_that_is_planned_but_not_made_is_left_out(swept, capsys):
    points = morris.sample(PROBLEM, 5, seed=1)
    swept(points, "morris")
    swept(points, "morris", replications=4, model=None)
    code, out, _ = answer(capsys, "swept", "baseline=never", "indicator=[practice]")
    assert code == 0
    assert "0 blocks of points and 1 replications" in out


def test_a_pair_of_uncertainties_splits_luck_from_parameters(swept, capsys):
    swept([[0.1, 0.1]], "table", replications=4, uncertainties=("point", "register"))
    code, _, _ = answer(capsys, "swept", "indicator=[practice]")
    assert code == 0
    assert set(pd.read_csv("swept/tables/sources.csv")["source"]) == {
        "luck", "parameters", "policy", "parameters x policy", "policy x luck",
    }  # fmt: skip


def test_parameters_drawn_with_the_luck_are_said_to_be(swept, capsys):
    swept([[0.1, 0.1], [0.1, 0.05], [0.05, 0.1], [0.06, 0.06]], "table", uncertainties=("register",))
    code, out, _ = answer(capsys, "swept", "indicator=[practice]")
    assert code == 0
    assert "Luck includes the parameters" in out


def test_factors_left_as_they_are_and_followers_are_understood(design):
    both = {"exit_qualified": 0.022, "move_qualified": 0.02}
    made = design(points=[Point(), Point(both), Point({"exit_qualified": 0.033, "move_qualified": 0.09})])
    with open_folder(Path("swept"), "sweep", made, {"seed": 1}) as store:
        factors = [{"name": "exit_qualified"}, {"name": "move_qualified", "leader": "exit_qualified"}]
        store.note(design={"kind": "one_at_a_time", "factors": factors})
    found = read_sweep(Path("swept"))
    np.testing.assert_array_equal(found.points, [[0.026], [0.022], [0.033]])
    assert [(f.name, f.low, f.high) for f in found.factors] == [("exit_qualified", 0.022, 0.033)]


def test_levers_that_are_varied_are_policy_not_parameters(design):
    made = design(points=[Point({"exit_qualified": 0.1}, {"dekom_s.own_share": 0.2})])
    with open_folder(Path("swept"), "sweep", made, {"seed": 1}) as store:
        for names, said in (
            (["dekom_s.own_share"], "levers"),
            (["exit_qualified"], "parameters"),
            (["exit_qualified", "dekom_s.own_share"], "parameters and levers"),
        ):
            store.note(design={"kind": "table", "factors": [{"name": name} for name in names]})
            assert read_sweep(Path("swept")).varied == said


def test_what_it_cannot_read_is_refused_in_one_line(swept, capsys):
    swept([[0.1, 0.1], [0.1, 0.05]], "table", replications=1)
    for words, code, said in (
        ((), 2, "`kompetanse sweep` makes one"),
        (("swept", "indicator=[practise]"), 2, "did you mean practice"),
        (("swept", "year=2030"), 2, "from 2018 to 2020"),
        (("nowhere",), 4, "not a results folder"),
    ):
        found, _, err = answer(capsys, *words)
        assert (found, said in err, err.count("\n")) == (code, True, 1), err


def test_a_folder_of_another_command_is_refused(design, capsys):
    with open_folder(Path("other"), "compare", design(), {"seed": 1}):
        pass
    code, _, err = answer(capsys, "other")
    assert code == 2
    assert "was made by `compare`" in err


def test_a_part_that_was_changed_is_refused_before_it_is_read(swept, capsys):
    swept(morris.sample(PROBLEM, 5, seed=1), "morris", replications=2)
    first, second, *_ = parts(Path("swept"))
    first.write_bytes(second.read_bytes())
    code, _, err = answer(capsys, "swept", "baseline=never")
    assert (code, err.count("\n"), "was changed after it was written" in err) == (4, 1, True), err


def test_what_is_undefined_in_a_scenario_is_said_to_be_and_calls_no_design_incomplete(swept, capsys):
    """The stand-in has no broad share where Dekom S is not active."""
    swept(morris.sample(PROBLEM, 5, seed=1), "morris")
    code, out, _ = answer(capsys, "swept", "baseline=never", "indicator=[broad_share,practice]")
    assert code == 0
    assert "undefined under “No decentralised model”, so there is no difference from it." in " ".join(out.split())
    assert "Left out" not in out
    found = pd.read_csv("swept/tables/sensitivity.csv", keep_default_na=False)
    assert set(found.loc[found["indicator"] == "broad_share", "against"]) == {""}
    assert set(found.loc[found["indicator"] == "practice", "against"]) == {"never"}
