"""A design carried out in a results folder: only what is missing, at a pace, and what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from experiments.designs.design import Design
from experiments.refusals import CheckFailed
from experiments.run.calls import WorkItem
from experiments.run.execution import Execution
from experiments.run.proof import Proof
from experiments.run.work import Making, Outcome, Proving, Replicate, common_ground
from experiments.store.fingerprint import digest
from experiments.store.folder import Store, holder
from experiments.store.manifest import seal_of
from experiments.store.parts import MANY, Failure, merge_small, receipts

T = TypeVar("T")
SECONDS = 5.0
"""Work in a batch, and so what a crash can lose; less would make many small files."""
MOST = 50
"""Tasks in a batch, at most."""


@dataclass(frozen=True)
class Account:
    """What became of a design.

    Attributes:
        found, made: Runs that were there, and runs made now.
        failures: Runs that failed.
        proved: Runs of which forked and straight were found equal.
        seconds: How long it took.
    """

    found: int = 0
    made: int = 0
    failures: tuple[Failure, ...] = ()
    proved: int = 0
    seconds: float = 0.0


def count_missing(design: Design, store: Store, *, prove: bool, replicate: Replicate | None = None) -> int:
    """How many runs will be made, straight ones included."""
    missing = design.size - _found(design, store)
    return missing + (len(_proof(design, store, replicate).tasks()) if prove else 0)


def carry_out(
    design: Design,
    store: Store,
    execution: Execution,
    replicate: Replicate | None = None,
    *,
    prove: bool = False,
    on_runs: Callable[[int, int], None] | None = None,
) -> Account:
    """Make the runs of a design that are not in its folder yet.

    Args:
        design: What to run.
        store: The folder, open.
        execution: How to run it.
        replicate: Stands in for the model.
        prove: Whether to hold forked runs against straight ones, and scenarios against the baseline until they part.
        on_runs: Told how many more runs have ended, and how many of them failed, for progress.

    Raises:
        CheckFailed: If runs that must be the same differ.
        CannotWrite: If a file of the folder cannot be written.
    """
    began = time.perf_counter()
    proof = _proof(design, store, replicate) if prove else None
    pace = Pace()
    calls = _calls(design, store, execution, replicate, proof, pace)
    found, made, failures, small = _found(design, store), 0, [], []
    with closing(execution.make(calls, common_ground(store.folder))) as ended:
        for outcome in ended:
            made += len(outcome.receipts)
            failures += outcome.failures
            pace.learn(outcome.tasks, outcome.seconds)
            small += [store.folder / "results" / outcome.part] if outcome.part else []
            if len(small) >= MANY:
                small = merge_small(small)
            if on_runs is not None:
                on_runs(outcome.runs, len(outcome.failures))
            if proof is not None:
                _take(proof, outcome, design, replicate)
            if failures and execution.on_error == "stop":
                break
    if proof is not None:
        proof.hold_columns()
        proof.hold_records(replicate or _model())
        store.note(proved=store.manifest["proved"] | proof.proved, **({} if replicate else {"parity": _paired(design)}))
    seconds = time.perf_counter() - began
    return Account(found, made, tuple(failures), len(proof.proved) if proof else 0, seconds)


def _take(proof: Proof, outcome: Outcome, design: Design, replicate: Replicate | None) -> None:
    """Hand what has ended to the proof; where it fails, a leak of the future is told rather than what it led to."""
    try:
        proof.take(outcome)
    except CheckFailed:
        if replicate is None:
            proof.search(design.scenarios[1:])
        proof.hold_records(replicate or _model())
        raise


def _found(design: Design, store: Store) -> int:
    """Runs of a design that its folder holds."""
    return sum(run_id in store.done for run_id in design.run_ids()) if store.done else 0


def _proof(design: Design, store: Store, replicate: Replicate | None) -> Proof:
    held = replicate is not None or store.manifest.get("parity") == _paired(design)
    return Proof(design, receipts(store.folder), store.manifest["proved"], columns_held=held)


def _paired(design: Design) -> str:
    """Hash of the scenarios that were held against each other, and of what all their runs share."""
    return digest([design.ground, [s.canonical() for s in design.scenarios]])


def _model() -> Replicate:
    from sim.simulation import replicate

    return replicate


def _calls(
    design: Design,
    store: Store,
    execution: Execution,
    replicate: Replicate | None,
    proof: Proof | None,
    pace: Pace,
) -> Iterator[WorkItem[Outcome]]:
    """The work as calls: the first batch, the straight runs that prove it, then all else in order."""
    straight = proof.tasks() if proof else []
    tasks = design.tasks(store.done)
    first = next(tasks, None)
    if first is None and not straight:
        return
    model, folder = replicate or _model(), store.folder.absolute()
    stop, held_by = execution.on_error == "stop", holder(store.folder)
    making = partial(
        Making, folder=folder, replicate=model, manifest=seal_of(store.manifest), stop=stop, held_by=held_by
    )
    if first is not None:
        yield making((first,))
    for task in straight:
        yield Proving(task, model)
    for batch in pace.batches(tasks):
        yield making(batch)


# ---- how fast


class Pace:
    """Learns how long a task takes, and so how many make a batch; until one has ended, a batch is one task."""

    def __init__(self) -> None:
        self._tasks, self._seconds = 0, 0.0

    def learn(self, tasks: int, seconds: float) -> None:
        """Note a batch that has ended."""
        self._tasks += tasks
        self._seconds += seconds

    @property
    def size(self) -> int:
        """Tasks in the next batch."""
        if self._tasks == 0:
            return 1
        return max(1, min(MOST, round(SECONDS * self._tasks / max(self._seconds, 1e-9))))

    def batches(self, tasks: Iterator[T]) -> Iterator[tuple[T, ...]]:
        """Cut tasks into batches, in order, each as large as is right when it is asked for."""
        while batch := tuple(islice(tasks, self.size)):
            yield batch


class Pilot:
    """Times the first batches of each worker, which are kept, and says once what the rest will take.

    The first batch of all is not counted: a process that starts loads the country and the compiled loops.
    """

    def __init__(self, folder: Path, total: int, workers: int, say: Callable[[float, float, int], None]) -> None:
        self._folder, self._total, self._say = folder, total, say
        self._wanted, self._calls, self._ended = 2 * workers + 1, 0, 0
        self._from, self._before = 0.0, 0
        self._bytes = self._size()

    def __call__(self, runs: int) -> None:
        """Note runs that have ended; once enough have, tell seconds left, bytes in all and runs ended."""
        self._calls += 1
        self._ended += runs
        if self._calls == 1:
            self._from, self._before = time.perf_counter(), self._ended
        if self._calls == self._wanted and self._ended < self._total:
            pace = (time.perf_counter() - self._from) / (self._ended - self._before)
            size = self._bytes + (self._size() - self._bytes) / self._ended * self._total
            self._say(pace * (self._total - self._ended), size, self._ended)

    def _size(self) -> int:
        """Bytes of the parts there are."""
        return sum(path.stat().st_size for path in (self._folder / "results").glob("part-*.parquet"))
