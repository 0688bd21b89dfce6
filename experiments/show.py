"""This file knows how things look on the screen: tables, lines and a progress bar; plain where there is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

_PLAIN_WIDTH = 200


def line(text: str) -> None:
    """Print one line of results."""
    sys.stdout.write(f"{text}\n")


def complaint(text: str) -> None:
    """Print one line about what went wrong, where it does not mix with results."""
    sys.stderr.write(f"{text}\n")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> None:
    """Print a table.

    Args:
        title: What it shows.
        columns: Headings.
        rows: Cells, as text.
        numbers: Columns that are set flush right.
    """
    console = _console()
    shown = Table(title=title or None, box=SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    for i, heading in enumerate(columns):
        shown.add_column(heading, justify="right" if i in numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*row)
    console.print(shown)


def _console() -> Console:
    if sys.stdout.isatty():
        return Console(file=sys.stdout, highlight=False, markup=False)
    return Console(file=sys.stdout, highlight=False, markup=False, width=_PLAIN_WIDTH, no_color=True)


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar over runs on the error stream; without a terminal, a line at each tenth."""
    if total == 0:
        yield _quiet
    elif sys.stderr.isatty():
        with _bar() as bar:
            task = bar.add_task(label, total=total)
            yield lambda runs: bar.advance(task, runs)
    else:
        yield _Tenths(label, total)


def _quiet(_runs: int) -> None:
    """Nothing is left to run, so there is nothing to show."""


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(file=sys.stderr))


class _Tenths:
    """Prints a line whenever another tenth of the runs has ended."""

    def __init__(self, label: str, total: int) -> None:
        self._label, self._total, self._ended = label, total, 0

    def __call__(self, runs: int) -> None:
        before = 10 * self._ended // self._total
        self._ended += runs
        if 10 * self._ended // self._total > before:
            complaint(f"{self._label}: {self._ended}/{self._total}")
