"""The pilot of a sweep tells what is left, by closed form: a made clock and parts of known size."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.run import runner
from experiments.run.runner import Pilot


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(runner, "time", made)
    return made


class Sweep:
    """A sweep whose batches end when a test says so, and what its pilot told."""

    def __init__(self, clock: Clock, total: int, workers: int) -> None:
        self.clock, self.told, self.parts = clock, [], 0
        self.pilot = Pilot(Path("out"), total, workers, lambda *said: self.told.append(said))

    def end(self, runs: int, seconds: float, size: int) -> None:
        write(f"part-{self.parts:06d}.parquet", size)
        self.parts += 1
        self.clock.now += seconds
        self.pilot(runs)


def write(name: str, size: int) -> None:
    Path("out/results").mkdir(parents=True, exist_ok=True)
    Path("out/results", name).write_bytes(b"x" * size)


def test_seconds_and_bytes_are_those_of_the_runs_left_at_the_pace_after_the_first_batch(clock):
    sweep = Sweep(clock, total=110, workers=1)
    sweep.end(2, 60.0, 20)
    sweep.end(4, 8.0, 40)
    assert sweep.told == []
    sweep.end(4, 8.0, 40)
    assert sweep.told == [(pytest.approx(100 * 16.0 / 8), pytest.approx(1100.0), 10)]


def test_it_speaks_once_after_two_batches_a_worker_and_one(clock):
    for workers in (1, 2, 4):
        sweep = Sweep(clock, total=1000, workers=workers)
        for batch in range(1, 4 * workers):
            sweep.end(1, 1.0, 1)
            assert len(sweep.told) == (batch > 2 * workers)


def test_parts_that_were_there_count_once_and_halves_of_parts_not_at_all(clock):
    write("part-old.parquet", 5000)
    write("part-half.parquet.123.tmp", 999)
    sweep = Sweep(clock, total=30, workers=1)
    for _ in range(3):
        sweep.end(1, 1.0, 10)
    assert sweep.told == [(pytest.approx(27.0), pytest.approx(5000 + 300.0), 3)]


def test_nothing_is_told_when_nothing_is_left(clock):
    sweep = Sweep(clock, total=3, workers=1)
    for _ in range(3):
        sweep.end(1, 1.0, 1)
    assert sweep.told == []
