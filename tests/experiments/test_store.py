"""A results folder is tidy, all or nothing, holds what is read of it, and refuses what does not belong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.designs.design import Point
from experiments.refusals import FOLDER_UNUSABLE, CannotWrite, FolderUnusable
from experiments.run.execution import Execution
from experiments.run.runner import carry_out
from experiments.store import parts as store_parts
from experiments.store.folder import default_folder, open_folder
from experiments.store.integrity import look_over
from experiments.store.made import inputs_of, is_made, note_made
from experiments.store.parts import merge_small, parts, read_footer, receipts, rows_of, take_stock, write_atomically
from experiments.store.sums import _sum as kept
from sim.analysis.results import SCHEMA, load, stream
from sim.records import Records
from sim.scenario import Scenario
from tests.experiments.driver import ROOT
from tests.experiments.fake_model import INDICATORS, UNITS, apart, replicate

FOLDER = Path("out")


def fill(design, folder: Path = FOLDER, model=replicate, **execution):
    with open_folder(folder, "compare", design, {"seed": 1}) as store:
        return carry_out(design, store, Execution(**execution), model)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in parts(folder)}


# ---- what is stored


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
    texts = ("run_id", "scenario", "level", "unit", "indicator")
    assert all(pa.types.is_dictionary(SCHEMA.field(name).type) for name in texts)


def test_loaded_values_are_those_of_the_model(design):
    """Of the nation to the bit, of other levels in seven digits."""
    plan = design(replications=2)
    fill(plan)
    frame = load(FOLDER)
    assert isinstance(frame["unit"].dtype, pd.CategoricalDtype)
    assert len(frame) == 2 * 2 * 6 * len(UNITS) * len(INDICATORS)
    for run in plan.runs():
        made = replicate(plan.setup, [run.scenario], run.replication)[0].records
        mine = frame[frame["run_id"] == run.run_id]
        for level, exact in (("nation", True), ("county", False)):
            rows, found = made.level == made.levels.index(level), mine[mine["level"] == level]
            expected = made.value[rows] if exact else made.value[rows].astype(np.float32)
            np.testing.assert_array_equal(found["value"], expected)
            assert found["unit"].tolist() == [UNITS[i] for i in made.unit[rows]]
            assert found["indicator"].tolist() == [INDICATORS[i] for i in made.indicator[rows]]
        assert set(mine["scenario"]) == {run.scenario.name}
    first, last = (frame[frame["semester"] == s].iloc[0] for s in (0, 5))
    assert (first["year"], first["season"], last["year"], last["season"]) == (2017, "autumn", 2020, "spring")


def test_a_level_is_stored_as_often_as_asked():
    semester = np.repeat(np.arange(36, dtype=np.int16), 2)
    level = np.tile([0, 1], 36).astype(np.int32)
    records = Records(semester, level, level, level, semester + 0.1, ("nation", "county"), ("n", "c"), ("a", "b"))
    springs = list(range(1, 36, 2))
    for grain, expected in (
        ("semester", list(range(36))), ("year", springs), ("five_years", [5, 15, 25, 35]), ("last", [35]),
    ):  # fmt: skip
        kept = rows_of(records, [f"county:{grain}"])
        assert kept.semester.tolist() == expected, grain
        assert set(kept.level) == {1}
    both = rows_of(records, ["nation:last", "county:year"])
    assert both.semester.tolist() == [35, *springs], "level by level"
    assert both.value[0] == 35.1
    assert both.value[1] == np.float32(1.1)


def test_a_part_holds_one_level_a_row_group_and_reading_one_does_not_touch_the_others(design):
    fill(design(replications=2))
    part = parts(FOLDER)[0]
    assert read_footer(part)[1] == ["nation", "county"]
    content = bytearray(part.read_bytes())
    column = pq.read_metadata(part).row_group(1).column(SCHEMA.names.index("value"))
    content[column.data_page_offset + column.total_compressed_size // 2] ^= 255
    part.write_bytes(content)
    assert len(load(FOLDER, level="nation"))
    with pytest.raises(OSError, match="is damaged"):
        load(FOLDER, level="county")


def test_loading_chooses_rows_and_columns_and_streams(design):
    fill(design(replications=3))
    whole = load(FOLDER)
    some = load(FOLDER, level="nation", indicator=["practice", "turnover"], scenario="never")
    kept = whole["indicator"].isin(["practice", "turnover"]) & (whole["scenario"] == "never")
    np.testing.assert_array_equal(some["value"], whole[kept & (whole["level"] == "nation")]["value"])
    some = load(FOLDER, replication=range(1, 3), year=2019, point=0, columns=["scenario", "value"])
    assert some.columns.tolist() == ["scenario", "value"]
    wanted = whole[whole["replication"].isin([1, 2]) & (whole["year"] == 2019)]
    np.testing.assert_array_equal(some["value"], wanted["value"])
    assert load(FOLDER, level="school").empty
    assert load(FOLDER, semester=99).empty
    streamed = pd.concat(stream(FOLDER, scenario="never"))
    np.testing.assert_array_equal(streamed["value"], whole[whole["scenario"] == "never"]["value"])
    with pytest.raises(ValueError, match="no such column"):
        load(FOLDER, columns=["valeu"])
    with pytest.raises(FileNotFoundError):
        load("nowhere")


def test_results_are_read_by_others_as_they_are(design):
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    fill(design())
    mine = load(FOLDER)
    by_level = mine.groupby(mine["level"].astype(str))["value"].sum().to_dict()
    for name, read in {
        "pandas": lambda: pd.read_parquet(FOLDER / "results"),
        "duckdb": lambda: duckdb.sql("select * from 'out/results/part-*.parquet'").df(),
        "polars": lambda: polars.read_parquet("out/results/part-*.parquet").to_pandas(),
    }.items():
        frame = read()
        assert len(frame) == len(mine), name
        assert frame.groupby(frame["level"].astype(str))["value"].sum().to_dict() == pytest.approx(by_level), name


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


# ---- merging


def sorted_rows(folder: Path = FOLDER) -> pd.DataFrame:
    frame = load(folder)
    texts = frame.select_dtypes("category").columns
    keys = ["run_id", "level", "semester", "unit", "indicator"]
    return frame.astype(dict.fromkeys(texts, str)).sort_values(keys).reset_index(drop=True)


@pytest.fixture
def few(monkeypatch):
    """One task a batch, and three small parts are many."""
    monkeypatch.setattr("experiments.run.runner.MOST", 1)
    monkeypatch.setattr(store_parts, "MANY", 3)


def test_many_small_parts_become_few_and_hold_the_same(design, few, monkeypatch):
    fill(design(replications=8), Path("apart"))
    monkeypatch.setattr("experiments.run.runner.MANY", 3)
    fill(design(replications=8))
    assert (len(parts(Path("apart"))), len(parts(FOLDER))) == (8, 2), "three become one, that and two more, and again"
    pd.testing.assert_frame_equal(sorted_rows(), sorted_rows(Path("apart")))
    assert look_over(FOLDER).problems == 0
    assert fill(design(replications=8)).found == 16


def test_parts_as_large_as_they_should_be_stay(design, few, monkeypatch):
    monkeypatch.setattr("experiments.run.runner.MANY", 3)
    monkeypatch.setattr(store_parts, "SMALL", 1)
    fill(design(replications=6))
    assert len(parts(FOLDER)) == 6


def test_a_program_that_is_killed_while_it_merges_leaves_nothing_double(design, few):
    fill(design(replications=3))
    rows, small = sorted_rows(), parts(FOLDER)
    kept = {path: path.read_bytes() for path in small}
    assert len(merge_small(small)) == 1
    for path, content in kept.items():
        path.write_bytes(content)
    assert len(parts(FOLDER)) == 4
    pd.testing.assert_frame_equal(sorted_rows(), rows)
    assert len(take_stock(FOLDER)) == 6
    assert len(parts(FOLDER)) == 1


def test_a_part_that_is_merged_while_it_is_read_is_read_once(design, few):
    fill(design(replications=3))
    rows = sorted_rows()
    streamed = stream(FOLDER)
    first = next(streamed)
    merge_small(parts(FOLDER))
    both = pd.concat([first, *streamed])
    assert len(both) == len(rows)
    assert both["run_id"].nunique() == rows["run_id"].nunique()


# ---- what goes wrong


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


def test_a_damaged_part_is_named_and_can_be_made_again(design):
    fill(design(replications=2))
    before, part = bytes_of(FOLDER), parts(FOLDER)[0]
    content = part.read_bytes()
    pq.write_table(pa.table({"x": [1]}), "strange")
    for damage in (content[: len(content) // 2], b"", Path("strange").read_bytes()):
        part.write_bytes(damage)
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
    strange = replace(design(), scenarios=(Scenario("never", {"en": "?"}, design().scenarios[1].phases),))
    for other, said in (
        (design(seed=2), "other values of seed"),
        (design(record=("nation:semester",)), "other values of record"),
        (strange, "scenario never with another policy"),
        (design(points=(Point({"teacher_sd": 0.2}),)), "point 0 with other values"),
    ):
        with pytest.raises(FolderUnusable, match=said):
            fill(other)
    with monkeypatch.context() as later:
        later.setattr("experiments.store.manifest.source_digest", lambda: "later")
        with pytest.raises(FolderUnusable, match="another version of the model"):
            fill(design())


def test_an_upgrade_in_the_middle_of_a_sweep_is_refused_and_finds_another_folder(design, monkeypatch):
    before = design(replications=1)
    fill(before)
    there = json.loads((FOLDER / "manifest.json").read_text())["packages"]
    now = {
        "platform": json.loads((FOLDER / "manifest.json").read_text())["platform"],
        "packages": {**there, "numpy": "9"},
    }
    for module in ("experiments.store.fingerprint", "experiments.designs.design", "experiments.store.manifest"):
        monkeypatch.setattr(f"{module}.versions", lambda: now)
    with pytest.raises(FolderUnusable, match=rf"other versions \(numpy: {there['numpy']} there, 9 here\)"):
        fill(design(replications=2))
    assert default_folder("compare", design()) != default_folder("compare", before)


def test_a_folder_of_something_else_is_left_alone(design):
    FOLDER.mkdir()
    (FOLDER / "thesis.docx").write_text("precious")
    with pytest.raises(FolderUnusable, match="other files"):
        fill(design())
    assert [p.name for p in FOLDER.iterdir()] == ["thesis.docx"]
    Path("file").write_text("")
    with pytest.raises(FolderUnusable, match="is a file"):
        fill(design(), Path("file"))


def test_a_folder_of_an_older_version_is_refused_with_one_line_that_says_what_to_do(design):
    fill(design(replications=1))
    path = FOLDER / "manifest.json"
    path.write_text(path.read_text().replace('"format": 2', '"format": 1'))
    with pytest.raises(
        FolderUnusable, match="is of format 1, this version reads format 2; use the version that made it"
    ):
        fill(design())


def test_a_folder_in_use_says_by_whom(design):
    held = (
        "import sys, pathlib\nfrom experiments.store.folder import hold\n"
        "with hold(pathlib.Path('out')):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{held}"
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


# ---- what was made of it


def test_what_was_made_is_known_until_an_input_or_a_file_changes(design, monkeypatch):
    fill(design())
    table = FOLDER / "tables" / "x.csv"
    table.parent.mkdir()
    table.write_text("1")
    inputs = inputs_of(FOLDER, design(), "en")
    note_made(FOLDER, "x", inputs, [table])
    assert is_made(FOLDER, "x", inputs)
    assert not is_made(FOLDER, "y", inputs)
    assert inputs_of(FOLDER, design(), "nb") != inputs
    assert inputs_of(FOLDER, design(replications=2), "en") != inputs
    for name in ("program_digest", "versions"):
        with monkeypatch.context() as other:
            other.setattr(f"experiments.store.made.{name}", lambda: "other")
            assert inputs_of(FOLDER, design(), "en") != inputs
    table.write_text("2")
    assert not is_made(FOLDER, "x", inputs)
    table.unlink()
    assert not is_made(FOLDER, "x", inputs)
    (FOLDER / "made.json").write_text("{")
    assert not is_made(FOLDER, "x", inputs)


def test_a_start_reads_the_bytes_of_parts_that_have_another_size_or_time_and_check_reads_all(design, monkeypatch):
    fill(design(replications=2))
    one, other, *_ = parts(FOLDER)
    read = []
    with monkeypatch.context() as watched:
        watched.setattr("experiments.store.sums._sum", lambda path: read.append(path) or kept(path))
        fill(design(replications=2))
        assert read == []
        os.utime(one, (1, 1))  # as in a copy of the folder
        fill(design(replications=2))
        assert read == [one]
        fill(design(replications=2))
        assert read == [one], "the new time is noted"
    content, written = bytearray(other.read_bytes()), other.stat().st_mtime_ns
    content[4] ^= 1
    other.write_bytes(content)
    os.utime(other, ns=(written, written))
    fill(design(replications=2))
    assert any(other in finding.values.values() for finding in look_over(FOLDER).findings if finding.problem)


def test_a_part_that_was_changed_or_is_from_elsewhere_is_not_taken_in_silence(design):
    fill(design(replications=2))
    fill(design(replications=2), Path("other"), model=apart)
    part = parts(FOLDER)[0]
    own = part.read_bytes()
    part.write_bytes((Path("other/results") / part.name).read_bytes())
    with pytest.raises(FolderUnusable, match="was changed after it was written; `kompetanse check out mend=true`"):
        fill(design(replications=2))
    part.write_bytes(own)
    assert fill(design(replications=2)).made == 0
    fill(design(replications=2, seed=7), Path("foreign"))
    (FOLDER / "results" / parts(Path("foreign"))[0].name).write_bytes(parts(Path("foreign"))[0].read_bytes())
    with pytest.raises(FolderUnusable, match="holds runs that were not planned in out; move it to where it belongs"):
        fill(design(replications=2))
