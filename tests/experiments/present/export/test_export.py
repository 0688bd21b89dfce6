"""`export` hands over every value of a folder, in a workbook for people and in CSV files for programs."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from experiments.cli import main
from experiments.present.export.results import Runs
from experiments.present.export.sheets import read_table
from experiments.store.folder import hold
from sim.analysis.comparison import interval
from sim.analysis.results import load
from tests.experiments.fake_model import replicate, sick

COMPARE = ["compare", "world=tiny", "horizon=2020", "workers=1", "scenarios=[model_2025]", "baseline=never",
           "replications=4", "output=out"]  # fmt: skip
KEYS = ["point", "scenario", "replication", "year", "season", "level", "unit", "indicator"]


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    for name in ("comparison_figures", "run_figures"):
        monkeypatch.setattr(f"sim.analysis.figures.{name}", lambda *_, **__: {})


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A comparison and its export, made once."""
    place = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setattr("sim.analysis.figures.comparison_figures", lambda *_, **__: {})
        assert main(COMPARE, replicate) == 0
        assert main(["export", "out"]) == 0
    return place / "out"


@pytest.fixture
def exported(made) -> Path:
    shutil.copytree(made, "out")
    return Path("out/export")


@pytest.fixture
def compared(exported) -> None:
    """The comparison alone."""
    shutil.rmtree(exported)


def sheets(folder: Path, name: str = "out") -> dict[str, pd.DataFrame]:
    return pd.read_excel(folder / f"{name}.xlsx", sheet_name=None)


ALONE = ["run", "scenario=never", "world=tiny", "horizon=2020", "workers=1", "replications=2", "output=out"]


def test_of_one_scenario_there_is_a_csv_file_for_every_sheet_with_as_many_rows():
    assert main(ALONE, replicate) == 0
    assert main(["export", "out"]) == 0
    found = sheets(Path("out/export"))
    assert {"read_me", "levels", "results", "indicators", "parameters", "scenarios"} <= set(found)
    for name, frame in found.items():
        assert len(frame) == len(pd.read_csv(f"out/export/{name}.csv")), name


def test_the_workbook_of_a_comparison_is_for_a_person_and_its_data_stand_beside(exported):
    found = sheets(exported)
    assert list(found) == ["Answer", "Differences", "For whom", "Over time", "Assumptions", "About"]
    files = {path.stem for path in exported.glob("*.csv")}
    assert {"read_me", "comparison", "costs", "over_time", "results", "indicators", "parameters", "scenarios"} <= files
    assert found["Answer"].iloc[-1, 0].startswith("Not modelled")
    assert len(found["Assumptions"]) == len(pd.read_csv(exported / "parameters.csv"))
    book = openpyxl.load_workbook(exported / "out.xlsx")
    assert [len(book[name]._charts) for name in ("Over time", "Answer")] == [1, 0]
    long = [cell for (cell,) in book["Answer"].iter_rows() if len(cell.value) > 60]
    assert long
    assert all(book["Answer"].row_dimensions[cell.row].height >= 15 * len(cell.value) / 60 for cell in long)
    assert not found["Over time"].iloc[1:, 1:].eq(0.0).all(axis=1).any()


def test_every_value_of_the_store_is_in_a_csv_file_to_the_last_bit(exported):
    files = sorted(exported.glob("values_*.csv"))
    assert [f.stem for f in files] == ["values_county", "values_nation"]
    there = pd.concat([pd.read_csv(f) for f in files]).set_index(KEYS)["value"]
    stored = load("out").astype(dict.fromkeys(("scenario", "season", "level", "unit", "indicator"), "str"))
    stored = stored.set_index(KEYS)["value"]
    pd.testing.assert_series_equal(there.sort_index(), stored.sort_index(), check_exact=True, check_index_type=False)
    assert there.isna().any()


def test_tables_are_those_of_the_folder_to_the_last_byte(exported):
    tables = sorted(Path("out/tables").glob("*.csv"))
    assert tables
    for path in tables:
        assert (exported / path.name).read_bytes() == path.read_bytes(), path.name


