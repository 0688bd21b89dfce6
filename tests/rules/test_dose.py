"""Laws of every dose rule there is: a new rule is tested by existing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.dose import AnyDose, Dose, ThresholdDose
from tests.rules.made import every

DOSES = every(Dose)
every_dose = pytest.mark.parametrize("dose", DOSES, ids=lambda dose: dose.option())
HOURS = st.lists(st.floats(0, 400), min_size=1, max_size=20).map(np.array)
THRESHOLD, SCALE = st.floats(0, 40), st.floats(5, 60)


@every_dose
@given(HOURS, THRESHOLD, SCALE)
def test_a_dose_is_a_share(dose, hours, threshold, scale):
    strength = dose(hours, threshold, scale)
    assert (strength >= 0).all()
    assert (strength <= 1).all()


@every_dose
@given(HOURS, THRESHOLD, SCALE)
def test_more_hours_are_never_a_smaller_dose(dose, hours, threshold, scale):
    assert (np.diff(dose(np.sort(hours), threshold, scale)) >= 0).all()


@every_dose
@given(THRESHOLD, SCALE)
def test_no_hours_are_no_dose(dose, threshold, scale):
    assert dose(np.zeros(1), threshold, scale)[0] == 0.0


@every_dose
@given(HOURS, THRESHOLD, SCALE)
def test_the_closed_form(dose, hours, threshold, scale):
    above = hours - dose.threshold(threshold)
    by_hand = [1 - np.exp(-h / scale) if h > 0 else 0.0 for h in above]
    assert np.allclose(dose(hours, threshold, scale), by_hand, rtol=1e-12, atol=1e-15)


@given(st.floats(0, 1), THRESHOLD, SCALE)
def test_below_the_threshold_there_is_no_dose(part, threshold, scale):
    assert ThresholdDose()(np.array([part * threshold]), threshold, scale)[0] == 0.0


@given(HOURS, THRESHOLD, SCALE)
def test_without_threshold_the_two_rules_are_one(hours, threshold, scale):
    assert np.array_equal(AnyDose()(hours, threshold, scale), ThresholdDose()(hours, 0.0, scale))


def test_hours_of_one_scale_above_the_threshold_give_63_percent():
    assert ThresholdDose()(np.array([34.0]), 14.0, 20.0)[0] == pytest.approx(0.6321, abs=1e-4)
