"""Indicators of careers against a diary of who was where, kept from outside."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents.teacher import OTHER_WORK
from sim.careers import GLU
from sim.indicators import BY_NAME
from sim.policy import lever_values
from tests.handmade import handmade
from tests.laws import live, scenario_of

LAST = 19
"""Spring 2027: the burn-in begins in autumn 2011."""


@pytest.fixture(scope="module")
def diary():
    """By calendar year of the autumn: ids of those in school and out of it, and of the GLU graduates who begin."""
    model = live(handmade(owners=24), scenario_of(lever_values()), -13)
    inside, outside, began = {}, {}, {}
    while model.semester < LAST:
        model.step()
        if model.semester % 2 == 0:
            year = 2017 + model.semester // 2
            w = model.world
            qualified = w.posts.qualified & (w.posts.holder > 0)
            on_leave = (w.away.status > 0) & (w.away.status != OTHER_WORK)
            inside[year] = set(w.posts.holder[qualified].tolist()) | set(w.away.holder[on_leave].tolist())
            outside[year] = set(w.away.holder[w.away.status == OTHER_WORK].tolist())
            new = qualified & (w.posts.career == 0) & (w.posts.route == GLU)
            began[year] = set(w.posts.holder[new].tolist())
    return model.world, inside, outside, began


def nation(world, name):
    numerator, denominator = BY_NAME[name].of(world)
    return numerator.sum() / denominator.sum()


def test_of_those_who_began_five_years_ago_the_indicator_counts_who_is_out(diary):
    world, _, _, began = diary
    now_out = set(world.away.holder[world.away.status == OTHER_WORK].tolist())
    now_in = (set(world.posts.holder.tolist()) | set(world.away.holder.tolist())) - now_out
    assert len(began[2021]) > 20
    out, still = len(began[2021] & now_out), len(began[2021] & now_in)
    assert nation(world, "exit_five_years") == pytest.approx(out / (out + still))
    assert out > 0


def test_of_the_teachers_of_ten_years_ago_it_counts_who_is_in_other_work_and_of_the_others_who_is_back(diary):
    world, inside, outside, _ = diary
    now_out = set(world.away.holder[world.away.status == OTHER_WORK].tolist())
    now_in = (set(world.posts.holder.tolist()) | set(world.away.holder.tolist())) - now_out
    lost, kept = len(inside[2016] & now_out), len(inside[2016] & now_in)
    assert nation(world, "exit_ten_years") == pytest.approx(lost / (lost + kept))
    assert nation(world, "returns") == pytest.approx(len(outside[2016] & now_in) / lost)


@pytest.mark.parametrize("name", ["exit_ten_years", "returns"])
def test_before_ten_years_have_passed_nothing_is_known(levers, name):
    world = live(handmade(), scenario_of(levers), 5).world
    assert not BY_NAME[name].of(world)[1].any()


def test_every_person_is_counted_at_one_school(diary):
    world = diary[0]
    known = [table.ten_years_ago(in_school=True).sum() for table in (world.posts, world.away)]
    assert BY_NAME["exit_ten_years"].of(world)[1].sum() == sum(known)
    assert np.isfinite(nation(world, "exit_ten_years"))