def test_results_are_means_and_student_intervals_of_every_spring(exported):
    found = pd.read_csv(exported / "results.csv")
    stored = load("out")
    springs = stored[stored["season"] == "spring"]
    assert len(found) == len(springs.drop_duplicates([k for k in KEYS if k != "replication"]))
    assert found["school_year"].unique().tolist() == ["2017-18", "2018-19", "2019-20"]
    for row in found.sample(60, random_state=1).to_dict("records"):
        same = [springs[k].astype(type(row[k])) == row[k] for k in ("point", "scenario", "level", "unit", "indicator")]
        year = springs["year"] == int(row["school_year"][:4]) + 1
        values = springs.loc[np.logical_and.reduce([*same, year]), "value"].dropna().to_numpy()
        expected = interval(values)
        assert [row["mean"], row["low"], row["high"]] == pytest.approx(
            [expected.mean, expected.low, expected.high], nan_ok=True
        )
        assert row["replications"] == expected.n


def test_cells_of_the_workbook_are_the_values_and_nothing_acts(exported):
    page = openpyxl.load_workbook(exported / "out.xlsx")["Differences"]
    table = pd.read_csv("out/tables/comparison.csv").set_index("indicator")["difference"]
    heads = [cell.value for cell in page[1]]
    shown = {row[heads.index("What")].value: row[heads.index("Difference")].value for row in page.iter_rows(min_row=2)}
    assert shown["Teaching practice"] == pytest.approx(100 * table["practice"])
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref.startswith("A1:")
    assert all(cell.font.bold for cell in page[1])
    assert [v for v in shown.values() if v is None] or table.notna().all()  # undefined differences are empty cells


def test_the_first_sheet_says_what_it_is(exported):
    about = pd.read_csv(exported / "read_me.csv").groupby("item")["about"].agg(" | ".join)
    manifest = json.loads(Path("out/manifest.json").read_text())
    assert about["Base scenario"] == "No decentralised model"
    assert about["Replications"] == "4"
    assert about["Seed"] == "1"
    assert about["Digest of the model's code and data"] == manifest["source"]
    assert "kompetanse compare" in about["Command"]
    assert "synthetic" in about["What is synthetic"]
    assert "CC BY 4.0" in about["Licence of the data"]
    assert "values_nation.csv" in about["Left out"]


def test_levers_that_differ_from_the_base_are_dated(exported):
    found = pd.read_csv(exported / "scenarios.csv")
    assert set(found["scenario"]) == {"model_2025"}
    assert set(found["base"]) == {"never"}
    active = found[found["lever"] == "dekom_s.active"]
    assert active[["from", "value", "value_in_base"]].to_numpy().tolist() == [["autumn 2017", True, False]]


def test_parameters_say_what_was_drawn_and_what_was_changed():
    assert main([*COMPARE, "parameters.routine_gain=1.25"], replicate) == 0
    assert main(["export", "out"]) == 0
    found = pd.read_csv("out/export/parameters.csv").set_index("name")
    assert found.loc["routine_gain", "value_used"] == 1.25
    assert not found.loc["routine_gain", "drawn"]
    drawn = found[found["drawn"]]
    assert set(drawn["kind"]) == {"uncertainty"}
    assert drawn["value_used"].isna().all()
    assert (found.loc[~found["drawn"] & (found.index != "routine_gain"), "value_used"] ==
            found.loc[~found["drawn"] & (found.index != "routine_gain"), "value"]).all()  # fmt: skip


def test_exported_again_it_is_the_same_to_the_byte(exported):
    before = {path.name: path.read_bytes() for path in exported.iterdir()}
    assert main(["export", "out"]) == 0
    assert {path.name: path.read_bytes() for path in exported.iterdir()} == before


