"""`compare` fails loudly where scenarios are not the same until they part, names the place, and keeps what was run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from experiments.cli import main
from sim.analysis.results import load
from sim.model import CompetenceModel
from tests.experiments.fake_model import apart, replicate

LATE = """\
name: late
question: {en: "What if own shares were lower from spring 2019?"}
base: model_2025
timeline:
  - from: 2019-01-01
    set: {dekom_s.own_share: 0.1}
"""
ASKED = ["world=tiny", "horizon=2019", "executor=inline", "uncertainty=point", "replications=2", "output=out",
         "figures=none", "scenarios=[./late.yaml]", "baseline=model_2025"]  # fmt: skip
AGREE = "Until they part, scenarios are the same to the bit"
LIVE = CompetenceModel.live


@pytest.fixture(autouse=True)
def late():
    """A scenario that parts in spring 2019 (semester 3)."""
    Path("late.yaml").write_text(LATE)


def compare(capsys, *more: str, model=None) -> tuple[int, str, list[str]]:
    """Exit code, what was printed, and complaints without lines of progress."""
    code = main(["compare", *ASKED, *more], model)
    out, err = capsys.readouterr()
    return code, out, [line for line in err.splitlines() if line.startswith("kompetanse")]


def nudge(model: CompetenceModel, column: str, towards: float) -> None:
    """Move one value of the third owner by one bit, in the scenario `late` only, whose own policy is not in force."""
    if model.scenario.name == "late":
        values = getattr(model.world.owners, column)
        values[2] = np.nextafter(values[2], towards)


def peeking(model: CompetenceModel) -> None:
    """A semester that in spring 2018 looks at what is decided for 2019, and lives on with it."""
    LIVE(model)
    if model.semester == 1:
        nudge(model, "steering", np.inf)


def peeking_and_hiding(model: CompetenceModel) -> None:
    """As `peeking`, but what was touched is not recorded, and is put right before the next semester."""
    if model.semester == 1:
        nudge(model, "leader_tenure", -np.inf)
    LIVE(model)
    if model.semester == 1:
        nudge(model, "leader_tenure", np.inf)


def test_honest_scenarios_pass(capsys):
    code, out, err = compare(capsys)
    assert (code, AGREE in out, err) == (0, True, [])


@pytest.mark.parametrize(
    ("leak", "column"), [(peeking, "owners.steering"), (peeking_and_hiding, "owners.leader_tenure")]
)
def test_a_leak_of_the_future_ends_in_one_line_that_says_where(capsys, monkeypatch, leak, column):
    monkeypatch.setattr(CompetenceModel, "live", leak)
    code, out, err = compare(capsys)
    assert (code, len(err), AGREE in out) == (1, 1, False)
    assert "late differs from model_2025 before their policies do" in err[0]
    assert f"first in {column}, unit " in err[0]
    assert "semester 1 (spring 2018)" in err[0]


def test_runs_made_before_the_failure_stay_and_are_used_once_it_is_mended(capsys, monkeypatch):
    monkeypatch.setattr(CompetenceModel, "live", peeking_and_hiding)
    assert compare(capsys)[0] == 1
    kept = load("out")
    assert set(kept["replication"]) == {0, 1}
    monkeypatch.setattr(CompetenceModel, "live", LIVE)
    code, out, _ = compare(capsys)
    assert (code, AGREE in out) == (0, True)
    assert "4 found in the folder" in out


def test_a_recorded_value_that_differs_too_early_is_named_with_its_replication(capsys):
    code, _, err = compare(capsys, model=apart)
    assert (code, len(err)) == (1, 1)
    assert "first in practice, unit norway, replication 0, semester 0 (autumn 2017)" in err[0]


def apart_on_other_luck(setup, scenarios, replication):
    """As `apart`, but only where parameters are those that another replication draws."""
    return (apart if setup.parameters else replicate)(setup, scenarios, replication)


def test_the_runs_that_show_luck_alone_are_held_too(capsys):
    code, _, err = compare(capsys, "uncertainty=register", model=apart_on_other_luck)
    assert (code, len(err)) == (1, 1)
    assert "first in practice, unit norway, replication 0, semester 0 (autumn 2017)" in err[0]


def test_the_search_for_precision_says_where_too(capsys, monkeypatch):
    monkeypatch.setattr(CompetenceModel, "live", peeking)
    code, _, err = compare(capsys, "precision={indicator:practice,half_width:1.0}")
    assert (code, len(err)) == (1, 1)
    assert "first in owners.steering" in err[0]
