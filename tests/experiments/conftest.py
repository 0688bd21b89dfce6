"""Fixtures of the tests of commands, runner and store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.designs.design import Design
from experiments.designs.points import Point
from sim.simulation import Setup
from sim.timeline import scenarios


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


NOTHING_VARIED = (Point(),)


@pytest.fixture
def design() -> Callable[..., Design]:
    def make(names=("never", "model_2025"), replications=3, points=NOTHING_VARIED, **setup) -> Design:
        given = {"world": "tiny", "horizon": 2020, "record": ("nation",)} | setup
        return Design(Setup(**given), tuple(scenarios(list(names))), replications, tuple(points))

    return make
