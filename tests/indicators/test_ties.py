"""Ties between universities and counties: each network at work counts in one of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.agents.university import VOCATIONAL_COLLEGE
from sim.indicators.ties import tie_quality, tie_teachers
from sim.policy import lever_values
from sim.records import Recorder
from tests.handmade import handmade
from tests.laws import live, scenario_of


@pytest.fixture(scope="module")
def world():
    return live(handmade(owners=6), scenario_of(lever_values(), (0, {"dekom_s.active": True})), 9).world


@settings(max_examples=30, deadline=None)
@given(partners=st.lists(st.integers(-1, 1), min_size=1, max_size=6), trust=st.floats(0, 1))
def test_every_network_at_work_is_in_the_tie_of_its_partner_and_county(world, partners, trust):
    saved, n = world.save(), world.networks
    n.last_partner = np.resize(np.array(partners, dtype=np.int8), n.n)
    n.trust = trust
    teachers, quality = tie_teachers.of(world)[0], tie_quality.of(world)
    for university in range(world.universities.n):
        for county in range(world.counties.n):
            mine = (n.last_partner == university) & (n.county == county)
            tie = university * world.counties.n + county
            assert teachers[tie] == pytest.approx(n.staff[mine].sum())
            assert quality[0][tie] == pytest.approx(teachers[tie] * trust * world.universities.nearness[university])
    assert np.array_equal(quality[1], teachers)
    world.restore(saved)


def test_without_work_there_are_no_teachers_and_no_quality(world):
    saved = world.save()
    world.networks.last_partner = -1
    assert not tie_teachers.of(world)[0].any()
    assert not tie_quality.of(world)[1].any()
    world.restore(saved)


def test_ties_are_recorded_by_name_and_vocational_colleges_left_out(world):
    recorder = Recorder(world, ("partnership",))
    recorder.keep(9)
    records, each = recorder.records(), tie_teachers.of(world)[0]
    teachers = records.value[records.indicator == records.indicators.index("tie_teachers")]
    assert np.array_equal(teachers, each)
    assert records.units[world.counties.n] == f"{world.universities.id[1]}|{world.counties.id[0]}"
    kind = world.universities.kind.copy()
    world.universities.arrays["kind"][0] = VOCATIONAL_COLLEGE
    assert not [unit for unit in Recorder(world, ("partnership",)).groups["ties"].unit
                if unit.startswith(f"{world.universities.id[0]}|")]  # fmt: skip
    world.universities.arrays["kind"][:] = kind
