"""Tries a sweep hard: a real one, killed at random moments, must end complete and sound.

uv run python -m benchmarks.killed_sweep                       # 2,000 runs of the whole country, five kills
uv run python -m benchmarks.killed_sweep world=tiny horizon=2019
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from experiments.refusals import FolderUnusable
from experiments.store.parts import receipts

VICTIMS = ("the program", "a worker", "the program", "a worker", "the program")
"""Who is killed, in an order that the dice decide."""
SWEEP = (
    "design=morris", "points=26", "replications=10", "scenarios=[system_2026]",
    "factors=[fade_unused,reference_gain,routine_gain,local_hours,exit_qualified,nearness_gain,trust_half_years]",
)  # fmt: skip
"""26 trajectories through 7 parameters, 8 points each, 10 replications; paths that meet share a run."""
RUNS = 2_000
"""No fewer than these; kills are spread over them."""


def main() -> int:
    """Sweep, kill, sweep again; then check and analyse. Returns the worst exit code."""
    folder = Path(tempfile.mkdtemp(prefix="killed-sweep-"))
    words = [*SWEEP, *sys.argv[1:], f"output={folder}"]
    dice = random.Random(2026)
    moments = sorted(dice.sample(range(RUNS // 20, RUNS - RUNS // 20), len(VICTIMS)))
    kills = list(zip(moments, dice.sample(VICTIMS, len(VICTIMS)), strict=True))
    began = time.perf_counter()
    starts = _sweep_killed_at(kills, words, folder)
    print(f"{_done(folder)} runs after {starts} starts and {len(VICTIMS)} kills, {time.perf_counter() - began:.0f} s")
    return max(_call("check", str(folder)), _call("sensitivity", str(folder)))


def _sweep_killed_at(kills: list[tuple[int, str]], words: list[str], folder: Path) -> int:
    """Start the sweep as often as it takes; each kill has its moment, a number of finished runs. Returns the starts."""
    left, starts = list(kills), 0
    while True:
        starts += 1
        with subprocess.Popen([sys.executable, "-m", "experiments", "sweep", *words]) as sweep:
            while sweep.poll() is None:
                time.sleep(0.2)
                if left and _done(folder) >= left[0][0] and _kill(sweep.pid, *left[0]):
                    left.pop(0)
        if sweep.returncode >= 0:
            return starts


def _kill(program: int, moment: int, victim: str) -> bool:
    """Kill the program or one of its workers; False if it has no worker yet."""
    pids = [program] if victim == "the program" else [worker.pid for worker in workers(program)]
    if pids:
        print(f"after {moment} runs: SIGKILL of {victim}", flush=True)
        os.kill(pids[0], signal.SIGKILL)
    return bool(pids)


def workers(program: int) -> list[psutil.Process]:
    """Processes that make runs for a program: children of its child that they are born from (Linux)."""
    try:
        return [child for child in psutil.Process(program).children(recursive=True) if child.ppid() != program]
    except psutil.NoSuchProcess:
        return []


def _done(folder: Path) -> int:
    try:
        return sum(1 for _ in receipts(folder))
    except FolderUnusable:
        return 0


def _call(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "experiments", *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
