"""Laws of both views of what makes development work."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.quality import MechanismQuality, Quality, SubjectSpecific
from sim.topics import TOPICS
from tests.rules.made import every

RULES = every(Quality)
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.option())
TOPIC = np.arange(-1, len(TOPICS.codes), dtype=np.int8)


@every_rule
@given(st.floats(0, 1))
def test_strength_is_a_share(rule, partnership):
    strength = rule(np.full(len(TOPIC), partnership), TOPIC)
    assert ((strength >= 0) & (strength <= 1)).all()


@every_rule
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_partnership_never_works_worse(rule, one, other):
    low, high = (rule(np.full(len(TOPIC), value), TOPIC) for value in sorted((one, other)))
    assert (low <= high).all()


@every_rule
def test_without_a_partnership_nothing_works(rule):
    assert not rule(np.zeros(len(TOPIC)), TOPIC).any()


def test_the_topic_does_not_count_where_the_mechanism_decides():
    assert np.array_equal(MechanismQuality()(np.full(len(TOPIC), 0.4), TOPIC), np.full(len(TOPIC), 0.4))


def test_a_subject_works_better_by_the_ratio_that_is_given():
    strength = SubjectSpecific(1.5)(np.full(len(TOPICS.codes), 0.4), np.arange(len(TOPICS.codes), dtype=np.int8))
    subject, other = strength[TOPICS.subject], strength[~TOPICS.subject]
    assert np.allclose(subject / other[0], 1.5)
    assert np.allclose(subject[0] * other[0], 0.4**2)


@given(st.floats(0, 1))
def test_a_ratio_of_1_is_the_other_view(partnership):
    values = np.full(len(TOPIC), partnership)
    assert np.array_equal(SubjectSpecific(1.0)(values, TOPIC), MechanismQuality()(values, TOPIC))
