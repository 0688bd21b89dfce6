"""Fixtures of the tests of commands, runner and store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from experiments.designs.design import Design, Point
from experiments.run.local import prepare
from sim.simulation import Setup
from sim.timeline import scenarios


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are made but saved empty, with all that they carry: layout and drawing take most of the time."""
    draw = Figure.savefig
    monkeypatch.setattr(Figure, "savefig", lambda _self, to, **how: draw(Figure(), to, **how))


@pytest.fixture(scope="session")
def crew() -> None:
    """Worker processes are born with the stand-ins for the model loaded, so that each costs little."""
    prepare(
        ["experiments.run.work", *(f"tests.experiments.{name}" for name in ("fake_model", "faulty_model", "squares"))]
    )


NOTHING_VARIED = (Point(),)
EVERY_ROW = ("nation:semester", "county:semester")
"""What is stored of the stand-in for the model: all of it."""


@pytest.fixture
def design() -> Callable[..., Design]:
    def make(
        names: Sequence[str] = ("never", "model_2025"),
        replications: int = 3,
        points: Sequence[Point] = NOTHING_VARIED,
        record: tuple[str, ...] = EVERY_ROW,
        paired: bool = False,
        **setup,
    ) -> Design:
        given = {"world": "tiny", "horizon": 2020} | setup
        found = tuple(scenarios(list(names)))
        return Design(Setup(**given), found, replications, tuple(points), record, paired=paired)

    return make
