"""Calls spread over processes of this machine, which survives the death of any of them."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import connection, get_all_start_methods, get_context, parent_process
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any, Generic, final

from experiments.run.calls import WORKER_DIED, Agenda, Attempt, Executor, Loss, T, time_out

_BEGUN, _ANSWER, _ERROR = "begun", "answer", "error"
_METHOD = "forkserver" if "forkserver" in get_all_start_methods() and sys.platform == "linux" else "spawn"
"""How a worker is born: from a process that has loaded the model already, where the system can; so it costs 10 ms."""


@final
class Local(Executor):
    """Worker processes, each started when there is a call for it and replaced when it has died."""

    def __init__(self, workers: int, run_timeout: float | None = None, preload: Sequence[str] = ()) -> None:
        """Prepare an engine; no process is started yet.

        Args:
            workers: Processes.
            run_timeout: Seconds that each run of a call may take; None without limit.
            preload: Modules that every worker needs, loaded once for all.
        """
        self._workers, self._run_timeout, self._preload = workers, run_timeout, preload

    def answers(self, agenda: Agenda[T]) -> Generator[T, None, None]:
        """Make the calls, one at a time in each process."""
        crew: list[Worker[T]] = []
        try:
            while True:
                self._hand_out(agenda, crew)
                busy = [worker for worker in crew if worker.attempt]
                if not busy:
                    return
                for worker in _wait(busy):
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
                crew.append(Worker(self._preload))
                idle = crew[-1:]
            limit = self._run_timeout and self._run_timeout * attempt.call.runs
            idle.pop().hand(attempt, limit)

    def _listen(self, worker: Worker[T], agenda: Agenda[T], crew: list[Worker[T]]) -> Generator[T, None, None]:
        """Take in what a worker says; one that is silent is over its time."""
        if not worker.pipe.poll():
            assert self._run_timeout is not None
            yield from _let_go(worker, time_out(self._run_timeout), agenda, crew)
            return
        try:
            yield from worker.hear()
        except EOFError:
            yield from _let_go(worker, WORKER_DIED, agenda, crew)


def _wait(busy: list[Worker[T]]) -> list[Worker[T]]:
    """Wait until some of the workers have said something, died or run out of time; returns these."""
    deadlines = [worker.deadline for worker in busy if worker.deadline is not None]
    patience = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
    ready = connection.wait([worker.pipe for worker in busy], patience)
    now = time.monotonic()
    return [w for w in busy if w.pipe in ready or (w.deadline is not None and w.deadline <= now)]


def _let_go(worker: Worker[T], loss: Loss, agenda: Agenda[T], crew: list[Worker[T]]) -> list[T]:
    """Let go of a worker and hand its call back; it is gone for sure before anyone looks at what it wrote."""
    worker.stop()
    crew.remove(worker)
    assert worker.attempt is not None
    return agenda.lose(worker.attempt, loss)


class Worker(Generic[T]):
    """A process that makes one call at a time; it shares no lock and no pipe, so that its death hurts nobody else.

    Attributes:
        pipe: Where it is heard.
        attempt: What it is doing; None while idle.
        limit: Seconds the attempt may take, None without limit.
        deadline: When the attempt must have ended, on the clock of `time.monotonic`; None before it has begun.
    """

    def __init__(self, preload: Sequence[str]) -> None:
        context: Any = get_context(_METHOD)
        prepare(preload)
        self.pipe, theirs = context.Pipe()
        self.attempt: Attempt[T] | None = None
        self.limit: float | None = None
        self.deadline: float | None = None
        self._process = context.Process(target=_serve, args=(theirs,), name="kompetanse-worker", daemon=True)
        with _interrupts_held(), _without_main():
            self._process.start()
        theirs.close()

    def hand(self, attempt: Attempt[T], limit: float | None) -> None:
        """Give it a call; a process that is dead already will be noticed when it is heard."""
        self.attempt, self.limit, self.deadline = attempt, limit, None
        message = pickle.dumps(attempt.call)
        try:
            self.pipe.send_bytes(message)
        except OSError:
            self._process.kill()

    def hear(self) -> Iterator[T]:
        """Take in a message: the answer if it is one; afterwards the worker is idle.

        Raises:
            EOFError: If the process has ended instead.
            Exception: What the call raised.
        """
        try:
            kind, value = self.pipe.recv()
        except (OSError, pickle.UnpicklingError):
            raise EOFError from None
        if kind == _BEGUN:
            self.deadline = None if self.limit is None else time.monotonic() + self.limit
            return
        self.attempt = self.deadline = None
        if kind == _ERROR:
            raise value
        yield value

    def stop(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def prepare(preload: Sequence[str]) -> None:
    """Let the process that workers are born from load what they need, while this one does something else.

    Args:
        preload: Modules to load; once they are, others are not.
    """
    if _METHOD == "forkserver":
        get_context("forkserver").set_forkserver_preload(list(preload))
        from multiprocessing import forkserver  # not on every system

        with _interrupts_held():
            forkserver.ensure_running()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C while a process is born, which inherits this: the user's process alone answers to it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep the user's script from being run again in each worker, which needs nothing of it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(pipe: Connection) -> None:
    """Make calls as they come, until the parent wants no more or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            message = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        _send(pipe, message)


def _end_with_parent() -> None:
    """End at once when the parent is gone, in the middle of a call too: nobody is left to want its answer."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _send(pipe: Connection, message: bytes) -> None:
    try:
        call = pickle.loads(message)
        pipe.send((_BEGUN, None))
        answer: tuple[str, Any] = _ANSWER, call()
    except MemoryError:
        os._exit(1)  # whatever has gathered here goes with it, and the call is tried in a new process
    except BaseException as error:
        answer = _ERROR, _portable(error)
    pipe.send(answer)


def _portable(error: BaseException) -> BaseException:
    """An error with its traceback as a note, or its text where it cannot travel."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(*error.__notes__)
    return error
