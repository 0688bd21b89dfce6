"""Parts of a results folder: how a batch of runs is written, all or nothing, what a part says of itself, merging."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.designs.design import PlannedRun, Task
from experiments.refusals import CannotWrite, FolderUnusable
from experiments.store.fingerprint import digest, values_digest
from sim.analysis.results import FOOTER, SCHEMA, SEAL, pack, unpack
from sim.scenario import FIRST_YEAR
from sim.types import Bools

if TYPE_CHECKING:
    from sim.records import Records
    from sim.simulation import Run

SEASONS = ("autumn", "spring")
EXACT = ("nation", "target")
"""Levels whose values are stored to the last bit; others have the 24 bits of a single-precision number."""
SMALL = 16_000_000
"""Bytes of a part from which it is not merged."""
MANY = 64
"""Small parts of a folder at which they are merged."""
_ROWS = 1_000_000
"""Rows of a row group, at most, where parts are merged; more would take much memory."""


@dataclass(frozen=True)
class Receipt:
    """What is known of a finished run without reading its rows.

    Attributes:
        run_id, point, scenario, replication: Which run it is.
        records: Hash of all values that the model recorded, to the last bit.
        state: Hash of its last state.
        stored: Hash of the rows in the part.
        rows: Rows of each level.
        early: Hash of all recorded values up to a semester, by semester, where scenarios are the same until then.
    """

    run_id: str
    point: int
    scenario: str
    replication: int
    records: str
    state: str
    stored: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    early: Mapping[str, str] = field(default_factory=dict)


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


def write_atomically(path: Path, write: Callable[[Path], Any]) -> None:
    """Write a file under a temporary name and move it into place, so that no reader ever sees half of it.

    Raises:
        CannotWrite: If the disk is full, the file too large, or writing is not allowed.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(temporary)
            os.replace(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise CannotWrite(f"{path} cannot be written: {reason}; finished runs are kept") from error


def write_text(path: Path, text: str) -> None:
    """Write a small text file atomically, in UTF-8 with plain line ends."""
    write_atomically(path, lambda temporary: temporary.write_bytes(text.encode("utf-8")))


# ---- what is stored of a run


def receipt_of(planned: PlannedRun, run: Run, early: Sequence[int] = ()) -> Receipt:
    """What is known of a run that was just made, before anything of it is stored."""
    return Receipt(
        planned.run_id, planned.point, planned.scenario.name, planned.replication,
        records=values_digest(run.records), state=run.digest,
        early={str(semester): values_digest(run.records, semester) for semester in early},
    )  # fmt: skip


def rows_of(records: Records, record: Iterable[str]) -> Records:
    """What is stored of a run's records: level by level, each as often as asked, in as many digits as it gets.

    Args:
        records: As the model recorded them, semester by semester.
        record: Levels with how often, as `level:grain`; a level that is not named is left out.
    """
    from sim.records import Records

    grains = dict(entry.split(":") for entry in record)
    last = int(records.semester.max(initial=-1))
    chosen = [_rows(records, level, grains[level], last) for level in grains if level in records.levels]
    rows = np.concatenate([np.zeros(0, dtype=np.intp), *chosen])
    value = records.value[rows]
    exact = [code for code, level in enumerate(records.levels) if level in EXACT]
    rounded = ~np.isin(records.level[rows], exact)
    value[rounded] = value[rounded].astype(np.float32)
    columns = (records.semester, records.level, records.unit, records.indicator)
    semester, level, unit, indicator = (column[rows] for column in columns)
    return Records(semester, level, unit, indicator, value, records.levels, records.units, records.indicators)


def _rows(records: Records, level: str, grain: str, last: int) -> npt.NDArray[np.intp]:
    mine = records.level == records.levels.index(level)
    return np.flatnonzero(mine & _due(records.semester, grain, last))


def _due(semester: npt.NDArray[np.int16], grain: str, last: int) -> Bools:
    """Semesters of a grain: all, springs, every fifth spring back from the last, or the last."""
    back = last - semester
    due = {"semester": back >= 0, "year": semester % 2 == 1, "five_years": back % 10 == 0, "last": back == 0}
    return np.asarray(due[grain])


def table_of(run: PlannedRun, records: Records) -> pa.Table:
    """A run's rows as a table; texts stay codes all the way, no Python string is made per row.

    Raises:
        ValueError: If the records' columns are of different lengths or a code has no text.
    """
    n = len(records.value)
    semester = records.semester.astype(np.int16, copy=False)
    columns = [
        _constant(run.run_id, n),
        pa.array(np.full(n, run.point, dtype=np.int32)),
        _constant(run.scenario.name, n),
        pa.array(np.full(n, run.replication, dtype=np.int32)),
        pa.array(semester),
        pa.array((FIRST_YEAR + (semester + 1) // 2).astype(np.int16)),
        _coded(semester % 2, SEASONS),
        _coded(records.level, records.levels),
        _coded(records.unit, records.units),
        _coded(records.indicator, records.indicators),
        pa.array(records.value, type=pa.float64()),
    ]
    return pa.Table.from_arrays(columns, schema=SCHEMA)


def rows_digest(table: pa.Table) -> str:
    """Hash of rows as they are stored, to the last bit, however their texts are coded."""
    hasher = hashlib.blake2b(digest_size=16)
    for name in ("level", "unit", "indicator"):
        codes, texts = _ranked(table[name].combine_chunks())
        hasher.update("\0".join(texts).encode())
        hasher.update(codes.tobytes())
    for name, kind in (("semester", "<i2"), ("value", "<f8")):
        hasher.update(table[name].to_numpy().astype(kind, copy=False).tobytes())
    return hasher.hexdigest()


def _ranked(column: Any) -> tuple[npt.NDArray[np.int32], list[str]]:
    """Codes of a column of texts by their order among those it holds, and these texts."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    texts = array.dictionary.to_pylist()
    codes = array.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    used = np.zeros(len(texts), dtype=bool)
    used[codes] = True
    held = sorted((texts[k], k) for k in np.flatnonzero(used))
    rank = np.zeros(len(texts), dtype=np.int32)
    rank[[k for _, k in held]] = np.arange(len(held))
    return rank[codes], [text for text, _ in held]


def _constant(text: str, n: int) -> Any:
    return _coded(np.zeros(n, dtype=np.int32), (text,))


def _coded(codes: npt.NDArray[Any], texts: tuple[str, ...]) -> Any:
    indices = pa.array(codes.astype(np.int32, copy=False))
    return pa.DictionaryArray.from_arrays(indices, pa.array(texts, type=pa.string()), safe=True)


# ---- writing


def write_part(
    folder: Path,
    made: Sequence[tuple[Task, Sequence[tuple[PlannedRun, Run]]]],
    manifest: Mapping[str, Any] | None = None,
) -> tuple[Path, list[Receipt]]:
    """Write the finished runs of some tasks as one part of a results folder; the same again replaces it.

    Args:
        folder: Results folder.
        made: Tasks, each with its finished runs.
        manifest: What the folder's manifest says, from which it can be written again.

    Returns:
        The part, and a receipt of each run.
    """
    receipts: list[Receipt] = []
    tables: dict[str, list[pa.Table]] = {}
    points: dict[str, list[Any]] = {}
    for task, runs in made:
        points |= {str(number): point.plain() for number, point in task.varied.items()}
        for planned, run in runs:
            table = table_of(planned, rows_of(run.records, task.record))
            rows = dict(_cut(table))
            counts = {level: len(part) for level, part in rows.items()}
            receipts.append(replace(receipt_of(planned, run, task.early), stored=rows_digest(table), rows=counts))
            for level, part in rows.items():
                tables.setdefault(level, []).append(part)
    path = folder / "results" / _name([planned for _, runs in made for planned, _ in runs])
    groups = ((level, [_joined(some)]) for level, some in tables.items())
    _write(path, groups, receipts, {"manifest": dict(manifest or {}), "points": points})
    return path, receipts


def _cut(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """Rows level by level; a level's rows stand together."""
    column = table["level"].combine_chunks()
    codes, texts = column.indices.to_numpy(), column.dictionary.to_pylist()
    edges = [0, *(np.flatnonzero(np.diff(codes)) + 1).tolist(), len(codes)]
    for start, end in pairwise(edges):
        if end > start:
            yield texts[codes[start]], table.slice(start, end - start)


def _joined(tables: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables).unify_dictionaries().combine_chunks()


def _write(
    path: Path,
    groups: Iterable[tuple[str, Iterable[pa.Table]]],
    runs: Sequence[Receipt],
    folder: Mapping[str, Any],
) -> None:
    """Write row groups of one level each; every page has a checksum, values stand byte by byte, which packs them."""

    def write(temporary: Path) -> None:
        texts = [name for name in SCHEMA.names if name != "value"]
        with pq.ParquetWriter(
            temporary, SCHEMA, compression="zstd", compression_level=3, write_page_checksum=True,
            use_dictionary=texts, column_encoding={"value": "BYTE_STREAM_SPLIT"},
        ) as writer:  # fmt: skip
            levels = []
            for level, tables in groups:
                for table in tables:
                    writer.write_table(table, row_group_size=max(1, len(table)))
                    levels.append(level)
            about = {"runs": [asdict(receipt) for receipt in runs], "levels": levels}
            writer.add_key_value_metadata({FOOTER: pack(about), SEAL: pack(folder)})

    write_atomically(path, write)


def write_failures(folder: Path, runs: Sequence[PlannedRun], failures: Sequence[Failure]) -> None:
    """Write the failures of a batch as one part of the failure table."""
    columns = {name: [getattr(f, name) for f in failures] for name in _FAILURES.names}
    table = pa.Table.from_pydict(columns, schema=_FAILURES)
    write_atomically(folder / "failures" / _name(runs), lambda path: pq.write_table(table, path))


def _name(runs: Sequence[PlannedRun | Receipt]) -> str:
    """Name of a part: sorts by replication and point, and is the same whenever the same runs are written."""
    first = runs[0]
    return f"part-{first.replication:06d}-{first.point:06d}-{digest([r.run_id for r in runs], size=6)}.parquet"


# ---- reading


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


def receipts_of(path: Path) -> list[Receipt]:
    """Finished runs of a part, from its footer.

    Raises:
        FolderUnusable: If the part is damaged.
    """
    return read_footer(path)[0]


def read_footer(path: Path) -> tuple[list[Receipt], list[str]]:
    """Finished runs of a part, and the level of each of its row groups.

    Raises:
        FolderUnusable: If the part is damaged.
    """
    try:
        metadata = pq.read_metadata(path)
        about = unpack(metadata.metadata)
        runs, levels = [Receipt(**run) for run in about["runs"]], list(about["levels"])
        whole = metadata.num_rows == sum(sum(r.rows.values()) for r in runs)
        whole = whole and metadata.num_row_groups == len(levels)
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError, AttributeError):
        whole = False
    if not whole:
        raise FolderUnusable(
            f"{path} is damaged; `kompetanse check {path.parents[1]} mend=true` sets it aside, and the same command "
            "makes its runs again"
        )
    return runs, levels


def read_seal(path: Path) -> dict[str, Any]:
    """What a part says of its folder: manifest, and values of points by number (as `Point.plain`)."""
    return unpack(pq.read_metadata(path).metadata, SEAL)


def failures(folder: Path) -> list[Failure]:
    """Failures of a folder whose runs have not succeeded since."""
    done = {receipt.run_id for receipt in receipts(folder)}
    latest: dict[str, Failure] = {}
    for path in parts(folder, "failures"):
        for row in pq.read_table(path).to_pylist():
            latest[row["run_id"]] = Failure(**row)
    return [f for f in latest.values() if f.run_id not in done]


# ---- merging


def merge_small(paths: Sequence[Path]) -> list[Path]:
    """Merge small parts into larger ones where there are many; returns those left that are small.

    The merged part stands before the small ones go, and a reader that sees both takes each run once.

    Args:
        paths: Parts of one folder, whole, which nobody writes any more.
    """
    small = [path for path in paths if path.stat().st_size < SMALL]
    if len(small) < MANY:
        return small
    left: list[Path] = []
    some: list[Path] = []
    size = 0
    for path in sorted(small):
        some.append(path)
        size += path.stat().st_size
        if size >= SMALL:
            _merge(some)
            some, size = [], 0
    if len(some) > 1:
        left.append(_merge(some))
    return [*left, *(some if len(some) == 1 else [])]


def _merge(paths: Sequence[Path]) -> Path:
    """One part with the runs of some, level by level."""
    runs, levels = zip(*map(read_footer, paths), strict=True)
    seals = [read_seal(path) for path in paths]
    points = {number: values for seal in seals for number, values in seal["points"].items()}
    every = [receipt for some in runs for receipt in some]
    merged = paths[0].parent / _name(every)
    groups = (
        (level, _gather(paths, levels, level)) for level in dict.fromkeys(name for some in levels for name in some)
    )
    _write(merged, groups, every, {"manifest": seals[-1]["manifest"], "points": points})
    for path in paths:
        if path != merged:
            path.unlink(missing_ok=True)
    return merged


def _gather(paths: Sequence[Path], levels: Sequence[Sequence[str]], level: str) -> Iterator[pa.Table]:
    """Row groups of a level from several parts, joined up to a number of rows."""
    some: list[pa.Table] = []
    for path, names in zip(paths, levels, strict=True):
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            some += [file.read_row_group(i) for i, name in enumerate(names) if name == level]
        if sum(map(len, some)) >= _ROWS:
            yield _joined(some).replace_schema_metadata(None)
            some = []
    if some:
        yield _joined(some).replace_schema_metadata(None)


def take_stock(folder: Path) -> set[str]:
    """Ids of finished runs; a part whose runs a merged one has taken in, left by a program that was killed, goes.

    Raises:
        FolderUnusable: If a part is damaged.
    """
    seen: set[tuple[str, str]] = set()
    for path in sorted(parts(folder), key=lambda path: -path.stat().st_size):
        runs = {(receipt.run_id, receipt.records) for receipt in receipts_of(path)}
        if runs and runs <= seen:
            path.unlink()
        seen |= runs
    return {run_id for run_id, _ in seen}
