"""How calls are made, on one machine or many; nothing here knows what they do."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

from experiments.run.calls import Agenda, Executor, Inline, T, WorkItem


@dataclass(frozen=True)
class Execution:
    """How calls are made; it never changes a result.

    Attributes:
        workers: Local processes; 1 makes everything in this one, unless there is a time limit.
        executor: Where the processes are.
        on_error: Whether runs go on when one has failed.
        run_timeout: Seconds a run may take; None without limit.
        scheduler: Address or scheduler file of the Dask scheduler, if that is where.
        preload: Modules that every local process needs, loaded once for all.
    """

    workers: int = 1
    executor: Literal["inline", "local", "dask"] = "local"
    on_error: Literal["continue", "stop"] = "continue"
    run_timeout: float | None = None
    scheduler: str | None = None
    preload: Sequence[str] = ("experiments.run.work", "sim.simulation")

    def make(self, items: Iterable[WorkItem[T]], guard: Callable[[], None]) -> Generator[T, None, None]:
        """Make calls and yield what each returns as it ends, in any order; closing the generator stops the rest.

        Args:
            items: What to do; drawn from only as fast as it can be done.
            guard: Raises a refusal in a process of another machine that cannot do this work.
        """
        items = iter(items)
        first = list(islice(items, 2))
        yield from self._engine(guard, len(first)).answers(Agenda(chain(first, items)))

    def prepare(self) -> None:
        """Begin to load what processes will need, if there will be any."""
        if self.executor == "local" and (self.workers > 1 or self.run_timeout is not None):
            from experiments.run.local import prepare

            prepare(self.preload)

    def _engine(self, guard: Callable[[], None], calls: int) -> Executor:
        """The engine asked for; a call that needs no second process and no time limit is made here."""
        if self.executor == "dask":
            from experiments.run.dask import Dask

            return Dask(self.scheduler or "", guard)
        if self.executor == "inline" or (self.run_timeout is None and min(self.workers, calls) <= 1):
            return Inline()
        from experiments.run.local import Local

        return Local(self.workers, self.run_timeout, self.preload)
