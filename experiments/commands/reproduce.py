"""The command `reproduce`: a results folder made again and held against what it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import yaml

from experiments import options
from experiments.call import Call
from experiments.designs.design import Design, PlannedRun, Task
from experiments.present.show import line
from experiments.present.words import Words
from experiments.progress import progress
from experiments.refusals import CHECK_FAILED, FINE, FolderUnusable
from experiments.run.work import Proving, Replicate, common_ground, place_of
from experiments.store.fingerprint import drawn_from, other_versions, source_digest, table_digests
from experiments.store.manifest import read_manifest, source_of_draws
from experiments.store.parts import Receipt, receipts, rows_of, table_of
from experiments.store.plan import KEYS, design_of, points_of, read_plan
from experiments.store.sums import refuse_foreign, verified_sums
from sim.analysis.results import load

if TYPE_CHECKING:
    from sim.simulation import Run

_SHOWN = 10


@dataclass(frozen=True)
class Difference:
    """A run that came out otherwise, and the first value that did.

    Attributes:
        run: Point, scenario and replication.
        place: Indicator, level, unit and semester of the first stored value that differs; empty if none does, because
            it is one that is not stored, or the last state.
        before, now: The two values.
        values: How many values differ.
    """

    run: tuple[int, str, int]
    place: str
    before: float
    now: float
    values: int


def run(call: Call[options.Reproduce]) -> int:
    """Run again, compare, print."""
    folder, words = call.folder(), call.words
    manifest, plan = read_manifest(folder), read_plan(folder).astype({"scenario": "str"})
    verified_sums(folder)
    refuse_foreign(folder, set(plan["run_id"]))
    strange = other_ground(manifest)
    if strange and not call.options.anyway:
        raise FolderUnusable(f"{folder} was made on other ground: {'; '.join(strange)}; anyway=true runs all the same")
    for text in strange:
        line(words("Other ground: {what}", what=text))
    there = {receipt.run_id: receipt for receipt in receipts(folder)}
    design = _design(folder, manifest, plan, there.values())
    tasks, expected = _expect(design, there, plan, call.options.replications or design.replications)
    replicate = call.replicate or _model()
    found: dict[str, Receipt] = {}
    failed = 0
    items = (Proving(task, replicate) for task in tasks)
    making = closing(call.execution.make(items, common_ground(folder)))
    with progress(words("Runs"), len(expected)) as told, making as ended:
        for outcome in ended:
            found |= {receipt.run_id: receipt for receipt in outcome.straight}
            failed += len(outcome.unproved)
            told(outcome.runs, len(outcome.unproved))
    parted = {i: e for i, e in expected.items() if i in found and not _same(found[i], e)}
    for unlike in _differences(folder, tasks, dict(islice(parted.items(), _SHOWN)), replicate):
        line(_say(words, unlike))
    same = len(expected) - len(parted) - failed
    line(words("{same} runs the same to the bit, {other} different, {failed} failed.",
               same=same, other=len(parted), failed=failed))  # fmt: skip
    return CHECK_FAILED if parted or failed else FINE


def other_ground(manifest: Mapping[str, Any]) -> list[str]:
    """What of the code and versions a folder was made with is another here, each with both."""
    there, here = manifest["source"], source_digest()
    model = [] if there == here else [f"model: {there[:8]} there, {here[:8]} here"]
    same = source_of_draws(manifest) == drawn_from(manifest["setup"]["uncertainty"])
    drawn = [] if same else ["posterior: another here"]
    return [*model, *drawn, *other_versions(manifest)]


def _design(folder: Path, manifest: Mapping[str, Any], plan: pd.DataFrame, there: Iterable[Receipt]) -> Design:
    """The design of a folder, with the levels that are stored of the runs of each point."""
    levels = {receipt.point: set(receipt.rows) for receipt in there}
    points = {
        number: replace(point, record=tuple(e for e in manifest["record"] if e.split(":")[0] in levels.get(number, e)))
        for number, point in points_of(plan, manifest["setup"]).items()
    }
    return design_of(manifest, points, _tables(folder, manifest), int(plan["replication"].max()) + 1)


def _tables(folder: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """Paths of the user's own tables, as the folder's configuration has them."""
    digests: Mapping[str, str] = manifest["setup"]["tables"]
    if not digests:
        return {}
    paths = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))["tables"]
    for name, digest in digests.items():
        if not Path(paths[name]).is_file() or table_digests({name: paths[name]})[name] != digest:
            raise FolderUnusable(f"{folder}: tables.{name}={paths[name]} is missing or not what it was")
    return {name: str(paths[name]) for name in digests}


def _expect(
    design: Design, there: Mapping[str, Receipt], plan: pd.DataFrame, replications: int
) -> tuple[list[Task], dict[str, Receipt]]:
    """What to run, and what the folder says came of each run, by the id the run has here.

    Runs that the folder does not hold are left out.
    """
    id_there = {tuple(row[:3]): row[3] for row in plan[[*KEYS, "run_id"]].itertuples(index=False)}
    expected: dict[str, Receipt] = {}
    for run in design.runs():
        before = there.get(id_there.get((run.point, run.scenario.name, run.replication), ""))
        if before is not None and run.replication < replications:
            expected[run.run_id] = before
    left = set(design.run_ids()) - expected.keys()
    return list(design.tasks(left)), expected


def _differences(
    folder: Path, tasks: Sequence[Task], parted: Mapping[str, Receipt], replicate: Replicate
) -> Iterator[Difference]:
    """Where runs that came out otherwise first differ; each is made once more."""
    for task in tasks:
        for planned in task.runs:
            if planned.run_id in parted:
                (again,) = replicate(task.setup, [planned.scenario], planned.replication)
                yield _first(folder, task, planned, again, parted[planned.run_id].run_id)


def _first(folder: Path, task: Task, planned: PlannedRun, again: Run, run_id: str) -> Difference:
    frame = load(folder, replication=planned.replication, scenario=planned.scenario.name, point=planned.point)
    before = frame[frame["run_id"] == run_id]
    records = rows_of(again.records, task.record)
    key = (planned.point, planned.scenario.name, planned.replication)
    now, then = table_of(planned, records)["value"].to_numpy(), before["value"].to_numpy()
    if len(now) != len(then):
        return Difference(key, "number of values", float(len(then)), float(len(now)), abs(len(now) - len(then)))
    unlike = np.flatnonzero(~((now == then) | (np.isnan(now) & np.isnan(then))))
    if not len(unlike):
        return Difference(key, "", np.nan, np.nan, 0)
    row = int(unlike[0])
    return Difference(key, place_of(records, row), float(then[row]), float(now[row]), len(unlike))


def _say(words: Words, unlike: Difference) -> str:
    point, scenario, replication = unlike.run
    text = "{scenario}, replication {replication}, point {point}: {place}: {before} before, {now} now ({n} values)"
    run = {"scenario": scenario, "replication": replication, "point": point}
    place = unlike.place or words("last state, or a value that is not stored")
    return words(text, **run, place=place, before=unlike.before, now=unlike.now, n=unlike.values)


def _same(one: Receipt, other: Receipt) -> bool:
    return (one.records, one.state) == (other.records, other.state)


def _model() -> Replicate:
    from sim.simulation import replicate

    return replicate
