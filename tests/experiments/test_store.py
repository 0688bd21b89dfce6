"""A results folder is tidy, all or nothing, and refuses what does not belong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.designs.points import Point
from experiments.refusals import FOLDER_UNUSABLE, CannotWrite, FolderUnusable
from experiments.run.execution import Execution
from experiments.run.runner import carry_out
from experiments.store.folder import default_folder, opened
from experiments.store.parts import parts, receipts, write_atomically
from experiments.store.records_table import SCHEMA
from sim.analysis.results import load
from sim.scenario import Scenario
from tests.experiments.fake_model import INDICATORS, UNITS, replicate

FOLDER = Path("out")


def fill(design, folder: Path = FOLDER, model=replicate, **execution):
    with opened(folder, "compare", design, {"seed": 1}) as store:
        return carry_out(design, store, Execution(**execution), model)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in parts(folder)}


def test_the_tidy_table_has_exactly_these_columns(design):
    fill(design())
    schema = pq.read_schema(parts(FOLDER)[0])
    assert schema.remove_metadata().equals(SCHEMA)
    assert SCHEMA.names == [
        "run_id", "point", "scenario", "replication", "semester", "year", "season", "level", "unit",
        "indicator", "value",
    ]  # fmt: skip
    types = {name: str(SCHEMA.field(name).type) for name in ("replication", "semester", "value")}
    assert types == {"replication": "int32", "semester": "int16", "value": "double"}
    assert all(
        pa.types.is_dictionary(SCHEMA.field(n).type) for n in ("run_id", "scenario", "level", "unit", "indicator")
    )


def test_loaded_values_are_those_of_the_model(design):
    plan = design(replications=2)
    fill(plan)
    frame = load(FOLDER)
    assert isinstance(frame["unit"].dtype, pd.CategoricalDtype)
    assert len(frame) == 2 * 2 * 6 * len(UNITS) * len(INDICATORS)
    for run in plan.runs():
        made = replicate(plan.setup, [run.scenario], run.replication)[0].records
        mine = frame[frame["run_id"] == run.run_id]
        np.testing.assert_array_equal(mine["value"], made.value)
        assert mine["unit"].tolist() == [UNITS[i] for i in made.unit]
        assert mine["indicator"].tolist() == [INDICATORS[i] for i in made.indicator]
        assert set(mine["scenario"]) == {run.scenario.name}
    first = frame[frame["semester"] == 0].iloc[0]
    last = frame[frame["semester"] == 5].iloc[0]
    assert (first["year"], first["season"], last["year"], last["season"]) == (2017, "autumn", 2020, "spring")


def test_loading_can_choose(design):
    fill(design(replications=2))
    whole = load(FOLDER)
    some = load(FOLDER, level="nation", indicator=["practice", "turnover"], scenario="never")
    wanted = whole[
        (whole["level"] == "nation")
        & whole["indicator"].isin(["practice", "turnover"])
        & (whole["scenario"] == "never")
    ]
    np.testing.assert_array_equal(some["value"], wanted["value"])
    assert load(FOLDER, level="school").empty
    with pytest.raises(FileNotFoundError):
        load("nowhere")


def test_the_folder_is_laid_out_as_agreed(design):
    plan = design(points=(Point(), Point({"teacher_sd": 0.2})))
    fill(plan)
    assert {p.name for p in FOLDER.iterdir()} >= {"manifest.json", "config.yaml", "plan.parquet", "results", ".lock"}
    planned = pd.read_parquet(FOLDER / "plan.parquet")
    assert planned["run_id"].tolist() == [run.run_id for run in plan.runs()]
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    levers = manifest["scenarios"]["never"]["phases"][0]["levers"]
    assert levers["dekom_s"]["allocation"]["rule"] == "base_plus_per_teacher"
    assert not list(FOLDER.rglob("*.tmp"))


def test_what_is_done_is_skipped_and_more_replications_extend(design):
    assert fill(design(replications=2)).made == 4
    before = bytes_of(FOLDER)
    assert (again := fill(design(replications=2))).made == 0
    assert again.found == 4
    assert fill(design(replications=3)).made == 2
    assert bytes_of(FOLDER).items() >= before.items()
    assert len(pd.read_parquet(FOLDER / "plan.parquet")) == 6
    assert fill(design(names=("never", "model_2025", "halved"), replications=3)).made == 3


def test_a_resumed_folder_holds_the_same_bits_as_one_made_in_one_go(design):
    fill(design(replications=3), Path("whole"))
    fill(design(replications=1), Path("halting"))
    fill(design(replications=3), Path("halting"))
    whole, halting = ({r.run_id: (r.records, r.state) for r in receipts(Path(f))} for f in ("whole", "halting"))
    assert whole == halting


def test_a_write_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "part-x.parquet"
    path.write_text("old")

    def write(temporary: Path) -> None:
        temporary.write_text("half")
        raise OSError("disk full")

    with pytest.raises(CannotWrite, match=r"part-x\.parquet cannot be written: disk full"):
        write_atomically(path, write)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["part-x.parquet"]


def test_half_written_files_of_a_killed_process_are_swept_up_and_never_read(design):
    fill(design(replications=1))
    leftover = FOLDER / "results" / "part-000009-000000-ab.parquet.123.tmp"
    leftover.write_bytes(b"half")
    assert len(load(FOLDER)) > 0
    assert fill(design(replications=1)).made == 0
    assert not leftover.exists()


@pytest.mark.parametrize("damage", ["truncated", "empty", "strange"])
def test_a_damaged_part_is_named_and_can_be_made_again(design, damage):
    fill(design(replications=2))
    before = bytes_of(FOLDER)
    part = parts(FOLDER)[0]
    content = part.read_bytes()
    if damage == "strange":
        pq.write_table(pa.table({"x": [1]}), part)
    else:
        part.write_bytes(content[: len(content) // 2] if damage == "truncated" else b"")
    with pytest.raises(FolderUnusable, match=part.name) as refused:
        fill(design(replications=2))
    assert refused.value.exit_code == FOLDER_UNUSABLE
    part.unlink()
    assert fill(design(replications=2)).made == 2
    assert bytes_of(FOLDER) == before


def test_receipts_know_the_runs_without_reading_rows(design):
    plan = design(replications=2)
    fill(plan)
    assert {receipt.run_id for receipt in receipts(FOLDER)} == {run.run_id for run in plan.runs()}


def test_a_folder_refuses_runs_that_do_not_belong(design, monkeypatch):
    fill(design(replications=1))
    with pytest.raises(FolderUnusable, match="other values of seed"):
        fill(design(seed=2))
    other = Scenario("never", {"en": "?"}, design().scenarios[1].phases)
    strange = design()
    object.__setattr__(strange, "scenarios", (other, strange.scenarios[1]))
    with pytest.raises(FolderUnusable, match="scenario never with another policy"):
        fill(strange)
    with pytest.raises(FolderUnusable, match="point 0 with other values"):
        fill(design(points=(Point({"teacher_sd": 0.2}),)))
    monkeypatch.setattr("experiments.store.manifest.source_digest", lambda: "later")
    with pytest.raises(FolderUnusable, match="another version of the model"):
        fill(design())


def test_a_folder_of_something_else_is_left_alone(design):
    FOLDER.mkdir()
    (FOLDER / "thesis.docx").write_text("precious")
    with pytest.raises(FolderUnusable, match="other files"):
        fill(design())
    assert [p.name for p in FOLDER.iterdir()] == ["thesis.docx"]
    Path("file").write_text("")
    with pytest.raises(FolderUnusable, match="is a file"):
        fill(design(), Path("file"))


def test_a_damaged_manifest_is_said(design):
    fill(design(replications=1))
    (FOLDER / "manifest.json").write_text("{")
    with pytest.raises(FolderUnusable, match=r"manifest\.json is damaged"):
        fill(design())


def test_a_folder_in_use_says_by_whom(design):
    held = (
        "import sys, pathlib\nfrom experiments.store.lock import held\n"
        "with held(pathlib.Path('out')):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    root = Path(__file__).resolve().parents[2]
    code = f"import sys; sys.path.insert(0, {str(root)!r})\n{held}"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(FolderUnusable, match=f"in use by process {other.pid}"):
            fill(design())
        other.kill()
    assert fill(design(replications=1)).made == 2, "a killed process holds nothing"


def test_the_same_question_finds_its_own_folder(design):
    assert default_folder("compare", design()) == default_folder("compare", design(replications=9))
    assert default_folder("compare", design()) != default_folder("compare", design(seed=2))
    assert default_folder("compare", design()).parts[0] == "results"
