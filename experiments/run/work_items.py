"""This file knows the work of a design as calls: how a batch is cut up, salvaged and given up when its process dies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from experiments.designs.design import PlannedRun, Task
from experiments.run.execution import Loss, WorkItem
from experiments.run.work import Outcome, Replicate, make, run_straight
from experiments.store.parts import Failure, receipts, write_failures


@dataclass(frozen=True)
class Making(WorkItem[Outcome]):
    """Runs of one batch, made and written."""

    tasks: tuple[Task, ...]
    folder: Path
    replicate: Replicate
    stop: bool = False
    held_by: str | None = None

    @property
    def runs(self) -> int:  # type: ignore[override]
        """Runs in the batch."""
        return sum(len(task.runs) for task in self.tasks)

    def __call__(self) -> Outcome:
        """Make them."""
        return make(self.tasks, self.folder, self.replicate, stop=self.stop, held_by=self.held_by)

    def split(self) -> list[Making]:
        """One call a run."""
        return [replace(self, tasks=(replace(t, runs=(run,)),)) for t in self.tasks for run in t.runs]

    def salvaged(self) -> tuple[list[Outcome], Making | None]:
        """What the batch's part holds, if it was written before the process ended."""
        planned = {run.run_id for run in _runs(self.tasks)}
        firsts = {(run.replication, run.point) for run in _runs(self.tasks)}
        names = [f"part-{replication:06d}-{point:06d}-*.parquet" for replication, point in sorted(firsts)]
        found = [r for name in names for r in receipts(self.folder, name) if r.run_id in planned]
        if not found:
            return [], self
        done = {receipt.run_id for receipt in found}
        tasks = tuple(replace(t, runs=tuple(run for run in t.runs if run.run_id not in done)) for t in self.tasks)
        left = tuple(task for task in tasks if task.runs)
        return [Outcome(found)], replace(self, tasks=left) if left else None

    def given_up(self, loss: Loss) -> Outcome:
        """A row of the failure table for each run."""
        planned = _runs(self.tasks)
        failed = [_failure(run, loss) for run in planned]
        write_failures(self.folder, planned, failed)
        return Outcome(failures=failed)


@dataclass(frozen=True)
class Proving(WorkItem[Outcome]):
    """A straight run, of which only the hashes are kept."""

    task: Task
    replicate: Replicate

    def __call__(self) -> Outcome:
        """Make it."""
        return run_straight(self.task, self.replicate)

    def given_up(self, loss: Loss) -> Outcome:
        """The run is not proved."""
        return Outcome(unproved=[_failure(run, loss) for run in self.task.runs])


def _runs(tasks: Sequence[Task]) -> list[PlannedRun]:
    return [run for task in tasks for run in task.runs]


def _failure(planned: PlannedRun, loss: Loss) -> Failure:
    scenario, where = planned.scenario.name, (planned.point, planned.replication)
    return Failure(planned.run_id, where[0], scenario, where[1], loss.stage, loss.type, loss.message, traceback="")
