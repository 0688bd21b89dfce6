"""Scenarios are the same until they part; a leak of the future is named with column, unit and semester."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.parity import parity, recorded_difference, runs_that_differ
from sim.model import CompetenceModel
from sim.scenario import last_semester
from sim.simulation import Setup

SETUP = Setup(world="tiny", horizon=2027)
LAST = last_semester(2027)


def test_scenarios_that_part_later_are_the_same_until_then(scenario):
    pair = [scenario("system_2026"), scenario("model_2025")]
    assert parity(SETUP, pair, 0, LAST) is None


def test_a_model_that_peeks_at_a_later_policy_is_named(scenario, monkeypatch):
    pair = [scenario("system_2026"), scenario("model_2025")]
    live = CompetenceModel.live

    def peeking(model):
        live(model)
        if model.semester == 3 and model.scenario.name == "model_2025":
            model.world.owners.steering[2] = np.nextafter(model.world.owners.steering[2], 2.0)

    monkeypatch.setattr(CompetenceModel, "live", peeking)
    found = parity(SETUP, pair, 0, LAST)
    assert found is not None
    assert (found.scenario, found.column, found.semester) == ("model_2025", "owners.steering", 3)
    assert found.unit


def test_recorded_values_are_held_against_each_other_in_every_replication():
    rows = [
        (name, r, s, "nation", "norway", "practice", float(r + s))
        for name in ("a", "b") for r in range(2) for s in range(4)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["scenario", "replication", "semester", "level", "unit", "indicator", "value"])
    frame.loc[frame["semester"] == 0, "value"] = np.nan
    assert recorded_difference(frame, "a", "b", 3) is None
    frame.loc[(frame["scenario"] == "b") & (frame["replication"] == 1) & (frame["semester"] == 2), "value"] += 1e-12
    assert recorded_difference(frame, "a", "b", 1) is None
    pieces = [piece for _, piece in frame.assign(point=0).groupby("replication")]
    assert runs_that_differ(pieces, "a", "b") == [(0, 1)]
    assert runs_that_differ([piece[piece["semester"] < 2] for piece in pieces], "a", "b") == []
    found = recorded_difference(frame, "a", "b", 3)
    assert found is not None
    assert (found.column, found.unit, found.semester) == ("practice", "norway, replication 1", 2)


def test_a_row_that_one_side_lacks_is_a_difference_but_not_a_replication_that_one_side_lacks():
    rows = [
        (name, r, s, "nation", "norway", indicator, 0.5)
        for name in ("a", "b") for r in range(2) for s in range(3) for indicator in ("practice", "turnover")
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["scenario", "replication", "semester", "level", "unit", "indicator", "value"])
    frame = frame.astype({"scenario": "category", "indicator": "category"})
    where = (frame["replication"] == 1) & (frame["semester"] == 1) & (frame["indicator"] == "turnover")
    for lacking in ("a", "b"):
        found = recorded_difference(frame[~(where & (frame["scenario"] == lacking))], "a", "b", 2)
        assert found is not None
        assert (found.scenario, found.column, found.unit) == ("b", "turnover", "norway, replication 1")
        assert found.semester == 1
        failed = frame[~((frame["scenario"] == lacking) & (frame["replication"] == 1))]
        assert recorded_difference(failed, "a", "b", 2) is None
