"""This file knows the hashes that name things: source code, users' tables, runs and their records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sim.records import Records
    from sim.simulation import Run


KINDS = {".py", ".csv", ".json", ".yaml", ".txt"}
"""Endings of the files that decide what a run gives."""


def digest(value: Any, size: int = 16) -> str:
    """Hash of plain data; the order of keys does not matter."""
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()


@cache
def source_digest() -> str:
    """Hash of the model: code and data of `sim/` but for its analysis, whatever the line endings of the checkout."""
    root = Path(str(files("sim")))
    paths = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file() and p.suffix in KINDS}
    return digest({name: _file_digest(p) for name, p in paths.items() if not name.startswith("analysis/")})


def table_digests(tables: Mapping[str, str]) -> dict[str, str]:
    """Hash of the content of each of the user's tables; where the files lie does not matter."""
    return {name: _file_digest(Path(path)) for name, path in tables.items()}


def _file_digest(path: Path) -> str:
    content = path.read_bytes().replace(b"\r\n", b"\n")
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def records_digest(run: Run) -> str:
    """Hash of all recorded values of a run, to the last bit."""
    return values_digest(run.records)


def values_digest(records: Records) -> str:
    """Hash of recorded values, to the last bit, with what they are values of."""
    hasher = hashlib.blake2b(digest_size=16)
    hasher.update(json.dumps([records.levels, records.units, records.indicators]).encode())
    for column in (records.semester, records.level, records.unit, records.indicator, records.value):
        array = np.ascontiguousarray(column)
        hasher.update(array.astype(array.dtype.newbyteorder("<"), copy=False).data)
    return hasher.hexdigest()
