"""The examples run: other people's tools drive the model, and the notebooks are what they say they are."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
import warnings
from pathlib import Path

import matplotlib as mpl
import pytest
import yaml

EXAMPLES = Path(__file__).parents[1] / "examples"
NOTEBOOKS = sorted((EXAMPLES / "notebooks").glob("*.ipynb"))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """In an empty folder, with other libraries' warnings left to them."""
    monkeypatch.chdir(tmp_path)
    mpl.use("Agg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def example(name: str):
    """An example as a module."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_salib_screens():
    found = example("salib_morris").screen(trajectories=2)
    assert (found["mu_star"] > 0).all()


@pytest.mark.slow
def test_ema_workbench_explores():
    pytest.importorskip("ema_workbench", reason="the extra discovery is not installed")
    found = example("ema_discovery").explore(experiments=5)
    assert found["added"].sum() == pytest.approx(1.0)


def test_optuna_asks_and_tells():
    pytest.importorskip("optuna", reason="the group examples is not installed")
    study = example("optuna_fit").fit(trials=3)
    assert study.best_value < 0.1
    assert len(study.trials) == 3


@pytest.mark.slow
def test_scikit_learn_stands_in():
    pytest.importorskip("sklearn", reason="the group examples is not installed")
    emulator, _ = example("sklearn_emulator").learn(points=8, replications=1)
    assert 0 < emulator.predict([[0.3, 0.2]])[0] < 1


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_was_run(path):
    """Every cell runs, in order, in one namespace; what is stored was run from top to bottom, without error."""
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert not [out for cell in cells for out in cell["outputs"] if out["output_type"] == "error"]
    space: dict[str, object] = {"__name__": "notebook"}
    for cell in cells:
        text = "".join(cell["source"])
        if text.startswith("%%writefile "):
            first, _, rest = text.partition("\n")
            Path(first.split()[1]).write_text(rest, encoding="utf-8")
        else:
            exec(compile(text, path.name, "exec"), space)


@pytest.mark.slow
def test_the_page_on_python_runs_as_it_stands():
    """Its blocks in order, made small by the options a reader may give."""
    text = (EXAMPLES.parent / "docs" / "python.md").read_text(encoding="utf-8")
    space: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        small = block.replace("horizon=2030", "horizon=2018").replace("replications=10", "replications=4")
        small = small.replace('world="tiny")\n', 'world="tiny", horizon=2018)\n')
        exec(compile(small, "docs/python.md", "exec"), space)


def test_name_version_and_licence_are_the_same_wherever_they_stand():
    root = EXAMPLES.parent
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    meta = json.loads((root / "codemeta.json").read_text(encoding="utf-8"))
    cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    for key in ("version", "name", "description"):
        assert meta[key] == project[key]
    assert cited["version"] == project["version"]
    assert meta["license"].endswith(project["license"])
    assert cited["license"] == project["license"]
