"""Lines on the screen and a progress bar; plain where there is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import get_terminal_size
from textwrap import fill
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


def line(text: str, *, whole: bool = False) -> None:
    """Print one line of results; on a terminal over as many as it needs, no word broken.

    Args:
        text: What is printed.
        whole: Whether it stays one line, as a command that is to be copied must.
    """
    if sys.stdout.isatty() and not whole:
        text = fill(text, get_terminal_size().columns, break_long_words=False, break_on_hyphens=False)
    sys.stdout.write(f"{text}\n")


def complaint(text: str) -> None:
    """Print one line about what went wrong, where it does not mix with results."""
    sys.stderr.write(f"{text}\n")


class Told(Protocol):
    """What is told how many more runs have ended, and how many of them failed."""

    def __call__(self, runs: int, failed: int = 0) -> None:
        """Take note."""


@contextmanager
def progress(
    label: str, total: int, failed: str = "failed", rate: str = "runs/s", left: str = "s left"
) -> Iterator[Told]:
    """A progress bar over runs on the error stream; without a terminal, a line at each tenth.

    Args:
        label: What is counted.
        total: How many in all.
        failed: Word for those that failed.
        rate: Word for how many a second.
        left: Word for the seconds left.

    Yields:
        What to tell how many more runs have ended, and how many of them failed.
    """
    labels = (label, failed, rate, left)
    if total == 0:
        yield _quiet
    elif sys.stderr.isatty():
        with _bar() as bar:
            yield _Live(bar, labels, total)
    else:
        yield _Tenths(labels, total)


def _quiet(runs: int, failed: int = 0) -> None:
    """Nothing is left to run, so there is nothing to show."""


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    return Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=Console(file=sys.stderr))


class _Counted:
    """Counts runs and failures, and says how fast they come."""

    def __init__(self, labels: tuple[str, str, str, str], total: int) -> None:
        self.label, self._failed_label, self._rate_label, self._left_label = labels
        self.total, self.ended, self.failed = total, 0, 0
        self._began = time.perf_counter()

    def add(self, runs: int, failed: int) -> None:
        self.ended += runs
        self.failed += failed

    def pace(self) -> str:
        rate = self.ended / max(time.perf_counter() - self._began, 1e-9)
        failed = f", {self.failed} {self._failed_label}" if self.failed else ""
        return f"{rate:.1f} {self._rate_label}{failed}"

    def left(self) -> str:
        """Seconds left at the pace so far."""
        seconds = (time.perf_counter() - self._began) / self.ended * (self.total - self.ended)
        return f"{seconds:.0f} {self._left_label}"


class _Live:
    """Moves a bar on a terminal."""

    def __init__(self, bar: Progress, labels: tuple[str, str, str, str], total: int) -> None:
        self._bar, self._count = bar, _Counted(labels, total)
        self._task = bar.add_task(labels[0], total=total, pace="")

    def __call__(self, runs: int, failed: int = 0) -> None:
        self._count.add(runs, failed)
        self._bar.update(self._task, advance=runs, pace=self._count.pace())


class _Tenths:
    """Prints a line whenever another tenth of the runs has ended."""

    def __init__(self, labels: tuple[str, str, str, str], total: int) -> None:
        self._count = _Counted(labels, total)

    def __call__(self, runs: int, failed: int = 0) -> None:
        count = self._count
        before = 10 * count.ended // count.total
        count.add(runs, failed)
        if 10 * count.ended // count.total > before:
            complaint(f"{count.label}: {count.ended}/{count.total}, {count.pace()}, {count.left()}")
