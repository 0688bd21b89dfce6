"""What a process does with a batch of runs: it makes them, writes them, and hands back receipts instead of rows."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from experiments.designs.design import PlannedRun, Task
from experiments.refusals import BadInput, FolderUnusable
from experiments.run.calls import Loss, WorkItem
from experiments.store.fingerprint import digest, source_digest, versions
from experiments.store.folder import holder
from experiments.store.parts import Failure, Receipt, receipt_of, receipts, write_failures, write_part
from sim.plugins import Plugin, content_digest, in_use

if TYPE_CHECKING:
    from sim.model import CompetenceModel
    from sim.records import Records
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
        columns: Hash of all columns at the end of each semester of a straight run, the eve first, by run id.
        tasks, seconds: Tasks in the batch, and how long they took with writing.
        part: Name of the part that was written.
    """

    receipts: list[Receipt] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    straight: list[Receipt] = field(default_factory=list)
    unproved: list[Failure] = field(default_factory=list)
    columns: Mapping[str, list[str]] = field(default_factory=dict)
    tasks: int = 0
    seconds: float = 0.0
    part: str | None = None

    @property
    def runs(self) -> int:
        """Runs that have ended, well or badly."""
        return len(self.receipts) + len(self.failures) + len(self.straight) + len(self.unproved)


@dataclass(frozen=True)
class Making(WorkItem[Outcome]):
    """Runs of one batch, made and written.

    Attributes:
        tasks: What to run.
        folder: Results folder.
        replicate: The model.
        manifest: What the folder says of itself, which goes into the part.
        stop: Whether no further task is begun once a run has failed.
        held_by: Who must hold the folder still when the part is written; None if that is certain.
    """

    tasks: tuple[Task, ...]
    folder: Path
    replicate: Replicate
    manifest: Mapping[str, Any] = field(default_factory=dict)
    stop: bool = False
    held_by: str | None = None

    @property
    def runs(self) -> int:  # type: ignore[override]
        """Runs in the batch."""
        return len(self._planned)

    @property
    def _planned(self) -> list[PlannedRun]:
        return [run for task in self.tasks for run in task.runs]

    def __call__(self) -> Outcome:
        """Make and write them; what was written before and is written again is the same to the bit.

        Raises:
            CannotWrite: If a file cannot be written.
            FolderUnusable: If another process holds the folder by now, which makes the same runs in its own batches;
                if the folder is gone; or if the model was changed before this process began.
        """
        began = time.perf_counter()
        if self.manifest.get("source", source_digest()) != source_digest():
            raise FolderUnusable(f"the model was changed while {self.folder} was being filled; finished runs are kept, "
                                 "and the version that began can go on")  # fmt: skip
        _take_up(self.tasks[0].setup)
        made: list[tuple[Task, Finished]] = []
        failed: list[Failure] = []
        for task in self.tasks:
            runs, failures = _attempt(task, self.replicate)
            made += [(task, runs)] if runs else []
            failed += failures
            if failed and self.stop:
                break
        now = holder(self.folder)
        if self.held_by is not None and now != self.held_by:
            why = f"is in use by {now} now" if now else "is no longer there"
            raise FolderUnusable(f"{self.folder} {why}; nothing more is written by {self.held_by}")
        path, written = write_part(self.folder, made, self.manifest) if made else (None, [])
        if failed:
            write_failures(self.folder, self._planned, failed)
        seconds = time.perf_counter() - began
        return Outcome(written, failed, tasks=len(self.tasks), seconds=seconds, part=path.name if path else None)

    def split(self) -> list[Making]:
        """One call a run."""
        return [replace(self, tasks=(replace(t, runs=(run,)),)) for t in self.tasks for run in t.runs]

    def salvage(self) -> tuple[list[Outcome], Making | None]:
        """What the batch's part holds, if it was written before the process ended."""
        planned = {run.run_id for run in self._planned}
        firsts = {(run.replication, run.point) for run in self._planned}
        names = [f"part-{replication:06d}-{point:06d}-*.parquet" for replication, point in sorted(firsts)]
        found = [r for name in names for r in receipts(self.folder, name) if r.run_id in planned]
        if not found:
            return [], self
        done = {receipt.run_id for receipt in found}
        tasks = tuple(replace(t, runs=tuple(run for run in t.runs if run.run_id not in done)) for t in self.tasks)
        left = tuple(task for task in tasks if task.runs)
        return [Outcome(found)], replace(self, tasks=left) if left else None

    def give_up(self, loss: Loss) -> Outcome:
        """A row of the failure table for each run."""
        failed = [_lost(run, loss) for run in self._planned]
        write_failures(self.folder, self._planned, failed)
        return Outcome(failures=failed)


@dataclass(frozen=True)
class Proving(WorkItem[Outcome]):
    """Runs of a task, made from the beginning, of which only hashes are kept."""

    task: Task
    replicate: Replicate

    def __call__(self) -> Outcome:
        """Make them."""
        from sim import simulation

        _take_up(self.task.setup)
        simulation.forget_eve()
        if not self.task.early or self.replicate is not simulation.replicate:  # a stand-in has no columns
            finished, failures = _attempt(self.task, self.replicate)
            return Outcome(straight=[receipt_of(p, run, self.task.early) for p, run in finished], unproved=failures)
        (planned,) = self.task.runs
        try:
            run, columns = _witness(self.task, planned)
        except MemoryError:
            raise
        except Exception as error:  # any error of the model is a row in the failure table
            return Outcome(unproved=[_failure(planned, error)])
        return Outcome(straight=[receipt_of(planned, run, self.task.early)], columns={planned.run_id: columns})

    def give_up(self, loss: Loss) -> Outcome:
        """The runs are not proved."""
        return Outcome(unproved=[_lost(run, loss) for run in self.task.runs])


