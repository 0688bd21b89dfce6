"""One table, four renderers: cells say the same, numbers sort as numbers, a narrow terminal breaks no word."""

from __future__ import annotations

import csv
import io
import math
import re
import sys

import openpyxl
import pandas as pd
import pytest

from experiments.present.csv_files import write_csv
from experiments.present.fields import ELSEWHERE, FIELDS, columns, columns_of
from experiments.present.show import complaint
from experiments.present.table import Column, Records, Table, written
from experiments.present.terminal import markdown, show
from experiments.present.workbook import Page, write_workbook
from sim.analysis.words import Words, catalogue

SAID = {language: Words(language) for language in ("en", "nb")}
EN, NB = SAID["en"], SAID["nb"]
ROWS = [
    {"indicator": "practice", "scenario": "a_longer_scenario_of_mine", "level": 0.5614, "baseline_level": 0.5014,
     "difference": 0.06, "low": 0.051, "high": 0.069, "luck_low": 0.055, "luck_high": 0.065, "spread_low": -0.02,
     "spread_high": 0.14, "verdict": "up", "share_up": 0.98, "smallest_difference": 0.005},
    {"indicator": "collective_grant", "scenario": "never", "level": 12345.6, "baseline_level": 0.0,
     "difference": -12345.6, "low": -13000.0, "high": -11000.0, "luck_low": None, "luck_high": None,
     "spread_low": math.nan, "spread_high": math.nan, "verdict": "too small to matter", "share_up": 0.0,
     "smallest_difference": 100.0},
]  # fmt: skip
NO_ROOM = "No room for these columns, which a wider window shows: {columns}."
WIDE = ("indicator", "scenario", "baseline_level", "level", "difference", "interval", "verdict", "luck_interval",
        "spread_interval", "share_up", "smallest_difference")  # fmt: skip


def table(words: Words, *names: str) -> Table:
    return Table("made", "A title", columns(words, *(names or WIDE)), ROWS, ["A note."])


class Screen(io.StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def on(monkeypatch):
    """Prints a table on a terminal so many characters wide, or into a pipe."""

    def printed(shown: Table, words: Words, width: int | None) -> str:
        seen = Screen() if width else io.StringIO()
        monkeypatch.setenv("COLUMNS", str(width or 80))
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setattr(sys, "stdout", seen)
        show(shown, words)
        monkeypatch.undo()
        return re.sub(r"\x1b\[[\d;]*m", "", seen.getvalue())

    return printed


# ---- cells


def test_cells_are_written_by_kind_in_the_language():
    first, second = (
        [cell.text for cell in row]
        for row in table(NB, "indicator", "level", "difference", "interval", "spread_interval", "share_up", "verdict")
        .cells(NB)
    )  # fmt: skip
    assert first == ["Undervisningspraksis (indeks 0–1)", "0,5614", "+0,0600", "+0,0510 … +0,0690",
                     "−0,0200 … +0,1400", "98\u00a0%", "opp"]  # fmt: skip
    assert second[1:] == ["12\u00a0346", "−12\u00a0346", "−13\u00a0000 … −11\u00a0000", "–", "0\u00a0%",
                          "for liten til å bety noe"]  # fmt: skip


def test_numbers_sort_by_their_value_and_what_is_missing_comes_last():
    cells = list(table(EN, "level", "interval", "luck_interval", "spread_interval").cells(EN))
    assert [cell.sort for cell in cells[1]] == ["12345.6", "-12000.0", "", ""]
    assert [float(cell.sort) for cell in cells[0]] == pytest.approx([0.5614, 0.06, 0.06, 0.06])
    assert written(Column("", ("nothing",), "number"), {}, EN).text == "–"
    assert written(Column("", ("nothing",)), {}, EN).text == ""


def test_rows_of_a_frame_are_read_one_at_a_time():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    rows = Records(frame)
    assert (len(rows), list(rows)) == (2, [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}])
    assert {"a": 1, "b": "x"} in rows


def test_every_field_has_a_heading_in_both_languages():
    headings = [field.heading for fields in (FIELDS, *ELSEWHERE.values()) for field in fields.values()]
    assert [heading for heading in headings if heading not in catalogue("nb")] == []


def test_bounds_of_an_interval_stand_by_themselves_where_a_column_is_a_field():
    made = columns_of(pd.DataFrame(columns=["difference", "low", "luck_high", "mass_held_out", "unheard_of"]), EN, "x")
    assert [column.heading for column in made] == [
        "Difference", "95 % interval, low", "Luck only, high", "Mass (held out)", "Unheard of",
    ]  # fmt: skip


