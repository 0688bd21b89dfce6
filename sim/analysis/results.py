"""A results folder as pandas frames, whole or part by part; and the format of a part."""

from __future__ import annotations

import base64
import errno
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_TEXT = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("run_id", _TEXT), ("point", pa.int32()), ("scenario", _TEXT), ("replication", pa.int32()),
        ("semester", pa.int16()), ("year", pa.int16()), ("season", _TEXT), ("level", _TEXT), ("unit", _TEXT),
        ("indicator", _TEXT), ("value", pa.float64()),
    ]
)  # fmt: skip
"""One row a value; each row group of a part holds one level."""
COLUMNS = tuple(SCHEMA.names)
FOOTER, SEAL = b"kompetanse.part", b"kompetanse.folder"
"""Keys under which the footer of a part says what it holds (runs, level of each row group), and what of its folder."""
Chosen: TypeAlias = "str | int | Sequence[str] | Sequence[int] | None"


def load(
    folder: str | Path,
    *,
    level: str | Sequence[str] | None = None,
    indicator: str | Sequence[str] | None = None,
    scenario: str | Sequence[str] | None = None,
    point: int | Sequence[int] | None = None,
    replication: int | Sequence[int] | None = None,
    semester: int | Sequence[int] | None = None,
    year: int | Sequence[int] | None = None,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The tidy results of a folder, one row a value; texts are categories, so memory stays small.

    Args:
        folder: A results folder; a sweep may be running in it.
        level: Level or levels to keep, such as "nation"; all if None. Others are not read. So for the others:
        indicator: Indicators.
        scenario: Scenarios.
        point: Points of the design.
        replication: Replications; any sequence of numbers, such as `range(100)`.
        semester: Semesters, 0 = autumn 2017.
        year: Calendar years.
        columns: Columns to read; all if None. Those left out cost neither time nor memory.

    Returns:
        Columns run_id, point, scenario, replication, semester, year, season, level, unit, indicator, value; the rows
        of a level in the order of replications, whatever the order in which the runs ended. Values of the nation are
        the model's to the bit, those of other levels have seven digits.

    Raises:
        FileNotFoundError: If the folder holds no results.
        OSError: If a part is damaged; page checksums are verified.
        ValueError: If there is no such column.
    """
    wanted: dict[str, Chosen] = {
        "level": level, "indicator": indicator, "scenario": scenario, "point": point, "replication": replication,
        "semester": semester, "year": year,
    }  # fmt: skip
    return _frame(list(_tables(Path(folder), wanted, columns)))


def stream(folder: str | Path, *, columns: Sequence[str] | None = None, **wanted: Any) -> Iterator[pd.DataFrame]:
    """As `load`, one frame a part, for folders that do not fit into memory; each frame holds whole runs."""
    unknown = set(wanted) - set(COLUMNS)
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]}: no such column; known are {', '.join(COLUMNS)}")
    for table in _tables(Path(folder), wanted, columns):
        yield _frame([table])


def pack(about: Mapping[str, Any]) -> bytes:
    """What a part says of itself, as it stands in its footer: text that every reader of Parquet can carry."""
    return base64.b64encode(zlib.compress(json.dumps(about, separators=(",", ":")).encode()))


def unpack(metadata: Mapping[bytes, bytes] | None, key: bytes = FOOTER) -> dict[str, Any]:
    """What a part says of itself, or of its folder.

    Raises:
        ValueError: If it says nothing, or something strange.
    """
    try:
        found = json.loads(zlib.decompress(base64.b64decode((metadata or {})[key])))
    except (KeyError, zlib.error) as error:
        raise ValueError(str(error)) from None
    if not isinstance(found, dict):
        raise ValueError("no mapping")
    return found


def _frame(tables: Sequence[pa.Table]) -> pd.DataFrame:
    frame: pd.DataFrame = pa.concat_tables(tables).unify_dictionaries().combine_chunks().to_pandas()
    return frame


def _tables(folder: Path, wanted: Mapping[str, Chosen], columns: Sequence[str] | None) -> Iterator[pa.Table]:
    """What is wanted of each part, as one table.

    Parts may be merged meanwhile: one that is gone is in another, and a run that was read is not read again.
    """
    paths = sorted((folder / "results").glob("part-*.parquet"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no results")
    unknown = set(columns or ()) - set(COLUMNS)
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]}: no such column; known are {', '.join(COLUMNS)}")
    asked = {name: _list(chosen) for name, chosen in wanted.items() if chosen is not None}
    read: set[str] = set()
    for path in paths:
        try:
            table, runs = _part(path, asked, list(columns or COLUMNS), read)
        except FileNotFoundError:
            paths += sorted(set((folder / "results").glob("part-*.parquet")) - set(paths))
            continue
        read |= runs
        yield table


def _list(chosen: Any) -> list[Any]:
    return [chosen] if isinstance(chosen, str | int) else list(chosen)


def _part(path: Path, asked: Mapping[str, list[Any]], columns: list[str], read: set[str]) -> tuple[pa.Table, set[str]]:
    """One table of what is wanted of a part, and the runs in it; rows of runs that were read before are left out."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True, memory_map=True) as file:
            if not file.schema_arrow.equals(SCHEMA):
                raise ValueError("columns of other kinds")
            about = unpack(file.metadata.metadata)
            runs = {run["run_id"] for run in about["runs"]}
            fresh = [run for run in about["runs"] if run["run_id"] not in read and _fits(run, asked)]
            wanted = asked if runs.isdisjoint(read) else {**asked, "run_id": [run["run_id"] for run in fresh]}
            levels = set(asked.get("level", about["levels"])) if fresh else set()
            groups = [i for i, level in enumerate(about["levels"]) if level in levels]
            tables = [_group(file, i, wanted, columns) for i in groups]
        tables = tables or [SCHEMA.empty_table().select(columns)]
        return pa.concat_tables(tables).replace_schema_metadata(None).unify_dictionaries().combine_chunks(), runs
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError):
        said = f"is damaged; `kompetanse check {path.parents[1]}` says more"
        raise OSError(errno.EIO, said, str(path)) from None


def _fits(run: Mapping[str, Any], asked: Mapping[str, list[Any]]) -> bool:
    """Whether a run can have a row that is wanted."""
    return all(run[name] in asked[name] for name in ("point", "scenario", "replication") if name in asked)


def _group(file: pq.ParquetFile, group: int, asked: Mapping[str, list[Any]], columns: list[str]) -> pa.Table:
    """What is wanted of a row group; the columns it is chosen by are read first, the others if any row is."""
    keys = file.read_row_group(group, columns=list(asked), use_threads=False) if asked else None
    keep = None
    for name, names in asked.items():
        mask = _mask(keys[name].combine_chunks(), names)  # type: ignore[index]
        keep = mask if keep is None else pc.and_(keep, mask)
    if keep is None:
        return file.read_row_group(group, columns=columns, use_threads=False).select(columns)
    if not pc.any(keep).as_py():
        return SCHEMA.empty_table().select(columns)
    found = file.read_row_group(group, columns=columns, use_threads=False).select(columns).filter(keep)
    return found.replace_schema_metadata(None)


def _mask(column: Any, names: list[Any]) -> Any:
    """Which rows carry one of the names; texts are looked up once in the dictionary, then by code."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not pa.types.is_dictionary(array.type):
        return pc.is_in(array.cast(pa.int64()), value_set=pa.array(names, type=pa.int64()))
    keep = pc.is_in(array.dictionary, value_set=pa.array(names, type=pa.string()))
    return keep.take(array.indices)
