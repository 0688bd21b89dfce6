"""What is being done, said while it is done: stages and runs, with the time they take."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

FIRST, LONGEST = 1.5, 60.0
"""Seconds after which a pipe hears that something is still being done, and, doubled each time, at most."""


class Told(Protocol):
    """What is told how many more runs have ended, and how many of them failed."""

    def __call__(self, runs: int, failed: int = 0) -> None:
        """Take note."""


@contextmanager
def stage(text: str) -> Iterator[None]:
    """Say on the error stream what is being done, for as long as it is.

    On a terminal a sign moves beside it and the seconds are counted; into a pipe a line is written only if it lasts.
    """
    if sys.stderr.isatty():
        with _bar("{task.description}", "elapsed") as bar:
            bar.add_task(text, total=None)
            yield
        return
    began = time.perf_counter()
    with _reminding(lambda: f"{text} ... {time.perf_counter() - began:.0f} s"):
        yield


@contextmanager
def progress(
    label: str, total: int, failed: str = "failed", rate: str = "runs/s", left: str = "s left"
) -> Iterator[Told]:
    """A progress bar over runs on the error stream; into a pipe, a line at each tenth, and at times between.

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
    elif sys.stderr.isatty():
        with _bar("{task.description}", "bar", "count", "{task.fields[pace]}", "elapsed", "left") as bar:
            task = bar.add_task(label, total=total, pace="")

            def move(runs: int, failed: int = 0) -> None:
                count.add(runs, failed)
                bar.update(task, advance=runs, pace=count.pace())

            yield move
    else:
        with _reminding(count.line) as said:

            def write(runs: int, failed: int = 0) -> None:
                before = 10 * count.ended // total
                count.add(runs, failed)
                if 10 * count.ended // total > before:
                    said(count.line())

            yield write


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

    def pace(self) -> str:
        """Runs a second, and those that failed."""
        failed, rate, _ = self._words
        seconds = max(time.perf_counter() - self._began, 1e-9)
        return f"{self.ended / seconds:.1f} {rate}{f', {self.failed} {failed}' if self.failed else ''}"

    def line(self) -> str:
        """All of it, with the seconds left at the pace so far."""
        text = f"{self._label}: {self.ended}/{self._total}"
        seconds = time.perf_counter() - self._began
        if not self.ended:
            return f"{text}, {seconds:.0f} s"
        return f"{text}, {self.pace()}, {seconds / self.ended * (self._total - self.ended):.0f} {self._words[2]}"


@contextmanager
def _reminding(line: Callable[[], str]) -> Iterator[Callable[[str], None]]:
    """Write a line whenever nothing has been written for a while, less and less often.

    Yields:
        What writes another line, after which the while begins anew.
    """
    ended, spoken = threading.Event(), threading.Event()

    def say(text: str) -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
        spoken.set()

    def remind() -> None:
        patience = FIRST
        while not ended.is_set():
            if spoken.wait(patience):
                spoken.clear()
            elif not ended.is_set():
                sys.stderr.write(f"{line()}\n")
                sys.stderr.flush()
                patience = min(2 * patience, LONGEST)

    thread = threading.Thread(target=remind, daemon=True)
    thread.start()
    try:
        yield say
    finally:
        ended.set()
        spoken.set()
        thread.join()


def _bar(*columns: str) -> Any:
    """A line on the terminal that moves."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    known = {"bar": BarColumn, "count": MofNCompleteColumn, "elapsed": TimeElapsedColumn, "left": TimeRemainingColumn}
    made = [known[name]() if name in known else TextColumn(name, markup=False) for name in columns]
    return Progress(SpinnerColumn("line"), *made, console=Console(file=sys.stderr), transient=True)
