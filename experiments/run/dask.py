"""Calls spread over machines by a Dask scheduler that somebody has started."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, final

from experiments.refusals import SOME_FAILED, BadInput, Refusal
from experiments.run.calls import ATTEMPTS, WORKER_DIED, Agenda, Attempt, Executor, T, WorkItem

Guard = Callable[[], None]
_REACHED_WITHIN = 15
"""Seconds within which the scheduler must answer and have a worker (an assumption)."""
_WAITING = 2
"""Calls per worker that the scheduler holds: the next one is there when one ends, and a crash touches few."""


class SchedulerGone(Refusal):
    """The scheduler ended in the middle of the work."""

    exit_code = SOME_FAILED


@final
class Dask(Executor):
    """Workers of a Dask cluster, each a process of one thread under its nanny, which restarts it when it dies."""

    def __init__(self, scheduler: str, guard: Guard) -> None:
        """Prepare an engine; nothing is connected yet.

        Args:
            scheduler: Address of a scheduler, or path of its scheduler file.
            guard: Raises a refusal on a worker that cannot do this work.
        """
        self._scheduler = scheduler
        self._guard = guard

    def answers(self, agenda: Agenda[T]) -> Generator[T, None, None]:
        """Make the calls, a few at a time for each worker."""
        from distributed import as_completed

        with _client(self._scheduler) as client:
            _check(client, self._scheduler, self._guard)
            ended: Any = as_completed(loop=client.loop, raise_errors=False)
            waiting: dict[str, Attempt[T]] = {}
            self._submit(client, agenda, ended, waiting)
            for future in ended:
                yield from _answers(future, waiting.pop(future.key), agenda)
                self._submit(client, agenda, ended, waiting)

    def _submit(self, client: Any, agenda: Agenda[T], ended: Any, waiting: dict[str, Attempt[T]]) -> None:
        """Hand in calls until there are enough; a million at once would fill the scheduler's memory."""
        while len(waiting) < _WAITING * max(1, len(_workers(client))):
            attempt = agenda.take()
            if attempt is None:
                return
            future = client.submit(_guarded, self._guard, attempt.call, pure=False)
            waiting[future.key] = attempt
            ended.add(future)


def _answers(future: Any, attempt: Attempt[T], agenda: Agenda[T]) -> list[T]:
    """What has come of a call; one that killed its workers as often as Dask lets it comes back to the agenda."""
    from distributed import KilledWorker

    if future.status == "finished":
        return [future.result()]
    if future.status != "error":
        raise SchedulerGone("the Dask scheduler has ended; finished runs are kept, the same command goes on from there")
    error = future.exception()
    if isinstance(error, KilledWorker):
        return agenda.lose(attempt, WORKER_DIED, times=ATTEMPTS)
    raise error


def _guarded(guard: Guard, call: WorkItem[T]) -> T:
    """What a worker does; it may have joined long after the start, so that it is asked each time."""
    guard()
    try:
        return call()
    except MemoryError:
        os._exit(1)  # the nanny starts a worker without what has gathered in this one


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    """A connection to the scheduler; calls that are still with it are dropped at the end.

    Raises:
        BadInput: If it cannot be reached.
    """
    if find_spec("distributed") is None:
        raise BadInput("executor=dask: the package distributed is not installed; install kompetanse[cluster]")
    from distributed import Client

    where = {"scheduler_file": scheduler} if os.path.isfile(scheduler) else {"address": scheduler}
    if "address" in where and ":" not in scheduler:
        raise BadInput(f"scheduler={scheduler}: neither an address such as tcp://10.0.0.1:8786 nor a scheduler file")
    try:
        client = Client(**where, timeout=_REACHED_WITHIN, set_as_default=False)
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(f"scheduler={scheduler}: no scheduler answers there ({type(error).__name__})") from None
    with client:
        yield client


def _workers(client: Any) -> dict[str, Any]:
    workers: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
    return workers


def _check(client: Any, scheduler: str, guard: Guard) -> None:
    """Wait for a worker, and ask every one that is there whether it can do this work.

    Raises:
        BadInput: If there is none, or for the first that cannot.
    """
    try:
        client.wait_for_workers(1, timeout=_REACHED_WITHIN)
    except TimeoutError:
        raise BadInput(f"scheduler={scheduler}: it has no worker; start some with dask worker") from None
    for worker, about in _workers(client).items():
        if about["nthreads"] != 1:
            raise BadInput(f"scheduler={scheduler}: worker {worker} has {about['nthreads']} threads, the model is not "
                           "made for threads; start it with --nthreads 1 and more --nworkers")  # fmt: skip
    for worker, problem in client.run(_problem, guard).items():
        if problem is not None:
            raise BadInput(f"scheduler={scheduler}: worker {worker}: {problem}")


def _problem(guard: Guard) -> str | None:
    """On a worker: what keeps it from doing this work, if anything does."""
    try:
        guard()
    except Exception as error:
        return str(error)
    return None
