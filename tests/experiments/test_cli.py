"""The command line answers, refuses in one line, and says how it went by its exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import yaml
from matplotlib.figure import Figure

from experiments.cli import main
from experiments.present.names import quantity
from sim.analysis.words import Words
from sim.policy import lever_kinds
from sim.scenario import parting, semester_of
from sim.scenario_file import shipped
from sim.timeline import scenario
from tests.experiments.driver import ROOT
from tests.experiments.fake_model import forgetful, interrupted, replicate, sick

SMALL = ["world=tiny", "horizon=2019", "workers=1", "figures=none"]
AGAINST_NEVER = ["scenarios=[model_2025]", "baseline=never"]


def answer(capsys, *words: str, model=replicate) -> tuple[int, str, str]:
    code = main(list(words), model)
    out, err = capsys.readouterr()
    return code, out, err


def test_compare_is_the_default_and_prints_table_notes_and_folder(capsys):
    code, out, err = answer(capsys, *SMALL, *AGAINST_NEVER, "replications=4")
    assert code == 0
    assert "“Schemes of 2017–2025” against “No decentralised model”, spring 2019, the small country “tiny”" in out
    for said in (
        "Difference",
        "95 % interval",
        "up",
        "undefined",
        "–",
        "4 paired runs",
        "luck and uncertainty",
        "agree to the last bit",
    ):
        assert said in out
    assert "14/14" in err
    folder = Path(out.rsplit("Results: ", 1)[1].strip())
    table = pd.read_csv(folder / "tables" / "comparison.csv")
    assert set(table["indicator"]) == {"practice", "broad_share", "turnover"}
    again = answer(capsys, "compare", *SMALL, *AGAINST_NEVER, "replications=4")
    assert again[1].count("0 runs made, 12 found") == 1


def test_the_default_compares_the_law_of_2026_with_the_schemes_before_it_and_with_none(capsys):
    out = answer(capsys, *SMALL, "horizon=2027", "replications=2")[1]
    assert "How do “Schemes of 2017–2025” and “No decentralised model” differ from “System of 2026”?" in out
    assert "Differences from “System of 2026”, spring 2027, the small country “tiny”" in out


def test_a_comparison_of_scenarios_that_have_not_parted_yet_says_so_in_one_line(capsys):
    for horizon in (2019, 2025):
        words = (*SMALL, "scenarios=[model_2025]", "replications=2", f"horizon={horizon}")
        two = "“Schemes of 2017–2025” and “System of 2026”"
        said = f"{two} decide nothing differently that acts before spring {horizon}"
        assert said in answer(capsys, *words)[1]
        assert "vedtar ikke noe ulikt som virker før våren" in answer(capsys, *words, "language=nb")[1]


def test_an_answer_does_not_depend_on_what_else_the_folder_holds(capsys):
    few = answer(capsys, *SMALL, "replications=2")[1].splitlines()[:6]
    answer(capsys, *SMALL, "replications=5")
    assert answer(capsys, *SMALL, "replications=2")[1].splitlines()[:6] == few


def test_figures_of_a_comparison_are_those_of_its_answer_unless_all_are_wanted(capsys):
    words = ["compare", "world=tiny", "horizon=2024", "workers=1", "replications=2", "output=here"]
    assert answer(capsys, *words)[0] == 0
    first = {path.name for path in Path("here/figures").iterdir()}
    assert "differences.png" in first
    assert {Path(name).suffix for name in first} == {".png"}
    assert answer(capsys, *words, "figures=all", "format=svg")[0] == 0
    drawn = {path.name for path in Path("here/figures").iterdir()} - first
    assert {Path(name).stem for name in first} < {Path(name).stem for name in drawn}
    assert {Path(name).suffix for name in drawn} == {".svg"}


def test_figures_are_of_the_kind_asked_for_and_are_not_drawn_again(capsys, monkeypatch):
    drawn = []

    def few(*_, **__):
        drawn.append(1)
        return {"paths": Figure()}

    monkeypatch.setattr("sim.analysis.figures.comparison_figures", few)
    words = ["compare", *SMALL[:3], "replications=2", "output=here"]
    for kind in ("png", "svg", "pdf", "png"):
        assert answer(capsys, *words, f"format={kind}")[0] == 0
    assert {path.name for path in Path("here/figures").iterdir()} == {"paths.png", "paths.svg", "paths.pdf"}
    assert len(drawn) == 4, "another kind is drawn"
    answer(capsys, *words, "format=png")
    answer(capsys, *words, "format=png", "workers=2")
    assert len(drawn) == 4
    Path("here/figures/paths.png").unlink()
    answer(capsys, *words, "format=png")
    assert (len(drawn), Path("here/figures/paths.png").exists()) == (5, True)
    answer(capsys, *words, "figures=none", "replications=3")
    assert len(drawn) == 5


def test_bokmal_words_and_decimal_commas(capsys):
    code, out, _ = answer(capsys, *SMALL, *AGAINST_NEVER, "replications=3", "language=nb")
    assert code == 0
    for said in (
        "mot «Uten desentralisert modell»",
        "Forskjell",
        "Konklusjon",
        "opp",
        "0,",
        "Intervallene viser tilf",
    ):
        assert said in out


def test_one_replication_cannot_tell(capsys):
    _, out, _ = answer(capsys, *SMALL, "replications=1")
    assert "One paired run says nothing of how sure that is" in out
    assert "Cannot be told: teaching practice" in out


def test_run_prints_levels_and_writes_the_agreed_folder(capsys):
    code, out, _ = answer(
        capsys, "run", "scenario=never", "replications=2", "world=agder", "horizon=2020", "output=here", "workers=1",
        "figures=none",
    )  # fmt: skip
    assert code == 0
    assert "No decentralised model, spring 2020, 2 replications" in out
    assert json.loads(Path("here/manifest.json").read_text(encoding="utf-8"))["setup"]["world"] == "agder"
    assert yaml.safe_load(Path("here/config.yaml").read_text(encoding="utf-8"))["output"] == "here"


def test_run_draws_topics_and_the_partnerships_that_were_recorded(capsys, monkeypatch, blank):
    small = ["run", "scenario=model_2025", "replications=2", "world=tiny", "horizon=2020", "workers=1"]
    assert answer(capsys, *small, "output=here", model=None)[0] == 0
    drawn = {path.stem for path in Path("here/figures").iterdir()}
    assert {"paths", "composition", "partnerships"} <= drawn
    assert Path("here/tables/partnerships.csv").exists()
    monkeypatch.setattr("sim.analysis.figures.run_figures", lambda *_, **__: {})
    assert answer(capsys, *small, "record=[nation]", "output=there", model=None)[0] == 0
    assert not Path("there/figures").exists()


def test_a_scenario_of_the_users_own_from_new_to_compare(capsys):
    assert answer(capsys, "new", "my_idea")[0] == 0
    text = Path("my_idea.yaml").read_text(encoding="utf-8")
    assert all(f"# {lever}: " in text for lever in lever_kinds())
    code, out, _ = answer(capsys, "compare", "scenarios=[./my_idea.yaml]", *SMALL, "replications=2")
    assert code == 0
    assert "“Half of the staff” and “System of 2026” decide nothing differently" in out
    assert answer(capsys, "new", "my_idea")[0] == 2
    assert Path("my_idea.yaml").read_text(encoding="utf-8") == text


def test_the_file_that_new_writes_lists_what_is_in_force_in_its_base_and_changes_something(capsys):
    answer(capsys, "new", "my_idea")
    found, base = scenario("./my_idea.yaml"), scenario("system_2026")
    autumn_2026 = semester_of(date(2026, 8, 1))
    assert parting([found, base], 0, 60) == autumn_2026
    assert set(found.question) == {"en", "nb"}
    text = Path("my_idea.yaml").read_text(encoding="utf-8")
    levers = yaml.safe_load("\n".join(line[2:] for line in text.splitlines() if re.match(r"# \w+\.\w+: ", line)))
    for name, value in levers.items():
        section, lever = name.split(".")
        in_force = base.levers_at(autumn_2026)[section][lever]
        assert value == (in_force["rule"] if isinstance(in_force, dict) and "rule" in in_force else in_force), name


def test_a_lever_of_the_list_can_be_put_into_the_file_as_it_stands(capsys):
    answer(capsys, "new", "my_idea")
    text = Path("my_idea.yaml").read_text(encoding="utf-8")
    every = [f"      {line[2:]}" for line in text.splitlines() if re.match(r"# \w+\.\w+: ", line)]
    head = text[: text.index("      dekom_s.requirement")]
    Path("my_idea.yaml").write_text(head + "\n".join(every), encoding="utf-8")
    assert scenario("./my_idea.yaml").canonical() == scenario("system_2026").canonical()


def test_scenarios_lists_all_with_base_first_date_and_question(capsys):
    _, out, _ = answer(capsys, "scenarios")
    rows = {cells[0]: cells[1:] for row in out.splitlines() if (cells := re.split(r"\s{2,}", row.strip()))}
    assert set(shipped()) <= set(rows)
    asked = "What if a third of collective money were earmarked for subjects?"
    assert rows["subject_quota"] == ["Subject quota", "system_2026", "2026-08-01", asked]
    assert rows["model_2025"][:3] == ["Schemes of 2017–2025", "–", "2017-08-01"]
    nb = answer(capsys, "scenarios", "language=nb")[1]
    assert "Hva om" in nb
    assert "Bygger på" in nb


def test_country_describes_and_fits(capsys):
    code, out, _ = answer(capsys, "country", "world=tiny", "output=land")
    assert code == 0
    assert "schools" in out
    fit = pd.read_csv("land/tables/fit.csv")
    assert {"quantity", "published", "simulated"} <= set(fit.columns)
    nb = answer(capsys, "country", "world=tiny", "output=land", "language=nb")[1]
    assert "lærere i grunnskolen" in nb
    assert "fylke 39 Vestfold: opplæringskontor" in nb
    for code in fit["quantity"]:
        names = {quantity(code, Words(language)) for language in ("en", "nb")}
        assert len(names) == 2, code
        assert not any("_" in name for name in names), code


BAD = [
    (["run", "baseline=never"], "run does not read baseline"),
    (["run", "parameters.exit_qualified=7"], "from 0 to 1"),
    (["run", "parameters.dose_scale=-3"], "from 0"),
    (["switching"], "scenario=system_2026: that is the baseline too"),
    (["comparr"], "did you mean compare"),
    (["seed=1,2"], "sweep"),
    (["-m", "seed=interval(1,2)"], "choices and ranges"),
    (["-m", "seed=1,2", "output=x"], "a folder each"),
    (["--config-dir", "x"], "no such folder"),
    (["--verbose"], "no such flag"),
    (["--cfg", "hydra"], "--cfg job"),
    (["run", "never"], "scenario=never"),
    (["compare", "a", "b"], "one word at most"),
    (["run", "nope=1"], "nope"),
    (["run", "scenario=nevr"], "did you mean never"),
    (["run", "world=agdr"], "did you mean agder"),
    (["compare", "scenarios=[system_2026]"], "nothing to compare"),
    (["run", "scenario=nobody"], "does not exist; known are"),
    (["compare", "scenarios=[halved,halved]"], "twice"),
    (["compare", "record=[county]"], "nation is always needed"),
    (["new", "Bad Name"], "small letters"),
    (["new"], "give a name"),
    (["country", "parameters.uh_hours=many"], "should be a number"),
]


def test_bad_input_is_one_line_and_exit_code_2(capsys):
    for words, said in BAD:
        code, out, err = answer(capsys, *words)
        assert (code, out, said in err, err.count("\n")) == (2, "", True, 1), (words, err)
        assert not Path("results").exists()


def test_cfg_job_prints_the_configuration_and_runs_nothing(capsys):
    code, out, _ = answer(capsys, "compare", "seed=7", "--cfg", "job")
    assert code == 0
    assert yaml.safe_load(out)["seed"] == 7
    assert list(Path().iterdir()) == []


def test_some_failed_runs_are_exit_code_3(capsys):
    code, out, err = answer(capsys, *SMALL, "replications=3", model=sick)
    assert code == 3
    assert "Provisional, from 2 paired runs only" in out
    assert "never, replication 1: ZeroDivisionError: nobody is left" in err


def test_a_failed_check_is_exit_code_1(capsys):
    code, out, err = answer(capsys, *SMALL, model=forgetful)
    assert (code, out) == (1, "")
    assert "check failed" in err


def test_a_folder_of_something_else_is_exit_code_4(capsys):
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("x")
    code, _, err = answer(capsys, *SMALL, "output=mine")
    assert code == 4
    assert "other files" in err


def test_ctrl_c_is_exit_code_130_and_the_same_command_goes_on(capsys):
    code, _, err = answer(capsys, *SMALL, "replications=3", model=interrupted)
    assert code == 130
    assert "finished runs are kept" in err
    assert "9 runs made, 3 found" in answer(capsys, *SMALL, "replications=3")[1]


def test_the_installed_command_runs_in_a_process_of_its_own_and_writes_nothing(tmp_path):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252"}
    asked = [sys.executable, "-m", "experiments", "scenarios", "language=nb"]
    found = subprocess.run(asked, capture_output=True, cwd=tmp_path, env=environment, check=False)
    assert found.returncode == 0, found.stderr.decode()
    assert "skoler som sliter med å beholde lærere" in found.stdout.decode("utf-8")
    assert list(tmp_path.iterdir()) == []
