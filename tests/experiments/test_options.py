"""Options belong to commands; every bad key and value ends in one clear line, and texts are taken as typed."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from experiments.cli import main
from experiments.command import RECORDED
from experiments.commands import COMMANDS, readers
from experiments.compose import combinations, compose
from experiments.options import GRAINS, LEVELS, Compare, Options, Run, Study, Sweep, Switching, Trace, check, declared
from experiments.refusals import BAD_INPUT, BadInput
from tests.experiments.driver import ROOT

BAD = [
    (Run, "nope=1", "nope"), (Run, "+nope=1", "nope"), (Run, "++nope=1", "nope"), (Run, "~seed", "seed"),
    (Run, "~nope", "nope"), (Run, "~parameters", "parameters"), (Run, "seed=1.5", "seed"), (Run, "seed=true", "seed"),
    (Run, "seed=-1", "seed"), (Run, "seed=null", "seed"), (Run, "seed=???", "seed"), (Run, "seed=1,2", "several"),
    (Run, "seed=range(1,3)", "several values"), (Run, "seed=${oc.env:HOME}", "seed"), (Run, "seed=${nope}", "nope"),
    (Run, "seed", "seed"), (Run, "seed.x=1", "seed"), (Run, "world@here=x", "world"), (Run, "horizon=2017", "horizon"),
    (Run, "replications=0", "replications"), (Run, "uncertainty=maybe", "'register' or 'posterior'"),
    (Run, "workers=0", "workers"), (Run, "executor=ray", "executor"), (Run, "language=sv", "'en' or 'nb'"),
    (Run, "on_error=retry", "'continue' or 'stop'"), (Run, "record=[nation,town]", "no such level"),
    (Run, "record=[nation,county:weekly]", "every semester, year, five_years, last"), (Run, "record=[]", "record"),
    (Run, "record=[county]", "the level nation is always needed"), (Run, "figures=some", "'answer', 'all' or 'none'"),
    (Compare, "scenarios=[]", "scenarios"), (Compare, "scenarios=never,halved", "'scenarios=[never,halved]'"),
    (Compare, "scenarios=[never", "a list ends with ]"), (Run, "run_timeout=0", "greater than 0"),
    (Run, "run_timeout=.inf", "run_timeout"), (Run, "executor=dask", "scheduler=null"),
    (Run, "scheduler=here:1", "executor=dask"), (Compare, "precision=0.1", "precision"),
    (Run, "hydra.run.dir=x", "hydra"),
    (Run, "hydra/launcher=joblib", "hydra"), (Run, "parameters.nope=1", "register"),
    (Run, "parameters.teacher_sd=much", "number"), (Run, "parameters.teacher_sd=nan", "finite"),
    (Run, "parameters.teacher_sd=true", "number"), (Run, "parameters=3", "parameters"),
    (Run, "parameters.teacher_sd.x=1", "number"), (Run, "tables.schools=missing.csv", "no such file"),
    (Run, "output=", "output"), (Run, "=3", "no such option"), (Run, "scenario=nevr", "did you mean never"),
    (Run, "scenario=2025", "does not exist"), (Compare, "baseline=nevr", "did you mean never"),
    (Sweep, "levers_from=soon", "levers_from"),
    (Run, "run_timeout=0,5", "written with a point: run_timeout=0.5"),
    (Run, "parameters.teacher_sd=0,25", "written with a point: parameters.teacher_sd=0.25"),
    (Compare, "precision={indicator:practice,half_width:0,002}", "written with a point"),
]  # fmt: skip


def options(kind: type[Options], *words: str) -> Options:
    found = check(kind, compose(kind, words))
    if hasattr(found, "levels"):
        found.levels(RECORDED)
    return found


def test_a_bad_word_is_one_line_that_names_it():
    wrong = []
    for kind, word, said in BAD:
        try:
            options(kind, word)
        except BadInput as refused:
            if said not in str(refused) or "\n" in str(refused):
                wrong.append((word, str(refused)))
        else:
            wrong.append((word, "taken"))
    assert wrong == []


def test_defaults_are_legal():
    for name, command in COMMANDS.items():
        found = options(command.options)
        assert found == command.options(), name
    assert (Compare().baseline, Compare().replications, Compare().uncertainty) == ("system_2026", 20, "register")
    assert Compare().scenarios == ["system_2026", "model_2025", "never"]


STRANGE = ["resultater/blåbær", "hjemme/Bjørn/x", "~/mappe", "kommuner (1).geojson", "a=b", "a#b", "C:\\Users\\Åse x",
           "é", "a {b} [c]", "100 %", "a:(b", "søk?", "a,b", "$HOME", "*.csv", "'", "a;b&c|d", "0123"]  # fmt: skip


def test_texts_are_taken_as_they_are_typed():
    for text in STRANGE:
        assert options(Run, f"output={text}").output == text, text
        assert options(Trace, f"unit={text}").unit == text, text
        if "," not in text:
            assert compose(Compare, [f"scenarios=[never,{text}]"])["scenarios"] == ["never", text], text
            assert compose(Compare, [f"tables.schools={text}"])["tables"] == {"schools": text}, text
    assert options(Run, "output='a (b)'").output == "a (b)"
    assert compose(Compare, ["scenarios=['a,b', \"c\"]"])["scenarios"] == ["a,b", "c"]
    assert compose(Compare, ["output=null"])["output"] is None


def test_numbers_lists_and_mappings_are_hydras(tmp_path):
    found = options(Sweep, "points=8", "factors={fade_unused:[0.1,0.4],dekom_s.active:null}", "++seed=4",
                    "correlations={a:{b:0.5}}", "+parameters.teacher_sd=1", "levers_from=2027-08-01")  # fmt: skip
    assert (found.points, found.seed, found.parameters) == (8, 4, {"teacher_sd": 1.0})
    assert found.factors == {"fade_unused": [0.1, 0.4], "dekom_s.active": None}
    assert found.levers_from.isoformat() == "2027-08-01"
    assert options(Sweep, "factors=[fade_unused]").factors == ["fade_unused"]
    assert options(Switching, "factors=fade_unused").factors == "fade_unused"
    assert options(Compare, "precision={indicator:practice,half_width:0.1}").precision.cap == 500
    assert options(Compare, "precision.half_width=0.1").precision.half_width == 0.1
    assert options(Compare, "scenarios=never").scenarios == ["never"]


def test_a_time_limit_needs_a_process_that_can_be_stopped():
    with pytest.raises(BadInput, match=r"run_timeout=5: executor=inline"):
        options(Run, "run_timeout=5", "executor=inline")
    assert options(Run, "run_timeout=5").run_timeout == 5.0


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=20))
def test_any_text_is_taken_or_refused_in_one_line(text):
    try:
        options(Run, text)
    except BadInput as refused:
        said = str(refused)
    else:
        said = "taken"
    assert len(said.splitlines()) == 1


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20))
def test_any_text_of_a_path_is_taken_as_it_is(text):
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "'\""
    if not quoted and text != "null":
        assert compose(Run, [f"output={text}"])["output"] == text


def test_levels_come_in_one_order_with_how_often():
    assert options(Run, "record=[school,nation]").levels(()) == ("nation:semester", "school:year")
    found = options(Run, "record=[municipality:semester,nation:last]").levels(())
    assert found == ("nation:last", "municipality:semester")
    assert options(Run).levels(("county", "nation")) == ("nation:semester", "county:year")
    assert LEVELS[0] == "nation"
    assert GRAINS[0] == "semester"


# ---- options of commands


def test_an_option_that_a_command_does_not_read_is_refused_with_those_that_do(capsys):
    for words, said in (
        (["run", "points=50"], "run does not read points; sweep and meeting and calibrate do"),
        (["run", "threshold=3"], "run does not read threshold; discover does"),
        (["run", "most=9"], "run does not read most; discover and switching do"),
        (["check", "world=agder"], "check does not read world; many commands do"),
        (["compare", "scenario=doubled"], "write 'scenarios=[doubled]'"),
        (["run", "scenarios=[a]"], "it takes one: write scenario="),
        (["trace", "replications=5"], "write replication="),
        (["scenarios", "seed=1"], "`kompetanse scenarios --help` lists its options"),
        (["compare", "replicatoins=3"], "did you mean replications"),
    ):
        assert main(words) == BAD_INPUT
        out, err = capsys.readouterr()
        assert (out, err.count("\n"), said in err) == ("", 1, True), err


def test_every_option_says_what_it_means_and_belongs_to_a_command():
    for name, command in COMMANDS.items():
        for option in command.options.model_fields:
            about = declared(command.options, option).description
            assert about, f"{name}: {option}"
            assert name in readers(option)


def test_help_fits_a_screen_and_shows_every_option_with_its_default(capsys):
    for name, command in COMMANDS.items():
        assert main([name, "--help"]) == 0
        shown = capsys.readouterr().out
        assert (len(shown.splitlines()) <= 40, max(map(len, shown.splitlines())) <= 80) == (True, True), name
        for option in command.options.model_fields:
            assert f"\n  {option}=" in shown, f"{name}: {option}"
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"\n  {name} " in shown for name in COMMANDS)
    assert max(map(len, shown.splitlines())) <= 80


def test_examples_of_the_help_are_legal(tmp_path):
    (tmp_path / "my.yaml").write_text("name: mine\nquestion: {en: a}\ntimeline: []\n")
    for name in ("mine.yaml", "my_idea.yaml"):
        (tmp_path / name).write_text((tmp_path / "my.yaml").read_text())
    for name, command in COMMANDS.items():
        for example in command.examples:
            words = [word for word in shlex.split(example) if "=" in word]
            check(command.options, compose(command.options, words))
        assert name == "compare" or command.examples
    assert set(get_args(Study.model_fields["uncertainty"].annotation)) >= {type(None)}


# ---- files of the user's own


@pytest.fixture
def own(tmp_path) -> Path:
    folder = tmp_path / "mine"
    for name, text in {
        "scenario/blåbær.yaml": "name: blueberry\nquestion: {en: Why?}\nbase: model_2025\ntimeline: []\n",
        "study/mine.yaml": "name: mine\nquestion: {en: Why?}\nbaseline: never\nscenarios: [model_2025]\n"
                           "replications: 2\nheadline: [practice]\nsteps: [compare: {}]\n",
        "setup/small.yaml": "# @package _global_\nworld: tiny\nreplications: 3\n",
        "setup/odd.yaml": "# @package _global_\nwrold: tiny\n",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_of_the_users_own_has_scenarios_studies_and_options(own, capsys):
    asked = ["compare", "scenarios=[blåbær]", "+setup=small", "replications=4", "--cfg", "job"]
    assert main(["--config-dir", str(own), *asked]) == 0
    found = yaml.safe_load(capsys.readouterr().out)
    assert (found["world"], found["replications"]) == ("tiny", 4)
    assert found["scenarios"] == [str(own / "scenario" / "blåbær.yaml")]
    for words, said in (
        (["+setup=none"], "setup/none"), (["+setup=odd"], "wrold: no such option; did you mean world"),
        (["+nothing=small"], "nothing"), (["setup=small"], "no such option"),
    ):  # fmt: skip
        assert main(["--config-dir", str(own), "compare", *words]) == BAD_INPUT
        err = capsys.readouterr().err
        assert (err.count("\n"), said in err) == (1, True), err
    assert main(["--config-dir", "nowhere", "compare"]) == BAD_INPUT
    assert "there is no such folder" in capsys.readouterr().err


def test_info_tells_versions_and_places(own, capsys):
    assert main(["--config-dir", str(own), "--info"]) == 0
    out = capsys.readouterr().out
    assert all(said in out for said in ("command: compare", "numpy: ", "Python: ", f"your own (--config-dir): {own}"))


def test_multirun_takes_every_combination_the_last_key_fastest():
    found = combinations(Run, ["scenario=model_2025,never", "seed=range(1,3)", "world=tiny"])
    assert len(found) == 4
    assert found[1] == ["scenario=model_2025", "seed=2", "world=tiny"]
    assert combinations(Compare, ["scenarios=[never],[halved,doubled]"]) == [
        ["scenarios=[never]"], ["scenarios=[halved,doubled]"],
    ]  # fmt: skip
    assert combinations(Run, ["scenario=choice(never,halved)"]) == [["scenario=never"], ["scenario=halved"]]
    assert combinations(Run, ["output='a,b'"]) == [["output='a,b'"]]


# ---- start-up


HEAVY = {"pandas", "numba", "mesa", "scipy", "matplotlib", "pyarrow", "networkx", "SALib", "numpy", "hydra"}
"""Packages that take long to import."""
PATHS = {
    ("--help",): HEAVY | {"rich", "yaml", "omegaconf"},
    ("sweep", "--help"): HEAVY | {"rich", "yaml", "omegaconf"},
    ("run", "nope=1"): HEAVY | {"rich", "yaml", "omegaconf"},
    ("run", "points=4"): HEAVY | {"rich", "yaml", "omegaconf"},
    ("nothing",): HEAVY | {"rich", "yaml", "omegaconf"},
    ("run", "scenario=nevr"): HEAVY | {"rich"},
    ("compare", "scenarios=[nevr]", "output=x"): HEAVY | {"rich"},
    ("run", "horizon=2000"): HEAVY - {"hydra"} | {"rich"},
    ("compare", "seed=3", "--cfg", "job"): HEAVY - {"hydra"} | {"rich"},
}
"""What each way through the program must not import."""


def test_no_path_that_a_user_waits_for_imports_what_it_does_not_need(tmp_path):
    """All in one process, each from a clean set of modules; `scenarios` in its own, because it prints a table."""
    code = f"""
