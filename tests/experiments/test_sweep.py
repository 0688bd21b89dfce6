"""`kompetanse sweep` plans, runs each differing run once, goes on in its folder, and writes what came of each point."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli import main
from experiments.designs.design import Point
from experiments.present.drawings import cells
from experiments.store.plan import read_plan
from sim.simulation import replicate
from sim.theories import DEFAULT, NAMED
from tests.experiments import fake_model

BASE = ["sweep", "world=tiny", "horizon=2030", "workers=1", "replications=2", "figures=none"]
LEVERS = "factors={dekom_s.active:null,dekom_s.requirement:[0.2,0.8]}"


def folder() -> Path:
    (found,) = Path("results").iterdir()
    return found


def swept(*words, model=fake_model.replicate) -> int:
    return main([*BASE, *words], replicate=model)


def test_a_sweep_writes_its_points_and_what_came_of_them():
    assert swept("factors=[fade_unused]", "points=4") == 0
    manifest = json.loads((folder() / "manifest.json").read_text())
    assert manifest["design"]["kind"] == "sobol_points"
    assert manifest["design"]["points"] == 4
    assert list(pd.read_csv(folder() / "design.csv")["point"]) == [0, 1, 2, 3]
    summary = pd.read_csv(folder() / "tables" / "summary.csv")
    assert set(summary["point"]) == {0, 1, 2, 3}
    assert (summary["n"] == 2).all()


@pytest.mark.parametrize(
    "more", [["points=8"], ["replications=3"], ["scenarios=[system_2026,never]"]], ids=lambda m: m[0].split("=")[0]
)
def test_more_of_anything_goes_on_in_the_same_folder(capsys, more):
    assert swept("factors=[fade_unused]", "points=4") == 0
    capsys.readouterr()
    assert swept("factors=[fade_unused]", "points=4", *more) == 0
    assert "8 found" in capsys.readouterr().out
    assert swept("factors=[fade_unused]", "points=4") == 0
    assert "0 to make" in capsys.readouterr().out
    folder()


def test_another_question_has_another_folder():
    others = ["seed=1", "seed=2", "factors=[fade_slow]", "baseline=never", "design=latin_hypercube"]
    for n, other in enumerate(others, start=1):
        swept("factors=[fade_unused]", "points=4", "replications=1", other)
        assert len(list(Path("results").iterdir())) == n


def test_it_says_what_both_sides_share_and_what_leaves_the_baseline_alone(capsys):
    """Two readings x two requirements; the baseline is run once a reading."""
    factors = "factors={context.dose:null,dekom_s.requirement:[0.2,0.8]}"
    words = ["design=grid", "points=2", "baseline=never", "scenarios=[model_2025]"]
    assert swept(factors, *words) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Readings of research hold in every scenario, from the beginning: context.dose." in out
    assert "is left alone by: dekom_s.requirement; these act from 2026-08-01 in the others." in out
    assert "= 12 runs" in out
    assert set(pd.read_csv(folder() / "tables" / "points.csv")["baseline"]) == {"left alone"}


def test_levers_change_results_and_the_baseline_is_run_once(capsys):
    assert swept(LEVERS, "design=grid", "points=2", "baseline=system_2026") == 0
    assert "= 10 runs" in capsys.readouterr().out, "4 points x 2 replications, and the baseline twice"
    summary = pd.read_csv(folder() / "tables" / "summary.csv")
    practice = summary[summary["indicator"] == "practice"].set_index(["point", "scenario"])
    assert set(practice.loc[(slice(None), "system_2026"), "difference"]) == {0.0}
    differences = practice.loc[(slice(None), "system_2026_varied"), "difference"]
    active = pd.read_csv(folder() / "design.csv")["dekom_s.active"].to_numpy()
    assert (differences.to_numpy()[active] == 0).all()
    assert (differences.to_numpy()[~active] < -0.05).all(), "the fake model is lifted while Dekom S is active"


TWO = ["design=grid", "points=3", "factors={dekom_s.own_share:[0,0.4],dekom_s.requirement:[0.2,0.8]}"]


def test_a_grid_of_two_numbers_with_a_baseline_is_drawn(blank):
    for number, (words, drawn) in enumerate([
        ([*TWO, "baseline=system_2026"], ["heat_map_practice_system_2026_varied"]),
        ([*TWO, "baseline=system_2026", "scenarios=[never]"], ["heat_map_practice_never"]),
        (TWO, []),
        ([*TWO, "baseline=system_2026", "design=latin_hypercube"], []),
        ([LEVERS, "design=grid", "points=2", "baseline=system_2026"], []),
    ]):  # fmt: skip
        assert swept(*words, f"output={number}", "figures=answer") == 0
        assert [path.stem for path in Path(str(number), "figures").glob("*.png")] == drawn


def test_cells_of_a_heat_map_are_the_means_of_the_summary():
    rows = pd.DataFrame({"difference": [1.0, 2.0], "difference_sd": [0.0, 3.0], "pairs": [4, 4]})
    found = cells(rows)
    assert found["mean"].tolist() == [1.0, 2.0]
    assert found.loc[0].nunique() == 1, "no spread, no width"
    assert found.loc[1, "high"] - found.loc[1, "low"] == pytest.approx(2 * 3.182446 * 1.5), "t, 3 degrees of freedom"


def test_failed_runs_are_counted_and_the_others_kept(capsys):
    code = swept("factors=[fade_unused]", "points=2", "scenarios=[never,doubled]", model=fake_model.sick)
    assert code == 3
    assert "Failed runs: 2" in capsys.readouterr().err
    summary = pd.read_csv(folder() / "tables" / "summary.csv")
    assert set(summary.loc[(summary["scenario"] == "never") & (summary["indicator"] == "practice"), "n"]) == {1}


def test_an_interrupted_sweep_goes_on_where_it_was(capsys):
    words = ("factors=[fade_unused]", "points=4")
    assert swept(*words, model=fake_model.interrupted) == 130
    capsys.readouterr()
    assert swept(*words) == 0
    said = capsys.readouterr().out
    found = int(said.split(" found")[0].split()[-1])
    assert 0 < found < 8
    assert f"{8 - found} runs made, {found} found" in said


def test_correlations_are_given_on_the_command_line():
    assert swept("factors=[fade_unused,fade_slow]", "points=4", "correlations={fade_unused:{fade_slow:0.5}}") == 0
    manifest = json.loads((folder() / "manifest.json").read_text())
    assert manifest["design"]["correlations"] == {"fade_unused": {"fade_slow": 0.5}}


BAD = [
    (["factors=[fade_unusd]"], "did you mean fade_unused"),
    (["design=morri"], "did you mean morris"),
    (["design=./mine.csv"], "cannot be read"),
    (["factors=[fade_unused]", "record=[county]"], "nation"),
    (["factors=[fade_unused]", "correlations={fade_unused:{fade_slow:2}}"], "less than 1"),
    (["factors={dekom_s.uh_share:[0.5,1.0]}", "points=64"], "point"),
    (["factors=[fade_unused]", "levers_from=soon"], "levers_from"),
    (
        ["factors=[fade_unused]", "parameters.fade_unused=0.1"],
        "parameters.fade_unused=0.1: it is a factor of the design",
    ),
    (["design=./mine.csv", "factors=[fade_unused]"], "the factors of a file are its columns; leave factors= out"),
]


def test_what_cannot_be_swept_is_refused_in_one_line(capsys):
    for words, said in BAD:
        assert swept(*words) == 2, words
        err = capsys.readouterr().err
        assert (said in err, err.count("\n")) == (True, 1), err
        assert not Path("results").exists()


def test_parameters_and_levers_of_points_reach_the_model():
    words = ("factors={fade_unused:[0.3,0.8],dekom_s.requirement:[0.2,0.8]}", "horizon=2028", "replications=1")
    assert main([*BASE, *words, "points=2", "scenarios=[system_2026]"]) == 0
    summary = pd.read_csv(folder() / "tables" / "summary.csv")
    by_point = summary.pivot(index="indicator", columns="point", values="mean").dropna()
    assert (by_point[0] != by_point[1]).any()


def test_multirun_runs_each_combination_in_its_own_folder(capsys):
    words = ["-m", "run", "world=tiny", "horizon=2019", "replications=1", "workers=1", "figures=none"]
    assert main([*words, "scenario=model_2025,never", "seed=1,2"], replicate=fake_model.replicate) == 0
    assert len(list(Path("results").iterdir())) == 4
    assert "kompetanse sweep" in capsys.readouterr().err


def test_multirun_ends_with_the_worst_code(capsys):
    words = ["-m", "run", "world=tiny", "horizon=2019", "replications=1", "workers=1", "scenario=nobody,never",
             "figures=none"]  # fmt: skip
    assert main(words, replicate=fake_model.replicate) == 2
    assert len(list(Path("results").iterdir())) == 1


PLANNED = """
from pathlib import Path

