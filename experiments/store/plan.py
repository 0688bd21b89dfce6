"""The plan of a results folder: every cell of its designs, and the run that fills it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.designs.design import Design, Point
from experiments.refusals import FolderUnusable
from experiments.store.parts import parts, read_seal, receipts, write_atomically

NAME = "plan.parquet"
KEYS = ("point", "scenario", "replication")
VARIED = ("parameters", "levers", "uncertainty")
_TEXT = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        ("run_id", pa.string()), ("point", pa.int32()), ("scenario", _TEXT), ("replication", pa.int32()),
        ("parameters", _TEXT), ("levers", _TEXT), ("uncertainty", _TEXT),
    ]
)  # fmt: skip
"""One row a cell; parameters and levers of its point, as JSON, in the first row of the point (null in the others: a
point of a large design is 10 kB of text). Cells that do not differ name the same run."""
_CELLS = 10_000
"""Cells that are held at a time."""


def write_plan(folder: Path, design: Design) -> None:
    """Write the cells of a design, beside those that the folder has planned before.

    Raises:
        FolderUnusable: If the folder has a point of the same number with other values.
    """
    path = folder / NAME
    if not path.exists():
        _write(path, _tables(design))
        return
    before = read_plan(folder)
    planned = _filled(pa.concat_tables(list(_tables(design))).unify_dictionaries().to_pandas())
    _refuse_other_points(before, planned, folder)
    whole = pd.concat([before, planned]).drop_duplicates(list(KEYS))
    if len(whole) > len(before):
        whole = whole.sort_values(["replication", "point"], kind="stable")
        whole.loc[whole.duplicated("point"), list(VARIED)] = None
        _write(path, iter([pa.Table.from_pandas(whole, schema=SCHEMA, preserve_index=False)]))


def read_plan(folder: Path) -> pd.DataFrame:
    """The plan, one row a cell, in the order of replications and points; texts are categories.

    Raises:
        FolderUnusable: If it is missing or damaged.
    """
    mend = f"; `kompetanse check {folder} mend=true` writes it again from the parts, or the same command does"
    try:
        return _filled(pd.read_parquet(folder / NAME))
    except FileNotFoundError:
        said = f"has no {NAME}{mend}" if parts(folder) else f"is not a results folder: it has no {NAME}"
        raise FolderUnusable(f"{folder} {said}") from None
    except (OSError, pa.ArrowException):
        raise FolderUnusable(f"{folder / NAME} is damaged{mend}") from None


def design_of(manifest: Mapping[str, Any], points: Mapping[int, Point], tables: Mapping[str, str], n: int) -> Design:
    """The design of a folder, from its manifest.

    Args:
        manifest: What the folder says of itself.
        points: Values of its points, by number; one that is not known varies nothing.
        tables: Paths of the user's own tables.
        n: Replications.
    """
    from experiments.store.manifest import stored_scenarios
    from sim.simulation import Setup

    known = tuple(points.get(number, Point()) for number in range(max(points, default=0) + 1))
    setup = Setup(**{**manifest["setup"], "tables": dict(tables)})
    return Design(setup, stored_scenarios(manifest), n, known, tuple(manifest["record"]), manifest["levers_from"],
                  manifest["untouched"])  # fmt: skip


def points_of(plan: pd.DataFrame, setup: Mapping[str, Any]) -> dict[int, Point]:
    """Points of a plan by number."""
    rows = plan.drop_duplicates("point")
    columns = (rows[name].astype(str) for name in VARIED)
    found = zip(rows["point"], *columns, strict=True)
    own = setup["uncertainty"]
    return {int(k): Point(json.loads(p), json.loads(v), None if u == own else u) for k, p, v, u in found}


def rebuild_plan(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the plan again as far as finished runs tell it: cells of their points, scenarios and replications.

    Raises:
        FolderUnusable: If a part is damaged.
    """
    told = {k: v for path in parts(folder) for k, v in read_seal(path)["points"].items()}
    points = {int(number): Point(*values) for number, values in told.items()}
    ids = {(r.point, r.scenario, r.replication): r.run_id for r in receipts(folder)}
    again = design_of(manifest, points, {}, max((r for *_, r in ids), default=-1) + 1)
    shared = {run_id: ids[cell] for cell, run_id in _first_cells(again) if cell in ids}
    _write(folder / NAME, _tables(again, shared))


def _first_cells(design: Design) -> Iterator[tuple[tuple[int, str, int], str]]:
    for replication in range(design.replications):
        for run_id, point, scenario in design.cells(replication):
            yield (point, scenario, replication), run_id


def _write(path: Path, tables: Iterator[pa.Table]) -> None:
    def write(temporary: Path) -> None:
        with pq.ParquetWriter(temporary, SCHEMA, compression="zstd") as writer:
            for table in tables:
                writer.write_table(table)

    write_atomically(path, write)


def _tables(design: Design, ids: Mapping[str, str] | None = None) -> Iterator[pa.Table]:
    """Cells of a design, some at a time; with `ids`, only those whose run has one, under that id."""
    scenarios = {scenario.name: place for place, scenario in enumerate(design.scenarios)}
    names = pa.array(scenarios, type=pa.string())
    cells = ((*cell, r) for r in range(design.replications) for cell in design.cells(r))
    wanted = cells if ids is None else ((ids[i], p, s, r) for i, p, s, r in cells if i in ids)
    empty, told = True, set[int]()
    while some := list(islice(wanted, _CELLS)):
        run_id, point, scenario, replication = zip(*some, strict=True)
        codes = pa.array([scenarios[name] for name in scenario], type=pa.int32())
        columns = [pa.array(run_id), pa.array(point, pa.int32()), pa.DictionaryArray.from_arrays(codes, names)]
        texts = zip(*(_texts(design, number, told) for number in point), strict=True)
        coded = [pa.array(column, type=pa.string()).dictionary_encode() for column in texts]
        yield pa.Table.from_arrays([*columns, pa.array(replication, pa.int32()), *coded], schema=SCHEMA)
        empty = False
    if empty:
        yield SCHEMA.empty_table()


def _texts(design: Design, number: int, told: set[int]) -> tuple[str | None, str | None, str | None]:
    """Parameters, levers and uncertainty of a point, as texts; None once they have been told."""
    if number in told:
        return None, None, None
    told.add(number)
    point = design.points[number]
    parameters, levers = (json.dumps(dict(values), sort_keys=True) for values in (point.parameters, point.levers))
    return parameters, levers, point.uncertainty or design.setup.uncertainty


def _filled(plan: pd.DataFrame) -> pd.DataFrame:
    """A plan with the values of a point in each of its rows."""
    first = plan[plan["uncertainty"].notna()].drop_duplicates("point").set_index("point")
    place = first.index.get_indexer(pd.Index(plan["point"]))
    return plan.assign(**{name: first[name].array.take(place) for name in VARIED})


def _refuse_other_points(before: pd.DataFrame, planned: pd.DataFrame, folder: Path) -> None:
    both = pd.concat([frame[["point", *VARIED]].astype(str).drop_duplicates() for frame in (before, planned)])
    clashing = both.drop_duplicates()["point"].astype(int)
    if clashing.duplicated().any():
        point = clashing[clashing.duplicated()].min()
        raise FolderUnusable(f"{folder} has a point {point} with other values; choose another output=")
