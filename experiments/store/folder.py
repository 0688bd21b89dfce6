"""This file knows a results folder: how it is opened, what it holds already, and what was planned in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
from omegaconf import OmegaConf

from experiments.designs.design import Design
from experiments.refusals import FolderUnusable
from experiments.run.plan import write_plan
from experiments.store.lock import held
from experiments.store.manifest import NAME, extended, new_manifest, read_manifest, write_manifest
from experiments.store.parts import Receipt, parts, receipts, write_text


def default_folder(command: str, design: Design) -> Path:
    """Where results go if the user does not say: the same question finds its own unfinished work."""
    return Path("results") / f"{command}-{design.question[:8]}"


class Store:
    """An open results folder."""

    def __init__(self, folder: Path, manifest: dict[str, Any], receipts: Iterable[Receipt]) -> None:
        self.folder = folder
        self.manifest = manifest
        self.done = {receipt.run_id for receipt in receipts}

    def note(self, **values: Any) -> None:
        """Add values to the manifest."""
        self.manifest |= values
        write_manifest(self.folder, self.manifest)

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        """Write a table for people, as CSV."""
        write_text(self.folder / "tables" / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n"))

    def write_design(self, frame: pd.DataFrame) -> None:
        """Write the points of a design; a folder that has more of them keeps those."""
        path = self.folder / "design.csv"
        if not path.exists() or len(pd.read_csv(path, usecols=[0])) <= len(frame):
            write_text(path, frame.to_csv(index=False, lineterminator="\n"))


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
        write_plan(folder, design)
        _forget_failures(folder, design)
        write_text(folder / "config.yaml", OmegaConf.to_yaml(OmegaConf.create(dict(config))))
        store = Store(folder, manifest, receipts(folder))
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
    """Whether files are those of a results folder whose manifest is not written yet, or was deleted."""
    first = {"plan.parquet", "config.yaml", "results", "failures"}
    later = {"tables", "figures", "damaged"} if "plan.parquet" in names else set()
    return set(names) <= first | later


def _forget_failures(folder: Path, design: Design) -> None:
    """Failed runs are tried again; their rows go, so that the table shows what is wrong now."""
    failed = parts(folder, "failures")
    planned = {run.run_id for run in design.runs()} if failed else set()
    for path in failed:
        if planned.issuperset(pq.read_table(path, columns=["run_id"])["run_id"].to_pylist()):
            path.unlink()
