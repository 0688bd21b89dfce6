"""Laws of every limit of hours there is: a new rule is tested by existing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.rules.hour_limit import HourLimit, NoLimit, SchoolsTime, TeachersTime
from tests.rules.made import every

every_limit = pytest.mark.parametrize("limit", every(HourLimit), ids=lambda rule: rule.option())
HOURS = arrays(np.float64, (4, 3), elements=st.floats(0, 200))
TAKING = arrays(np.float64, (4, 3), elements=st.floats(0, 1))
LIMIT = st.floats(1, 100)


@every_limit
@given(HOURS, HOURS, TAKING, LIMIT)
def test_what_is_held_of_wished_hours_is_a_share(limit, wanted, others, taking, hours):
    share = limit(wanted, others, taking, hours)
    assert ((share >= 0) & (share <= 1)).all()


@given(HOURS, HOURS, TAKING, LIMIT)
def test_no_teacher_works_beyond_her_time_and_who_wishes_less_loses_nothing(wanted, others, taking, hours):
    share = TeachersTime()(wanted, others, taking, hours)
    assert ((wanted + others) * share <= hours * (1 + 1e-9)).all()
    assert (share[wanted + others <= hours] == 1.0).all()


@given(HOURS, TAKING, LIMIT)
def test_a_schools_time_is_shared_by_participant_hours(wanted, taking, hours):
    held = wanted * SchoolsTime()(wanted, np.zeros_like(wanted), taking, hours)
    assert (held.sum(axis=1) <= hours * (1 + 1e-9)).all()


@given(HOURS, HOURS, TAKING, LIMIT)
def test_without_a_limit_all_is_held(wanted, others, taking, hours):
    assert (NoLimit()(wanted, others, taking, hours) == 1.0).all()
