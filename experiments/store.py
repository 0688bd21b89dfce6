"""This file knows a results folder: how it is opened, what it holds already, and what was planned in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from omegaconf import OmegaConf

from experiments.design import Design
from experiments.lock import held
from experiments.manifest import NAME, extended, new_manifest, read_manifest, write_manifest
from experiments.parts import Receipt, parts, receipts, write_atomically, write_text
from experiments.refusals import FolderUnusable

_PLAN = pa.schema(
    [
        ("run_id", pa.string()),
        ("point", pa.int32()),
        ("scenario", pa.string()),
        ("replication", pa.int32()),
        ("parameters", pa.string()),
    ]
)


def default_folder(command: str, design: Design) -> Path:
    """Where results go if the user does not say: the same question finds its own unfinished work."""
    return Path("results") / f"{command}-{design.question[:8]}"


class Store:
    """An open results folder."""

    def __init__(self, folder: Path, manifest: dict[str, Any], done: dict[str, Receipt]) -> None:
        self.folder = folder
        self.manifest = manifest
        self.done = done

    def note(self, **values: Any) -> None:
        """Add values to the manifest."""
        self.manifest |= values
        write_manifest(self.folder, self.manifest)

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        """Write a table for people, as CSV."""
        write_text(self.folder / "tables" / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n"))


@contextmanager
def opened(folder: Path, command: str, design: Design, config: Mapping[str, Any]) -> Iterator[Store]:
    """Open a results folder for the runs of a design, new or with runs in it; nobody else can meanwhile.

    Raises:
        FolderUnusable: If it is in use, damaged, or holds runs that do not belong with the design's.
    """
    _refuse_strange(folder)
    with held(folder):
        for leftover in folder.rglob("*.tmp"):
            leftover.unlink(missing_ok=True)
        if (folder / NAME).exists():
            manifest = extended(read_manifest(folder), design, folder)
        else:
            manifest = new_manifest(command, design)
        done = receipts(folder)
        _write_plan(folder, design)
        _forget_failures(folder, design)
        write_text(folder / "config.yaml", OmegaConf.to_yaml(OmegaConf.create(dict(config))))
        store = Store(folder, manifest, done)
        store.note()
        yield store


def _refuse_strange(folder: Path) -> None:
    """Never mix results into a folder of something else."""
    if folder.exists() and not folder.is_dir():
        raise FolderUnusable(f"{folder} is a file, not a folder; choose another output=")
    if folder.exists() and not (folder / NAME).exists():
        others = [p.name for p in folder.iterdir() if p.name != ".lock" and not p.name.endswith(".tmp")]
        if others and not _begun(others):
            raise FolderUnusable(f"{folder} holds other files and is not a results folder; choose another output=")


def _begun(names: list[str]) -> bool:
    """Whether files are those that are written before the first manifest is."""
    return set(names) <= {"plan.parquet", "config.yaml", "results", "failures"}


def _write_plan(folder: Path, design: Design) -> None:
    parameters = [json.dumps(dict(p), sort_keys=True) for p in design.points]
    rows = [(r.run_id, r.point, r.scenario.name, r.replication, parameters[r.point]) for r in design.runs]
    planned = pd.DataFrame(rows, columns=_PLAN.names)
    path = folder / "plan.parquet"
    if path.exists():
        before = pd.read_parquet(path)
        known = dict(zip(before["point"], before["parameters"], strict=True))
        for point, values in enumerate(parameters):
            if known.get(point, values) != values:
                raise FolderUnusable(f"{folder} has a point {point} with other parameters; choose another output=")
        planned = pd.concat([before, planned]).drop_duplicates("run_id")
    planned = planned.sort_values(["replication", "point"], kind="stable")
    table = pa.Table.from_pandas(planned, schema=_PLAN, preserve_index=False)
    write_atomically(path, lambda temporary: pq.write_table(table, temporary))


def _forget_failures(folder: Path, design: Design) -> None:
    """Failed runs are tried again; their rows go, so that the table shows what is wrong now."""
    planned = {run.run_id for run in design.runs}
    for path in parts(folder, "failures"):
        if planned.issuperset(pq.read_table(path, columns=["run_id"])["run_id"].to_pylist()):
            path.unlink()
