"""No English is left where Bokmål is asked for: on the screen, in files, on pages."""

from __future__ import annotations

import html
import re
from pathlib import Path

import openpyxl

from experiments.cli import main
from sim.indicators import INDICATORS
from tests.experiments.fake_model import replicate
from tests.texts import english

SMALL = ["world=tiny", "horizon=2027", "workers=1", "replications=2", "figures=none"]
SAID = (
    (["compare", *SMALL, "output=compared"], replicate),
    (["run", *SMALL, "scenario=model_2025"], replicate),
    (["sweep", *SMALL, "factors=[fade_unused,routine_gain]", "points=4", "baseline=never", "output=swept"], replicate),
    (["sensitivity", "swept", "baseline=never", "figures=none"], None),
    (["backtest", *SMALL, "scenario=never"], replicate),
    (["country", "world=tiny"], None),
    (["trace", "world=tiny", "horizon=2018", "unit=university:USN", "scenarios=[model_2025,never]"], None),
    (["scenarios"], None),
    (["study"], None),
    (["new", "ny"], None),
    (["check", "compared"], None),
    (["reproduce", "compared", "workers=1"], replicate),
    (["report", "compared"], None),
    (["export", "compared"], None),
)
"""Commands that answer fast, with what stands in for the model."""


def cells(out: str) -> list[str]:
    """Headings, cells and sentences of what was printed."""
    return [cell for line in out.splitlines() for cell in re.split(r"\s{2,}|─+|\|", line)]


def test_no_command_says_a_word_of_english(capsys, monkeypatch):
    monkeypatch.setattr("experiments.present.report.page.pictures", lambda *_: [])
    left = {}
    for words, model in SAID:
        assert main([*words, "language=nb"], model) in (0, 1), capsys.readouterr()
        said = capsys.readouterr()
        left[words[0]] = english([*cells(said.out), *cells(said.err)])
    assert {command: texts for command, texts in left.items() if texts} == {}
    comments = re.findall(r"# ([^#\n]*)$", Path("ny.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert english(comments) == []
    (book,) = Path("compared/export").glob("*.xlsx")
    assert english(texts_in(book)) == []


def texts_in(book: Path) -> list[str]:
    """Titles of the sheets and cells of a workbook that are texts, but for identifiers of indicators."""
    found = openpyxl.load_workbook(book, read_only=True)
    rows = [row for name in found.sheetnames for row in found[name].iter_rows(values_only=True)]
    known = {indicator.name for indicator in INDICATORS}
    return [*found.sheetnames, *(cell for row in rows for cell in row if isinstance(cell, str) and cell not in known)]


def test_no_command_of_decision_support_says_a_word_of_english(decided):
    assert english(cell for said in decided.values() for cell in cells(said)) == []


def test_no_page_has_english(page):
    written = re.sub(r"<(style|script)>.*?</\1>", "", page["nb"], flags=re.DOTALL)
    shown = re.findall(r">([^<>]+)<", written) + re.findall(r'(?:alt|aria-label|title)="([^"]+)"', written)
    assert english(map(html.unescape, shown)) == []
