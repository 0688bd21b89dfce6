"""Plugins: a user's own variants act, name the run, travel to workers, and are refused in one line when broken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.designs.design import Design
from experiments.refusals import BadInput
from experiments.run.work import common_ground
from experiments.store.manifest import ground_of, read_manifest
from sim.indicators import BY_NAME
from sim.parameters import register
from sim.plugins import find_plugin, in_use, use
from sim.policy import lever_values
from sim.rules.base import options
from sim.rules.dose import Dose
from sim.setup import Setup
from sim.simulation import forget_eve, replicate
from sim.timeline import scenario

EXAMPLES = Path(__file__).parents[1] / "examples" / "plugins"
FILES = ("own_rule.py", "graduate_grant.py", "own_indicator.py", "neighbours.py")


@pytest.fixture(autouse=True)
def none_left(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield
    use(())
    forget_eve()


@pytest.fixture
def using():
    """Puts plugins into use by name, and returns the last."""

    def put(*names: str):
        found = [find_plugin(str(EXAMPLES / name)) for name in names]
        use(found)
        return found[-1]

    return put


def recorded(name: str = "model_2025", replication: int = 0, horizon: int = 2020, **setup) -> tuple[str, pd.Series]:
    """Digest of the last state, and the nation's values in the last spring by indicator."""
    (run,) = replicate(Setup("tiny", horizon=horizon, **setup), [scenario(name)], replication)
    r = run.records
    last = r.semester == r.semester.max()
    names = np.array(r.indicators)[r.indicator[last]]
    return run.digest, pd.Series(r.value[last], index=names)


# ---- laws


def test_nothing_is_left_of_a_plugin_and_an_unmodified_run_keeps_its_name(using):
    def there():
        own = lever_values(), list(register()["name"]), list(BY_NAME), sorted(options(Dose))
        return *own, Design(Setup("tiny"), (scenario("never"),), 1).question

    before = there()
    using(*FILES)
    assert all(one != other for one, other in zip(there(), before, strict=True))
    use(())
    assert there() == before


def test_a_plugin_that_nothing_asks_for_changes_no_value(using):
    alone = recorded(replication=3)
    using("own_rule.py", "own_indicator.py", "neighbours.py")
    state, values = recorded(replication=3)
    assert state == alone[0]
    pd.testing.assert_series_equal(values[alone[1].index], alone[1])


def test_a_run_is_named_by_the_content_of_its_plugins_and_not_by_where_they_lie(tmp_path):
    def name_of(path: Path) -> str:
        use([find_plugin(str(path))])
        return Design(Setup("tiny"), (scenario("never"),), 1).question

    first = name_of(EXAMPLES / "own_rule.py")
    moved, changed = tmp_path / "moved.py", tmp_path / "changed.py"
    shutil.copy(EXAMPLES / "own_rule.py", moved)
    changed.write_text(moved.read_text(encoding="utf-8") + "\nMORE = 1\n", encoding="utf-8")
    assert name_of(moved) == first
    assert name_of(changed) != first


def test_a_model_keeps_the_plugins_it_was_made_with(using):
    from sim.model import CompetenceModel

    mine = using("neighbours.py")
    model = CompetenceModel("tiny", "model_2025", horizon=2019)
    use(())
    model.step()
    assert in_use() == (mine,) == model.plugins
    assert type(model.world.networks.agents[0]).__name__ == "NeighbourlyNetwork"


# ---- each kind acts


def test_an_own_rule_is_a_third_reading_between_the_two_there_are(using, tmp_path):
    using("own_rule.py")
    hours = np.linspace(0.0, 40.0, 9)
    firm, soft, any_ = (options(Dose)[n] for n in ("threshold_dose", "soft_threshold_dose", "any_dose"))
    assert (firm()(hours, 14.0, 20.0) <= soft(0.5)(hours, 14.0, 20.0)).all()
    assert (soft(0.5)(hours, 14.0, 20.0) <= any_()(hours, 14.0, 20.0)).all()
    own = Path("soft.yaml")
    own.write_text("{name: soft, question: {en: Why?}, base: model_2025, timeline: "
                   "[{from: 2017-08-01, set: {context.dose: soft_threshold_dose}}]}")  # fmt: skip
    _, soft_values = recorded("./soft.yaml")
    _, firm_values = recorded()
    assert soft_values["practice"] > firm_values["practice"]


def test_an_own_indicator_is_recorded_at_every_level_of_its_table(using):
    using("own_indicator.py")
    (run,) = replicate(Setup("tiny", horizon=2018, record=("nation", "size_class", "school")), [scenario("never")], 0)
    r = run.records
    mine = r.indicator == r.indicators.index("uneven_practice")
    assert {r.levels[code] for code in np.unique(r.level[mine])} == {"nation", "size_class", "school"}
    assert (r.value[mine & (r.level == r.levels.index("nation"))] > 0).all()


