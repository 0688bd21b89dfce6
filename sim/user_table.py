"""Tables as people save them: any usual separator and encoding, titles above, decimal commas, lost zeros."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable
from pathlib import Path

import pandas as pd

from sim.refusals import BadInput
from sim.text_file import read_text

SEPARATORS = {";": "semicolons", ",": "commas", "\t": "tabs"}
UNKNOWN = ("..", ":", ".")
"""What Statistics Norway writes where a figure is not known, not to be shown, or cannot be."""
_LATEST = 20
"""Line by which the header must have come."""
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
_SPACED = re.compile(r"[-+]?\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?")
_COMMA = re.compile(r"[-+]?\d*,\d+(?:e[-+]?\d+)?", re.ASCII | re.IGNORECASE)
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


def read_table(path: Path, wanted: Collection[str]) -> pd.DataFrame:
    """A CSV file as texts without spaces around them; rows are indexed by their place in the file.

    Title rows above the header, empty rows, a sentence below the table and a column that only counts rows are left
    out. Names of columns are found whatever their capitals.

    Args:
        path: The file.
        wanted: Names of the columns that may be there.

    Raises:
        BadInput: If it cannot be read as a table: one line that names the cause.
    """
    lines, separator = _rows(path, wanted)
    if not any(cell for _, row in lines for cell in row):
        raise BadInput(f"{path}: the file is empty")
    first = _header(lines, wanted)
    names = [_known(name, wanted) for name in lines[first][1]]
    body = [(number, row) for number, row in lines[first + 1 :] if any(row)]
    while body and len(names) > 1 and _is_sentence(body[-1][1]):
        body.pop()
    for number, row in body:
        if len(row) != len(names):
            cause = "; a decimal comma needs semicolons between the columns" if separator == "," else ""
            raise BadInput(f"{path}: row {number} has {len(row)} cells, the header {len(names)}{cause}")
    frame = pd.DataFrame([row for _, row in body], [number for number, _ in body], range(len(names)), dtype=object)
    kept = [k for k, name in enumerate(names) if not _counts_rows(name, frame[k])]
    twice = [names[k] for k in kept if names.count(names[k]) > 1]
    if twice:
        raise BadInput(f"{path}: the column {twice[0]!r} is given twice")
    return frame[kept].set_axis([names[k] for k in kept], axis=1)


def number_in(text: str) -> float:
    """The number that a cell holds: a decimal point or comma, spaces between thousands.

    >>> number_in("1 234,5"), number_in("0.25")
    (1234.5, 0.25)

    Raises:
        ValueError: If it is none.
    """
    if _NUMBER.fullmatch(text):
        return float(text)
    plain = text.replace("\u2212", "-")
    if _SPACED.fullmatch(plain):
        plain = re.sub(r"\s", "", plain)
    if _COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"{text!r} is not a number")
    return float(plain)


def code_in(text: str, digits: int) -> str:
    """A code such as 0301 as it was before a spreadsheet took it for a number: 301, 301.0 or 0301.

    >>> code_in("301", 4), code_in("975 283 046", 9)
    ('0301', '975283046')
    """
    plain = re.sub(r"[.,]0+$", "", re.sub(r"(?<=\d)\s(?=\d{3})", "", text)) if digits > 2 else text.removesuffix(".0")
    return plain.zfill(digits) if plain.isdigit() and len(plain) == digits - 1 else plain


def why(text: str) -> str:
    """What probably happened to a cell that is not what it should be, to be said behind it; empty if not known."""
    if text in UNKNOWN:
        return "; it is Statistics Norway's sign for a figure that is not known"
    if _SHORTENED.fullmatch(text):
        return "; a spreadsheet has shortened it and digits are lost: save the column as text"
    if _THOUSANDS.fullmatch(text):
        return "; thousands are written without a point or comma"
    return ""


def is_ambiguous(text: str) -> bool:
    """Whether a whole number may be a thousand times what it seems, or has lost digits: 1.000, 1,000 or 1,2E+05."""
    return bool(_THOUSANDS.fullmatch(text) or _SHORTENED.fullmatch(text))


def _rows(path: Path, wanted: Collection[str]) -> tuple[list[tuple[int, list[str]]], str]:
    """Number and cells of each line, cut by the separator that gives the header most of the columns wanted."""
    text = read_text(path, "CSV")
    found = {separator: _cut(text, separator) for separator in SEPARATORS}
    best = max(found, key=lambda separator: _fit(found[separator][0], wanted))
    lines, problem = found[best]
    if problem:
        raise BadInput(f"{path}: row {len(lines) + 1}: a quotation mark is not closed, or stands within a cell")
    return lines, best


def _cut(text: str, separator: str) -> tuple[list[tuple[int, list[str]]], bool]:
    """Number and cells of each line, and whether a line could not be cut."""
    lines: list[tuple[int, list[str]]] = []
    try:
        for row in csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True):
            lines.append((len(lines) + 1, [cell.strip() for cell in row]))
    except csv.Error:
        return lines, True
    return lines, False


def _fit(lines: list[tuple[int, list[str]]], wanted: Collection[str]) -> tuple[int, int, int]:
    """How many wanted columns the best line has, how few lines have other cells than it, and how many cells it has."""
    if not lines:
        return 0, 0, 0
    header = lines[_header(lines, wanted)][1]
    return _matches(header, wanted), -sum(len(row) != len(header) for _, row in lines), len(header)


def _matches(row: Iterable[str], wanted: Collection[str]) -> int:
    return sum(_known(cell, wanted) in wanted for cell in row)


def _header(lines: list[tuple[int, list[str]]], wanted: Collection[str]) -> int:
    """Place of the header: the line with the most columns wanted, else the first that is not empty."""
    top = lines[:_LATEST]
    best = max(range(len(top)), key=lambda k: _matches(top[k][1], wanted), default=0)
    return (
        best if top and _matches(top[best][1], wanted) else next((k for k, (_, row) in enumerate(top) if any(row)), 0)
    )


def _known(name: str, wanted: Collection[str]) -> str:
    """A name of a column as it is declared; as it stands if it is none."""
    plain = re.sub(r"\s+", "_", name).lower()
    return next((known for known in wanted if known.lower() == plain), name)


def _is_sentence(row: list[str]) -> bool:
    """Whether a line is a remark below the table: one cell with words in it."""
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and bool(re.search(r"[^\W\d]{2,}[:. ]", filled[0])) and (not row[1:] or row[0] == filled[0])


def _counts_rows(name: str, cells: pd.Series) -> bool:
    """Whether a column without a name only counts the rows, as pandas writes it."""
    if name and not name.startswith("Unnamed:"):
        return False
    return cells.tolist() in ([str(k + start) for k in range(len(cells))] for start in (0, 1))
