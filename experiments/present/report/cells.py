"""This file knows the tables of the report: cells with what they sort by, columns, and a caption."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        text: What is read.
        key: What it sorts by, if not by its text; NaN sorts last.
        kind: CSS class: a verdict, or "number".
    """

    text: str
    key: float | None = None
    kind: str = ""

    @property
    def sort(self) -> str:
        """Value for the page's script; empty where there is none."""
        if self.key is None:
            return self.text
        return "" if math.isnan(self.key) else repr(float(self.key))


@dataclass(frozen=True)
class Shown:
    """One table.

    Attributes:
        caption: What it shows.
        columns: Headings.
        rows: Cells; the first of a row is its heading.
        numbers: Columns set flush right and sorted as numbers.
        key: Name, unique in the page.
        notes: Sentences below the table.
        sortable: Whether its columns can be sorted.
    """

    key: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int] = ()
    notes: Sequence[str] = field(default=())
    sortable: bool = True
