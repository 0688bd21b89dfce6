"""This file knows what a worker does with a batch: run it, write it, and hand back receipts instead of rows."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from experiments.designs.design import PlannedRun, Task
from experiments.refusals import FolderUnusable
from experiments.store.fingerprint import records_digest
from experiments.store.lock import holder
from experiments.store.parts import Failure, Receipt, write_failures, write_part
from experiments.store.soundness import check_finite

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.simulation import Run, Setup

Replicate: TypeAlias = "Callable[[Setup, Sequence[Scenario], int], list[Run]]"
Finished: TypeAlias = "list[tuple[PlannedRun, Run]]"


@dataclass(frozen=True)
class Outcome:
    """What became of a batch; small, so that it travels cheaply.

    Attributes:
        receipts, failures: Runs that were written, and runs that failed.
        straight, unproved: Straight runs that ended well, and those that failed.
        tasks, seconds: Tasks in the batch, and how long they took with writing.
    """

    receipts: list[Receipt] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    straight: list[Receipt] = field(default_factory=list)
    unproved: list[Failure] = field(default_factory=list)
    tasks: int = 0
    seconds: float = 0.0

    @property
    def runs(self) -> int:
        """Runs that have ended, well or badly."""
        return len(self.receipts) + len(self.failures) + len(self.straight) + len(self.unproved)


def make(
    tasks: Sequence[Task], folder: Path, replicate: Replicate, *, stop: bool = False, held_by: str | None = None
) -> Outcome:
    """Run a batch and write its part; what was written before and is written again is the same to the bit.

    Args:
        tasks: What to run.
        folder: Results folder.
        replicate: The model.
        stop: Whether no further task is begun once a run has failed.
        held_by: Who must hold the folder still when the part is written; None if that is certain.

    Raises:
        CannotWrite: If a file cannot be written.
        FolderUnusable: If another process holds the folder by now, which makes the same runs in batches of its own.
    """
    began = time.perf_counter()
    finished: Finished = []
    failed: list[Failure] = []
    for task in tasks:
        runs, failures = _attempt(task, replicate)
        finished += runs
        failed += failures
        if failed and stop:
            break
    if held_by is not None and holder(folder) != held_by:
        raise FolderUnusable(f"{folder} is in use by {holder(folder)} now; nothing more is written by {held_by}")
    receipts = write_part(folder, finished) if finished else []
    if failed:
        write_failures(folder, [run for task in tasks for run in task.runs], failed)
    return Outcome(receipts, failed, tasks=len(tasks), seconds=time.perf_counter() - began)


def run_straight(task: Task, replicate: Replicate) -> Outcome:
    """Run one scenario by itself, from the beginning; nothing is written, only its hashes are kept."""
    from sim.simulation import forget_eve

    forget_eve()
    finished, failures = _attempt(task, replicate)
    receipts = [Receipt(p.run_id, len(r.records.value), records_digest(r), r.digest) for p, r in finished]
    return Outcome(straight=receipts, unproved=failures)


def _attempt(task: Task, replicate: Replicate) -> tuple[Finished, list[Failure]]:
    """Run a task; if it fails, run each scenario by itself, so that a sick one takes none of the others with it."""
    try:
        return _run(task.setup, task.replication, task.runs, replicate), []
    except Exception as error:  # any error of the model is a row in the failure table
        if len(task.runs) == 1:
            return [], [_failure(task.runs[0], error)]
    finished: Finished = []
    failed: list[Failure] = []
    for planned in task.runs:
        runs, failures = _attempt(Task(task.setup, task.replication, (planned,)), replicate)
        finished += runs
        failed += failures
    return finished, failed


def _run(setup: Setup, replication: int, planned: Sequence[PlannedRun], replicate: Replicate) -> Finished:
    runs = replicate(setup, [p.scenario for p in planned], replication)
    for run in runs:
        check_finite(run)
    return list(zip(planned, runs, strict=True))


def _failure(planned: PlannedRun, error: Exception) -> Failure:
    return Failure(
        run_id=planned.run_id,
        point=planned.point,
        scenario=planned.scenario.name,
        replication=planned.replication,
        stage=str(getattr(error, "stage", "replicate")),
        type=type(error).__name__,
        message=str(error),
        traceback="".join(traceback.format_exception(error)),
    )
