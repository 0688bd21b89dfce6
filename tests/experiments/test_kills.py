"""A hundred SIGKILLs at random moments, over program and workers, with both executors: the exact set, no run lost."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from experiments.cli import main
from experiments.refusals import SOME_FAILED
from experiments.run.runner import MOST
from experiments.store.parts import failures, parts, receipts
from tests.experiments.driver import started, workers_of
from tests.experiments.fake_model import replicate
from tests.experiments.test_dask import cluster

pytestmark = pytest.mark.slow
OUT = Path("out")
WORDS = ["run", "scenario=never", "world=tiny", "horizon=2019", "figures=none"]
SAMPLE = 50
"""Runs that are made again in one process and compared to the bit."""

Workers = Callable[[subprocess.Popen], list[psutil.Process]]


def kill_at_random(words: list[str], victims: list[str], workers: Workers, runs: int) -> int:
    """Start a sweep until it ends by itself after all kills; one falls up to half a second after a part.

    A sweep that ends before, on a fast machine, goes on with more runs. Returns how many it has in the end.
    """
    dice, left, more = random.Random(2026), list(victims), runs
    dice.shuffle(left)
    while True:
        process, seen = started("counted", [*words, f"replications={runs}"]), len(parts(OUT))
        while process.poll() is None:
            time.sleep(0.02)
            if left and len(parts(OUT)) != seen:
                time.sleep(dice.uniform(0, 0.5))
                at_hand = [psutil.Process(process.pid)] if left[-1] == "program" else workers(process)
                if at_hand:
                    dice.choice(at_hand).kill()
                    left.pop()
                seen = len(parts(OUT))
        process.communicate()
        if process.returncode == 0 and not left:
            return runs
        if process.returncode == 0:
            runs += more
        else:  # the program was killed, or all three workers that tried one run were: the same command tries it again
            assert process.returncode in (-signal.SIGKILL, SOME_FAILED)


def assert_exact(runs: int, kills: int, in_flight: int) -> None:
    """The exact set, sound, to the bit where made again; no more was lost than was in flight."""
    assert failures(OUT) == []
    assert sorted(r.replication for r in receipts(OUT)) == list(range(runs))
    assert list(OUT.rglob("*.tmp")) == []
    assert main(["check", "out"]) == 0
    assert main([*WORDS, "output=clean", f"replications={SAMPLE}", "workers=1"], replicate) == 0
    made = {r.run_id: (r.records, r.state) for r in receipts(OUT)}
    assert all(made[r.run_id] == (r.records, r.state) for r in receipts(Path("clean")))
    begun = Counter(Path("begun.txt").read_text(encoding="utf-8").split())
    again = begun.total() - runs
    Path("kills.txt").write_text(f"{runs} runs, {kills} kills, {again} runs begun again")
    assert again <= kills * in_flight


def test_kills_with_local_workers():
    victims = ["worker"] * 70 + ["program"] * 10
    runs = kill_at_random([*WORDS, "output=out", "workers=2"], victims, workers_of, 4000)
    assert_exact(runs, len(victims), in_flight=2 * MOST)


def test_kills_on_a_dask_cluster():
    victims = ["worker"] * 15 + ["program"] * 5
    with cluster("--nthreads", "1") as nannies:

        def workers(_process: subprocess.Popen) -> list[psutil.Process]:
            try:
                family = [p for nanny in nannies for p in psutil.Process(nanny.pid).children(recursive=True)]
                return [p for p in family if "spawn_main" in " ".join(p.cmdline())]
            except psutil.NoSuchProcess:  # one that was killed is just gone
                return []

        words = [*WORDS, "output=out", "executor=dask", "scheduler=scheduler.json"]
        runs = kill_at_random(words, victims, workers, 2000)
    assert_exact(runs, len(victims), in_flight=4 * MOST)
