"""The program from Python: what the commands do, checked as they check, in frames; nothing empty in silence."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kompetanse as ko
from experiments.cli import main
from sim.setup import Setup, ground

SMALL = {"world": "tiny", "horizon": 2018, "workers": 1}


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_every_public_name_is_there_and_documented():
    assert [name for name in ko.__all__ if not getattr(ko, name).__doc__] == []
    assert set(ko.__all__) == set(dir(ko))
    page = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
    homes = {f"{(found := getattr(ko, name)).__module__}.{found.__qualname__}" for name in ko.__all__}
    assert set(re.findall("^::: (.+)$", page, re.MULTILINE)) == homes
    with pytest.raises(AttributeError, match="no attribute 'campare'"):
        ko.campare  # noqa: B018


def test_simulate_is_a_function_of_its_arguments():
    one, same = (ko.simulate({"fade_unused": 0.3}, 2, world="tiny", horizon=2018) for _ in range(2))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(ko.simulate({"fade_unused": 0.3}, 3, world="tiny", horizon=2018))
    assert list(one) == ["scenario", "replication", "semester", "year", "season", "level", "unit", "indicator", "value"]
    known = ko.indicators()
    assert set(known.index[known["headline"]]) <= set(one["indicator"]) <= set(known.index)


def test_scenarios_are_names_mappings_or_objects_on_the_same_luck():
    mine = {"name": "mine", "base": "never", "timeline": [{"from": "2017-08-01", "set": {"context.dose": "any_dose"}}]}
    made = ko.scenario(mine)
    found = ko.simulate(scenario=["never", mine], world="tiny", horizon=2018)
    objects = ko.simulate(scenario=[ko.scenario("never"), made], world="tiny", horizon=2018)
    pd.testing.assert_frame_equal(found, objects)
    spring = found[found["indicator"] == "practice"].pivot(index="semester", columns="scenario", values="value")
    assert (spring["mine"] >= spring["never"]).all()
    as_lever = ko.simulate(levers={"context.dose": "any_dose"}, scenario="never", world="tiny", horizon=2018,
                           levers_from=pd.Timestamp("2017-08-01").date())  # fmt: skip
    last = as_lever[as_lever["indicator"] == "practice"]["value"].iloc[-1]
    assert last == spring["mine"].iloc[-1]


def test_a_comparison_gives_what_the_command_stores_from_the_same_folder(capsys):
    answer = ko.compare("never", "model_2025", replications=4, **SMALL)
    assert capsys.readouterr().out == ""
    assert answer.failures.empty
    assert main(["compare", "scenarios=[never]", "baseline=model_2025", "world=tiny", "horizon=2018", "replications=4",
                 "figures=none", "workers=1"]) == 0  # fmt: skip
    shown = " ".join(capsys.readouterr().out.split())
    assert "0 runs made" in shown
    assert [line for line in answer.said().splitlines() if line not in shown] == []
    assert "Ikke med i modellen" in answer.said("nb")
    stored = pd.read_csv(answer.folder / "tables" / "comparison.csv")
    assert stored["indicator"].tolist() == answer.table["indicator"].tolist()
    np.testing.assert_allclose(stored["difference"], answer.table["difference"].astype(float))
    assert set(answer.values("county")["level"]) == {"county"}
    figures = answer.figures()
    assert "differences" in figures
    assert not (answer.folder / "figures").exists()


@pytest.mark.usefixtures("posterior")
def test_a_comparison_has_a_target_and_is_put_under_posterior_and_register():
    answer = ko.compare("never", "model_2025", replications=2, target={"size_class": "below 3,000"}, both=True, **SMALL)
    assert answer.design.setup.uncertainty == "posterior"
    assert set(answer.values("target", indicator="practice")["scenario"]) == {"model_2025", "never"}
    assert answer.both["difference"].notna().any()
    assert "fewer than 3,000 inhabitants" in answer.said()
    with pytest.raises(ko.BadInput, match="size_class"):
        ko.compare("never", "model_2025", target={"size_class": "small"}, **SMALL)


def test_a_comparison_is_held_up_against_theories_and_goes_on_until_it_is_known():
    aim = {"indicator": "practice", "half_width": 1e-9, "cap": 21}
    answer = ko.compare("never", "model_2025", theories=["sceptic"], precision=aim, replications=20, **SMALL)
    assert answer.design.replications == 21
    assert set(answer.theories["theory"]) == {"sceptic"}
    assert set(answer.theories["indicator"]) <= set(answer.table["indicator"])
    for wrong, said in (
        ({"theories": "marxist"}, "theory 'marxist' does not exist"),
        ({"precision": {"indicator": "practise", "half_width": 0.1}}, "did you mean practice"),
        ({"precision": {"half_width": -1.0}}, "precision.half_width=-1"),
    ):
        with pytest.raises(ko.BadInput, match=re.escape(said)):
            ko.compare("never", "model_2025", **wrong, **SMALL)


def test_runs_and_sweeps_come_as_frames():
    runs = ko.run("never", replications=2, **SMALL)
    assert {"indicator", "level", "replications"} <= set(runs.table)
    swept = ko.sweep(
        {"fade_unused": [0.1, 0.4]}, "model_2025", "never", design="grid", points=3, replications=2, **SMALL
    )
    assert swept.points["fade_unused"].tolist() == [0.1, 0.25, 0.4]
    outcomes = swept.outcomes("practice")
    assert len(outcomes) == 3 * 2 * 2
    assert set(outcomes) == {"point", "fade_unused", "scenario", "replication", "value"}
    assert set(swept.sensitivity("practice").sensitivity["factor"]) == {"fade_unused"}
    for ask, said in (
        (lambda: runs.values("banana"), "level=banana: not among what was recorded; known are nation"),
        (lambda: runs.values("school"), "level=school: not among"),
        (lambda: runs.values(indicator="practise"), "did you mean practice"),
        (lambda: runs.values(scenario="model_2025"), "scenario=model_2025"),
        (lambda: runs.values(year=2031), "year=2031"),
        (lambda: swept.outcomes("practise"), "did you mean practice"),
        (lambda: swept.outcomes("practice", 2031), "year=2031: must lie within 2018-2018"),
        (lambda: swept.sensitivity("practise"), "did you mean practice"),
    ):
        with pytest.raises(ko.BadInput, match=re.escape(said)):
            ask()


def test_a_script_is_not_run_again_in_each_worker():
    """Whether it is a file without a guard, or comes from a pipe."""
    script = "import kompetanse as ko; ko.run('never', world='tiny', horizon=2018, replications=3, workers=2, seed={})"
    Path("mine.py").write_text(script.format(1))
    for given in (
        {"args": [sys.executable, "mine.py"]},
        {"args": [sys.executable, "-"], "input": script.format(2)},
    ):
        done = subprocess.run(**given, text=True, capture_output=True, timeout=300)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_model_is_an_ordinary_mesa_model():
    model = ko.Model("tiny", "never", horizon=2018)
    while model.running:
        model.step()
    assert len(model.datacollector.get_model_vars_dataframe()) == 2
    assert "Network" in {kind.__name__ for kind in model.agents_by_type}


WRONG = (
    ({"horizon": 2010}, "horizon=2010"),
    ({"horizon": "x"}, "horizon=x"),
    ({"seed": "a"}, "seed=a"),
    ({"seed": -1}, "seed=-1"),
    ({"uncertainty": "banana"}, "uncertainty=banana"),
    ({"world": "narnia"}, "world=narnia"),
    ({"record": ["nation", "banana"]}, "record=[nation,banana]"),
    ({"parameters": {"xx": 1.0}}, "parameters.xx=1.0"),
    ({"parameters": {"exit_qualified": 2.0}}, "parameters.exit_qualified=2.0"),
)
"""What cannot be used, in Python and as typed."""


def test_what_cannot_be_used_raises_the_sentence_of_the_command_line(capsys):
    """In a `Setup` (or where it is first used), in `run` and in `simulate`: the same line everywhere."""
    wrong = []
    for given, typed in WRONG:
        words = [f"{name}={value}" for name, value in SMALL.items() if name not in given]
        code = main(["run", *words, typed])
        line = capsys.readouterr().err.removeprefix("kompetanse: ").strip()
        small = {"world": "tiny", "horizon": 2018, **given}
        for ask in (
            lambda given=given: ko.run("never", **{**SMALL, **given}),
            lambda small=small: ko.simulate(**small),
            lambda small=small: ground(Setup(**small), 0),
        ):
            with pytest.raises(ko.BadInput) as refused:
                ask()
            if (code, str(refused.value)) != (2, line):
                wrong.append((given, line, str(refused.value)))
    assert wrong == []


def test_what_does_not_exist_is_refused_with_what_was_meant():
    wrong = []
    for ask, said in (
        (lambda: ko.compare("nevr", **SMALL), "did you mean never"),
        (lambda: ko.compare("never", "never", **SMALL), "nothing to compare"),
        (lambda: ko.run("never", horizn=2018), "did you mean horizon"),
        (lambda: ko.run({"name": "x", "timeline": [{"from": "2018-08-01", "set": {"dekom_s.requirment": 1}}]}, **SMALL),
         "no lever 'dekom_s.requirment'"),
        (lambda: ko.run({"name": "x", "timelines": []}, **SMALL), "timelines: no such key"),
        (lambda: ko.sweep(["fade_unusd"], **SMALL), "did you mean fade_unused"),
        (lambda: ko.simulate(levers={"dekom_s.requirment": 1}, world="tiny"), "did you mean dekom_s.requirement"),
        (lambda: ko.simulate(levers={"dekom_s.requirement": 7.0}, world="tiny"), "7.0 is not from 0.05 to 1"),
        (lambda: ko.use("./nowhere.py"), "there is no such file"),
        (lambda: ko.simulate(scenario="nevr", world="tiny"), "did you mean never"),
    ):  # fmt: skip
        try:
            ask()
            wrong.append((said, "not refused"))
        except ko.BadInput as refused:
            if said not in str(refused):
                wrong.append((said, str(refused)))
    assert wrong == []


def test_plugins_of_a_session_are_in_all_that_is_asked():
    example = Path(__file__).parents[1] / "examples" / "plugins" / "own_indicator.py"
    try:
        ko.use(example)
        assert "uneven_practice" in ko.indicators().index
        found = ko.simulate(world="tiny", horizon=2018)
        assert "uneven_practice" in set(found["indicator"])
    finally:
        ko.use()
    assert "uneven_practice" not in ko.indicators().index