def test_an_own_choice_reads_an_own_lever_and_an_own_parameter_that_is_drawn(using):
    using("neighbours.py")
    own = str(EXAMPLES / "neighbours.yaml")

    def applying(pull: float) -> float:
        found = [recorded(own, r, horizon=2022, parameters={"neighbours_pull": pull})[1] for r in range(3)]
        return sum(one["applied_share"] if "applied_share" in one else one["participation"] for one in found)

    assert recorded(own, parameters={"neighbours_pull": 0.0})[1]["practice"] == recorded()[1]["practice"]
    assert applying(0.6) != applying(0.0)
    from sim.luck import Luck
    from sim.parameters import draw

    drawn = [draw(Luck(1, r))["neighbours_pull"] for r in range(40)]
    assert 0.1 <= min(drawn) < max(drawn) <= 0.6
    others = draw(Luck(1, 0))
    use(())
    assert draw(Luck(1, 0)) == {name: value for name, value in others.items() if name != "neighbours_pull"}


# ---- found


def test_a_package_is_one_plugin_with_all_its_files(tmp_path):
    package = tmp_path / "mine"
    package.mkdir()
    (package / "__init__.py").write_text("from .rules import SoftThresholdDose\n")
    shutil.copy(EXAMPLES / "own_rule.py", package / "rules.py")
    found = find_plugin("./mine")
    use([found])
    assert "soft_threshold_dose" in options(Dose)
    (package / "rules.py").write_text("X = 1\n")
    assert find_plugin("./mine").digest != found.digest


def test_an_installed_package_offers_a_plugin_by_an_entry_point(tmp_path, monkeypatch):
    about = tmp_path / "neighbourly-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: neighbourly\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[kompetanse]\nneighbourly = neighbourly_networks\n")
    shutil.copy(EXAMPLES / "neighbours.py", tmp_path / "neighbourly_networks.py")
    monkeypatch.syspath_prepend(tmp_path)
    found = find_plugin("neighbourly")
    use([found])
    assert found.name == "neighbourly"
    assert "neighbours_pull" in set(register()["name"])
    with pytest.raises(
        BadInput, match=r"installed packages offer neighbourly\. A file of your own is a path: \./x\.py"
    ):
        find_plugin("x")


# ---- from the command line


def test_it_runs_from_the_command_line_in_worker_processes_and_the_folder_keeps_it(capsys):
    shutil.copy(EXAMPLES / "own_indicator.py", "mine.py")
    run = ["run", "scenario=never", "world=tiny", "horizon=2018", "replications=3", "figures=none", "output=out"]
    assert main([*run, "plugins=[./mine.py]", "workers=2"]) == 0
    out, _ = capsys.readouterr()
    assert "Unevenness of practice between schools" in out
    assert "Plugin mine: indicators: uneven_practice" in out
    manifest = read_manifest(Path("out"))
    (told,) = manifest["plugins"]
    assert (told["name"], told["adds"]) == ("mine", {"indicators": ["uneven_practice"]})
    assert ground_of(manifest) == manifest["ground"]
    Path("mine.py").unlink()
    for words in (["check", "out"], ["reproduce", "out", "replications=1"], ["export", "out"]):
        assert main(words) == 0, words
    assert "Ulikhet i praksis mellom skoler" in _exported(main, capsys)


def _exported(main, capsys) -> str:
    assert main(["export", "out", "language=nb", "output=nb"]) == 0
    capsys.readouterr()
    return "".join(path.read_text(encoding="utf-8-sig") for path in Path("nb").rglob("*.csv"))


def test_a_kept_plugin_that_was_changed_is_refused(capsys):
    shutil.copy(EXAMPLES / "own_indicator.py", "mine.py")
    main(["run", "scenario=never", "world=tiny", "horizon=2018", "replications=1", "figures=none", "output=out",
          "plugins=[./mine.py]", "workers=1"])  # fmt: skip
    (kept,) = Path("out/plugins").iterdir()
    kept.write_text("X = 1\n")
    capsys.readouterr()
    assert main(["check", "out"]) == 4
    assert capsys.readouterr().err.count("\n") == 1


def test_a_worker_that_does_not_see_the_plugin_refuses(tmp_path):
    shutil.copy(EXAMPLES / "own_rule.py", "mine.py")
    use([find_plugin("./mine.py")])
    guard = common_ground(tmp_path)
    guard()
    Path("mine.py").write_text("X = 1\n")
    with pytest.raises(BadInput, match=r"does not see .*mine\.py as the command does"):
        guard()


