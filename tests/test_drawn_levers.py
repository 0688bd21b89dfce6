"""Numbers of policy that are assumptions are drawn, alike in every scenario that leaves them alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from experiments.designs.design import NEXT, Point
from sim.drawn_levers import draw_levers, own_values, uncertain_levers, with_drawn_levers
from sim.luck import Luck
from sim.policy import declarations, lever_values
from sim.scenario import Scenario
from sim.setup import Setup
from sim.simulation import replicate
from sim.timeline import scenario


def drawn(replication: int) -> dict[str, float]:
    return draw_levers(Luck(1, replication))


def test_every_lever_with_an_honest_range_is_drawn_within_it():
    """300 draws; the mean lies where a triangle has it, within 4 standard errors."""
    draws = [drawn(replication) for replication in range(300)]
    for one in uncertain_levers():
        values = np.array([draw[one.name] for draw in draws])
        assert ((values >= one.low) & (values <= one.high)).all(), one.name
        mean = (one.low + one.value + one.high) / 3.0
        assert abs(values.mean() - mean) <= 4 * values.std() / np.sqrt(300), one.name
    named = {lever for lever, told in declarations().items() if told.range is not None}
    assert {one.lever for one in uncertain_levers()} >= named


def test_what_a_scenario_decides_stands_and_what_it_leaves_alone_is_drawn_alike():
    draw = drawn(0)
    base, decided = scenario("system_2026"), scenario("doubled")
    one, other = (with_drawn_levers(s, draw).phases[-1].levers for s in (base, decided))
    assert one["dekom_s"]["requirement"] == other["dekom_s"]["requirement"] == draw["dekom_s.requirement"]
    assert other["dekom_s"]["frame_factor"] == 2.0
    assert one["further_education"]["paid_time"] == 0.25
    assert lever_values()["dekom_s"]["requirement"] == 0.8, "the levers themselves are as they were"


def test_years_read_back_as_texts_are_drawn_as_years_are():
    """What a results folder stores has texts for keys. Seen to fail: a run could then not be made again."""
    base = scenario("model_2025")

    def as_stored(value):
        return {str(key): as_stored(v) for key, v in value.items()} if isinstance(value, dict) else value

    stored = replace(base, phases=tuple(replace(p, levers=as_stored(dict(p.levers))) for p in base.phases))
    one, other = (with_drawn_levers(s, drawn(3)).phases[-1].levers for s in (base, stored))
    assert as_stored(one) == as_stored(other)


def test_the_same_parameters_on_other_luck_have_the_same_levers():
    """The point of a design that tells luck from parameters: replication 0 there is replication 1 but for luck."""
    setup, base = Setup(world="tiny", horizon=2020, uncertainty="register"), scenario("model_2025")
    other = Point(uncertainty=NEXT).setup(setup, 0)
    assert dict(other.levers) == drawn(1)
    values = [
        dict(zip(records.indicator, records.value, strict=False))
        for records in (replicate(setup, [base], 1)[0].records, replicate(other, [base], 0)[0].records)
    ]
    assert values[0] != values[1], "the luck is another"


def test_a_lever_can_be_held_where_the_others_are_drawn():
    held = with_drawn_levers(scenario("model_2025"), {"dekom_s.requirement": 0.8}).phases[-1].levers["dekom_s"]
    assert (held["requirement"], held["own_share"]) == (0.8, 0.3)


def test_what_a_design_varies_is_not_drawn_besides():
    """A sweep that takes a lever through its value today: at that value it is that value, like at all others."""
    held = own_values(["dekom_s.requirement", "dekom_s.upper_secondary"])
    assert held == {"dekom_s.requirement": 0.8}
    point = Point(levers={"dekom_s.requirement": 0.8}).scenario(scenario("system_2026"), 18)
    under = with_drawn_levers(point, {**drawn(2), **held})
    assert {phase.levers["dekom_s"]["requirement"] for phase in under.phases} == {0.8}


def test_scenarios_that_part_still_share_what_they_share():
    draw = drawn(1)
    made: list[Scenario] = [with_drawn_levers(scenario(name), draw) for name in ("system_2026", "bill_2027")]
    assert made[0].phases[-1].levers == made[1].phases[-2].levers
