"""This file knows when a results folder is sound: what is looked at, and what is a problem or only a note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from experiments.refusals import FolderUnusable
from experiments.run.plan import read_plan
from experiments.store.fingerprint import digest, source_digest
from experiments.store.inspection import SeenPart, SeenRun, inspect
from experiments.store.manifest import ground_of, readable_manifest, stored_scenarios
from experiments.store.parts import parts

NAMED = 5
"""Runs that are named, at most; others are counted."""


@dataclass(frozen=True)
class Finding:
    """Something to say of a folder.

    Attributes:
        text: What, in English, with a {place} for each value.
        values: The values, by place.
        problem: Whether the folder is not sound for it; otherwise it is a note.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    problem: bool = True


@dataclass(frozen=True)
class Health:
    """What was looked at and what was found.

    Attributes:
        counts: How many of what, by its English name.
        findings: Problems and notes.
        damaged: Parts that are damaged.
    """

    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    damaged: tuple[Path, ...]

    @property
    def problems(self) -> int:
        """How many problems were found."""
        return sum(finding.problem for finding in self.findings)


def look_over(folder: Path) -> Health:
    """Look a results folder over, every value of it; nothing is written and nothing is held.

    Args:
        folder: A results folder; a sweep may be running in it.

    Raises:
        FolderUnusable: If it is no results folder, of another format, or its manifest or plan cannot be read.
    """
    manifest = readable_manifest(folder)
    failed, unreadable = _failed(folder)
    seen = [inspect(path) for path in parts(folder)]
    plan = read_plan(folder)  # after the parts, so that a run made meanwhile is planned
    runs = [run for part in seen for run in part.runs]
    findings = [
        *_manifest(manifest), *_config(folder), *unreadable, *_damage(seen), *_doubled(seen), *_cells(runs, plan),
        *_absent(runs, plan, failed), *_values(runs), *_leftovers(folder),
    ]  # fmt: skip
    done, planned = {run.receipt.run_id for run in runs}, set(plan["run_id"])
    counts = {
        "Cells planned": len(plan), "Runs planned": len(planned), "Runs finished": len(done & planned),
        "Runs failed": len(failed & planned - done), "Parts": len(seen), "Values": sum(r.receipt.rows for r in runs),
        "Values that are undefined": sum(r.undefined for r in runs),
    }  # fmt: skip
    return Health(counts, tuple(findings), tuple(part.path for part in seen if part.damage))


def _manifest(manifest: Mapping[str, Any]) -> Iterator[Finding]:
    if manifest["ground"] != ground_of(manifest):
        yield Finding("manifest.json contradicts itself: its ground is not that of its setup and source")
    for scenario in stored_scenarios(manifest):
        if digest(scenario.canonical()) != manifest["scenarios"][scenario.name]["digest"]:
            said = "manifest.json contradicts itself: scenario {name} is not what it was"
            yield Finding(said, {"name": scenario.name})
    if manifest["source"] != source_digest():
        yield Finding("Made by another version of the model than this one; runs cannot be added to it", problem=False)


def _config(folder: Path) -> Iterator[Finding]:
    try:
        if not isinstance(yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8")), dict):
            raise ValueError
    except (OSError, ValueError, yaml.YAMLError):
        yield Finding("config.yaml is missing or damaged; the same command writes it again")


def _failed(folder: Path) -> tuple[set[str], list[Finding]]:
    """Ids of failed runs, and what cannot be read of them."""
    failed: set[str] = set()
    findings = []
    for path in parts(folder, "failures"):
        try:
            failed.update(pq.read_table(path, columns=["run_id"])["run_id"].to_pylist())
        except (OSError, pa.ArrowException):
            findings.append(Finding("{path} is damaged; delete it", {"path": path}))
    return failed, findings


def _damage(seen: Sequence[SeenPart]) -> Iterator[Finding]:
    text = "{path} {damage}; delete it, or call check with mend=true: the same command makes its runs again"
    for part in seen:
        if part.damage:
            yield Finding(text, {"path": part.path, "damage": part.damage})


def _doubled(seen: Sequence[SeenPart]) -> Iterator[Finding]:
    first: dict[str, tuple[SeenRun, Path]] = {}
    for part in seen:
        for run in part.runs:
            before, path = first.setdefault(run.receipt.run_id, (run, part.path))
            if before is not run:
                names = {"run": run.receipt.run_id, "one": path.name, "other": part.path.name}
                if before == run:
                    yield Finding("Run {run} is in {one} and, the same, in {other}", names, problem=False)
                else:
                    yield Finding("Run {run} is in {one} and, with other values, in {other}", names)


def _cells(runs: Sequence[SeenRun], plan: pd.DataFrame) -> Iterator[Finding]:
    """Runs that are not planned, or say that they are another cell than the plan does."""
    first = plan.drop_duplicates("run_id")
    columns = (first[name].tolist() for name in ("run_id", "point", "scenario", "replication"))
    planned = {run_id: cell for run_id, *cell in zip(*columns, strict=True)}
    foreign = [run.receipt.run_id for run in runs if run.receipt.run_id not in planned]
    if foreign:
        yield Finding("{n} runs are foreign, in no plan of this folder: {named}", _counted(foreign))
    for run in runs:
        cell = planned.get(run.receipt.run_id)
        if cell is not None and tuple(cell) != run.cell:
            yield Finding("Run {run} says of itself {cell}, but is planned as {planned}",
                          {"run": run.receipt.run_id, "cell": run.cell, "planned": tuple(cell)})  # fmt: skip


def _absent(runs: Sequence[SeenRun], plan: pd.DataFrame, failed: set[str]) -> Iterator[Finding]:
    planned = dict.fromkeys(plan["run_id"])
    done = {run.receipt.run_id for run in runs}
    missing = [run_id for run_id in planned if run_id not in done and run_id not in failed]
    sick = [run_id for run_id in planned if run_id in failed and run_id not in done]
    if missing:
        yield Finding("{n} runs are missing; the same command makes them: {named}", _counted(missing))
    if sick:
        yield Finding("{n} runs failed and have no rows; see failures/: {named}", _counted(sick), problem=False)


def _values(runs: Sequence[SeenRun]) -> Iterator[Finding]:
    infinite = [run.receipt.run_id for run in runs if run.infinite]
    empty = [run.receipt.run_id for run in runs if run.undefined == run.receipt.rows]
    if infinite:
        yield Finding("{n} runs hold infinite values: {named}", _counted(infinite))
    if empty:
        yield Finding("{n} runs hold no value that is defined: {named}", _counted(empty))


def _leftovers(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.rglob("*.tmp")):
        yield Finding("{path} is half-written, by a run under way or one that was killed; it is never read",
                      {"path": path}, problem=False)  # fmt: skip


def _counted(run_ids: Sequence[str]) -> dict[str, object]:
    more = ", ..." if len(run_ids) > NAMED else ""
    return {"n": len(run_ids), "named": ", ".join(run_ids[:NAMED]) + more}


def set_aside(folder: Path, health: Health) -> list[Path]:
    """Move damaged parts into `damaged/`, where nothing reads them; the folder must be held.

    Returns:
        Where they are now.

    Raises:
        FolderUnusable: If one of that name is there already.
    """
    moved = []
    for path in health.damaged:
        target = folder / "damaged" / path.name
        if target.exists():
            raise FolderUnusable(f"{target} is there already; move it away first")
        target.parent.mkdir(exist_ok=True)
        moved.append(path.rename(target))
    return moved
