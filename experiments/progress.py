"""What is being done, said while it is done: one line on a terminal that moves, now and then a line into a pipe."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

BEAT, CALM = 0.2, 0.5
"""Seconds between two signs of life on a terminal, and how long the line keeps out of the way of what is printed."""
FIRST, LONGEST = 1.5, 60.0
"""Seconds after which a pipe hears that something is still being done, and, doubled each time, at most."""


class Told(Protocol):
    """What is told how many more runs have ended, and how many of them failed."""

    def __call__(self, runs: int, failed: int = 0) -> None:
        """Take note."""


@contextmanager
def working(text: str) -> Iterator[None]:
    """Show on a terminal that the program works, and what it does, until it ends; stages tell more.

    Args:
        text: What is shown outside of stages.
    """
    if not sys.stderr.isatty():
        yield
        return
    streams = sys.stdout, sys.stderr
    line = _Line(sys.stderr)
    sys.stdout, sys.stderr = (_Over(stream, line) if stream.isatty() else stream for stream in streams)
    try:
        with _doing(lambda: f"{text} ..."), line:
            yield
    finally:
        sys.stdout, sys.stderr = streams


@contextmanager
def stage(text: str) -> Iterator[None]:
    """Say what is being done, for as long as it is, with the seconds it has taken.

    Args:
        text: What is being done.
    """
    began = time.perf_counter()
    with _doing(lambda: f"{text} ... {time.perf_counter() - began:.0f} s"):
        yield


@contextmanager
def progress(
    label: str, total: int, failed: str = "failed", rate: str = "runs/s", left: str = "s left"
) -> Iterator[Told]:
    """Say how far runs have come; into a pipe, at each tenth of them, and at times between.

    Args:
        label: What is counted.
        total: How many in all.
        failed: Word for those that failed.
        rate: Word for how many a second.
        left: Word for the seconds left.

    Yields:
        What to tell how many more runs have ended, and how many of them failed.
    """
    count = _Count(label, total, failed, rate, left)
    if total == 0:
        yield count.add
        return
    with _doing(count.line) as said:

        def told(runs: int, failed: int = 0) -> None:
            before = 10 * count.ended // total
            count.add(runs, failed)
            if 10 * count.ended // total > before:
                said()

        yield told


class _Count:
    """Counts runs and failures, and says how fast they come."""

    def __init__(self, label: str, total: int, failed: str, rate: str, left: str) -> None:
        self._label, self._total = label, total
        self._words = failed, rate, left
        self.ended, self.failed = 0, 0
        self._began = time.perf_counter()

    def add(self, runs: int, failed: int = 0) -> None:
        self.ended += runs
        self.failed += failed

    def line(self) -> str:
        """How many have ended and failed, how fast they come, and the seconds left at the pace so far."""
        failed, rate, left = self._words
        seconds = max(time.perf_counter() - self._began, 1e-9)
        text = f"{self._label}: {self.ended}/{self._total}"
        if not self.ended:
            return f"{text}, {seconds:.0f} s"
        sick = f", {self.failed} {failed}" if self.failed else ""
        pace, rest = self.ended / seconds, seconds / self.ended * (self._total - self.ended)
        return f"{text}, {pace:.1f} {rate}{sick}, {rest:.0f} {left}"


_STACK: list[Callable[[], str]] = []
"""What is being done, the innermost last, each as what tells it."""


@contextmanager
def _doing(tell: Callable[[], str]) -> Iterator[Callable[[], None]]:
    """Let it be told what is being done.

    Yields:
        What tells it into a pipe at once; a terminal shows it all the time.
    """
    _STACK.append(tell)
    try:
        if sys.stderr.isatty():
            yield lambda: None
        else:
            with _reminding(tell) as said:
                yield said
    finally:
        _STACK.pop()


# ---- on a terminal


_SIGNS = "|/-\\"


class _Line:
    """The last line of a terminal, which says what is being done and makes room for what is printed."""

    def __init__(self, screen: Any) -> None:
        self._screen, self._lock, self._ended = screen, threading.Lock(), threading.Event()
        self._shown, self._from = 0, time.monotonic() + CALM
        self._thread = threading.Thread(target=self._move, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self.give_way()

    def give_way(self) -> None:
        """Take the line away; it comes back when nothing has been printed for a moment."""
        with self._lock:
            self._write("")
            self._from = time.monotonic() + CALM

    def _move(self) -> None:
        beats = 0
        while not self._ended.wait(BEAT):
            with self._lock:
                if time.monotonic() >= self._from and _STACK:
                    self._write(f"{_SIGNS[beats % len(_SIGNS)]} {_STACK[-1]()}")
            beats += 1

    def _write(self, text: str) -> None:
        """Put a text in the place of the one that is shown."""
        text = text[: shutil.get_terminal_size().columns - 1]
        if text or self._shown:
            self._screen.write("\r" + text.ljust(self._shown) + ("" if text else "\r"))
            self._screen.flush()
        self._shown = len(text)


class _Over:
    """A stream that takes the moving line away before anything is written."""

    def __init__(self, stream: Any, line: _Line) -> None:
        self._stream, self._line = stream, line

    def write(self, text: str) -> int:
        self._line.give_way()
        return int(self._stream.write(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


# ---- into a pipe


@contextmanager
def _reminding(line: Callable[[], str]) -> Iterator[Callable[[], None]]:
    """Write a line whenever nothing has been written for a while, less and less often.

    Yields:
        What writes the line at once, after which the while begins anew.
    """
    ended, spoken = threading.Event(), threading.Event()

    def say() -> None:
        sys.stderr.write(f"{line()}\n")
        sys.stderr.flush()

    def remind() -> None:
        patience = FIRST
        while not ended.is_set():
            if spoken.wait(patience):
                spoken.clear()
            elif not ended.is_set():
                say()
                patience = min(2 * patience, LONGEST)

    def at_once() -> None:
        say()
        spoken.set()

    thread = threading.Thread(target=remind, daemon=True)
    thread.start()
    try:
        yield at_once
    finally:
        ended.set()
        spoken.set()
        thread.join()
