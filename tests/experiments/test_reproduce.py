"""A folder made again is the same to the bit, or says where it is not, and why it cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from experiments.cli import main
from tests.experiments.fake_model import replicate

MAKE = (
    "compare", "scenarios=[never]", "baseline=model_2025", "world=tiny", "horizon=2020", "replications=3", "workers=1",
    "output=out",
)  # fmt: skip


def moved(setup, scenarios, replication):
    """As the fake model, but one value of one run is another."""
    runs = replicate(setup, scenarios, replication)
    for run in runs:
        if (run.scenario, replication, setup.uncertainty) == ("never", 1, "point"):
            run.records.value[3] += 1e-12
    return runs


@pytest.fixture
def made() -> Path:
    assert main(MAKE, replicate) == 0
    return Path("out")


def answer(capsys, *words, model=replicate):
    capsys.readouterr()
    return main(["reproduce", *words, "workers=1"], model), "".join(capsys.readouterr())


def test_a_folder_made_again_is_the_same_and_is_left_as_it_was(made, capsys):
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    code, said = answer(capsys, "out")
    assert code == 0
    assert "12 runs the same to the bit, 0 different, 0 failed" in said
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before
    assert "4 runs the same to the bit" in answer(capsys, "out", "replications=1")[1]


def test_one_value_that_differs_is_named(made, capsys):
    code, said = answer(capsys, "out", model=moved)
    assert code == 1
    assert "never, replication 1, point 1" in said
    assert "(1 values)" in said
    assert "11 runs the same to the bit, 1 different" in said


def test_other_code_or_versions_are_refused_with_both_values_unless_asked_for(made, capsys):
    manifest = json.loads((made / "manifest.json").read_text(encoding="utf-8"))
    manifest["packages"]["numpy"] = "1.0"
    (made / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    code, said = answer(capsys, "out")
    assert code == 4
    assert f"numpy: 1.0 there, {np.__version__} here" in said
    code, said = answer(capsys, "out", "anyway=true")
    assert code == 0
    assert "numpy: 1.0 there" in said


def test_what_cannot_be_made_again_is_one_line(made, capsys):
    assert answer(capsys)[0] == 2
    assert answer(capsys, "nowhere")[0] == 4
    code, said = answer(capsys, "out", "seed=3")
    assert (code, said.count("\n")) == (2, 1)
