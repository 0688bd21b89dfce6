"""A terminal shows all the time what is being done, and what is printed stays clean; a pipe hears now and then."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import pytest

from experiments import progress
from experiments.present.show import complaint, line
from experiments.progress import stage, working


class Screen(io.StringIO):
    """A terminal that remembers when something was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.times = [time.monotonic()]

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.times.append(time.monotonic())
        return super().write(text)

    @property
    def lines(self) -> list[str]:
        """What stands on it in the end, with the effect of carriage returns."""
        shown = []
        for row in self.getvalue().split("\n"):
            cells: list[str] = []
            for piece in row.split("\r"):
                cells[: len(piece)] = piece
            shown.append("".join(cells).rstrip())
        return shown


@pytest.fixture(autouse=True)
def fast(monkeypatch) -> None:
    monkeypatch.setattr(progress, "BEAT", 0.01)
    monkeypatch.setattr(progress, "CALM", 0.03)


@contextmanager
def at_work(text: str = "Working") -> Iterator[Screen]:
    """A command at work, with one terminal for results and complaints."""
    screen = Screen()
    with redirect_stdout(screen), redirect_stderr(screen):
        with working(text):
            yield screen
        assert sys.stdout is screen


def test_a_terminal_is_never_still_and_says_the_innermost_stage():
    with at_work() as screen:
        time.sleep(0.1)
        with stage("Drawing figures"):
            time.sleep(0.1)
        time.sleep(0.1)
    gaps = [later - sooner for sooner, later in zip(screen.times, screen.times[1:], strict=False)]
    assert max(gaps) < 2.0
    told = screen.getvalue()
    assert told.index("Working ...") < told.index("Drawing figures ... 0 s") < told.rindex("Working ...")


def test_what_is_printed_stays_clean():
    with at_work("Working with a rather long text that would shine through a shorter one") as screen:
        for n in range(5):
            time.sleep(0.06)
            line(f"line {n}")
        time.sleep(0.06)
        complaint("a complaint")
    assert screen.lines == [*(f"line {n}" for n in range(5)), "a complaint", ""]
    assert "Working" in screen.getvalue()


def test_the_line_fits_the_terminal_and_goes(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    with at_work("Working on something that takes many words") as screen:
        time.sleep(0.1)
    assert max(map(len, screen.getvalue().split("\r"))) == 19
    assert screen.lines == [""]


def test_runs_are_counted_with_the_time_left():
    with at_work() as screen, progress.progress("Runs", 10) as told:
        told(4, 1)
        time.sleep(0.1)
    for said in ("Runs: 4/10, ", "1 failed", "s left"):
        assert said in screen.getvalue()


def test_a_pipe_hears_of_what_lasts_less_and_less_often(capsys, monkeypatch):
    monkeypatch.setattr(progress, "FIRST", 0.05)
    with working("Working"), stage("Drawing figures"):
        time.sleep(0.5)
    told = capsys.readouterr().err.splitlines()
    assert 2 <= len(told) <= 4, "after 0.05, 0.15 and 0.35 s"
    assert set(told) == {"Drawing figures ... 0 s"}
    with working("Working"), stage("Drawing figures"):
        pass
    assert capsys.readouterr().err == ""


def test_a_pipe_hears_of_every_tenth_of_the_runs(capsys):
    with progress.progress("Runs", 20) as told:
        for _ in range(20):
            told(1)
    assert [line.split(",")[0] for line in capsys.readouterr().err.splitlines()] == [
        f"Runs: {n}/20" for n in range(2, 21, 2)
    ]
