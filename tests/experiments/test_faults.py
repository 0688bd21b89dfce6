"""Whatever happens to a sweep, its folder ends with exactly the runs asked for, each once, and says what is wrong."""

from __future__ import annotations

import errno
import os
import random
import re
import resource
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import psutil
import pytest

from experiments.cli import main
from experiments.refusals import FOLDER_UNUSABLE, INTERRUPTED, CannotWrite, FolderUnusable
from experiments.run.execution import Execution
from experiments.run.runner import carry_out
from experiments.store.folder import hold, open_folder
from experiments.store.parts import failures, parts, receipts
from sim.analysis.results import load
from tests.experiments import faulty_model
from tests.experiments.driver import ROOT, started, workers_of
from tests.experiments.fake_model import replicate

pytestmark = pytest.mark.usefixtures("crew")
OUT = Path("out")
SWEEP = ["run", "scenario=never", "world=tiny", "horizon=2019", "replications=60", "output=out", "figures=none"]


def fill(design, model=replicate, folder=OUT, **execution):
    with open_folder(folder, "compare", design, {}) as store:
        return carry_out(design, store, Execution(**execution), model)


def contents(folder: Path = OUT) -> list:
    return sorted((r.run_id, r.records, r.state) for r in receipts(folder))


def assert_whole(expected: list) -> None:
    """The exact set, nothing twice, nothing half."""
    assert contents() == expected
    frame = load(OUT)
    assert not frame.duplicated(["run_id", "semester", "level", "unit", "indicator"]).any()
    assert sorted(set(frame["run_id"])) == [run_id for run_id, _, _ in expected]
    assert failures(OUT) == []
    assert list(OUT.rglob("*.tmp")) == []


# ---- one run at fault


def test_a_run_that_kills_its_process_is_a_row_and_the_sweep_goes_on(design):
    account = fill(design(replications=4), faulty_model.deadly, workers=2)
    assert account.made == 7
    (row,) = failures(OUT)
    assert (row.scenario, row.replication, row.stage, row.type) == ("never", 1, "worker", "WorkerDied")
    assert "for want of memory" in row.message
    assert fill(design(replications=4)).made == 1
    assert failures(OUT) == []


def test_a_worker_killed_once_costs_nothing_but_its_work(design):
    assert fill(design(replications=4), faulty_model.deadly_once, workers=2).made == 8
    fill(design(replications=4), folder=Path("clean"))
    assert_whole(contents(Path("clean")))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_hangs_is_stopped_and_is_a_row(design, workers):
    account = fill(design(replications=3), faulty_model.hanging, workers=workers, run_timeout=0.5)
    assert account.made == 5
    (row,) = failures(OUT)
    assert (row.scenario, row.replication, row.stage, row.type) == ("never", 1, "time limit", "TimeOut")
    assert "run_timeout=0.5" in row.message


def test_stopping_at_the_first_error_holds_for_time_limits_too(design):
    assert len(fill(design(replications=40), faulty_model.hanging, run_timeout=0.5, on_error="stop").failures) == 1
    assert len(contents()) < 79


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (faulty_model.infinite, "broad_share of county agder in semester 0 is -inf"),
        (faulty_model.empty, "every value is NaN, the first is practice of nation norway in semester 0"),
    ],
)
def test_records_that_cannot_be_meant_are_a_row(design, model, said):
    assert fill(design(replications=3), model).made == 5
    (row,) = failures(OUT)
    assert (row.scenario, row.replication, row.stage, row.type) == ("never", 1, "records", "NotFinite")
    assert said in row.message


def test_an_undefined_indicator_is_no_failure(design):
    fill(design(names=("never",), replications=1))
    assert load(OUT, indicator="broad_share")["value"].isna().all()


@pytest.mark.parametrize("model", [faulty_model.unreadable, faulty_model.ravenous])
def test_an_error_of_the_operating_system_in_the_model_is_a_row(design, model):
    assert fill(design(replications=3), model).made == 5
    assert failures(OUT)[0].type in ("PermissionError", "MemoryError")


@pytest.mark.slow
def test_a_run_that_wants_too_much_memory_wherever_it_is_made_is_a_row(design):
    assert fill(design(replications=3), faulty_model.ravenous, workers=2).made == 5
    assert [row.type for row in failures(OUT)] == ["WorkerDied"]


@pytest.mark.slow
def test_a_worker_that_leaks_is_replaced_and_costs_no_run():
    few = partial(resource.setrlimit, resource.RLIMIT_AS, (6 * 2**30, resource.RLIM_INFINITY))
    process = started("leaking", [*SWEEP, "replications=60", "workers=2"], preexec_fn=few)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert main([*SWEEP, "replications=60", "output=clean", "workers=1"], replicate) == 0
    assert_whole(contents(Path("clean")))


