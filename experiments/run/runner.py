"""This file knows how a design is carried out in a results folder: only what is missing, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from experiments.designs.design import Design
from experiments.run.common_ground import common_ground
from experiments.run.execution import Execution, WorkItem, outcomes
from experiments.run.pace import Pace
from experiments.run.proof import ForkProof
from experiments.run.work import Outcome, Replicate
from experiments.run.work_items import Making, Proving
from experiments.store.folder import Store
from experiments.store.lock import holder
from experiments.store.parts import Failure, receipts


@dataclass(frozen=True)
class Account:
    """What became of a design: runs that were there, runs made now, and those that failed."""

    found: int
    made: int
    failures: tuple[Failure, ...]
    proved: int


def left_to_do(design: Design, store: Store, *, prove: bool) -> int:
    """How many runs will be made, straight ones included."""
    missing = design.size - _found(design, store)
    return missing + (len(_proof(design, store).tasks()) if prove else 0)


def carry_out(
    design: Design,
    store: Store,
    execution: Execution,
    replicate: Replicate,
    *,
    prove: bool = False,
    on_runs: Callable[[int, int], None] | None = None,
) -> Account:
    """Make the runs of a design that are not in its folder yet.

    Args:
        design: What to run.
        store: The folder, open.
        execution: How to run it.
        replicate: The model.
        prove: Whether to run replication 0 of each scenario straight too, and compare.
        on_runs: Told how many more runs have ended, and how many of them failed, for progress.

    Raises:
        CheckFailed: If a forked run and a straight one differ.
        CannotWrite: If a file of the folder cannot be written.
    """
    proof = _proof(design, store) if prove else None
    pace = Pace()
    ground = common_ground(store.folder)
    calls = _calls(design, store, execution, replicate, proof, pace)
    found, made, failures = _found(design, store), 0, []
    with closing(outcomes(calls, execution, ground)) as ended:
        for outcome in ended:
            made += len(outcome.receipts)
            failures += outcome.failures
            pace.learn(outcome.tasks, outcome.seconds)
            if on_runs is not None:
                on_runs(outcome.runs, len(outcome.failures))
            if proof is not None:
                proof.take(outcome)
            if failures and execution.on_error == "stop":
                break
    if proof is not None:
        store.note(proved=store.manifest["proved"] | proof.proved)
    return Account(found, made, tuple(failures), len(proof.proved) if proof else 0)


def _found(design: Design, store: Store) -> int:
    """Runs of a design that its folder holds."""
    return sum(run.run_id in store.done for run in design.runs()) if store.done else 0


def _proof(design: Design, store: Store) -> ForkProof:
    return ForkProof(design, receipts(store.folder, "part-000000-*.parquet"), store.manifest["proved"])


def _calls(
    design: Design, store: Store, execution: Execution, replicate: Replicate, proof: ForkProof | None, pace: Pace
) -> Iterator[WorkItem[Outcome]]:
    """The work as calls: the first batch, the straight runs that prove it, then all else in order."""
    tasks = design.tasks(store.done)
    stop = execution.on_error == "stop"
    making = (
        Making(batch, store.folder.absolute(), replicate, stop, holder(store.folder)) for batch in pace.batches(tasks)
    )
    yield from islice(making, 1)
    for task in proof.tasks() if proof else ():
        yield Proving(task, replicate)
    yield from making
