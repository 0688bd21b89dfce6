"""This file knows how a design is carried out in a results folder: only what is missing, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from experiments.design import Design
from experiments.execution import Execution, batches, outcomes
from experiments.parts import Failure
from experiments.proof import ForkProof
from experiments.store import Store
from experiments.work import Outcome, Replicate, make, run_straight


@dataclass(frozen=True)
class Account:
    """What became of a design: runs that were there, runs made now, and those that failed."""

    found: int
    made: int
    failures: tuple[Failure, ...]
    proved: int


def left_to_do(design: Design, store: Store, *, prove: bool) -> int:
    """How many runs will be made, straight ones included."""
    missing = sum(run.run_id not in store.done for run in design.runs)
    return missing + (len(_proof(design, store).tasks()) if prove else 0)


def carry_out(
    design: Design,
    store: Store,
    execution: Execution,
    replicate: Replicate,
    *,
    prove: bool = False,
    on_runs: Callable[[int], None] | None = None,
) -> Account:
    """Make the runs of a design that are not in its folder yet.

    Args:
        design: What to run.
        store: The folder, open.
        execution: How to run it.
        replicate: The model.
        prove: Whether to run replication 0 of each scenario straight too, and compare.
        on_runs: Told how many more runs have ended, for progress.

    Raises:
        CheckFailed: If a forked run and a straight one differ.
        WorkerDied: If a worker process was killed.
    """
    proof = _proof(design, store) if prove else None
    found = sum(run.run_id in store.done for run in design.runs)
    calls = _calls(design, store, execution, replicate, proof)
    made, failures = 0, []
    with closing(outcomes(calls, execution.workers)) as ended:
        for outcome in ended:
            made += len(outcome.receipts)
            failures += outcome.failures
            if on_runs is not None:
                on_runs(outcome.runs)
            if proof is not None:
                proof.take(outcome)
            if failures and execution.on_error == "stop":
                break
    if proof is not None:
        store.note(proved=store.manifest["proved"] | proof.proved)
    return Account(found, made, tuple(failures), len(proof.proved) if proof else 0)


def _proof(design: Design, store: Store) -> ForkProof:
    return ForkProof(design, store.done, store.manifest["proved"])


def _calls(
    design: Design, store: Store, execution: Execution, replicate: Replicate, proof: ForkProof | None
) -> list[Callable[[], Outcome]]:
    """The work as calls: the first batch, the straight runs that prove it, then all else in order."""
    tasks = list(design.tasks(store.done))
    making: list[Callable[[], Outcome]] = [
        partial(make, batch, store.folder, replicate) for batch in batches(tasks, execution.workers)
    ]
    proving: list[Callable[[], Outcome]] = [
        partial(run_straight, task, replicate) for task in (proof.tasks() if proof else [])
    ]
    return making[:1] + proving + making[1:]