def test_norwegian_titles_headers_and_words_over_the_same_files(exported):
    assert main(["export", "out", "language=nb", "output=norsk"]) == 0
    found = sheets(Path("norsk"))
    assert list(found)[:4] == ["Svar", "Forskjeller", "For hvem", "Over tid"]
    table = found["Forskjeller"]
    assert {"Forskjell", "95 %-intervall, nedre", "Konklusjon"} <= set(table.columns)
    assert set(table["Konklusjon"].dropna()) <= {
        "opp",
        "ned",
        "kan ikke avgjøres",
        "for lite til å bety noe",
        "ikke definert",
    }
    assert "Undervisningspraksis" in set(table["Hva"])
    assert not set(found["Forutsetninger"]["Betydning"]) & set(sheets(exported)["Assumptions"]["Meaning"])


def test_norwegian_files_open_in_norwegian_excel_and_hold_the_same(exported):
    assert main(["export", "out", "language=nb", "output=norsk"]) == 0
    for path in sorted(Path("norsk").glob("*.csv")):
        there, english = path.read_bytes(), exported / path.name
        assert there.startswith(b"\xef\xbb\xbf"), path
        assert not re.search(rb"(?m)(^|;)-?\d+\.\d+(;|$)", there), path
        if path.stem in ("comparison", "results", "values_nation"):
            found = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
            pd.testing.assert_frame_equal(found, pd.read_csv(english), check_exact=True)


def test_a_municipality_number_keeps_its_zero_and_a_text_is_never_a_formula(compared):
    text = (
        'scenario,number,name,difference\nnever,0301,"=HYPERLINK(""x"")",-0.5\nnever,0301,-2 to 3,\nnever,0301,b,inf\n'
    )
    Path("out/tables/municipalities.csv").write_text(text, encoding="utf-8")
    Path("out/tables/comparison.csv").unlink()
    assert main(["export", "out"]) == 0
    page = openpyxl.load_workbook("out/export/out.xlsx")["municipalities"]
    assert [c.value for c in page[2]] == ["No decentralised model", "0301", '=HYPERLINK("x")', -0.5]
    assert page["C2"].data_type == "s"
    assert [c.value for c in page[3]] == ["No decentralised model", "0301", "-2 to 3", None]
    assert page["D4"].value == "inf"
    rows = Path("out/export/municipalities.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1:] == ['never,0301,"\'=HYPERLINK(""x"")",-0.5', "never,0301,-2 to 3,", "never,0301,b,inf"]


def test_failed_runs_are_a_sheet_and_nothing_is_filled_in():
    assert main(COMPARE, sick) == 3
    assert main(["export", "out"]) == 0
    failed = pd.read_csv("out/export/failures.csv")
    assert set(failed["replication"]) == {1}
    assert set(failed["scenario"]) == {"never"}
    found = pd.read_csv("out/export/results.csv").query("indicator == 'practice' and point == 0")
    assert found.groupby("scenario")["replications"].unique().map(list).to_dict() == {"never": [3], "model_2025": [4]}


def test_a_folder_in_which_every_run_failed_is_exported_empty():
    code = main(
        ["run", "scenario=never", "world=tiny", "horizon=2019", "replications=1", "workers=1", "output=out"], all_fail
    )
    assert code == 3
    assert main(["export", "out"]) == 0
    assert len(pd.read_csv("out/export/failures.csv")) == 1
    assert pd.read_csv("out/export/results.csv").empty
    assert not list(Path("out/export").glob("values_*"))


def all_fail(setup, scenarios, replication):
    raise ZeroDivisionError("nobody is left")


def test_cells_that_share_a_run_each_have_its_values():
    words = ["sweep", "world=tiny", "horizon=2020", "replications=2", "workers=1", "output=out", "design=grid",
             "factors={dekom_s.own_share:[0.2,0.4]}", "points=2", "levers_from=2018-08-01", "baseline=never",
             "scenarios=[model_2025]"]  # fmt: skip
    assert main(words, replicate) == 0
    shared = [cells for cells in Runs(Path("out")).cells.values() if len(cells) > 1]
    assert shared
    assert main(["export", "out"]) == 0
    there = pd.read_csv("out/export/values_nation.csv")
    assert not there.duplicated(KEYS).any()
    sizes = there.groupby(["point", "scenario", "replication"]).size()
    assert len(sizes) == 2 * 2 * 2
    assert sizes.nunique() == 1


