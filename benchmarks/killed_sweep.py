"""This file knows how to try a sweep hard: a real one, killed at random moments, must end complete and sound.

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

from experiments.parts import receipts
from experiments.refusals import FolderUnusable

KILLS = 5
SWEEP = (
    "design=morris", "points=25", "replications=10", "scenarios=[system_2026]",
    "factors=[fade_unused,reference_gain,routine_gain,local_hours,exit_qualified,nearness_gain,trust_half_years]",
)  # fmt: skip
"""25 trajectories through 7 parameters, 8 points each, 10 replications: 2,000 runs."""
RUNS = 2_000


def main() -> int:
    """Sweep, kill, sweep again; then check and analyse. Returns the worst exit code."""
    folder = Path(tempfile.mkdtemp(prefix="killed-sweep-"))
    words = [*SWEEP, *sys.argv[1:], f"output={folder}"]
    dice = random.Random(2026)
    moments = sorted(dice.sample(range(RUNS // 20, RUNS - RUNS // 20), KILLS))
    began = time.perf_counter()
    starts = _sweep_killed_at(moments, words, folder, dice)
    print(f"{_done(folder)} runs after {starts} starts and {KILLS} kills, {time.perf_counter() - began:.0f} s")
    return max(_call("check", str(folder)), _call("sensitivity", str(folder)))


def _sweep_killed_at(moments: list[int], words: list[str], folder: Path, dice: random.Random) -> int:
    """Start the sweep as often as it takes; each moment is a number of finished runs. Returns the starts."""
    left, starts = list(moments), 0
    while True:
        starts += 1
        with subprocess.Popen([sys.executable, "-m", "experiments", "sweep", *words]) as sweep:
            while sweep.poll() is None:
                time.sleep(0.2)
                if left and _done(folder) >= left[0]:
                    _kill(sweep.pid, dice, left.pop(0))
        if sweep.returncode >= 0:
            return starts


def _kill(parent: int, dice: random.Random, moment: int) -> None:
    """Kill the program or one of its processes, as the dice say."""
    workers = _children(parent)
    victim = parent if not workers or dice.random() < 0.5 else dice.choice(workers)
    print(f"after {moment} runs: SIGKILL of {'the program' if victim == parent else 'a worker'}", flush=True)
    os.kill(victim, signal.SIGKILL)


def _children(parent: int) -> list[int]:
    asked = subprocess.run(["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, text=True, check=False)
    return [int(pid) for pid in asked.stdout.split()]


def _done(folder: Path) -> int:
    try:
        return sum(1 for _ in receipts(folder))
    except FolderUnusable:
        return 0


def _call(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "experiments", *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
