"""Scenarios are the same until they part; a leak of the future is named with column, unit and semester."""

from __future__ import annotations

import numpy as np

from sim.analysis.parity import parity
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
