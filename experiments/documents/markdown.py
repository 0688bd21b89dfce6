"""How a table is written in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table; numbers as short as they can be, empty cells for None and NaN."""
    lines = [_row(columns), "|" + "---|" * len(columns)]
    return "\n".join([*lines, *(_row([cell(value) for value in row]) for row in rows)])


def cell(value: Any) -> str:
    """A value as text of a cell."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    return str(value).replace("|", "\\|").replace("\n", " ")


def number(value: float) -> str:
    """A number: thousands apart, no needless decimals.

    >>> number(230_000_000), number(0.30), number(-2.0)
    ('230 000 000', '0.3', '-2')
    """
    if abs(value) >= 1e4 and float(value).is_integer():
        return f"{int(value):,}".replace(",", " ")
    return f"{value:.6g}"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
