"""This file knows how many tasks make a batch: as many as take a few seconds, going by those that have ended."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

SECONDS = 5.0
"""Work in a batch, and so what a crash can lose; less would make many small files."""
MOST = 50
"""Tasks in a batch, at most."""


class Pace:
    """Learns how long a task takes; until one has ended, a batch is one task."""

    def __init__(self) -> None:
        self._tasks, self._seconds = 0, 0.0

    def learn(self, tasks: int, seconds: float) -> None:
        """Note a batch that has ended."""
        self._tasks += tasks
        self._seconds += seconds

    @property
    def size(self) -> int:
        """Tasks in the next batch."""
        if self._tasks == 0:
            return 1
        return max(1, min(MOST, round(SECONDS * self._tasks / max(self._seconds, 1e-9))))

    def batches(self, tasks: Iterator[T]) -> Iterator[tuple[T, ...]]:
        """Cut tasks into batches, in order, each as large as is right when it is asked for."""
        while batch := tuple(islice(tasks, self.size)):
            yield batch
