"""This file knows one worker process, from the inside and as its parent sees it."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any, Generic

from experiments.run.execution.agenda import Attempt
from experiments.run.execution.work_item import T

_BEGUN, _ANSWER, _ERROR = "begun", "answer", "error"


class Worker(Generic[T]):
    """A process that makes one call at a time; it shares no lock and no pipe, so that its death hurts nobody else.

    Attributes:
        pipe: Where it is heard.
        attempt: What it is doing; None while idle.
        limit: Seconds the attempt may take, None without limit.
        deadline: When the attempt must have ended, on the clock of `time.monotonic`; None before it has begun.
    """

    def __init__(self) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.attempt: Attempt[T] | None = None
        self.limit: float | None = None
        self.deadline: float | None = None
        self._process = context.Process(target=_serve, args=(theirs,), name="kompetanse-worker", daemon=True)
        with _interrupts_held():
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
