"""Tables as an Excel workbook: header frozen, filters, widths, number formats, safe texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal

import numpy as np
import xlsxwriter

from experiments.present.fields import column
from experiments.present.table import Column, Row, Table, decimals, missing, written
from experiments.present.words import Words
from experiments.store.parts import write_atomically

MOST_ROWS = 1_048_575
"""Rows of an Excel sheet below its header."""
_LONGEST_TEXT, _LONGEST_TITLE = 32_767, 31
_WIDTHS = (8, 60)
_LINE, _TALLEST = 15, 405
"""Height of a line of text and of the tallest row, points."""
_NUMBER = 12
"""Width of a column of numbers."""
_SEEN = 1000
"""Rows whose texts decide the width of a column."""
_DIGITS = 4
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}


@dataclass(frozen=True)
class Chart:
    """A native chart beside a table: its first rows, by column.

    Attributes:
        kind: "line" or "column".
        title: What its values are.
        categories: Column that names the rows.
        values: Columns that are drawn, each as a series.
        rows: How many of the first rows.
    """

    kind: Literal["line", "column"]
    title: str
    categories: int
    values: Sequence[int]
    rows: int


@dataclass(frozen=True)
class Page:
    """A sheet: its title, its table, and a chart beside it if there is one."""

    title: str
    table: Table
    chart: Chart | None = None


@dataclass
class _Formats:
    """Formats of one workbook, each made once."""

    book: Any
    made: dict[str, Any] = field(default_factory=dict)

    def wrapped(self) -> Any:
        if "" not in self.made:
            self.made[""] = self.book.add_format({"text_wrap": True, "valign": "top"})
        return self.made[""]

    def number(self, pattern: str) -> Any:
        if pattern not in self.made:
            self.made[pattern] = self.book.add_format({"num_format": pattern})
        return self.made[pattern]


def write_workbook(path: Path, pages: Sequence[Page], words: Words, created: str) -> None:
    """Write a workbook; the same tables give the same bytes.

    Args:
        path: Where.
        pages: Sheets, in order; none has more than `MOST_ROWS` rows.
        words: Language of the texts, with titles of scenarios.
        created: Date of the results, as in the manifest; it stands as that of the workbook.

    Raises:
        CannotWrite: If the disk is full, or writing is not allowed.
    """
    write_atomically(path, partial(_write, pages=pages, words=words, created=created))


def _write(path: Path, pages: Sequence[Page], words: Words, created: str) -> None:
    book = xlsxwriter.Workbook(str(path), _SAFE)
    when = datetime.fromisoformat(created).replace(tzinfo=None)
    book.set_properties({"title": path.name.split(".xlsx")[0], "created": when})
    formats, header = _Formats(book), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for page in pages:
        sheet = book.add_worksheet(page.title)
        _fill(sheet, page.table, words, formats, header)
        if page.chart is not None and page.chart.rows:
            _draw(book, sheet, page, page.chart)
    book.close()


def sheet_titles(titles: Sequence[str]) -> list[str]:
    """Titles of at most 31 characters, each once."""
    found: list[str] = []
    for title in titles:
        own, n = title[:_LONGEST_TITLE], 1
        while own.lower() in [taken.lower() for taken in found]:
            n += 1
            own = f"{title[: _LONGEST_TITLE - 1 - len(str(n))]}_{n}"
        found.append(own)
    return found


def _fill(page: Any, table: Table, words: Words, formats: _Formats, header: Any) -> None:
    shown = _with_labels(table.columns, words)
    widths = [_width(one, table, words) for one in shown]
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    _print_well(page)
    page.set_row(0, _LINE * max(_lines(one.heading, width) for one, width in zip(shown, widths, strict=True)))
    page.write_row(0, 0, [one.heading for one in shown], header)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(table.rows), max(len(shown) - 1, 0))
    for at, row in enumerate(table.rows, start=1):
        lines = max((_put(page, (at, place), one, row, words, formats) for place, one in enumerate(shown)), default=1)
        if lines > 1:  # no program need reckon how tall a row of wrapped text is, and not all do
            page.set_row(at, min(_LINE * lines, _TALLEST))


def _print_well(page: Any) -> None:
    """On paper: A4 on its side, as wide as the sheet, the header on each page."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _lines(text: str, width: float) -> int:
    """Lines of a text in a column."""
    return sum(len(wrap(part, max(int(width) - 1, 1))) or 1 for part in text.splitlines()) or 1


