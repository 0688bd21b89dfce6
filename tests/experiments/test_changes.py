"""Two versions of an answer held against each other: which verdicts moved, by how much, by which entries."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.refusals import BAD_INPUT, FINE, FOLDER_UNUSABLE
from experiments.store.changelog import _ENTRY, changes_since, result_changes
from sim.analysis.comparison.moved import moved_verdicts
from sim.paths import changelog_file
from tests.experiments.fake_model import replicate

COMPARE = ["compare", "world=tiny", "horizon=2019", "replications=4", "workers=1", "figures=none",
           "scenarios=[model_2025]", "baseline=never"]  # fmt: skip


@pytest.fixture
def two(blank):
    """A folder, and one as an older version would have left it: practice was too small to matter."""
    assert main([*COMPARE, "output=new"], replicate) == FINE
    shutil.copytree("new", "old")
    change("old", source="another", changes=list(result_changes())[3:], program="0.1.0", format=1)
    table = pd.read_csv("old/tables/comparison.csv")
    at = table["indicator"] == "practice"
    table.loc[at, ["difference", "low", "high", "verdict"]] = 0.0, -0.001, 0.001, "too small to matter"
    table.to_csv("old/tables/comparison.csv", index=False)


def change(folder, **values):
    path = Path(folder) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values), encoding="utf-8")


def said(capsys, *words):
    capsys.readouterr()
    code = main(["changes", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_verdicts_that_moved_are_named_with_the_entries_in_between(two, capsys):
    code, out, _ = said(capsys, "old", "new", "output=found")
    assert code == FINE
    assert "1 of 3 verdicts moved; those of headline indicators:" in out
    row = next(line for line in out.splitlines() if "Teaching practice" in line)
    assert "too small to matter" in row
    assert row.rstrip().endswith("up")
    assert "The changelog has 3 changes of results in between:" in out
    assert [f"- {text}" in out for text in result_changes().values()] == [True] * 3 + [False] * (
        len(result_changes()) - 3
    )
    found = pd.read_csv("found/changes.csv")
    now, before = (pd.read_csv(f"{folder}/tables/comparison.csv") for folder in ("new", "old"))
    assert np.allclose(found["moved"], now["difference"] - before["difference"], equal_nan=True)


def test_the_same_answer_has_no_changes(two, capsys):
    code, out, _ = said(capsys, "new", "new")
    assert code == FINE
    assert "None of 3 verdicts moved." in out
    assert "Both were made by the same version" in out
    assert "changelog" not in out


def test_what_cannot_be_held_against_each_other_is_refused_in_one_line(two, capsys):
    assert main([*COMPARE, "output=later", "horizon=2020"], replicate) == FINE
    Path("empty").mkdir()
    Path("new/config.yaml").rename("new/config.txt")
    for words, code, about in (
        ([], BAD_INPUT, "which folders?"),
        (["old"], BAD_INPUT, "which folders?"),
        (["old", "later"], BAD_INPUT, "not the same question: horizon is 2019 in old and 2020 in later"),
        (["old", "nowhere"], FOLDER_UNUSABLE, "nowhere: there is no such folder"),
        (["empty", "old"], FOLDER_UNUSABLE, "empty: there is no comparison in it (no manifest.json)"),
        (["old", "new"], FOLDER_UNUSABLE, "new: there is no comparison in it (no config.yaml)"),
    ):
        found, _, err = said(capsys, *words)
        assert (found, about in err, err.count("\n")) == (code, True, 1), err


def test_the_interval_of_a_move_is_that_of_two_independent_differences():
    old = pd.DataFrame({"scenario": "a", "indicator": ["x", "y"], "difference": [1.0, 1.0], "low": [0.7, np.nan],
                        "high": [1.3, np.nan], "verdict": "up"})  # fmt: skip
    new = old.assign(difference=2.0, low=1.6, high=2.4, verdict=["up", "down"])
    found = moved_verdicts(old, new)
    assert found["moved"].tolist() == [1.0, 1.0]
    assert found["other"].tolist() == [False, True]
    assert (found["moved_high"] - found["moved"]).iloc[0] == pytest.approx(0.5)
    assert np.isnan(found["moved_low"].iloc[1])


def test_every_entry_that_changes_results_is_found_once():
    text = changelog_file().read_text(encoding="utf-8")
    assert len(result_changes()) == len(_ENTRY.findall(text)) == text.count("\n- **Changes results**")
    assert changes_since("0.1.0") == set(result_changes())
    assert changes_since(text.split("\n## ")[1].split()[0]) == set()
    assert changes_since("0.0.1") == set(result_changes())
