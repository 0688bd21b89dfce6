"""Both readings of the research are rates of the register, and the slow one is slower."""

from __future__ import annotations

import pytest

from sim.luck import Luck
from sim.parameters import draw, parameters_from
from sim.rules.base import options
from sim.rules.forgetting import FastForgetting, Forgetting, SlowForgetting


@pytest.mark.parametrize("rule", options(Forgetting).values(), ids=options(Forgetting))
def test_a_rate_is_a_share(params, rule):
    assert 0.0 <= rule()(params.competence) <= 1.0


def test_each_reading_is_its_parameter(params):
    assert (FastForgetting()(params.competence), SlowForgetting()(params.competence)) == (
        params.competence.fade_unused,
        params.competence.fade_slow,
    )


def test_what_is_unused_fades_faster_than_what_is_practised_in_either_reading(params):
    assert params.competence.fade_practised < SlowForgetting()(params.competence) < FastForgetting()(params.competence)


def test_the_readings_do_not_change_places_on_average():
    drawn = [parameters_from(draw(Luck(1, r))).competence for r in range(50)]
    slower = [SlowForgetting()(c) < FastForgetting()(c) for c in drawn]
    assert sum(slower) >= 45
