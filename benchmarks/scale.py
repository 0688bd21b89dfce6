"""What does a large sweep cost? Plans real runs of `tiny`, makes a part of them, opens and loads them again.

uv run python -m benchmarks.scale              # 10,000 planned, 1,000 made
uv run python -m benchmarks.scale 100000 2000
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psutil

from benchmarks.runner import processor_time
from benchmarks.speed import Line
from experiments.commands.sweep import design_sweep, sample_points
from experiments.designs.design import Design
from experiments.options import Sweep
from experiments.run.execution import Execution
from experiments.run.runner import carry_out
from experiments.store.folder import open_folder
from experiments.store.parts import parts
from sim.analysis.results import load
from sim.scenario import FIRST_SPRING

FACTORS = {"fade_unused": None, "routine_gain": None}


class Enough(Exception):  # noqa: N818 - it ends a loop
    """As many runs as were wanted."""


def planned(points: int) -> Design:
    """A sweep over two parameters, as short as a run can be."""
    asked = Sweep(world="tiny", horizon=FIRST_SPRING, replications=1, design="latin_hypercube", points=points,
                  factors=FACTORS, executor="inline", record=["nation"])  # fmt: skip
    return design_sweep(asked, sample_points(asked))


def measure(folder: Path, points: int, wanted: int) -> Iterator[Line]:
    """Planning, making, opening again and loading, in processor time, memory and bytes."""
    me, made, begin = psutil.Process(), 0, processor_time()
    design = planned(points)
    told: list[tuple[int, float, float]] = []

    def tell(runs: int, _failed: int) -> None:
        nonlocal made
        before, made = made, made + runs
        if before * 5 // wanted != made * 5 // wanted or before == 0:
            told.append((made, processor_time(), me.memory_info().rss / 2**20))
        if made >= wanted:
            raise Enough

    try:
        with open_folder(folder, "sweep", design, {}) as store:
            yield Line(f"plan {points:,} runs, and write the plan", processor_time() - begin, "s", 1)
            carry_out(design, store, Execution(executor="inline"), on_runs=tell)
    except Enough:
        pass
    for (before, earlier, _), (now, later, memory) in pairwise(told):
        yield Line(
            f"runs {before:,} to {now:,}: processor time a run", 1e3 * (later - earlier) / (now - before), "ms", 0
        )
        yield Line(f"memory after {now:,} runs", memory, "MB", 0)
    size = sum(path.stat().st_size for path in parts(folder))
    yield Line(f"bytes a run, in {len(parts(folder))} parts", size / made / 1e3, "kB", 1)
    begin = processor_time()
    with open_folder(folder, "sweep", planned(points), {}) as store:
        yield Line(f"open again, {len(store.done):,} runs found", processor_time() - begin, "s", 1)
    begin = processor_time()
    frame = load(folder, level="nation")
    yield Line(f"load {len(frame):,} rows", processor_time() - begin, "s", 1)
    yield Line("memory then", me.memory_info().rss / 2**20, "MB", 0)


def main() -> None:
    """Measure and print."""
    points, wanted = (int(word) for word in (*sys.argv[1:], *("10000", "1000")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as place:
        for shown in measure(Path(place) / "scale", points, wanted):
            print(shown, flush=True)


if __name__ == "__main__":
    main()
