"""What a university decides: the part it can staff of what is asked of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.agents.university import University
from sim.policy import lever_values
from tests.handmade import handmade
from tests.laws import live, now_of, scenario_of

HOURS = st.lists(st.one_of(st.just(0.0), st.floats(1e-3, 1e6)), min_size=2, max_size=2)


@pytest.mark.parametrize(("asked", "accepted"), [(0.0, 1.0), (50.0, 1.0), (100.0, 1.0), (200.0, 0.5), (1000.0, 0.1)])
def test_all_is_accepted_as_far_as_the_hours_go_and_then_the_same_part_of_each(model, asked, accepted):
    u = model.world.universities
    u.staff_hours, u.asked = 100.0, [asked, 100.0]
    u.each(University.accept, now_of(model.world))
    assert u.accepted.tolist() == pytest.approx([accepted, 1.0])


@pytest.fixture(scope="module")
def universities():
    return live(handmade(owners=3), scenario_of(lever_values()), -14).world


@given(HOURS, HOURS)
def test_no_university_accepts_more_hours_than_it_has_nor_keeps_any_back_that_are_asked_for(universities, hours, asked):
    u = universities.universities
    u.staff_hours, u.asked = hours, asked
    u.each(University.accept, now_of(universities))
    given_ = u.accepted * u.asked
    assert (given_ <= u.staff_hours * (1 + 1e-12)).all()
    assert np.allclose(given_, np.minimum(u.asked, u.staff_hours))