# ---- the disk


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_a_part_that_cannot_be_written_stops_the_sweep_and_the_next_start_goes_on(design, monkeypatch, code):
    written = 0

    def refuse(source, target):
        nonlocal written
        written += Path(target).parent.name == "results"
        if written > 2:
            raise OSError(code, os.strerror(code))
        os.rename(source, target)

    with monkeypatch.context() as full:
        full.setattr("experiments.store.parts.os.replace", refuse)
        with pytest.raises(CannotWrite, match=os.strerror(code)) as refused:
            fill(design(replications=100), faulty_model.slow)
    assert refused.value.exit_code == FOLDER_UNUSABLE
    assert "part-" in str(refused.value)
    assert len(parts(OUT)) == 2
    assert failures(OUT) == []
    fill(design(replications=100))
    fill(design(replications=100), folder=Path("clean"))
    assert_whole(contents(Path("clean")))


def no_large_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, resource.RLIM_INFINITY))


def test_a_file_size_limit_is_one_line_and_leaves_no_half_files():
    process = started("replicate", [*SWEEP, "horizon=2100", "workers=2"], preexec_fn=no_large_files)
    _, err = process.communicate(timeout=60)
    assert process.returncode == FOLDER_UNUSABLE
    said = err.strip().splitlines()[-1]
    assert "cannot be written: File too large" in said
    assert "Traceback" not in err
    assert list(OUT.rglob("*.tmp")) == []
    assert main([*SWEEP, "horizon=2100", "workers=1"], replicate) == 0
    assert len(contents()) == 60


# ---- two at once


def test_a_second_sweep_on_the_same_folder_is_refused_in_one_line(capsys):
    with hold(OUT):
        assert main([*SWEEP, "workers=1"], replicate) == FOLDER_UNUSABLE
    assert f"out is in use by process {os.getpid()}" in capsys.readouterr().err


def test_a_process_left_over_from_an_earlier_sweep_writes_nothing(design):
    plan = design(replications=2)
    with open_folder(OUT, "compare", plan, {}) as store:

        def overtaken(setup, scenarios, replication):
            (OUT / ".lock").write_text("process 1 on elsewhere since 2026-01-01 00:00\n", encoding="utf-8")
            return replicate(setup, scenarios, replication)

        with pytest.raises(FolderUnusable, match="in use by process 1 on elsewhere"):
            carry_out(plan, store, Execution(), overtaken)
    assert parts(OUT) == []


# ---- signals


def await_parts(process: subprocess.Popen, at_least: int = 1) -> None:
    while len(parts(OUT)) < at_least and process.poll() is None:
        time.sleep(0.005)


def kill_one_worker(process: subprocess.Popen, moment: random.Random) -> None:
    workers = workers_of(process)
    if workers:
        moment.choice(workers).kill()
    assert process.wait(timeout=60) == 0


def still_at_work(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that have not ended; one that has, and that nobody has buried, is a zombie."""
    left = psutil.wait_procs(processes, timeout=5)[1]
    return [process for process in left if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def kill_the_parent(process: subprocess.Popen, _moment: random.Random) -> None:
    orphans = workers_of(process)
    process.kill()
    process.wait(timeout=60)
    assert still_at_work(orphans) == [], "orphans go on"


@pytest.mark.parametrize("kill", [kill_one_worker, kill_the_parent])
def test_a_kill_at_a_random_moment(kill):
    moment = random.Random(1)
    process = started("slow", [*SWEEP, "workers=2"])
    await_parts(process)
    time.sleep(moment.uniform(0, 0.8))
    kill(process, moment)
    process.communicate()
    assert main([*SWEEP, "workers=1"], replicate) == 0
    main([*SWEEP, "workers=1", "output=clean"], replicate)
    assert_whole(contents(Path("clean")))


def test_ctrl_c_ends_cleanly_and_keeps_what_is_done():
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell's background job is deaf to Ctrl-C
    process = started("slow", [*SWEEP, "replications=600", "workers=2"], start_new_session=True, preexec_fn=heard)
    await_parts(process)
    workers = workers_of(process)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    assert err.strip().splitlines()[-1].startswith("kompetanse: interrupted")
    assert "Traceback" not in err
    assert parts(OUT)
    assert still_at_work(workers) == []


def test_the_tests_that_the_page_of_faults_names_are_there():
    named = re.findall(r"`(test_\w+)`", (ROOT / "docs" / "faults.md").read_text(encoding="utf-8"))
    assert [name for name in named if not (Path(__file__).parent / f"{name}.py").exists()] == []
    assert len(set(named)) > 4
