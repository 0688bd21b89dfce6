"""A run is the same whatever ran before it in the same process, and however many share its history."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.model import CompetenceModel
from sim.scenario import Phase, Scenario
from sim.simulation import Run, Setup, forget_eve, replicate

SMALL = Setup(world="tiny", horizon=2019)


def bits(runs: list[Run]) -> list[tuple[str, bytes]]:
    return [(run.digest, run.records.value.tobytes()) for run in runs]


@pytest.fixture
def pair(scenario: Callable[[str], Scenario]) -> list[Scenario]:
    return [scenario("model_2025"), scenario("never")]


def test_an_eve_used_again_gives_the_same_bits_as_one_lived_through(pair):
    forget_eve()
    fresh = bits(replicate(SMALL, pair, 0))
    again = bits(replicate(SMALL, pair, 0))
    replicate(SMALL, pair, 1)
    after_another = bits(replicate(SMALL, pair, 0))
    replicate(replace(SMALL, parameters={"teacher_sd": 0.2}), pair, 0)
    assert fresh == again == after_another == bits(replicate(SMALL, pair, 0))


def test_a_policy_that_acts_before_the_history_has_an_eve_of_its_own(pair):
    early = pair[0]
    first = early.phases[0]
    levers = {**first.levers, "staff": {**first.levers["staff"], "pay_premium": 0.5}}
    changed = replace(early, phases=(Phase(first.start, levers), *early.phases[1:]))
    forget_eve()
    alone = bits(replicate(SMALL, [changed], 0))
    usual = bits(replicate(SMALL, [early], 0))
    assert alone == bits(replicate(SMALL, [changed], 0)) != usual


def test_scenarios_of_the_same_name_are_told_apart_by_place(pair):
    twin = replace(pair[1], name=pair[0].name)
    assert bits(replicate(SMALL, [pair[0], twin], 0)) == bits(replicate(SMALL, pair, 0))


def test_a_process_keeps_one_model_however_many_runs_it_makes(pair):
    def models() -> int:
        gc.collect()
        return sum(type(one) is CompetenceModel for one in gc.get_objects())

    forget_eve()
    before = models()
    for replication in range(3):
        replicate(SMALL, pair, replication)
    assert models() == before + 1