from experiments.cli import main

def measured(setup, scenarios, replication):
    status = Path("/proc/self/status").read_text()  # getrusage would tell of the process this one was forked from
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)
    raise ZeroDivisionError

main(["sweep", "world=tiny", "points=8192", "replications=12", "scenarios=[system_2026]", "workers=1", "on_error=stop",
      "figures=none"], measured)
"""


@pytest.mark.slow
def test_a_hundred_thousand_runs_are_planned_in_little_memory():
    """8,192 points of all uncertainties, from the call to the first run."""
    done = subprocess.run([sys.executable, "-c", PLANNED], capture_output=True, text=True, check=True)
    (megabytes,) = re.findall(r"^([0-9.]+)$", done.stdout, re.MULTILINE)
    assert float(megabytes) < 1000.0
    assert len(pd.read_parquet(folder() / "plan.parquet", columns=["run_id"])) == 98_304


def test_theories_are_a_factor_that_both_sides_share(capsys):
    words = ["scenarios=[never]", "baseline=system_2026", "replications=1", "output=out"]
    assert swept("factors={theory:null,dekom_s.requirement:[0.2,0.8]}", "design=grid", "points=2", *words) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "Theories hold in every scenario, from the beginning: default, programme, routines, subject, market" in out
    assert "Next: kompetanse sensitivity" not in out, "which ranks numbers"
    assert "= 21 runs" in out, "7 theories x (1 baseline + 2 requirements)"
    plan = read_plan(Path("out")).astype({"levers": str})
    named = pd.read_csv("out/design.csv").set_index("point")["theory"]
    of = {named[row.point]: json.loads(row.levers) | json.loads(row.parameters) for row in plan.itertuples()}
    for one in (DEFAULT, *NAMED):
        told = {**one.levers, **one.parameters}
        assert {name: of[one.name][name] for name in told} == told
        assert set(of[one.name]) == {*told, "dekom_s.requirement"}
    for words, said in (
        (["factors={theory:[programme,marxist]}"], "theory 'marxist' does not exist; known are default, programme"),
        (
            ["factors={theory:null,fade_unused:null}"],
            "factors.fade_unused: a theory sets it too; leave one of them out",
        ),
        (["factors={theory:null}", "parameters.fade_unused=0.3"], "parameters.fade_unused=0.3: it is a factor"),
    ):
        assert swept(*words) == 2
        assert said in capsys.readouterr().err
    assert main(["sensitivity", "out"]) == 2
    assert "values that are no numbers" in capsys.readouterr().err


def test_readings_of_research_hold_in_the_years_that_are_not_kept_too(design):
    """Points that differ in them live through those years apart: a run in a sweep is what it is alone."""
    points = (Point(levers={"context.dose": "any_dose"}), Point(levers={"context.dose": "threshold_dose"}))
    together = design(names=("never",), replications=1, points=points, horizon=2018)
    alone = [design(names=("never",), replications=1, points=(point,), horizon=2018) for point in points]
    runs = [run.digest for task in together.tasks() for run in made(task)]
    assert runs == [run.digest for one in alone for task in one.tasks() for run in made(task)]


def made(task):
    return replicate(task.setup, [run.scenario for run in task.runs], task.replication)
