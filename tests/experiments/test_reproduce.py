"""A folder made again is the same to the bit, or says where it is not, and why it cannot be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from experiments.cli import main
from tests.experiments.fake_model import replicate

MAKE = (
    "compare", "scenarios=[never]", "baseline=model_2025", "world=tiny", "horizon=2020", "replications=3", "workers=1",
    "output=out", "figures=none",
)  # fmt: skip


def moved(setup, scenarios, replication):
    """As the fake model, but one value of one run is another, and in another run one that is not stored."""
    runs = replicate(setup, scenarios, replication)
    for run in runs:
        if (run.scenario, setup.uncertainty) == ("never", "register") and replication:
            run.records.value[0 if replication == 1 else 3] += 1e-12
    return runs


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "out"
    assert main([*MAKE, f"output={folder}"], replicate) == 0
    return folder


@pytest.fixture
def made(once) -> Path:
    return Path(shutil.copytree(once, "out"))


def answer(capsys, *words, model=replicate):
    capsys.readouterr()
    return main(["reproduce", *words, "workers=1"], model), "".join(capsys.readouterr())


def test_a_folder_made_again_is_the_same_and_is_left_as_it_was(made, capsys):
    before = {path: path.read_bytes() for path in made.rglob("*") if path.is_file()}
    code, said = answer(capsys, "out")
    assert code == 0
    assert "8 runs the same to the bit, 0 different, 0 failed" in said
    assert {path: path.read_bytes() for path in made.rglob("*") if path.is_file()} == before
    assert "4 runs the same to the bit" in answer(capsys, "out", "replications=1")[1]


def test_one_value_that_differs_is_named(made, capsys):
    code, said = answer(capsys, "out", model=moved)
    assert code == 1
    assert "never, replication 1, point 0: practice of nation norway in semester 0: 0." in said
    assert "(1 values)" in said
    assert "never, replication 2, point 0: last state, or a value that is not stored" in said
    assert "6 runs the same to the bit, 2 different" in said


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
    assert (code, said.count("\n"), "reproduce does not read seed" in said) == (2, 1, True)


def test_a_part_that_was_changed_or_is_from_elsewhere_is_refused(made, capsys):
    part = min((made / "results").glob("part-*.parquet"))
    whole = part.read_bytes()
    part.write_bytes(whole[:40] + bytes([whole[40] ^ 1]) + whole[41:])
    code, said = answer(capsys, "out")
    assert (code, "was changed after it was written" in said) == (4, True)
    part.write_bytes(whole)
    assert main([*MAKE, "output=other", "seed=2"], replicate) == 0
    other = min(Path("other/results").glob("part-*.parquet"))
    shutil.copy(other, part.parent)
    code, said = answer(capsys, "out")
    assert (code, "holds runs that were not planned in out" in said) == (4, True)
