"""The values of single replications: one CSV file a level, written run by run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as pc

from experiments.present.csv_files import DIALECTS
from experiments.present.export.results import Cell, Runs
from experiments.store.parts import receipts, write_atomically

SCHEMA = pa.schema(
    [
        ("point", pa.int32()), ("scenario", pa.string()), ("replication", pa.int32()), ("year", pa.int16()),
        ("season", pa.string()), ("level", pa.string()), ("unit", pa.string()), ("indicator", pa.string()),
        ("value", pa.float64()),
    ]
)  # fmt: skip
_VALUE = len(SCHEMA) - 1
MOST = 10_000_000
"""Rows of a file that still is of use to somebody (about 0.7 GB): a level with more is left in the folder."""


def rows_by_level(runs: Runs) -> dict[str, int]:
    """How many values each level has, in all cells together."""
    found: dict[str, int] = {}
    for receipt in receipts(runs.folder):
        for level, n in receipt.rows.items():
            found[level] = found.get(level, 0) + n * len(runs.cells.get(receipt.run_id, ()))
    return {level: n for level, n in found.items() if n}


def write_values(path: Path, runs: Runs, level: str, language: str) -> None:
    """Write every value of one level, NaN as an empty field, in the dialect of a language (see `csv_files`).

    Raises:
        CannotWrite: If the disk is full, or writing is not allowed.
    """
    write_atomically(path, lambda temporary: _write(temporary, runs, level, DIALECTS[language]))


def _write(path: Path, runs: Runs, level: str, dialect: Mapping[str, str]) -> None:
    comma = dialect["decimal"] == ","
    schema = SCHEMA.set(_VALUE, pa.field("value", pa.string())) if comma else SCHEMA
    options = pc.WriteOptions(quoting_style="needed", delimiter=dialect["sep"])
    with path.open("wb") as file:
        file.write("".encode(dialect["encoding"]))
        with pc.CSVWriter(file, schema, write_options=options) as writer:
            for cells, rows in runs.each(level=level):
                for cell in cells:
                    table = _table(cell, rows)
                    writer.write_table(
                        table.set_column(_VALUE, "value", _with_comma(table["value"])) if comma else table
                    )


def _with_comma(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return compute.replace_substring(values.cast(pa.string()), ".", ",")


def _table(cell: Cell, rows: pd.DataFrame) -> pa.Table:
    point, scenario, replication = cell
    mine = rows.assign(point=point, scenario=scenario, replication=replication)
    return pa.Table.from_pandas(mine[SCHEMA.names], schema=SCHEMA, preserve_index=False)
