"""When a results folder is sound: what is looked at, what is a problem or only a note, and how it is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from experiments.refusals import FolderUnusable
from experiments.store import manifest as manifests
from experiments.store import plan as plans
from experiments.store.fingerprint import digest, source_digest
from experiments.store.parts import SEASONS, Receipt, parts, read_footer, rows_digest, write_text
from experiments.store.sums import find_changed
from sim.analysis.results import SCHEMA
from sim.scenario import FIRST_YEAR

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


@dataclass(frozen=True)
class SeenRun:
    """A run as its rows show it: what its part says of it, and values that are NaN and that are infinite."""

    receipt: Receipt
    undefined: int
    infinite: int


@dataclass(frozen=True)
class SeenPart:
    """A part that was looked over; `damage` says what is wrong with it, and then it has no runs."""

    path: Path
    runs: tuple[SeenRun, ...]
    damage: str | None


class _Damage(Exception):  # noqa: N818 - a finding
    """What is wrong with a part."""


def look_over(folder: Path) -> Health:
    """Look a results folder over, every value of it; nothing is written and nothing is held.

    Args:
        folder: A results folder; a sweep may be running in it.

    Raises:
        FolderUnusable: If it is no results folder, of another format, or its manifest or plan cannot be read.
    """
    manifest = manifests.read_manifest(folder)
    failed, unreadable = _failed(folder)
    seen = [look_at(path) for path in parts(folder)]
    plan = plans.read_plan(folder)  # after the parts, so that a run made meanwhile is planned
    runs = [run for part in seen for run in part.runs]
    findings = [
        *_manifest(manifest), *_files(folder, manifest), *unreadable, *_damage(seen), *_changed(folder, seen),
        *_doubled(seen), *_cells(runs, plan), *_absent(runs, plan, failed), *_values(runs), *_leftovers(folder),
    ]  # fmt: skip
    done, planned = {run.receipt.run_id for run in runs}, set(plan["run_id"])
    counts = {
        "Cells planned": len(plan), "Runs planned": len(planned), "Runs finished": len(done & planned),
        "Runs failed": len(failed & planned - done), "Parts": len(seen),
        "Values": sum(sum(r.receipt.rows.values()) for r in runs),
        "Values that are undefined": sum(r.undefined for r in runs),
    }  # fmt: skip
    return Health(counts, tuple(findings), tuple(part.path for part in seen if part.damage))


# ---- a part


def look_at(path: Path) -> SeenPart:
    """Look a part over, every page of it."""
    try:
        return SeenPart(path, tuple(_runs(path)), None)
    except _Damage as damage:
        return SeenPart(path, (), str(damage))
    except FileNotFoundError:  # merged into another meanwhile
        return SeenPart(path, (), None)
    except (FolderUnusable, pa.ArrowException, OSError, ValueError, IndexError):
        return SeenPart(path, (), "cannot be read")


def _runs(path: Path) -> Iterator[SeenRun]:
    """Every run with its rows, put together from the row groups, one of which holds a level of many runs."""
    receipts, levels = read_footer(path)
    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        if not file.schema_arrow.remove_metadata().equals(SCHEMA):
            raise _Damage("has other columns")
        groups = [file.read_row_group(i) for i in range(len(levels))]
    by_level = {level: pa.concat_tables([g for g, name in zip(groups, levels, strict=True) if name == level])
                .unify_dictionaries() for level in dict.fromkeys(levels)}  # fmt: skip
    start = dict.fromkeys(by_level, 0)
    for receipt in receipts:
        rows = []
        for level, count in receipt.rows.items():
            rows.append(by_level[level].slice(start[level], count))
            start[level] += count
        yield _run(pa.concat_tables(rows or [SCHEMA.empty_table()]).combine_chunks(), receipt)


def _run(table: pa.Table, receipt: Receipt) -> SeenRun:
    if rows_digest(table) != receipt.stored:
        raise _Damage(f"has other values than its footer says, in run {receipt.run_id}")
    said = {name: getattr(receipt, name) for name in ("run_id", "point", "scenario", "replication")}
    if any(table[name].unique().to_pylist() not in ([value], []) for name, value in said.items()) or not _dated(table):
        raise _Damage(f"has rows that contradict its footer or each other, in run {receipt.run_id}")
    value = table["value"].to_numpy()
    return SeenRun(receipt, int(np.isnan(value).sum()), int(np.isinf(value).sum()))


def _dated(table: pa.Table) -> bool:
    """Whether years and seasons are those of the semesters."""
    semester = table["semester"].to_numpy().astype(np.int64)
    season = table["season"].combine_chunks()
    season = season.combine_chunks() if isinstance(season, pa.ChunkedArray) else season
    named = np.asarray(season.dictionary.to_pylist(), dtype=object)[season.indices.to_numpy()]
    expected = np.asarray(SEASONS, dtype=object)[semester % 2]
    return bool((table["year"].to_numpy() == FIRST_YEAR + (semester + 1) // 2).all() and (named == expected).all())


# ---- what is found


def _manifest(manifest: Mapping[str, Any]) -> Iterator[Finding]:
    if manifest["ground"] != manifests.ground_of(manifest):
        yield Finding("manifest.json contradicts itself: its ground is not that of its setup and source")
    for scenario in manifests.stored_scenarios(manifest):
        if digest(scenario.canonical()) != manifest["scenarios"][scenario.name]["digest"]:
            said = "manifest.json contradicts itself: scenario {name} is not what it was"
            yield Finding(said, {"name": scenario.name})
    if manifest["source"] != source_digest():
        yield Finding("Made by another version of the model than this one; runs cannot be added to it", problem=False)


def _files(folder: Path, manifest: Mapping[str, Any]) -> Iterator[Finding]:
    try:
        if not isinstance(yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8")), dict):
            raise ValueError
    except (OSError, ValueError, yaml.YAMLError):
        yield Finding("config.yaml is missing or damaged; the same command writes it again")
    if "design" in manifest and not _is_design(folder / "design.csv", int(manifest["design"]["points"])):
        said = "design.csv is missing or damaged; check with mend=true writes it again from the plan"
        yield Finding(said)


def _is_design(path: Path, points: int) -> bool:
    try:
        return len(pd.read_csv(path)) >= points
    except (OSError, ValueError):
        return False


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


def _changed(folder: Path, seen: Sequence[SeenPart]) -> Iterator[Finding]:
    text = "{path} was changed after it was written, and contradicts nothing; check with mend=true keeps it"
    damaged = {part.path for part in seen if part.damage}
    for path in find_changed(folder):
        if path not in damaged:
            yield Finding(text, {"path": path})


def _doubled(seen: Sequence[SeenPart]) -> Iterator[Finding]:
    first: dict[str, tuple[SeenRun, Path]] = {}
    for part in seen:
        for run in part.runs:
            before, path = first.setdefault(run.receipt.run_id, (run, part.path))
            if before is not run:
                names = {"run": run.receipt.run_id, "one": path.name, "other": part.path.name}
                if before.receipt.stored == run.receipt.stored:
                    yield Finding("Run {run} is in {one} and, the same, in {other}", names, problem=False)
                else:
                    yield Finding("Run {run} is in {one} and, with other values, in {other}", names)


def _cells(runs: Sequence[SeenRun], plan: pd.DataFrame) -> Iterator[Finding]:
    """Runs that are not planned, or say that they are another cell than the plan does."""
    first = plan.drop_duplicates("run_id")
    columns = (first[name].tolist() for name in ("run_id", *plans.KEYS))
    planned = {run_id: cell for run_id, *cell in zip(*columns, strict=True)}
    foreign = [run.receipt.run_id for run in runs if run.receipt.run_id not in planned]
    if foreign:
        yield Finding("{n} runs are foreign, in no plan of this folder: {named}", _counted(foreign))
    for run in (run.receipt for run in runs):
        cell, said = planned.get(run.run_id), [run.point, run.scenario, run.replication]
        if cell is not None and cell != said:
            yield Finding("Run {run} says of itself {cell}, but is planned as {planned}",
                          {"run": run.run_id, "cell": tuple(said), "planned": tuple(cell)})  # fmt: skip


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
    empty = [run.receipt.run_id for run in runs if run.undefined == sum(run.receipt.rows.values())]
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


# ---- mending


def find_damaged(folder: Path) -> list[Path]:
    """Parts that are damaged."""
    return [path for path in parts(folder) if look_at(path).damage]


def set_aside(folder: Path, damaged: Sequence[Path]) -> list[Path]:
    """Move damaged parts into `damaged/`, where nothing reads them; the folder must be held.

    Returns:
        Where they are now.

    Raises:
        FolderUnusable: If one of that name is there already.
    """
    moved = []
    for path in damaged:
        target = folder / "damaged" / path.name
        if target.exists():
            raise FolderUnusable(f"{target} is there already; move it away first")
        target.parent.mkdir(exist_ok=True)
        moved.append(path.rename(target))
    return moved


def rebuild(folder: Path) -> list[str]:
    """Write manifest, plan and design again where they are missing or damaged; the folder must be held.

    Manifest and plan are told by the parts, the design by the plan, its ranks by drawing it again.

    Returns:
        Names of the files that were written.
    """
    written = []
    try:
        manifest = manifests.read_manifest(folder)
    except FolderUnusable:
        found = manifests.rebuild_manifest(folder)
        if found is None:
            raise
        manifest = found
        manifests.write_manifest(folder, manifest)
        written.append(manifests.NAME)
    try:
        plan = plans.read_plan(folder)
    except FolderUnusable:
        plans.rebuild_plan(folder, manifest)
        plan = plans.read_plan(folder)
        written.append(plans.NAME)
    if "design" in manifest and not _is_design(folder / "design.csv", int(manifest["design"]["points"])):
        write_text(folder / "design.csv", _design_again(manifest, plan).to_csv(index=False, lineterminator="\n"))
        written.append("design.csv")
    return written


def _design_again(manifest: Mapping[str, Any], plan: pd.DataFrame) -> pd.DataFrame:
    """The points of a sweep as `design.csv` has them."""
    from experiments.designs.factors import Factor, objects
    from experiments.designs.sample import Sample, draw_sample

    about = manifest["design"]
    factors = [Factor(**{**f, "values": tuple(f.get("values", ()))}) for f in about["factors"]]
    if about["kind"] != "table":
        number = about["number"] or None
        return draw_sample(about["kind"], factors, number, about["seed"], about.get("correlations")).frame()
    points = plans.points_of(plan, manifest["setup"])
    columns = [
        objects([{**p.parameters, **p.levers}.get(factor.name) for _, p in sorted(points.items())])
        for factor in factors
    ]
    return Sample("table", tuple(factors), tuple(columns), None, {}, len(points), extends=True).frame()
