"""Laws of every rule of what builds routines there is: a new rule is tested by existing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.routine_drive import AnyHours, HoursAndIntensity, HoursOnly, RoutineDrive
from tests.rules.made import every

every_drive = pytest.mark.parametrize("drive", every(RoutineDrive), ids=lambda rule: rule.option())
DOSES = st.lists(st.floats(0, 1.2), min_size=1, max_size=20).map(lambda x: np.sort(np.array(x)))
SHARE = st.floats(0, 1)


@every_drive
@given(DOSES, SHARE)
def test_more_hours_never_build_less_and_no_hours_build_nothing(drive, doses, intensity):
    formed = drive(doses, np.full(len(doses), intensity))
    assert (np.diff(formed) >= 0).all()
    assert ((formed >= 0) & (formed <= 1.2)).all()
    assert drive(np.zeros(1), np.ones(1))[0] == 0.0


@given(DOSES, SHARE, SHARE)
def test_only_where_groups_matter_do_large_ones_build_less(doses, one, other):
    small, large = (np.full(len(doses), x) for x in (max(one, other), min(one, other)))
    assert (HoursAndIntensity()(doses, large) <= HoursAndIntensity()(doses, small)).all()
    for rule in (HoursOnly(), AnyHours()):
        assert np.array_equal(rule(doses, large), rule(doses, small))
