"""This file knows how the first batches of a sweep, which are kept, tell how long and how large the rest will be."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


class Pilot:
    """Times the first batches of each worker, and says once what the rest will take.

    The first batch of all is not counted: a process that starts loads the country and the compiled loops.
    """

    def __init__(self, folder: Path, total: int, workers: int, say: Callable[[float, float, int], None]) -> None:
        self._folder, self._total, self._say = folder, total, say
        self._wanted, self._calls, self._ended = 2 * workers + 1, 0, 0
        self._from, self._before = 0.0, 0
        self._bytes = self._size()

    def __call__(self, runs: int) -> None:
        """Note runs that have ended; once enough have, tell seconds left, bytes in all and runs ended."""
        self._calls += 1
        self._ended += runs
        if self._calls == 1:
            self._from, self._before = time.perf_counter(), self._ended
        if self._calls == self._wanted and self._ended < self._total:
            pace = (time.perf_counter() - self._from) / (self._ended - self._before)
            size = self._bytes + (self._size() - self._bytes) / self._ended * self._total
            self._say(pace * (self._total - self._ended), size, self._ended)

    def _size(self) -> int:
        """Bytes of the parts there are."""
        return sum(path.stat().st_size for path in (self._folder / "results").glob("part-*.parquet"))
