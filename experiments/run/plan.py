"""This file knows the plan of a results folder: every cell of its designs, and the run that fills it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.designs.design import Design
from experiments.refusals import FolderUnusable
from experiments.store.parts import write_atomically

NAME = "plan.parquet"
_TEXT = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("run_id", pa.string()), ("point", pa.int32()), ("scenario", _TEXT), ("replication", pa.int32()),
        ("parameters", _TEXT), ("levers", _TEXT), ("uncertainty", _TEXT),
    ]
)  # fmt: skip
"""One row a cell; parameters and levers of its point as JSON. Cells that do not differ name the same run."""


def write_plan(folder: Path, design: Design) -> None:
    """Write the cells of a design, beside those that the folder has planned before.

    Raises:
        FolderUnusable: If the folder has a point of the same number with other values.
    """
    planned = _table(design)
    path = folder / NAME
    if path.exists():
        before = read_plan(folder)
        _refuse_other_points(before, planned, folder)
        planned = pd.concat([before, planned]).drop_duplicates(["point", "scenario", "replication"])
        planned = planned.sort_values(["replication", "point"], kind="stable")
    table = pa.Table.from_pandas(planned, schema=SCHEMA, preserve_index=False)
    write_atomically(path, lambda temporary: pq.write_table(table, temporary))


def read_plan(folder: Path) -> pd.DataFrame:
    """The plan, one row a cell, in the order of replications and points.

    Raises:
        FolderUnusable: If it is missing or damaged.
    """
    try:
        return pd.read_parquet(folder / NAME)
    except FileNotFoundError:
        raise FolderUnusable(f"{folder} is not a results folder: it has no {NAME}") from None
    except (OSError, pa.ArrowException):
        raise FolderUnusable(f"{folder / NAME} is damaged; delete it, and the same command writes it again") from None


def _table(design: Design) -> pd.DataFrame:
    cells = [(*cell, replication) for replication in range(design.replications) for cell in design.cells(replication)]
    planned = pd.DataFrame(cells, columns=["run_id", "point", "scenario", "replication"])
    varied = pd.DataFrame(
        [
            (json.dumps(dict(p.parameters), sort_keys=True), json.dumps(dict(p.levers), sort_keys=True),
             p.uncertainty or design.setup.uncertainty)
            for p in design.points
        ],
        columns=["parameters", "levers", "uncertainty"],
    )  # fmt: skip
    return planned.join(varied, on="point").astype(dict.fromkeys(("scenario", *varied.columns), "category"))


def _refuse_other_points(before: pd.DataFrame, planned: pd.DataFrame, folder: Path) -> None:
    values = ["parameters", "levers", "uncertainty"]
    both = pd.concat([frame[["point", *values]].astype(str).drop_duplicates() for frame in (before, planned)])
    clashing = both.drop_duplicates()["point"].astype(int)
    if clashing.duplicated().any():
        point = clashing[clashing.duplicated()].min()
        raise FolderUnusable(f"{folder} has a point {point} with other values; choose another output=")