import json, sys
sys.path.insert(0, {str(ROOT)!r})
clean = set(sys.modules)
found = {{}}
for words in json.load(sys.stdin):
    from experiments.cli import main
    main(words)
    found[" ".join(words)] = sorted({{name.split(".")[0] for name in sys.modules}})
    for name in set(sys.modules) - clean:
        if name.split(".")[0] in {sorted(HEAVY | {"rich", "yaml", "omegaconf", "experiments", "sim"})!r}:
            del sys.modules[name]
json.dump(found, open("found.json", "w"))
"""
    asked = json.dumps([list(words) for words in PATHS])
    done = subprocess.run([sys.executable, "-c", code], input=asked, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(Path("found.json").read_text())
    wrong = {words: sorted(PATHS[words] & set(found[" ".join(words)])) for words in PATHS}
    assert {words: names for words, names in wrong.items() if names} == {}


def test_the_list_of_scenarios_needs_nothing_of_the_model():
    code = "import sys; from experiments.cli import main; main(['scenarios']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=True)
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert loaded & (HEAVY - {"numpy"}) == set()


def test_without_a_home_and_on_a_read_only_install_caches_go_to_a_temporary_folder(monkeypatch, tmp_path):
    from experiments import caches

    (tmp_path / "file").write_text("")  # nobody, root neither, can write below a file
    monkeypatch.setenv("HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setattr(caches, "HERE", tmp_path / "file" / "experiments")
    monkeypatch.setattr(caches.tempfile, "gettempdir", lambda: str(tmp_path))
    for name in caches.CACHES:
        monkeypatch.delenv(name, raising=False)
    moved = caches.settle_caches()
    assert moved is not None
    assert Path(moved).parent == tmp_path
    assert {os.environ[name] for name in caches.CACHES} == {moved}
    assert caches.settle_caches() is None, "said once"
