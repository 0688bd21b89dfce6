"""`check` finds what is wrong with a results folder, mends it, and no damage gives wrong numbers in silence."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from experiments.cli import main
from experiments.refusals import FolderUnusable
from experiments.run.execution import Execution
from experiments.run.runner import carry_out
from experiments.store.folder import open_folder
from experiments.store.integrity import look_over
from experiments.store.parts import parts, receipts_of
from sim.analysis.results import COLUMNS, load
from tests.experiments.fake_model import replicate, sick

FOLDER = Path("out")


def fill(design, folder: Path = FOLDER, model=replicate):
    with open_folder(folder, "compare", design, {"seed": 1}) as store:
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
    """Sixty places in the whole file: each is seen when it is loaded, or changes nothing and may be seen by check."""
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
    content[column.data_page_offset + column.total_compressed_size // 2] ^= 16
    part.write_bytes(content)
    with pytest.raises(OSError, match="is damaged; `kompetanse check out`"):
        load(FOLDER)
    code, out, _ = checked(capsys, "out")
    assert code == 1
    assert part.name in out
    said = checked(capsys, "out", "mend=true")[1].splitlines()
    assert said[-1] == "1 problem", "its runs are missing from now on"
    assert any("Set aside: out/damaged/" in text for text in said)
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
    assert not load(FOLDER).duplicated(["run_id", "semester", "unit", "indicator"]).any()

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


# ---- files that can be written again


SWEEP = ["sweep", "world=tiny", "horizon=2020", "replications=2", "output=swept", "figures=none", "workers=1",
         "baseline=never", "factors=[fade_unused,dekom_s.active]", "points=4"]  # fmt: skip
TABLE = [*SWEEP[:-2], "design=mine.csv"]


def swept(words) -> Path:
    Path("mine.csv").write_text("fade_unused,dekom_s.active\n0.3,true\n0.5,false\n")
    assert main(words, replicate) == 0
    return Path("swept")


@pytest.mark.parametrize("words", [SWEEP, TABLE], ids=["drawn", "table"])
@pytest.mark.parametrize("damage", [None, b"{"], ids=["lost", "damaged"])
def test_manifest_plan_and_design_are_written_again_from_the_parts(words, damage, capsys):
    folder = swept(words)
    manifest, plan, design = (folder / name for name in ("manifest.json", "plan.parquet", "design.csv"))
    before = json.loads(manifest.read_text()), pd.read_parquet(plan), design.read_text()
    for path in (manifest, plan, design):
        path.unlink()
        if damage:
            path.write_bytes(damage)
    code, _, err = checked(capsys, "swept")
    assert code == 4
    assert re.search(r"`kompetanse check swept mend=true` writes it again from the parts", err)
    code, out, _ = checked(capsys, "swept", "mend=true")
    assert (code, out.count("Written again: ")) == (0, 3)
    assert json.loads(manifest.read_text()) == before[0]
    pd.testing.assert_frame_equal(pd.read_parquet(plan).astype(str), before[1].astype(str))
    assert design.read_text() == before[2]
    assert main(words, replicate) == 0
    assert "0 runs made" in capsys.readouterr().out


def test_a_lost_manifest_or_plan_is_written_again_by_the_same_command_with_all_that_earlier_ones_asked(design):
    fill(design(names=("never", "model_2025", "halved"), replications=3))
    before = json.loads((FOLDER / "manifest.json").read_text())
    for name in ("manifest.json", "plan.parquet"):
        (FOLDER / name).unlink()
    assert fill(design(replications=1)).made == 0
    assert json.loads((FOLDER / "manifest.json").read_text()) == before


@pytest.mark.parametrize("name", ["plan.parquet", "manifest.json"])
def test_a_damaged_plan_or_manifest_is_named_with_what_to_do_and_that_helps(design, capsys, name):
    fill(design())
    (FOLDER / name).write_bytes(b"{")
    code, _, err = checked(capsys, "out")
    assert code == 4
    assert f"{name} is damaged; `kompetanse check out mend=true`" in err
    assert checked(capsys, "out", "mend=true")[0] == 0
    assert fill(design()).made == 0


def test_a_folder_without_parts_cannot_be_mended(design, capsys):
    fill(design(replications=0))
    (FOLDER / "manifest.json").write_bytes(b"{")
    assert checked(capsys, "out", "mend=true")[0] == 4


def test_what_is_no_results_folder_is_refused(design, capsys, monkeypatch):
    assert checked(capsys)[0] == 2
    assert checked(capsys, "nowhere")[0] == 4
    fill(design())
    code, _, err = checked(capsys, "out", "world=agder")
    assert (code, "check does not read world" in err) == (2, True)
    manifest = FOLDER / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 2', '"format": 99'))
    code, _, err = checked(capsys, "out")
    assert code == 4
    assert "format 99" in err
    with pytest.raises(FolderUnusable, match="no manifest"):
        look_over(Path("."))

    def denied(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied", "out/manifest.json")

    monkeypatch.setattr(Path, "read_text", denied)
    code, _, err = checked(capsys, "out")
    assert code == 4
    assert "Permission denied" in err
