"""This file knows how to look over one part: page checksums, and each run's rows against its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.refusals import FolderUnusable
from experiments.store.fingerprint import values_digest
from experiments.store.parts import Receipt, receipts_of
from experiments.store.records_table import SCHEMA, SEASONS, records_of
from sim.scenario import FIRST_YEAR


@dataclass(frozen=True)
class SeenRun:
    """A run as its rows show it.

    Attributes:
        receipt: What the part says of it.
        cell: Point, scenario and replication.
        undefined, infinite: Values that are NaN, and that are infinite.
    """

    receipt: Receipt
    cell: tuple[int, str, int]
    undefined: int
    infinite: int


@dataclass(frozen=True)
class SeenPart:
    """A part that was looked over; `damage` says what is wrong with it, and then it has no runs."""

    path: Path
    runs: tuple[SeenRun, ...]
    damage: str | None


class _Damage(Exception):  # noqa: N818 - a finding
    """What is wrong with a part."""


def inspect(path: Path) -> SeenPart:
    """Look a part over, every page of it."""
    try:
        return SeenPart(path, tuple(_runs(path)), None)
    except _Damage as damage:
        return SeenPart(path, (), str(damage))
    except (FolderUnusable, pa.ArrowException, OSError, ValueError, IndexError):
        return SeenPart(path, (), "cannot be read")


def _runs(path: Path) -> list[SeenRun]:
    receipts = receipts_of(path)
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        if not file.schema_arrow.remove_metadata().equals(SCHEMA):
            raise _Damage("has other columns")
        if file.num_row_groups != len(receipts):
            raise _Damage("has more or fewer runs than its footer says")
        return [_run(file.read_row_group(i), receipt) for i, receipt in enumerate(receipts)]


def _run(table: pa.Table, receipt: Receipt) -> SeenRun:
    records = records_of(table)
    if len(table) != receipt.rows or values_digest(records) != receipt.records:
        raise _Damage(f"has other values than its footer says, in run {receipt.run_id}")
    if _only(table, "run_id") != receipt.run_id or not _dated(table):
        raise _Damage(f"has rows that contradict its footer or each other, in run {receipt.run_id}")
    cell = (int(_only(table, "point")), str(_only(table, "scenario")), int(_only(table, "replication")))
    return SeenRun(receipt, cell, int(np.isnan(records.value).sum()), int(np.isinf(records.value).sum()))


def _only(table: pa.Table, name: str) -> int | str:
    """The one value of a column."""
    found: list[int | str] = table[name].unique().to_pylist()
    if len(found) != 1:
        raise _Damage(f"has a run with {len(found)} values of {name}")
    return found[0]


def _dated(table: pa.Table) -> bool:
    """Whether years and seasons are those of the semesters."""
    semester = table["semester"].to_numpy().astype(np.int64)
    season = table["season"].combine_chunks()
    named = np.asarray(season.dictionary.to_pylist(), dtype=object)[season.indices.to_numpy()]
    expected = np.asarray(SEASONS, dtype=object)[semester % 2]
    return bool((table["year"].to_numpy() == FIRST_YEAR + (semester + 1) // 2).all() and (named == expected).all())
