"""This file knows how to read a results folder into pandas."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def load(
    folder: str | Path,
    *,
    level: str | Sequence[str] | None = None,
    indicator: str | Sequence[str] | None = None,
    scenario: str | Sequence[str] | None = None,
    semester: int | None = None,
) -> pd.DataFrame:
    """The tidy results of a folder, one row a value; texts are categories, so memory stays small.

    Args:
        folder: A results folder.
        level: Level or levels to keep, such as "nation"; all if None.
        indicator: Indicator or indicators to keep; all if None.
        scenario: Scenario or scenarios to keep; all if None.
        semester: Semester to keep, 0 = autumn 2017; all if None.

    Returns:
        Columns run_id, point, scenario, replication, semester, year, season, level, unit, indicator, value;
        in the order of replications whatever the order in which the runs ended.

    Raises:
        FileNotFoundError: If the folder holds no results.
    """
    paths = sorted((Path(folder) / "results").glob("part-*.parquet"))
    if not paths:
        raise FileNotFoundError(f"{folder} holds no results")
    wanted = {"level": level, "indicator": indicator, "scenario": scenario}
    tables = [_kept(_in_semester(table, semester), wanted) for path in paths for table in _runs(path)]
    table = pa.concat_tables(tables).replace_schema_metadata(None).unify_dictionaries()
    frame: pd.DataFrame = table.combine_chunks().to_pandas()
    return frame


def _runs(path: Path) -> list[pa.Table]:
    """One table a run (a row group), each text column with dictionaries of its own."""
    with pq.ParquetFile(path) as file:
        return [file.read_row_group(i) for i in range(file.num_row_groups)]


def _in_semester(table: pa.Table, semester: int | None) -> pa.Table:
    return table if semester is None else table.filter(pc.equal(table["semester"], semester))


def _kept(table: pa.Table, wanted: dict[str, str | Sequence[str] | None]) -> pa.Table:
    for column, names in wanted.items():
        if names is not None:
            table = table.filter(_mask(table[column].combine_chunks(), [names] if isinstance(names, str) else names))
    return table


def _mask(column: Any, names: Sequence[str]) -> Any:
    """Which rows carry one of the names: looked up once in the dictionary, then by code."""
    array = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    keep = pc.is_in(array.dictionary, value_set=pa.array(list(names), type=pa.string()))
    return keep.take(array.indices)