def _take_up(setup: Setup) -> None:
    """Load the plugins before anything is run: one that cannot be used ends all, rather than each run by itself."""
    from sim.plugins import use

    use(setup.plugins)


def _attempt(task: Task, replicate: Replicate) -> tuple[Finished, list[Failure]]:
    """Run a task; if it fails, run each scenario by itself, so that a sick one takes none of the others with it."""
    try:
        runs = replicate(task.setup, [planned.scenario for planned in task.runs], task.replication)
        for run in runs:
            check_finite(run.records)
        return list(zip(task.runs, runs, strict=True)), []
    except MemoryError:  # perhaps of what runs before it left behind: a new process tells
        raise
    except Exception as error:  # any error of the model is a row in the failure table
        if len(task.runs) == 1:
            return [], [_failure(task.runs[0], error)]
    apart = [_attempt(replace(task, runs=(planned,)), replicate) for planned in task.runs]
    return [run for runs, _ in apart for run in runs], [failure for _, failures in apart for failure in failures]


def _failure(planned: PlannedRun, error: Exception) -> Failure:
    stage, told = str(getattr(error, "stage", "replicate")), "".join(traceback.format_exception(error))
    return Failure(planned.run_id, planned.point, planned.scenario.name, planned.replication, stage,
                   type(error).__name__, str(error), told)  # fmt: skip


def _lost(planned: PlannedRun, loss: Loss) -> Failure:
    return Failure(planned.run_id, planned.point, planned.scenario.name, planned.replication, loss.stage, loss.type,
                   loss.message, traceback="")  # fmt: skip


# ---- a run by itself


class _Witness:
    """Keeps the records of a run, and a hash of all its columns up to a semester."""

    def __init__(self, model: CompetenceModel, setup: Setup, until: int) -> None:
        from sim.simulation import recorder

        self._world, self._until = model.world, until
        self._recorder = recorder(setup, model)
        self.columns = [digest(model.world.digests())]

    def keep(self, semester: int) -> None:
        self._recorder.keep(semester)
        if semester <= self._until:
            self.columns.append(digest(self._world.digests()))

    def fork(self) -> _Witness:
        raise NotImplementedError("a straight run does not fork")

    def records(self) -> tuple[Records, list[str]]:
        return self._recorder.records(), self.columns


def _witness(task: Task, planned: PlannedRun) -> tuple[Run, list[str]]:
    """A straight run, and the hashes of its columns while it may still be held against others."""
    from sim.simulation import Run, watch

    setup, until = task.setup, max(task.early, default=-1)
    (((records, columns), last),) = watch(
        setup, [planned.scenario], task.replication, lambda model: _Witness(model, setup, until)
    )
    check_finite(records)
    return Run(planned.scenario.name, task.replication, records, last), columns


class NotFinite(Exception):  # noqa: N818 - a row of the failure table, where it reads as a finding
    """A run recorded infinity, or nothing but NaN; NaN by itself stands for an indicator that is undefined."""

    stage = "records"


def check_finite(records: Records) -> None:
    """Refuse records that cannot be meant.

    Raises:
        NotFinite: If a value is infinite or all are NaN; names indicator, unit and semester of the first.
    """
    value = records.value
    infinite = np.isinf(value)
    if infinite.any():
        row = int(infinite.argmax())
        raise NotFinite(f"{place_of(records, row)} is {value[row]:g}")
    if len(value) and np.isnan(value).all():
        raise NotFinite(f"every value is NaN, the first is {place_of(records, 0)}")


def place_of(records: Records, row: int) -> str:
    """Indicator, unit and semester of a row, in words."""
    unit = f"{records.levels[records.level[row]]} {records.units[records.unit[row]]}"
    return f"{records.indicators[records.indicator[row]]} of {unit} in semester {records.semester[row]}"


# ---- what processes must share


@dataclass(frozen=True)
class CommonGround:
    """What must be the same where runs are made; called on a worker, it refuses if it is not.

    Attributes:
        folder: Results folder, as an absolute path.
        holder: Who holds it.
        source: Hash of the model.
        versions: Versions of Python and of the packages that reckon.
        plugins: What the user adds to the model.
    """

    folder: Path
    holder: str
    source: str
    versions: Mapping[str, Any]
    plugins: tuple[Plugin, ...] = ()

    def __call__(self) -> None:
        """Compare this process with the one that asked.

        Raises:
            BadInput: For the first difference.
        """
        if holder(self.folder) != self.holder:
            raise BadInput(f"it does not see {self.folder} as the command does; the folder must be shared")
        if source_digest() != self.source:
            raise BadInput("it has another version of the model; install the same on all machines")
        if versions() != self.versions:
            said = (_said(v) for v in (versions(), self.versions))
            raise BadInput("it has {}, the command has {}; install the same on all machines".format(*said))
        for plugin in self.plugins:
            if not Path(plugin.path).exists() or content_digest(Path(plugin.path)) != plugin.digest:
                raise BadInput(f"it does not see {plugin.path} as the command does; the plugin must be shared")


def _said(found: Mapping[str, Any]) -> str:
    packages: Iterable[tuple[str, str]] = found["packages"].items()
    return ", ".join([found["platform"], *(f"{name} {version}" for name, version in packages)])


def common_ground(folder: Path) -> CommonGround:
    """What processes that write into a folder, held by this process, must share with it."""
    folder = folder.absolute()
    return CommonGround(folder, holder(folder), source_digest(), versions(), in_use())
