"""This package knows how calls are made on one machine or many; it knows nothing of what they do."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

from experiments.run.execution.agenda import Agenda
from experiments.run.execution.executor import Executor
from experiments.run.execution.inline import Inline
from experiments.run.execution.local import Local
from experiments.run.execution.work_item import Loss, T, WorkItem

__all__ = ["Execution", "Loss", "WorkItem", "outcomes"]


@dataclass(frozen=True)
class Execution:
    """How calls are made; it never changes a result.

    Attributes:
        workers: Local processes; 1 makes everything in this one, unless there is a time limit.
        executor: Where the processes are.
        on_error: Whether runs go on when one has failed.
        run_timeout: Seconds a run may take; None without limit.
        scheduler: Address or scheduler file of the Dask scheduler, if that is where.
    """

    workers: int = 1
    executor: Literal["inline", "local", "dask"] = "local"
    on_error: Literal["continue", "stop"] = "continue"
    run_timeout: float | None = None
    scheduler: str | None = None


def outcomes(items: Iterable[WorkItem[T]], execution: Execution, guard: Callable[[], None]) -> Generator[T, None, None]:
    """Make calls and yield what each returns as it ends, in any order; closing the generator stops the rest.

    Args:
        items: What to do; drawn from only as fast as it can be done.
        execution: Where and how.
        guard: Raises a refusal in a process of another machine that cannot do this work.
    """
    items = iter(items)
    first = list(islice(items, 2))
    yield from _engine(execution, guard, len(first)).outcomes(Agenda(chain(first, items)))


def _engine(execution: Execution, guard: Callable[[], None], calls: int) -> Executor:
    """The engine asked for; a call that needs no second process and no time limit is made here."""
    if execution.executor == "dask":
        from experiments.run.execution.dask import Dask

        return Dask(execution.scheduler or "", guard)
    if execution.executor == "inline" or (execution.run_timeout is None and min(execution.workers, calls) <= 1):
        return Inline()
    return Local(execution.workers, execution.run_timeout)
