"""Laws of every coverage rule there is: a new rule is tested by existing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.coverage import TURN_YEARS, Coverage, EverybodyThinner, SameSchools, SchoolsInTurn
from tests.rules.made import every

every_coverage = pytest.mark.parametrize("coverage", every(Coverage), ids=lambda rule: rule.option())
SIZES = st.lists(st.floats(0, 1e4), min_size=1, max_size=20).map(np.array)
LARGEST = st.floats(1, 200)


@every_coverage
@given(SIZES, LARGEST)
def test_what_is_served_is_a_share_and_falls_with_people_per_group(coverage, sizes, largest):
    served = coverage(np.sort(sizes), largest)
    assert ((served >= 0) & (served <= 1)).all()
    assert (np.diff(served) <= 0).all()


@every_coverage
@given(SIZES, LARGEST)
def test_all_are_served_where_groups_are_small_enough(coverage, sizes, largest):
    assert (coverage(np.minimum(sizes, largest), largest) == 1.0).all()


@given(SIZES, LARGEST)
def test_groups_are_as_large_as_may_be_where_not_all_are_served(sizes, largest):
    for rule in (SchoolsInTurn(), SameSchools()):
        served = rule(sizes, largest)
        assert np.allclose((served * sizes)[served < 1], largest)
    assert (EverybodyThinner()(sizes, largest) == 1.0).all()


def test_a_turn_lasts_as_long_as_it_says_and_the_same_schools_have_all_of_them():
    turns = [SchoolsInTurn().period(year) for year in range(2018, 2018 + 3 * TURN_YEARS)]
    assert [turns.count(turn) for turn in dict.fromkeys(turns)][1:-1] == [TURN_YEARS] * (len(set(turns)) - 2)
    assert {SameSchools().period(year) for year in range(2018, 2040)} == {0}
