"""A stand-in for the model in which collective money lifts practice and turnover falls with pay, for meetings."""

from __future__ import annotations

from collections.abc import Sequence

from sim.scenario import Scenario, last_semester
from sim.simulation import Run, Setup
from tests.experiments.present import fake_country


def replicate(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """As the made-up country, with what levers in force in the end add to every value of an indicator."""
    runs = fake_country.replicate(setup, scenarios, replication)
    for run, scenario in zip(runs, scenarios, strict=True):
        levers = scenario.levers_at(last_semester(setup.horizon))
        lift = {"practice": 0.02 * levers["dekom_s"]["frame_factor"], "turnover": -0.1 * levers["staff"]["pay_premium"]}
        for name, added in lift.items():
            run.records.value[run.records.indicator == run.records.indicators.index(name)] += added
    return runs
