"""Laws of the contested readings that are one number or a yes: displacement, the market, what people are asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.displacement import Displacement, InPart
from sim.rules.market import Market, OneOffCourses
from sim.rules.questions import Questions
from tests.rules.made import every, rule_of

SHARE = st.floats(0, 1)


@pytest.mark.parametrize("rule", [*every(Displacement), *every(Market)], ids=lambda rule: rule.option())
@given(SHARE)
def test_each_is_a_share(rule, registered):
    assert 0.0 <= rule(registered) <= 1.0


@given(SHARE)
def test_the_model_as_it_is_goes_by_the_register_and_the_alternatives_do_not(registered):
    assert InPart()(registered) == OneOffCourses()(registered) == registered
    assert rule_of(Displacement, "additional")(registered) < rule_of(Displacement, "crowded_out")(registered)


def test_either_all_are_asked_the_same_or_each_role_its_own():
    assert sorted(rule.same_for_all for rule in every(Questions)) == [False, True]
