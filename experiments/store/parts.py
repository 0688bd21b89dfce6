"""This file knows how a batch of runs is written, all or nothing, and what a written part holds."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.designs.design import PlannedRun
from experiments.refusals import CannotWrite, FolderUnusable
from experiments.store.fingerprint import digest, records_digest
from experiments.store.records_table import SCHEMA, table_of

if TYPE_CHECKING:
    from sim.simulation import Run

_RUNS = b"kompetanse.runs"


@dataclass(frozen=True)
class Receipt:
    """What is known of a finished run without reading its rows."""

    run_id: str
    rows: int
    records: str
    state: str


@dataclass(frozen=True)
class Failure:
    """A run that gave no results: its model raised an error, or it ran out of time, or killed its process."""

    run_id: str
    point: int
    scenario: str
    replication: int
    stage: str
    type: str
    message: str
    traceback: str


_FAILURES = pa.schema(
    [
        ("run_id", pa.string()), ("point", pa.int32()), ("scenario", pa.string()), ("replication", pa.int32()),
        ("stage", pa.string()), ("type", pa.string()), ("message", pa.string()), ("traceback", pa.string()),
    ]
)  # fmt: skip


def write_atomically(path: Path, write: Any) -> None:
    """Write a file under a temporary name and move it into place, so that no reader ever sees half of it.

    Raises:
        CannotWrite: If the disk is full, the file too large, or writing is not allowed.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        _write_and_move(path, temporary, write)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise CannotWrite(f"{path} cannot be written: {reason}; finished runs are kept") from error


def _write_and_move(path: Path, temporary: Path, write: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a small text file atomically, in UTF-8 with plain line ends."""
    write_atomically(path, lambda temporary: temporary.write_bytes(text.encode("utf-8")))


def write_part(folder: Path, runs: Sequence[tuple[PlannedRun, Run]]) -> list[Receipt]:
    """Write finished runs as one part of a results folder; writing the same runs again replaces the part."""
    receipts = [
        Receipt(planned.run_id, len(run.records.value), records_digest(run), run.digest) for planned, run in runs
    ]
    noted = {_RUNS: json.dumps([asdict(receipt) for receipt in receipts]).encode()}
    tables = [table_of(planned, run.records) for planned, run in runs]

    def write(path: Path) -> None:
        schema = SCHEMA.with_metadata(noted)
        with pq.ParquetWriter(
            path, schema, compression="zstd", compression_level=1, write_page_checksum=True
        ) as writer:
            for table in tables:  # one row group a run, however long it is
                writer.write_table(table.replace_schema_metadata(noted), row_group_size=max(1, len(table)))

    write_atomically(folder / "results" / _name([planned for planned, _ in runs]), write)
    return receipts


def write_failures(folder: Path, runs: Sequence[PlannedRun], failures: Sequence[Failure]) -> None:
    """Write the failures of a batch as one part of the failure table."""
    columns = {name: [getattr(f, name) for f in failures] for name in _FAILURES.names}
    table = pa.Table.from_pydict(columns, schema=_FAILURES)
    write_atomically(folder / "failures" / _name(runs), lambda path: pq.write_table(table, path))


def _name(runs: Sequence[PlannedRun]) -> str:
    """Name of a part: sorts by replication and point, and is the same whenever the same runs are written."""
    first = runs[0]
    return f"part-{first.replication:06d}-{first.point:06d}-{digest([r.run_id for r in runs], size=6)}.parquet"


def parts(folder: Path, kind: str = "results") -> list[Path]:
    """The parts of a folder, in a fixed order; half-written files have other names."""
    return sorted((folder / kind).glob("part-*.parquet"))


def receipts(folder: Path, named: str = "part-*.parquet") -> Iterator[Receipt]:
    """Finished runs of a folder, from the footers of its parts.

    Args:
        folder: Results folder.
        named: Pattern of the names of the parts that are looked at.

    Raises:
        FolderUnusable: If a part is damaged.
    """
    for path in sorted((folder / "results").glob(named)):
        yield from receipts_of(path)


def receipts_of(path: Path) -> Sequence[Receipt]:
    """Finished runs of a part, in the order of its row groups, from its footer.

    Raises:
        FolderUnusable: If the part is damaged.
    """
    try:
        metadata = pq.read_metadata(path)
        noted = [Receipt(**r) for r in json.loads(metadata.metadata[_RUNS])]
        whole = metadata.num_rows == sum(r.rows for r in noted)
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        whole = False
    if not whole:
        raise FolderUnusable(f"{path} is damaged; delete it, and the same command makes its runs again")
    return noted


def failures(folder: Path) -> list[Failure]:
    """Failures of a folder whose runs have not succeeded since."""
    done = {receipt.run_id for receipt in receipts(folder)}
    latest: dict[str, Failure] = {}
    for path in parts(folder, "failures"):
        for row in pq.read_table(path).to_pylist():
            latest[row["run_id"]] = Failure(**row)
    return [f for f in latest.values() if f.run_id not in done]
