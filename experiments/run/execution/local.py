"""This file knows how calls are spread over processes of this machine, and survive the death of any of them."""

from __future__ import annotations

import time
from collections.abc import Generator
from multiprocessing import connection
from typing import final

from experiments.run.execution.agenda import Agenda
from experiments.run.execution.executor import Executor
from experiments.run.execution.work_item import WORKER_DIED, Loss, T, timed_out
from experiments.run.execution.worker import Worker


@final
class Local(Executor):
    """Worker processes, each started when there is a call for it and replaced when it has died."""

    def __init__(self, workers: int, run_timeout: float | None = None) -> None:
        """Prepare an engine; no process is started yet.

        Args:
            workers: Processes.
            run_timeout: Seconds that each run of a call may take; None without limit.
        """
        self._workers = workers
        self._run_timeout = run_timeout

    def outcomes(self, agenda: Agenda[T]) -> Generator[T, None, None]:
        """Make the calls, one at a time in each process."""
        crew: list[Worker[T]] = []
        try:
            while True:
                self._hand_out(agenda, crew)
                busy = [worker for worker in crew if worker.attempt]
                if not busy:
                    return
                for worker in _heard(busy):
                    yield from self._listen(worker, agenda, crew)
        finally:
            for worker in crew:
                worker.stop()

    def _hand_out(self, agenda: Agenda[T], crew: list[Worker[T]]) -> None:
        """Give every idle worker a call, and start workers while there are calls for them."""
        idle = [worker for worker in crew if worker.attempt is None]
        while idle or len(crew) < self._workers:
            attempt = agenda.take()
            if attempt is None:
                return
            if not idle:
                crew.append(Worker())
                idle = crew[-1:]
            limit = self._run_timeout and self._run_timeout * attempt.call.runs
            idle.pop().hand(attempt, limit)

    def _listen(self, worker: Worker[T], agenda: Agenda[T], crew: list[Worker[T]]) -> Generator[T, None, None]:
        """Take in what a worker says; one that is silent is over its time."""
        if not worker.pipe.poll():
            assert self._run_timeout is not None
            yield from _lost(worker, timed_out(self._run_timeout), agenda, crew)
            return
        try:
            yield from worker.hear()
        except EOFError:
            yield from _lost(worker, WORKER_DIED, agenda, crew)


def _heard(busy: list[Worker[T]]) -> list[Worker[T]]:
    """Wait until some of the workers have said something, died or run out of time."""
    deadlines = [worker.deadline for worker in busy if worker.deadline is not None]
    patience = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
    ready = connection.wait([worker.pipe for worker in busy], patience)
    now = time.monotonic()
    return [w for w in busy if w.pipe in ready or (w.deadline is not None and w.deadline <= now)]


def _lost(worker: Worker[T], loss: Loss, agenda: Agenda[T], crew: list[Worker[T]]) -> list[T]:
    """Let go of a worker and hand its call back; it is gone for sure before anyone looks at what it wrote."""
    worker.stop()
    crew.remove(worker)
    assert worker.attempt is not None
    return agenda.lost(worker.attempt, loss)