# ---- terminal


def test_a_narrow_terminal_breaks_no_word_and_names_the_columns_it_has_no_room_for(on):
    for words in SAID.values():
        shown, before = table(words), 0
        for width in (80, 100, 120, 200):
            text = on(shown, words, width)
            assert max(map(len, text.splitlines())) <= width
            said = re.escape(words(NO_ROOM, columns="@")).replace("@", "(.*?)")
            left = re.search(said, re.sub(r"[^\S\u00a0]+", " ", text))
            gone = left[1].split(", ") if left else []
            kept = [k for k, column in enumerate(shown.columns) if column.heading not in gone]
            assert len(kept) + len(gone) == len(shown.columns)
            seen = set(text.split())
            for row in shown.cells(words):
                assert not {word for k in kept for word in row[k].text.split()} - seen
                assert all(row[k].text in text for k in kept if shown.columns[k].numeric)
            assert len(kept) >= before
            before = len(kept)
        assert before == len(shown.columns)


def test_room_to_spare_goes_to_the_tallest_column_and_no_number_is_broken(on):
    said = "the network asked for 119\u00a0395 kroner and got 9 % of what it asked for, then asked once more"
    names = ("Of whom it is told", "95 % interval", "Told")
    shown = Table("t", "", [Column(name, (name,)) for name in names], [dict.fromkeys(names, said)])
    text = on(shown, EN, 80)
    assert len(text.strip().splitlines()) == 2 + 5, text
    assert text.count("119\u00a0395") == text.count("9\u00a0% of") == 3, text


def test_a_refusal_breaks_no_word_on_a_terminal_and_is_one_line_elsewhere(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    said = "kompetanse: this is no scenario; did you mean another?"
    for screen in (Screen(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", screen)
        complaint(said)
        lines = screen.getvalue().splitlines()
        assert " ".join(lines) == said
        assert all(len(line) <= 30 for line in lines) == screen.isatty()


def test_columns_go_in_the_order_they_declare(on):
    text = on(table(EN, "indicator", "level", "difference", "interval", "luck_interval", "spread_interval"), EN, 70)
    assert re.search(r"No room for these columns.*9 in 10 futures", text.replace("\n", " "))
    assert "Difference" in text.splitlines()[1] + text.splitlines()[2]


def test_where_not_even_the_least_fits_each_row_is_a_list(on):
    text = on(table(EN, "indicator", "difference", "verdict"), EN, 24)
    assert "  Difference: +0.0600" in text.splitlines()
    assert "  Verdict: up" in text.splitlines()


def test_a_pipe_gets_everything_on_one_line_a_row(on):
    for words in SAID.values():
        shown = table(words)
        lines = on(shown, words, None).splitlines()
        assert not any(words(NO_ROOM, columns="")[:12] in line for line in lines)
        for row in shown.cells(words):
            assert any(all(cell.text in line for cell in row) for line in lines)


# ---- files


def test_workbook_and_csv_hold_the_values_that_are_shown(tmp_path):
    frame = pd.DataFrame(ROWS)
    made = Table("made", "", columns_of(frame, NB, "comparison"), Records(frame))
    write_csv(tmp_path, made)
    write_workbook(tmp_path / "made.xlsx", [Page("laget", made)], NB, "2026-01-01T00:00:00+00:00")
    rows = list(csv.DictReader((tmp_path / "made.csv").read_text(encoding="utf-8").splitlines()))
    sheet = openpyxl.load_workbook(tmp_path / "made.xlsx")["laget"]
    heads = [cell.value for cell in sheet[1]]
    for row, cells in zip(rows, sheet.iter_rows(min_row=2), strict=True):
        by_head = dict(zip(heads, cells, strict=True))
        assert float(row["difference"]) == by_head["Forskjell"].value
        assert row["verdict"] in ("up", "too small to matter")
        assert by_head["Konklusjon"].value in ("opp", "for liten til å bety noe")
        assert (row["luck_low"] == "") == (by_head["Bare tilfeldigheter, nedre"].value is None)
    assert sheet.freeze_panes == "A2"


def test_markdown_has_a_line_a_row():
    lines = markdown(table(EN, "indicator", "difference"), EN).splitlines()
    assert lines[:2] == ["| Indicator | Difference |", "| --- | --- |"]
    assert lines[2] == "| Teaching practice (index 0–1) | +0.0600 |"
