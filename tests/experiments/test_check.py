"""`check` finds what is wrong with a results folder, and no damage gives wrong numbers in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from experiments.cli import main
from experiments.refusals import FolderUnusable
from experiments.run.execution import Execution
from experiments.run.runner import carry_out
from experiments.store.checking import look_over
from experiments.store.folder import opened
from experiments.store.parts import parts, receipts_of
from sim.analysis.results import COLUMNS, load, stream
from tests.experiments.fake_model import replicate, sick

FOLDER = Path("out")


def fill(design, folder: Path = FOLDER, model=replicate):
    with opened(folder, "compare", design, {"seed": 1}) as store:
        return carry_out(design, store, Execution(), model)


def checked(capsys, *words: str) -> tuple[int, str, str]:
    code = main(["check", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_whole_folder_is_sound_and_is_left_as_it_was(design, capsys):
    fill(design())
    before = {path: path.stat().st_mtime_ns for path in FOLDER.rglob("*")}
    code, out, _ = checked(capsys, "out")
    assert (code, out.splitlines()[-1]) == (0, "sound")
    assert {path: path.stat().st_mtime_ns for path in FOLDER.rglob("*")} == before
    assert checked(capsys, "out", "language=nb")[1].splitlines()[-1] == "i orden"


def test_no_flipped_bit_gives_wrong_numbers_in_silence(design):
    fill(design(replications=2))
    part, whole = parts(FOLDER)[1], load(FOLDER)
    content = part.read_bytes()
    where = np.random.default_rng(1).integers(0, len(content), 60)
    for place in where:
        flipped = bytearray(content)
        flipped[place] ^= 1 << int(place % 8)
        part.write_bytes(flipped)
        try:
            pd.testing.assert_frame_equal(load(FOLDER), whole)
        except (OSError, AssertionError):
            assert look_over(FOLDER).damaged == (part,), f"byte {place}"


def test_a_flip_in_the_data_is_an_error_when_loaded_and_mended_by_the_same_command(design, capsys):
    fill(design(replications=2))
    part, whole = parts(FOLDER)[0], load(FOLDER)
    content = bytearray(part.read_bytes())
    column = pq.read_metadata(part).row_group(0).column(COLUMNS.index("value"))
    first = column.dictionary_page_offset or column.data_page_offset
    content[first + column.total_compressed_size // 2] ^= 16
    part.write_bytes(content)
    with pytest.raises(OSError, match="is damaged; `kompetanse check out`"):
        load(FOLDER)
    code, out, _ = checked(capsys, "out")
    assert code == 1
    assert part.name in out
    assert checked(capsys, "out", "mend=true")[1].splitlines()[-1] == "1 problem", "its runs are missing from now on"
    assert fill(design(replications=2)).made == 2
    assert checked(capsys, "out")[0] == 0
    pd.testing.assert_frame_equal(load(FOLDER), whole)


def test_deleted_parts_are_missing_and_are_exactly_what_is_made_again(design, capsys):
    fill(design(replications=3))
    gone = len(receipts_of(parts(FOLDER)[1]))
    parts(FOLDER)[1].unlink()
    code, out, _ = checked(capsys, "out")
    assert code == 1
    assert f"{gone} runs are missing" in out
    assert fill(design(replications=3)).made == gone
    assert checked(capsys, "out")[0] == 0


def test_a_run_of_another_folder_is_foreign(design, capsys):
    fill(design())
    fill(design(seed=2), Path("other"))
    shutil.copy(parts(Path("other"))[0], FOLDER / "results")
    code, out, _ = checked(capsys, "out")
    assert code == 1
    assert "2 runs are foreign" in out


def test_a_run_twice_is_harmless_if_the_same_and_a_problem_if_not(design, capsys):
    fill(design(replications=1))
    shutil.copy(parts(FOLDER)[0], FOLDER / "results" / "part-000001-000000-copy.parquet")
    code, out, _ = checked(capsys, "out")
    assert code == 0
    assert "and, the same, in part-000001-000000-copy.parquet" in out

    def other(setup, scenarios, replication):
        runs = replicate(setup, scenarios, replication)
        runs[0].records.value[0] += 1e-9
        return runs

    fill(design(replications=1), Path("other"), other)
    shutil.copy(parts(Path("other"))[0], FOLDER / "results" / "part-000001-000000-copy.parquet")
    code, out, _ = checked(capsys, "out")
    assert code == 1
    assert "with other values" in out


def test_failed_runs_and_leftovers_are_notes(design, capsys):
    fill(design(), model=sick)
    (FOLDER / "results" / "part-000009.parquet.1.tmp").write_bytes(b"half")
    code, out, _ = checked(capsys, "out")
    assert code == 0
    assert "1 runs failed" in out
    assert "half-written" in out


@pytest.mark.parametrize("name", ["plan.parquet", "manifest.json"])
def test_a_damaged_plan_or_manifest_is_named_with_what_to_do_and_that_helps(design, capsys, name):
    fill(design())
    (FOLDER / "tables").mkdir()
    (FOLDER / name).write_bytes(b"{")
    code, _, err = checked(capsys, "out")
    assert code == 4
    assert f"{name} is damaged; delete it" in err
    (FOLDER / name).unlink()
    assert fill(design()).made == 0
    assert checked(capsys, "out")[0] == 0


def test_what_is_no_results_folder_is_refused(design, capsys, monkeypatch):
    assert checked(capsys)[0] == 2
    assert checked(capsys, "nowhere")[0] == 4
    fill(design())
    assert checked(capsys, "out", "world=agder")[0] == 2
    manifest = FOLDER / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 99'))
    code, _, err = checked(capsys, "out")
    assert code == 4
    assert "format 99" in err

    def denied(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied", "out/manifest.json")

    monkeypatch.setattr(Path, "read_text", denied)
    code, _, err = checked(capsys, "out")
    assert code == 4
    assert "Permission denied" in err


def test_results_are_read_by_others_as_they_are(design):
    fill(design())
    dataset = ds.dataset([str(path) for path in parts(FOLDER)])
    assert dataset.to_table().num_rows == len(load(FOLDER))
    assert pd.read_parquet(parts(FOLDER)[0])["value"].notna().any()
    for name, read in {
        "duckdb": lambda m: m.sql("select count(*) from 'out/results/part-*.parquet'").fetchone()[0],
        "polars": lambda m: len(m.read_parquet("out/results/part-*.parquet")),
    }.items():
        try:
            module = __import__(name)
        except ImportError:
            continue
        assert read(module) == len(load(FOLDER))


def test_loading_chooses_rows_and_columns_and_streams(design):
    fill(design())
    whole = load(FOLDER)
    some = load(FOLDER, replication=range(1, 3), year=2019, point=0, columns=["scenario", "value"])
    wanted = whole[whole["replication"].isin([1, 2]) & (whole["year"] == 2019)]
    assert some.columns.tolist() == ["scenario", "value"]
    np.testing.assert_array_equal(some["value"], wanted["value"])
    assert load(FOLDER, semester=99).empty
    streamed = pd.concat(stream(FOLDER, scenario="never"))
    np.testing.assert_array_equal(streamed["value"], whole[whole["scenario"] == "never"]["value"])
    with pytest.raises(ValueError, match="no such column"):
        load(FOLDER, columns=["valeu"])
    with pytest.raises(FolderUnusable, match="no manifest"):
        look_over(Path("."))
