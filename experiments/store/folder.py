"""A results folder: how it is held and opened, what it holds already, and tables written into it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pyarrow.parquet as pq
import yaml

from experiments.designs.design import Design
from experiments.refusals import CannotWrite, FolderUnusable
from experiments.store import plan, plugins
from experiments.store.manifest import NAME, extend, new_manifest, read_manifest, rebuild_manifest, write_manifest
from experiments.store.parts import parts, take_stock, write_text
from experiments.store.sums import note_sums, refuse_foreign, verified_sums

_FAR = 2**30
"""The locked byte lies far behind the text, so that others can read who holds the folder."""


def default_folder(command: str, design: Design) -> Path:
    """Where results go if the user does not say: the same question finds its own unfinished work."""
    return Path("results") / f"{command}-{design.question[:8]}"


class Store:
    """An open results folder.

    Attributes:
        folder: Where it is.
        manifest: What it says of itself.
        done: Ids of finished runs.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any], done: set[str]) -> None:
        self.folder, self.manifest, self.done = folder, manifest, done

    def note(self, **values: Any) -> None:
        """Add values to the manifest."""
        self.manifest |= values
        write_manifest(self.folder, self.manifest)

    def write_table(self, name: str, frame: pd.DataFrame) -> None:
        """Write a table for people, as CSV."""
        write_table(self.folder, name, frame)

    def write_design(self, frame: pd.DataFrame) -> None:
        """Write the points of a design; a folder that has more of them keeps those."""
        path = self.folder / "design.csv"
        if not path.exists() or len(pd.read_csv(path, usecols=[0])) <= len(frame):
            write_text(path, frame.to_csv(index=False, lineterminator="\n"))


def write_table(folder: Path, name: str, frame: pd.DataFrame) -> None:
    """Write a table for people into a results folder, as CSV."""
    write_text(folder / "tables" / f"{name}.csv", frame.to_csv(index=False, lineterminator="\n"))


@contextmanager
def open_folder(folder: Path, command: str, design: Design, config: Mapping[str, Any]) -> Iterator[Store]:
    """Open a results folder for the runs of a design, new or with runs in it; nobody else can meanwhile.

    Raises:
        FolderUnusable: If it is in use, damaged, or holds runs that do not belong with the design's.
    """
    _refuse_strange(folder)
    with hold(folder):
        _sweep_up(folder)
        sums = verified_sums(folder)
        done = take_stock(folder)
        before = read_manifest(folder) if (folder / NAME).exists() else rebuild_manifest(folder)
        manifest = extend(before, design, folder) if before else new_manifest(command, design)
        _refuse_foreign(folder, design, done)
        plugins.keep(folder, design.setup.plugins)
        plan.write_plan(folder, design)
        _forget_failures(folder, design)
        write_text(folder / "config.yaml", yaml.safe_dump(dict(config), sort_keys=False, allow_unicode=True))
        store = Store(folder, manifest, done)
        store.note()
        try:
            yield store
        except BaseException:
            with suppress(CannotWrite):  # what went wrong first is told
                _sweep_up(folder)
                note_sums(folder, sums)
            raise
        _sweep_up(folder)
        note_sums(folder, sums)


def _sweep_up(folder: Path) -> None:
    """Delete what processes that were killed had half written; the folder must be held."""
    for leftover in folder.rglob("*.tmp"):
        leftover.unlink(missing_ok=True)


def _refuse_foreign(folder: Path, design: Design, done: set[str]) -> None:
    """Refuse runs of another folder; a folder without a plan cannot tell."""
    strange = done.difference(design.run_ids())
    if strange and (folder / plan.NAME).exists():
        refuse_foreign(folder, done - strange | set(plan.read_plan(folder)["run_id"]))


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
    first = {plan.NAME, "config.yaml", "results", "failures"}
    later = {"tables", "figures", "damaged", "plugins", "design.csv", "made.json", "sums.json"}
    later = later if first & set(names) else set()
    return set(names) <= first | later


def _forget_failures(folder: Path, design: Design) -> None:
    """Failed runs are tried again; their rows go, so that the table shows what is wrong now."""
    failed = parts(folder, "failures")
    planned = set(design.run_ids()) if failed else set()
    for path in failed:
        if planned.issuperset(pq.read_table(path, columns=["run_id"])["run_id"].to_pylist()):
            path.unlink()


# ---- one process at a time


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold a folder; the operating system lets go of it whenever the process ends, however it ends.

    Raises:
        FolderUnusable: If another process holds it, or nobody can, since its file system has no locks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a+", encoding="utf-8") as file:
        try:
            taken = _take(file)
        except OSError as error:
            raise FolderUnusable(f"{folder} cannot be locked ({error.strerror}), so nothing would keep two programs "
                                 "apart there; choose an output= on another file system") from None  # fmt: skip
        if not taken:
            by = holder(folder) or "another process"
            raise FolderUnusable(f"{folder} is in use by {by}; wait for it, or choose another output=")
        file.truncate(0)
        file.write(f"process {os.getpid()} on {platform.node()} since {datetime.now():%Y-%m-%d %H:%M}\n")
        file.flush()
        yield


def holder(folder: Path) -> str:
    """Who holds a folder or held it last, in words; empty if nobody has."""
    try:
        return (folder / ".lock").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
