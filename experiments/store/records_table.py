"""This file knows the tidy results table: its columns, and how a run's coded records become an Arrow table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from experiments.designs.design import PlannedRun
from sim.scenario import FIRST_YEAR

if TYPE_CHECKING:
    from sim.records import Records

_TEXT = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("run_id", _TEXT),
        ("point", pa.int32()),
        ("scenario", _TEXT),
        ("replication", pa.int32()),
        ("semester", pa.int16()),
        ("year", pa.int16()),
        ("season", _TEXT),
        ("level", _TEXT),
        ("unit", _TEXT),
        ("indicator", _TEXT),
        ("value", pa.float64()),
    ]
)
SEASONS = ("autumn", "spring")


def table_of(run: PlannedRun, records: Records) -> pa.Table:
    """One run's records as a table; texts stay codes all the way, no Python string is made per row.

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


def records_of(table: pa.Table) -> Records:
    """The records that `table_of` made a table of, as it comes back from one row group of a part."""
    from sim.records import Records

    level, unit, indicator = (table[name].combine_chunks() for name in ("level", "unit", "indicator"))
    return Records(
        semester=table["semester"].to_numpy(),
        level=_codes(level),
        unit=_codes(unit),
        indicator=_codes(indicator),
        value=table["value"].to_numpy(),
        levels=_texts(level),
        units=_texts(unit),
        indicators=_texts(indicator),
    )


def _codes(column: Any) -> npt.NDArray[np.int32]:
    return np.asarray(column.indices.to_numpy(zero_copy_only=False), dtype=np.int32)


def _texts(column: Any) -> tuple[str, ...]:
    return tuple(column.dictionary.to_pylist())


def _constant(text: str, n: int) -> Any:
    return _coded(np.zeros(n, dtype=np.int32), (text,))


def _coded(codes: npt.NDArray[Any], texts: tuple[str, ...]) -> Any:
    indices = pa.array(codes.astype(np.int32, copy=False))
    return pa.DictionaryArray.from_arrays(indices, pa.array(texts, type=pa.string()), safe=True)
