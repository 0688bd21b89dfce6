"""A text file as people save it: UTF-8 with or without a mark at the front, UTF-16 with one, or Latin-1."""

from __future__ import annotations

import codecs
from pathlib import Path

from sim.refusals import BadInput

_KINDS = {b"PK\x03\x04": "an Excel workbook or a zip file", b"\xd0\xcf\x11\xe0": "an old Excel workbook",
          b"%PDF": "a PDF", b"\x1f\x8b": "a gz file", b"PAR1": "a Parquet file", b"SQLite": "a GeoPackage"}  # fmt: skip
"""How files begin that are no text, and what to call them."""


def read_text(path: Path, instead: str) -> str:
    """The text of a file, whichever of the usual ways it is encoded in.

    Args:
        path: The file.
        instead: What the file should be saved as, such as "CSV".

    Raises:
        BadInput: If it cannot be read, or is no text: one line that says what it is.
    """
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:  # a path that no system allows is a ValueError
        raise BadInput(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    for start, kind in _KINDS.items():
        if raw.startswith(start):
            raise BadInput(f"{path}: this is {kind}; save it as {instead}")
    try:
        text = raw.decode(_encoding(raw))
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadInput(f"{path}: this is no text; save it as {instead}, in UTF-8")
    return text


def _encoding(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"  # what Excel and Notepad in Norway call ANSI: Latin-1 with a few more signs
    return "utf-8-sig"
