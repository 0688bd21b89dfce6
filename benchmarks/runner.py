"""What does the runner cost? Prints one table; run `uv run python -m benchmarks.runner`.

Overhead is the processor time, of all processes, for runs that do nothing, less what the same runs take by themselves
and less what writing their parts takes; a busy machine disturbs processor time least. Scaling is the wall time of the
same runs of a county in one process and in two, both with the start of processes. Hydra's own multirun takes about
0.1 s per job (100 empty jobs, measured once when the runner was designed).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, TypeAlias

import numpy as np
import psutil

from benchmarks.killed_sweep import workers
from benchmarks.speed import Line, seconds
from experiments import options
from experiments.command import RECORDED
from experiments.designs.design import Design
from experiments.run.execution import Execution
from experiments.run.runner import MOST, carry_out
from experiments.run.work import Replicate
from experiments.store.folder import open_folder
from experiments.store.parts import receipts, write_part
from sim.analysis.results import load
from sim.records import Records
from sim.scenario import Scenario
from sim.simulation import Run, Setup, replicate, warm_up
from sim.timeline import scenario

Tell: TypeAlias = Callable[[int, int], None]
RUNS, COUNTY_RUNS = 10_000, 60
ENGINES = {
    "inline": Execution(executor="inline"),
    "local, 1 process": Execution(workers=1, run_timeout=600.0),
    "local, 2 processes": Execution(workers=2),
}


def trivial(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """Runs that take no time and hold 20 values."""
    codes = np.zeros(20, np.int32)
    semester, value = np.arange(20, dtype=np.int16), np.full(20, replication + setup.seed / 7)
    records = Records(semester, codes, codes, codes, value, ("nation",), ("norway",), ("practice",))
    return [Run(s.name, replication, records, f"{replication:x}") for s in scenarios]


def made(
    folder: Path, world: str, runs: int, execution: Execution, model: Replicate, tell: Tell | None = None
) -> float:
    """Seconds that a design of one scenario takes from an open folder to the last part."""
    design = Design(Setup(world=world), (scenario("system_2026"),), runs)
    with open_folder(folder, "run", design, {}) as store:
        return seconds(lambda: carry_out(design, store, execution, model, on_runs=tell))


def processor_time() -> float:
    """Seconds of processor time of this process and of those below it, of which ended ones count with their parents."""
    me = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in [me, *me.children(recursive=True)])


def spent_on(act: Callable[[], Any]) -> float:
    """Processor time of something, in ms per run."""
    before = processor_time()
    act()
    return 1e3 * (processor_time() - before) / RUNS


def recorded(folder: Path) -> None:
    """The same runs, made and written in batches of 50 with no runner around them."""
    design = Design(Setup(world="tiny"), (scenario("system_2026"),), RUNS)
    tasks = design.tasks()
    while batch := list(islice(tasks, MOST)):
        runs = [[(run, trivial(task.setup, [run.scenario], run.replication)[0]) for run in task.runs] for task in batch]
        write_part(folder, list(zip(batch, runs, strict=True)))


def overhead(folder: Path) -> Iterator[Line]:
    """Time per run beside model and recording, by engine."""
    made(folder / "first", "tiny", 50, ENGINES["inline"], trivial)
    alone = spent_on(lambda: recorded(folder / "recorded"))
    yield Line("model and recording alone, per run", alone, "ms")
    for name, execution in ENGINES.items():
        wall: list[float] = []
        whole = spent_on(lambda: wall.append(made(folder / name, "tiny", RUNS, execution, trivial)))  # noqa: B023
        yield Line(f"overhead per run, {name}, {RUNS:,} runs, with start", whole - alone, "ms")
        yield Line(f"wall time per run in all, {name}", 1e3 * wall[0] / RUNS, "ms")


def memory(folder: Path) -> Iterator[Line]:
    """Resident memory of the command and its two workers as runs go by."""
    me, ended, taken = psutil.Process(), 0, {}

    def tell(runs: int, _failed: int) -> None:
        nonlocal ended
        before, ended = ended, ended + runs
        if before * 5 // RUNS != ended * 5 // RUNS:
            larger = max((worker.memory_info().rss for worker in workers(me.pid)), default=0)
            taken[ended] = me.memory_info().rss, larger

    made(folder, "tiny", RUNS, ENGINES["local, 2 processes"], trivial, tell)
    for runs, (parent, worker) in taken.items():
        yield Line(f"memory after {runs:,} runs: command", parent / 2**20, "MB", 1)
        yield Line(f"memory after {runs:,} runs: larger worker", worker / 2**20, "MB", 1)


def scaling(folder: Path) -> Iterator[Line]:
    """Wall time in one process and in two, and processor time, which says the same on a machine that others use."""
    warm_up(Setup(world="agder"), scenario("system_2026"))
    wall, work = [], []
    for name in ("local, 1 process", "local, 2 processes"):
        before = processor_time()
        wall.append(made(folder / name, "agder", COUNTY_RUNS, ENGINES[name], replicate))
        work.append((processor_time() - before) / COUNTY_RUNS)
        yield Line(f"agder, {COUNTY_RUNS} runs, {name}", wall[-1], "s", 1)
        yield Line(f"agder, processor time a run with start, {name}", work[-1], "s")
    yield Line("times as fast with 2 as with 1", wall[0] / wall[1], "", 2)


def storing(folder: Path, filled: Path) -> Iterator[Line]:
    """What a run takes on disk, how fast a part is written and read, and how fast one finds what is there."""
    law = scenario("system_2026")
    every = tuple(f"{entry.split(':')[0]}:semester" for entry in RECORDED)
    for name, record in {"usual rows": options.Run().levels(RECORDED), "every semester": every}.items():
        design = Design(Setup(world="agder"), (law,), 50, record=record)
        tasks = list(design.tasks())
        (run,) = replicate(tasks[0].setup, [law], 0)
        batch, place = [(task, [(planned, run) for planned in task.runs]) for task in tasks], folder / name
        write = min(seconds(lambda: write_part(place, batch)) for _ in range(3))  # noqa: B023
        read = min(seconds(lambda: load(place)) for _ in range(3))  # noqa: B023
        one = min(seconds(lambda: load(place, level="nation")) for _ in range(3))  # noqa: B023
        rows, size = len(load(place)), sum(path.stat().st_size for path in place.rglob("*.parquet"))
        yield Line(f"agder, {name}: rows of a run", rows / len(batch), "", 0)
        yield Line(f"agder, {name}: size of a run", size / len(batch) / 1e6, "MB")
        yield Line(f"agder, {name}: write a run", 1e3 * write / len(batch), "ms")
        yield Line(f"agder, {name}: read a run", 1e3 * read / len(batch), "ms")
        yield Line(f"agder, {name}: read the nation of a run", 1e3 * one / len(batch), "ms")
    yield Line(f"find {RUNS:,} runs in their folder", seconds(lambda: list(receipts(filled))), "s", 2)


def main() -> None:
    """Measure and print."""
    begin = perf_counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        parts = (overhead(folder), memory(folder / "memory"), scaling(folder), storing(folder / "s", folder / "inline"))
        for lines in parts:
            for shown in lines:
                print(shown, flush=True)
    print(Line("others on the machine: load in the last 15 minutes", os.getloadavg()[2], "processes", 1))
    print(Line("the whole benchmark", perf_counter() - begin, "s", 1))


if __name__ == "__main__":
    main()
