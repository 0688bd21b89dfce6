"""A results folder where disk, file system or user do what they should not: one line, and the exact set afterwards."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from experiments.cli import main
from experiments.refusals import FOLDER_UNUSABLE, FolderUnusable
from experiments.run.execution import Execution
from experiments.run.runner import carry_out
from experiments.store.folder import open_folder
from experiments.store.parts import failures, receipts
from tests.experiments.fake_model import replicate

OUT = Path("out")
RUN = ["run", "scenario=never", "world=tiny", "horizon=2019", "output=out", "figures=none", "executor=inline"]


def fill(plan, model=replicate, folder=OUT):
    with open_folder(folder, "compare", plan, {}) as store:
        return carry_out(plan, store, Execution(), model)


def contents(folder: Path = OUT) -> list:
    return sorted((r.run_id, r.records, r.state) for r in receipts(folder))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS])
def test_every_write_that_fails_is_one_line_and_the_next_start_goes_on(monkeypatch, capsys, code):
    known, wrong, at, ended = Path("known"), [], 0, False
    assert main([*RUN, "output=known", "replications=4"], replicate) == 0
    while not ended:
        at, written = at + 1, 0

        def refuse(source, target, at=at):
            nonlocal written
            written += 1
            if written >= at:
                raise OSError(code, os.strerror(code))
            os.rename(source, target)

        shutil.rmtree(OUT, ignore_errors=True)
        with monkeypatch.context() as full:
            full.setattr("experiments.store.parts.os.replace", refuse)
            exit_code = main([*RUN, "replications=4"], replicate)
        said = capsys.readouterr().err
        ended = exit_code == 0
        fine = ended or (exit_code == FOLDER_UNUSABLE and os.strerror(code) in said and "Traceback" not in said)
        whole = main([*RUN, "replications=4"], replicate) == 0 and contents() == contents(known)
        wrong += [] if fine and whole and not list(OUT.rglob("*.tmp")) else [(at, exit_code, said)]
    assert wrong == []
    assert at > 5, "there are more kinds of writes than that"


def test_a_folder_that_is_moved_away_while_it_is_filled_is_not_begun_anew(design):
    plan = design(names=("never",), replications=6)
    fill(design(names=("never",), replications=2))

    def moving(setup, scenarios, replication):
        if replication == 4:
            OUT.rename("elsewhere")
        return replicate(setup, scenarios, replication)

    with pytest.raises(FolderUnusable, match="out is no longer there"):
        fill(plan, moving)
    assert not OUT.exists()
    fill(plan, folder=Path("elsewhere"))
    fill(plan, folder=Path("clean"))
    assert contents(Path("elsewhere")) == contents(Path("clean"))


def test_a_folder_is_the_same_behind_a_link_under_another_name_and_with_files_from_the_future(design):
    fill(design(replications=2))
    for path in OUT.rglob("*"):
        os.utime(path, (2**32, 2**32))  # as if the clock had been set back since
    OUT.rename("renamed")
    OUT.symlink_to("renamed")
    assert fill(design(replications=3)).found == 4
    assert fill(design(replications=3), folder=Path("renamed")).found == 6
    fill(design(replications=3), folder=Path("clean"))
    assert contents() == contents(Path("clean"))


def test_whatever_file_beside_the_parts_is_lost_the_same_command_goes_on(capsys):
    assert main([*RUN, "output=known", "replications=4"], replicate) == 0
    assert main([*RUN, "output=half", "replications=2"], replicate) == 0
    wrong = []
    lost = [path.relative_to("half") for path in Path("half").rglob("*") if path.is_file() and "part-" not in path.name]
    for path in lost:
        shutil.copytree("half", OUT, dirs_exist_ok=True)
        (OUT / path).unlink()
        code = main([*RUN, "replications=4"], replicate)
        wrong += [] if code == 0 and contents() == contents(Path("known")) else [path]
        shutil.rmtree(OUT)
    assert wrong == []
    assert len(lost) > 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has locks everywhere")
def test_a_file_system_without_locks_is_said_to_be_one(monkeypatch, capsys):
    def refuse(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", refuse)
    assert main([*RUN, "replications=2"], replicate) == FOLDER_UNUSABLE
    assert "out cannot be locked (No locks available)" in capsys.readouterr().err


def test_where_locks_mean_nothing_the_later_of_two_programs_goes_on_alone(design, monkeypatch):
    monkeypatch.setattr("experiments.store.folder._take", lambda _file: True)
    monkeypatch.setattr("experiments.store.folder.platform.node", iter(("one", "other")).__next__)
    plan = design(names=("never",), replications=4)

    def overtaken(setup, scenarios, replication):
        if replication == 2:
            fill(plan)
        return replicate(setup, scenarios, replication)

    with pytest.raises(FolderUnusable, match=r"is in use by process .* on other"):
        fill(plan, overtaken)
    assert sorted(r.replication for r in receipts(OUT)) == [0, 1, 2, 3]
    assert failures(OUT) == []


def test_an_upgrade_while_a_folder_is_filled_ends_it_in_one_line(design, monkeypatch):
    plan = design(names=("never",), replications=4)

    with monkeypatch.context() as upgraded:

        def upgrading(setup, scenarios, replication):
            if replication == 0:
                upgraded.setattr("experiments.run.work.source_digest", lambda: "newer")
            return replicate(setup, scenarios, replication)

        with pytest.raises(FolderUnusable, match=r"the model was changed while .*out was being filled"):
            fill(plan, upgrading)
    assert [r.replication for r in receipts(OUT)] == [0]
    assert fill(plan).made == 3