def test_what_excel_has_no_room_for_is_said_and_kept(monkeypatch, capsys):
    assert main(ALONE, replicate) == 0
    monkeypatch.setattr("experiments.present.export.folder.MOST_ROWS", 20)
    monkeypatch.setattr("experiments.present.export.folder.MOST", 10)
    capsys.readouterr()
    assert main(["export", "out"]) == 0
    said = capsys.readouterr().out
    assert "Not in the workbook: rows that Excel has no room for of the sheet results" in said
    assert 'sim.load("out", level="county")' in said
    assert len(sheets(Path("out/export"))["results"]) == 20
    assert len(pd.read_csv("out/export/results.csv")) > 20


# ---- what is refused


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["export"], 2, "which folder?"),
        (["export", "nowhere"], 4, "there is no such folder"),
        (["export", "strange"], 4, "is not a results folder"),
        (["export", "out", "output=strange"], 2, "is not an earlier export"),
        (["export", "out", "output=strange/mine.csv"], 2, "that is a file"),
        (["export", "out", "replications=3"], 2, "export does not read replications"),
    ],
)
def test_what_cannot_be_exported_is_one_line(compared, words, code, said, capsys):
    Path("strange").mkdir()
    Path("strange/mine.csv").write_text("a\n")
    capsys.readouterr()
    assert main(words) == code
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert not Path("out/export").exists()


@pytest.mark.parametrize("name", ["manifest.json", "plan.parquet", "config.yaml", "tables/comparison.csv"])
def test_a_damaged_folder_is_refused_in_one_line(compared, name, capsys):
    Path("out", name).write_bytes(b'"\xff{' * 7)
    capsys.readouterr()
    assert main(["export", "out"]) == 4
    assert capsys.readouterr().err.count("\n") == 1
    assert not Path("out/export").exists()


def test_a_folder_in_use_is_refused(compared, capsys):
    with hold(Path("out")):
        assert main(["export", "out"]) == 4
    assert "in use" in capsys.readouterr().err


KILLED = """
import os, signal, sys
from pathlib import Path
import xlsxwriter
whole = xlsxwriter.Workbook.close
def close(book):
    whole(book)
    os.kill(os.getpid(), signal.SIGKILL)
xlsxwriter.Workbook.close = close
from experiments.cli import main
main(["export", "out"])
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_export_leaves_no_file_under_its_final_name_and_the_next_is_whole(compared):
    assert subprocess.run([sys.executable, "-c", KILLED], check=False).returncode == -signal.SIGKILL
    assert not list(Path("out/export").glob("*.xlsx"))
    assert list(Path("out/export").glob("*.tmp"))
    assert main(["export", "out"]) == 0
    assert not list(Path("out/export").glob("*.tmp"))
    assert "Answer" in sheets(Path("out/export"))


def test_a_study_is_one_export_of_all_its_steps():
    assert main([*COMPARE[:-1], "output=study/compare"], replicate) == 0
    words = ["run", "scenario=never", "world=tiny", "horizon=2020", "replications=2", "workers=1",
             "output=study/run"]  # fmt: skip
    assert main(words, replicate) == 0
    note = {"name": "mine", "question": {"en": "Why?"}, "headline": [], "about": None,
            "command": "kompetanse study mine", "parts": ["compare", "run"]}  # fmt: skip
    Path("study/study.json").write_text(json.dumps(note))
    assert main(["export", "study"]) == 0
    found = sheets(Path("study/export"), "study")
    assert {"comparison", "levels", "results", "results_run"} <= {p.stem for p in Path("study/export").glob("*.csv")}
    about = found["About"].set_index("What")["About"]
    assert about["Question"] == "Why?"
    assert about["Command"] == "kompetanse study mine"
    assert read_table(Path("study/export/levels.csv")).equals(read_table(Path("study/run/tables/levels.csv")))
