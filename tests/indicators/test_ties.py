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
def w():
    return live(handmade(owners=6), scenario_of(lever_values(), (0, {"dekom_s.active": True})), 9).world


@settings(max_examples=30, deadline=None)
@given(partners=st.lists(st.integers(-1, 1), min_size=1, max_size=6), trust=st.floats(0, 1))
def test_every_network_at_work_is_in_the_tie_of_its_partner_and_county(w, partners, trust):
    saved, n = w.save(), w.networks
    n.last_partner = np.resize(np.array(partners, dtype=np.int8), n.n)
    n.trust = trust
    teachers, quality = tie_teachers(w)[0], tie_quality(w)
    for university in range(w.universities.n):
        for county in range(w.counties.n):
            mine = (n.last_partner == university) & (n.county == county)
            tie = university * w.counties.n + county
            assert teachers[tie] == pytest.approx(n.staff[mine].sum())
            assert quality[0][tie] == pytest.approx(teachers[tie] * trust * w.universities.nearness[university])
    assert np.array_equal(quality[1], teachers)
    w.restore(saved)


def test_without_work_there_are_no_teachers_and_no_quality(w):
    saved = w.save()
    w.networks.last_partner = -1
    assert not tie_teachers(w)[0].any()
    assert not tie_quality(w)[1].any()
    w.restore(saved)


def test_ties_are_recorded_by_name_and_vocational_colleges_left_out(w):
    recorder = Recorder(w, ("partnership",))
    recorder.keep(9)
    records, each = recorder.records(), tie_teachers(w)[0]
    teachers = records.value[records.indicator == records.indicators.index("tie_teachers")]
    assert np.array_equal(teachers, each)
    assert records.units[w.counties.n] == f"{w.universities.id[1]}|{w.counties.id[0]}"
    kind = w.universities.kind.copy()
    w.universities.arrays["kind"][0] = VOCATIONAL_COLLEGE
    assert not [unit for unit in Recorder(w, ("partnership",)).groups["ties"].unit
                if unit.startswith(f"{w.universities.id[0]}|")]  # fmt: skip
    w.universities.arrays["kind"][:] = kind
