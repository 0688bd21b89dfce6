"""This file knows how to read a results folder into pandas, whole or part by part."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

COLUMNS = (
    "run_id", "point", "scenario", "replication", "semester", "year", "season", "level", "unit", "indicator", "value",
)  # fmt: skip
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
        folder: A results folder.
        level: Level or levels to keep, such as "nation"; all if None. So for the others:
        indicator: Indicators.
        scenario: Scenarios.
        point: Points of the design.
        replication: Replications; any sequence of numbers, such as `range(100)`.
        semester: Semesters, 0 = autumn 2017.
        year: Calendar years.
        columns: Columns to read; all if None. Those left out cost neither time nor memory.

    Returns:
        Columns run_id, point, scenario, replication, semester, year, season, level, unit, indicator, value;
        in the order of replications whatever the order in which the runs ended.

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
    """As `load`, one frame a part, for folders that do not fit into memory; arguments and errors are the same."""
    unknown = set(wanted) - set(COLUMNS)
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]}: no such column; known are {', '.join(COLUMNS)}")
    for table in _tables(Path(folder), wanted, columns):
        yield _frame([table])


def _frame(tables: Sequence[pa.Table]) -> pd.DataFrame:
    frame: pd.DataFrame = pa.concat_tables(tables).unify_dictionaries().combine_chunks().to_pandas()
    return frame


def _tables(folder: Path, wanted: Mapping[str, Chosen], columns: Sequence[str] | None) -> Iterator[pa.Table]:
    """What is wanted of each part, as one table."""
    paths = sorted((folder / "results").glob("part-*.parquet"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no results")
    unknown = set(columns or ()) - set(COLUMNS)
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]}: no such column; known are {', '.join(COLUMNS)}")
    asked = {name: _listed(chosen) for name, chosen in wanted.items() if chosen is not None}
    for path in paths:
        yield _part(path, asked, list(columns or COLUMNS))


def _listed(chosen: Any) -> list[Any]:
    return [chosen] if isinstance(chosen, str | int) else list(chosen)


def _part(path: Path, asked: Mapping[str, list[Any]], columns: list[str]) -> pa.Table:
    """One table of what is wanted of a part, dictionaries made one, so that few of them are held at a time."""
    try:
        with pq.ParquetFile(path, page_checksum_verification=True, memory_map=True) as file:
            runs = [_run(file, i, asked, columns) for i in range(file.num_row_groups)]
        return pa.concat_tables(runs).replace_schema_metadata(None).unify_dictionaries().combine_chunks()
    except (OSError, pa.ArrowException, ValueError, KeyError):
        said = f"is damaged; `kompetanse check {path.parents[1]}` says more"
        raise OSError(errno.EIO, said, str(path)) from None


def _run(file: pq.ParquetFile, group: int, asked: Mapping[str, list[Any]], columns: list[str]) -> pa.Table:
    """What is wanted of a run (a row group); the columns it is chosen by are read first, the others if any row is."""
    keys = file.read_row_group(group, columns=list(asked), use_threads=False) if asked else None
    keep = None
    for name, names in asked.items():
        mask = _mask(keys[name].combine_chunks(), names)  # type: ignore[index]
        keep = mask if keep is None else pc.and_(keep, mask)
    if keep is None:
        return file.read_row_group(group, columns=columns, use_threads=False).select(columns)
    if not pc.any(keep).as_py():
        return file.schema_arrow.empty_table().select(columns)
    return file.read_row_group(group, columns=columns, use_threads=False).select(columns).filter(keep)


def _mask(column: Any, names: list[Any]) -> Any:
    """Which rows carry one of the names; texts are looked up once in the dictionary, then by code."""
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if not pa.types.is_dictionary(array.type):
        return pc.is_in(array.cast(pa.int64()), value_set=pa.array(names, type=pa.int64()))
    keep = pc.is_in(array.dictionary, value_set=pa.array(names, type=pa.string()))
    return keep.take(array.indices)
