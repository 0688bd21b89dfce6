"""This file knows how sheets become an Excel workbook: header frozen, filters, widths, number formats, safe texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter

from experiments.present.export.cells import number_format, worded
from experiments.present.export.headings import heading
from experiments.present.export.sheet import Sheet
from experiments.present.words import Words
from experiments.store.parts import write_atomically

MOST_ROWS = 1_048_575
"""Rows of an Excel sheet below its header."""
_LONGEST_TEXT = 32_767
_WIDTHS = (8, 60)
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}


@dataclass
class _Formats:
    """Formats of one workbook, each made once."""

    book: Any
    made: dict[str, Any] = field(default_factory=dict)

    def number(self, pattern: str) -> Any:
        if pattern not in self.made:
            self.made[pattern] = self.book.add_format({"num_format": pattern})
        return self.made[pattern]


def write_workbook(path: Path, sheets: Sequence[Sheet], words: Words, created: str) -> None:
    """Write a workbook; the same sheets give the same bytes.

    Args:
        path: Where.
        sheets: What it holds, in order; none has more than `MOST_ROWS` rows.
        words: Language of titles, headers and words.
        created: Date of the results, as in the manifest; it stands as that of the workbook.

    Raises:
        CannotWrite: If the disk is full, or writing is not allowed.
    """
    write_atomically(path, partial(_write, sheets=sheets, words=words, created=created))


def _write(path: Path, sheets: Sequence[Sheet], words: Words, created: str) -> None:
    book = xlsxwriter.Workbook(str(path), _SAFE)
    when = datetime.fromisoformat(created).replace(tzinfo=None)
    book.set_properties({"title": path.name.split(".xlsx")[0], "created": when})
    formats, header = _Formats(book), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for sheet, title in zip(sheets, titles([sheet.name for sheet in sheets], words), strict=True):
        _fill(book.add_worksheet(title), sheet, words, formats, header)
    book.close()


def titles(names: Sequence[str], words: Words) -> list[str]:
    """Titles of sheets: in words, at most 31 characters, each once."""
    found: list[str] = []
    for name in names:
        title, n = words(name)[:31], 1
        while title.lower() in [taken.lower() for taken in found]:
            n += 1
            title = f"{words(name)[: 30 - len(str(n))]}_{n}"
        found.append(title)
    return found


def _fill(page: Any, sheet: Sheet, words: Words, formats: _Formats, header: Any) -> None:
    shown = worded(sheet.frame, words)
    columns = [str(c) for c in shown]
    headings = [heading(sheet.name, column, words.language) for column in columns]
    for place, (name, said) in enumerate(zip(columns, headings, strict=True)):
        page.set_column(place, place, _width(said, shown[name]))
    page.write_row(0, 0, headings, header)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(shown), max(len(columns) - 1, 0))
    keys = shown["indicator"].tolist() if "indicator" in shown else [None] * len(shown)
    for row, values in enumerate(shown.itertuples(index=False, name=None), start=1):
        for place, value in enumerate(values):
            _put(page, row, place, value, formats, (columns[place], keys[row - 1]))


def _put(page: Any, row: int, place: int, value: Any, formats: _Formats, about: tuple[str, str | None]) -> None:
    """One cell; NaN stays empty."""
    if isinstance(value, bool | np.bool_):
        page.write_boolean(row, place, bool(value))
    elif isinstance(value, int | float | np.number):
        if math.isfinite(value):
            page.write_number(row, place, value, formats.number(number_format(float(value), *about)))
        elif math.isinf(value):
            page.write_string(row, place, str(value))
    elif value is not None and not pd.isna(value):
        page.write_string(row, place, str(value)[:_LONGEST_TEXT])


def _width(said: str, column: pd.Series) -> float:
    """Characters that show most cells; a long heading takes several lines."""
    if pd.api.types.is_string_dtype(column) or pd.api.types.is_object_dtype(column):
        longest = max((len(str(text)) for text in column.dropna().unique()[:1000]), default=0)
    else:
        longest = 10
    least, most = _WIDTHS
    return min(max(longest + 2, len(said) // 2 + 4, least), most)