RULE = "from dataclasses import dataclass\nfrom sim.rules.dose import *\nfrom sim.rules.base import number\n"
TOLD = "'', en='', nb='', status='sourced'"
DOSE = "\n def threshold(self, t): return t"
FROZEN = "@dataclass(frozen=True)\nclass"
LEVER = "from dataclasses import dataclass\nfrom sim.levers import *\n"
BROKEN = {
    "x = ": "line 1: invalid syntax",
    "import nowhere_at_all": "bad.py, line 1: ModuleNotFoundError: No module named 'nowhere_at_all'",
    "\n1 / 0": "bad.py, line 2: ZeroDivisionError",
    "import sys\nsys.exit(3)": "SystemExit",
    "x = 1": "bad.py adds nothing",
    f"{RULE}{FROZEN} AnyDose(Dose):{DOSE}": "rule any_dose: there is",
    f"{RULE}class Mine(Dose): pass": "Mine: lacks threshold()",
    f"{RULE}class Mine(ThresholdDose): pass": "Mine: stands below ThresholdDose",
    f"{RULE}class Mine(Dose):\n part: float = number(0.5, en='', nb=''){DOSE}":
        "Mine.part: its class needs @dataclass(frozen=True)",
    f"{RULE}{FROZEN} Mine(Dose):\n part: float = number(2, en='', nb='', high=1){DOSE}":
        "Mine.part: 2 is not within its range",
    f"{LEVER}{FROZEN} Mentoring(Levers):\n x: float = lever(0.0, {TOLD})":
        "Mentoring: a section of levers is called <Name>Levers",
    f"{LEVER}{FROZEN} StaffLevers(Levers):\n x: float = lever(0.0, {TOLD})":
        "section of levers staff: there is one",
    f"{LEVER}{FROZEN} MyLevers(Levers):\n x: float = lever(2.0, {TOLD})":
        "ValueError: 2 is not from 0 to 1",
    "from sim.parameters import Parameter\nP = Parameter('exit_qualified', 1, None, '', '', '', '')":
        "parameter exit_qualified: there is one",
    "from sim.parameters import Parameter\nP = Parameter('mine', 1, (2, 3), '', '', '', '')":
        "parameter mine: 1 is not a number within 2 to 3",
    "from sim.agents.network import Network\nclass Mine(Network):\n def take_parts(self): pass":
        "Mine: makes no choice of Network itself; it can make apply, choose_partner",
    "from sim.agents.teacher import *\nfrom sim.columns import Actor\nclass Mine(Actor): pass":
        "Mine: is to stand directly below a kind of agent",
    "from sim.agents.network import Network\nclass A(Network):\n def apply(self): pass\n"
    "class B(Network):\n def apply(self): pass": "B: Network is refined by another class",
    "from sim.indicator import *\n@indicator(unit='', formula='', base='nation', kind='stock', better='+', smallest=1, "
    "weight='', en='', nb='')\ndef practice(world): return one(1.0)": "indicator practice: there is one",
}  # fmt: skip


def test_a_broken_plugin_is_refused_in_one_line_and_leaves_nothing(capsys):
    wrong = []
    before = lever_values(), list(BY_NAME), sorted(options(Dose))
    for text, said in BROKEN.items():
        Path("bad.py").write_text(text)
        code = main(["run", "plugins=[./bad.py]", "world=tiny"])
        _, err = capsys.readouterr()
        if (code, err.count("\n"), said in err) != (2, 1, True) or "plugins=bad: " not in err:
            wrong.append((text, code, err))
    assert wrong == []
    assert (lever_values(), list(BY_NAME), sorted(options(Dose))) == before


def test_what_is_no_plugin_is_refused_in_one_line(capsys):
    Path("beside.py").write_text("X = 1\n")
    Path("split.py").write_text("import beside\n")
    Path("empty").mkdir()
    Path("mine.yaml").write_text("")
    shutil.copy(EXAMPLES / "own_rule.py", "mine.py")
    wrong = []
    for value, said in {
        "[./nowhere.py]": "there is no such file",
        "[mine]": "no such plugin; no installed package offers one. A file of your own is a path: ./mine.py",
        "[./empty]": "a folder is a plugin if it has an __init__.py",
        "[./mine.yaml]": "a plugin is a Python file",
        "[./split.py]": "it imports beside.py, which lies beside it",
        "[./mine.py,./mine.py]": "it is given twice",
    }.items():
        code = main(["run", f"plugins={value}", "world=tiny"])
        _, err = capsys.readouterr()
        if (code, err.count("\n"), said in err) != (2, 1, True):
            wrong.append((value, code, err))
    assert wrong == []


def test_json_of_the_manifest_carries_no_path_of_the_machine(capsys, tmp_path):
    shutil.copy(EXAMPLES / "own_rule.py", "mine.py")
    main(["run", "scenario=never", "world=tiny", "horizon=2018", "replications=1", "figures=none", "output=out",
          "plugins=[./mine.py]", "workers=1"])  # fmt: skip
    text = json.dumps(read_manifest(Path("out")))
    assert str(tmp_path) not in text
