"""A Dask cluster makes the same runs to the bit, and loses none when a worker is killed in the middle."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from experiments.cli import main
from experiments.refusals import BAD_INPUT, BadInput
from experiments.run.work import common_ground
from experiments.store.parts import failures, parts, receipts
from tests.experiments.driver import ROOT, started
from tests.experiments.fake_model import replicate

SWEEP = ["run", "scenario=never", "world=tiny", "horizon=2019", "replications=300"]
DASK = ["executor=dask", "scheduler=scheduler.json", "output=dask"]


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen]:
    """A Dask process that ends with the test, and its children with it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dask", *words, "--scheduler-file", "scheduler.json", "--no-dashboard"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        family = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
        for member in family:
            member.kill()
        process.wait(timeout=30)


@contextmanager
def cluster(*worker_words: str) -> Iterator[list[subprocess.Popen]]:
    """A scheduler and two workers on this machine, reached by nobody else."""
    with ExitStack() as stack:
        stack.enter_context(running("scheduler", "--host", "127.0.0.1", "--port", "0"))
        while not Path("scheduler.json").exists():
            time.sleep(0.05)
        words = ("worker", "--host", "127.0.0.1", *worker_words)
        yield [stack.enter_context(running(*words)) for _ in range(2)]


def kill_a_worker_of(nanny: subprocess.Popen) -> None:
    children = psutil.Process(nanny.pid).children(recursive=True)
    (worker,) = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    worker.kill()


@pytest.mark.slow
def test_a_killed_worker_of_a_real_cluster_costs_no_run(monkeypatch):
    monkeypatch.setattr("sim.analysis.figures.run_figures", lambda *_, **__: {})
    with cluster("--nthreads", "1") as nannies:
        process = started("slow", [*SWEEP, *DASK])
        while len(parts(Path("dask"))) < 3 and process.poll() is None:
            time.sleep(0.01)
        kill_a_worker_of(nannies[0])
        _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert failures(Path("dask")) == []
    assert main([*SWEEP, "executor=inline", "output=inline"], replicate) == 0
    on_dask, inline = (sorted((r.run_id, r.records, r.state) for r in receipts(Path(f))) for f in ("dask", "inline"))
    assert on_dask == inline
    assert len(on_dask) == 300


@pytest.mark.slow
def test_workers_with_threads_are_refused(capfd):
    with cluster("--nthreads", "2"):
        assert main([*SWEEP, *DASK], replicate) == BAD_INPUT
    assert "start it with --nthreads 1" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("scheduler", "said"),
    [("tcp://127.0.0.1:1", "no scheduler answers there"), ("missing.json", "nor a scheduler file")],
)
def test_a_scheduler_that_is_not_there_is_one_line(capfd, monkeypatch, scheduler, said):
    monkeypatch.setattr("experiments.run.dask._REACHED_WITHIN", 0.3)
    assert main([*SWEEP, "executor=dask", f"scheduler={scheduler}", "output=dask"], replicate) == BAD_INPUT
    err = capfd.readouterr().err.strip().splitlines()[-1]
    assert err.startswith(f"kompetanse: scheduler={scheduler}: ")
    assert said in err


def test_a_missing_library_is_one_line(monkeypatch, capsys):
    monkeypatch.setattr("experiments.run.dask.find_spec", lambda _: None)
    assert main([*SWEEP, *DASK], replicate) == BAD_INPUT
    assert "install kompetanse[cluster]" in capsys.readouterr().err


def test_a_worker_with_another_model_or_folder_or_library_is_refused(monkeypatch, tmp_path):
    ground = common_ground(tmp_path)
    ground()
    (tmp_path / ".lock").write_text("process 1 on elsewhere", encoding="utf-8")
    with pytest.raises(BadInput, match="must be shared"):
        ground()
    ground = common_ground(tmp_path)
    with monkeypatch.context() as other:
        other.setattr("experiments.run.work.source_digest", lambda: "other")
        with pytest.raises(BadInput, match="another version of the model"):
            ground()
    monkeypatch.setattr("experiments.run.work.versions", lambda: {"platform": "Python 3.0", "packages": {"numpy": "9"}})
    with pytest.raises(BadInput, match=r"it has Python 3\.0, numpy 9, the command has .*Python 3"):
        ground()


@pytest.mark.slow
def test_a_plugin_is_loaded_on_every_worker_of_a_cluster(tmp_path):
    shutil.copy(ROOT / "examples" / "plugins" / "own_indicator.py", "mine.py")
    run = ["run", "scenario=never", "world=tiny", "horizon=2018", "replications=2", "figures=none"]
    with cluster("--nthreads", "1"):
        assert main([*run, *DASK, "plugins=[./mine.py]"]) == 0
        assert main([*run, *DASK[:2], "output=without"]) == 0, "a worker that served a plugin serves a run without it"
    assert main([*run, "executor=inline", "output=inline", "plugins=[./mine.py]"]) == 0
    on_dask, inline, without = (
        sorted((r.replication, r.records, r.state) for r in receipts(Path(f))) for f in ("dask", "inline", "without")
    )
    assert on_dask == inline
    assert [state for _, _, state in without] == [state for _, _, state in inline]
    assert [records for _, records, _ in without] != [records for _, records, _ in inline]