def _with_labels(columns: Sequence[Column], words: Words) -> list[Column]:
    """The columns, an indicator as its label with its identifier beside it."""
    found: list[Column] = []
    for one in columns:
        if one.kind == "indicator":
            if not any(other.kind == "label" for other in columns):
                found.append(column(words, "label", fields=one.fields))
            found.append(Column(words("Identifier of the indicator"), one.fields, "name"))
        else:
            found.append(one)
    return found


def _draw(book: Any, sheet: Any, page: Page, chart: Chart) -> None:
    """A chart at the right of its table."""
    drawn = book.add_chart({"type": chart.kind})
    for column_ in chart.values:
        drawn.add_series({
            "name": [page.title, 0, column_],
            "categories": [page.title, 1, chart.categories, chart.rows, chart.categories],
            "values": [page.title, 1, column_, chart.rows, column_],
        })  # fmt: skip
    drawn.set_title({"name": chart.title, "name_font": {"size": 11}})
    drawn.set_x_axis({"label_position": "low"})  # below the values, which may be negative
    drawn.set_legend({"position": "bottom"} if len(chart.values) > 1 else {"none": True})
    drawn.set_size({"width": 720, "height": 380})
    sheet.insert_chart(1, len(page.table.columns) + 1, drawn)


def _put(page: Any, at: tuple[int, int], one: Column, row: Row, words: Words, formats: _Formats) -> int:
    """One cell: numbers as numbers, texts in words; what is missing stays empty. Returns how many lines it takes."""
    value = row.get(one.fields[0])
    if missing(value) or str(value) == "<NA>":
        return 1
    if isinstance(value, bool | np.bool_):
        page.write_boolean(*at, bool(value))
    elif isinstance(value, int | float | np.number):
        if math.isfinite(value):
            page.write_number(*at, value, formats.number(_pattern(float(value), one, row)))
        else:
            page.write_string(*at, str(value))
    else:
        text = written(one, row, words).text[:_LONGEST_TEXT]
        if len(text) > _WIDTHS[1]:
            page.write_string(*at, text, formats.wrapped())
            return _lines(text, _WIDTHS[1])
        page.write_string(*at, text)
    return 1


def _pattern(value: float, one: Column, row: Row) -> str:
    """Excel's format for a number: the indicator's decimals, else four digits that count; whole numbers have none."""
    if one.kind == "year":
        return "0"
    known = ("number", "difference", "interval", "range")
    digits = decimals(one, row) if one.kind in known else row.get("digits", one.digits)
    if digits is None:
        digits = 0 if value.is_integer() else _significant(value)
    return "#,##0." + "0" * digits if digits else "#,##0"


def _significant(value: float) -> int:
    """Decimals that show four digits that count, at most eight."""
    return min(max(_DIGITS - 1 - math.floor(math.log10(abs(value))), 0), 8)


def _width(one: Column, table: Table, words: Words) -> float:
    """Characters that show most cells; a long heading takes several lines."""
    longest = 0 if not one.numeric else _NUMBER - 2
    for _, row in zip(range(_SEEN), table.rows, strict=False):
        if isinstance(row.get(one.fields[0]), str):
            longest = max(longest, len(written(one, row, words).text))
    least, most = _WIDTHS
    return min(max(longest + 2, len(one.heading) // 2 + 4, least), most)
