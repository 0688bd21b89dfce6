"""This file knows how a results folder is made again, without touching it, and held against what it says."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import yaml

from experiments.designs.design import Design, PlannedRun, Task
from experiments.designs.points import Point
from experiments.refusals import FolderUnusable
from experiments.run.plan import read_plan
from experiments.store.fingerprint import source_digest, table_digests
from experiments.store.manifest import PACKAGES, stored_scenarios, version_of
from experiments.store.parts import Receipt, receipts

if TYPE_CHECKING:
    from sim.simulation import Run

KEY = ("point", "scenario", "replication")


@dataclass(frozen=True)
class Difference:
    """A run that came out otherwise, and the first value that did.

    Attributes:
        run: Point, scenario and replication.
        place: Level, unit, indicator and semester of the first value that differs; empty if only the last state does.
        before, now: The two values.
        values: How many values differ.
    """

    run: tuple[int, str, int]
    place: str
    before: float
    now: float
    values: int


def other_ground(manifest: Mapping[str, Any]) -> list[str]:
    """What of the code, data and versions a folder was made with is another here, each with both."""
    here = {"platform": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"}
    here |= {name: version_of(name) for name in PACKAGES}
    there = {"platform": manifest["platform"], **manifest["packages"]}
    found = [f"{name}: {there.get(name)} there, {now} here" for name, now in here.items() if there.get(name) != now]
    if manifest["source"] != source_digest():
        found.insert(0, f"model: {manifest['source'][:8]} there, {source_digest()[:8]} here")
    return found


def design_in(folder: Path, manifest: Mapping[str, Any], plan: pd.DataFrame) -> Design:
    """The design of a folder, from its manifest and plan.

    Raises:
        FolderUnusable: If a table of the user's that it was made with is not to be found, or is another now.
    """
    from sim.simulation import Setup

    stored = dict(manifest["setup"])
    tables = _tables(folder, stored.pop("tables"))
    setup = Setup(**{**stored, "record": tuple(stored["record"]), "tables": tables})
    points = plan.drop_duplicates("point").sort_values("point")
    return Design(
        setup=setup,
        scenarios=tuple(stored_scenarios(manifest)),
        replications=int(plan["replication"].max()) + 1,
        points=tuple(
            Point(json.loads(p), json.loads(v), None if u == setup.uncertainty else u)
            for p, v, u in zip(points["parameters"], points["levers"], points["uncertainty"], strict=True)
        ),
        levers_from=manifest["levers_from"],
        untouched=manifest["untouched"],
    )


def _tables(folder: Path, digests: Mapping[str, str]) -> dict[str, str]:
    """Paths of the user's own tables, as the folder's configuration has them."""
    if not digests:
        return {}
    paths = yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8"))["tables"]
    for name, digest in digests.items():
        if not Path(paths[name]).is_file() or table_digests({name: paths[name]})[name] != digest:
            raise FolderUnusable(f"{folder}: tables.{name}={paths[name]} is missing or not what it was")
    return {name: str(paths[name]) for name in digests}


def made_again(
    design: Design, folder: Path, plan: pd.DataFrame, replications: int
) -> tuple[list[Task], dict[str, Receipt]]:
    """What to run, and what the folder says came of each run, by the id the run has here.

    Runs that the folder does not hold are left out.
    """
    there = {receipt.run_id: receipt for receipt in receipts(folder)}
    id_there = {tuple(row[:3]): row[3] for row in plan[[*KEY, "run_id"]].itertuples(index=False)}
    expected: dict[str, Receipt] = {}
    for run in design.runs():
        before = there.get(id_there.get((run.point, run.scenario.name, run.replication), ""))
        if before is not None and run.replication < replications:
            expected[run.run_id] = before
    left = {run.run_id for run in design.runs()} - expected.keys()
    return list(design.tasks(left)), expected


def differences(
    folder: Path, tasks: Sequence[Task], parted: Mapping[str, Receipt], replicate: Any
) -> Iterator[Difference]:
    """Where runs that came out otherwise first differ; each is made once more.

    Args:
        folder: The folder.
        tasks: What was run.
        parted: What the folder says of the runs that differ, by their id here.
        replicate: The model.
    """
    for task in tasks:
        for run in task.runs:
            if run.run_id in parted:
                (again,) = replicate(task.setup, [run.scenario], run.replication)
                yield _first(folder, run, again, parted[run.run_id].run_id)


def _first(folder: Path, run: PlannedRun, again: Run, run_id: str) -> Difference:
    from sim.analysis.results import load

    frame = load(folder, replication=run.replication, scenario=run.scenario.name, point=run.point)
    before = frame[frame["run_id"] == run_id]
    key = (run.point, run.scenario.name, run.replication)
    now, then = again.records.value, before["value"].to_numpy()
    if len(now) != len(then):
        return Difference(key, "number of values", float(len(then)), float(len(now)), abs(len(now) - len(then)))
    unlike = np.flatnonzero(~((now == then) | (np.isnan(now) & np.isnan(then))))
    if not len(unlike):
        return Difference(key, "", np.nan, np.nan, 0)
    row = before.iloc[int(unlike[0])]
    place = f"{row['indicator']} of {row['level']} {row['unit']} in {row['season']} {row['year']}"
    return Difference(key, place, float(then[unlike[0]]), float(now[unlike[0]]), len(unlike))


def plan_of(folder: Path) -> pd.DataFrame:
    """The plan, with scenarios as plain text."""
    return read_plan(folder).astype({"scenario": "str"})
