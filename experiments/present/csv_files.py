"""Tables as CSV files that open in a spreadsheet of the reader's language: every digit, no text that acts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.present.table import Records, Table
from experiments.store.parts import write_atomically

DIALECTS: dict[str, dict[str, Any]] = {
    "en": {"sep": ",", "decimal": ".", "encoding": "utf-8"},
    "nb": {"sep": ";", "decimal": ",", "encoding": "utf-8-sig"},  # as Excel in Norway reads them
}
_DECIMAL = re.compile(r"[-+]?\d+\.\d+(?:e[-+]?\d+)?", re.IGNORECASE)
_ACTS = re.compile(r"[=+@\t\r].|-[^\d.,\s]", re.DOTALL)
"""How a formula begins; a minus before a digit is a range such as -0.2 to 0.3, which no spreadsheet works out."""


def write_csv(folder: Path, table: Table, language: str = "en") -> None:
    """Write a table as `<name>.csv`; columns keep their identifiers, NaN is an empty field.

    Args:
        folder: Where to.
        table: What is written.
        language: "en" (comma, decimal point) or "nb" (semicolon, decimal comma, and a mark at the front).

    Raises:
        CannotWrite: If the disk is full, or writing is not allowed.
    """
    rows = table.rows.frame if isinstance(table.rows, Records) else pd.DataFrame([dict(row) for row in table.rows])
    frame, dialect = tamed(rows), DIALECTS[language]
    if dialect["decimal"] == ",":
        frame = frame.apply(_with_comma)  # or Excel takes the text 1.5 for the first of May
    write_atomically(
        folder / f"{table.name}.csv",
        lambda path: frame.to_csv(path, index=False, lineterminator="\n", **dialect),
    )


def tamed(frame: pd.DataFrame) -> pd.DataFrame:
    """The same table; a text that a spreadsheet would take for a formula begins with an apostrophe.

    Source:
        OWASP, CSV Injection.
    """
    changed: dict[str, pd.Series] = {}
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            known = {text: _tame(text) for text in frame[name].dropna().unique()}
            if any(known[text] is not text for text in known):
                changed[str(name)] = frame[name].map(known)
    return frame.assign(**changed)


def _with_comma(column: pd.Series) -> pd.Series:
    """The same column; texts that are a decimal number have a comma."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    known = {
        text: text.replace(".", ",") for text in column.unique() if isinstance(text, str) and _DECIMAL.fullmatch(text)
    }
    return column.replace(known) if known else column


def _tame(text: Any) -> Any:
    return f"'{text}" if isinstance(text, str) and _ACTS.match(text) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
