"""How hours and groups become what a participant learns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.mechanisms.learning import intensity, learning_rate
from sim.parameters import parameters_from
from sim.rules.cascade import FirstHand
from sim.rules.dose import Dose
from tests.rules.made import every


@pytest.mark.parametrize("dose", every(Dose), ids=lambda dose: dose.option())
@given(gain=st.floats(0.1, 1.0), threshold=st.floats(0, 30), scale=st.floats(5, 60))
def test_the_reference_measure_gives_exactly_the_reference_gain(dose, gain, threshold, scale):
    c = parameters_from({"reference_gain": gain, "dose_threshold": threshold, "dose_scale": scale}).competence
    strength = dose(np.array([40.0]), threshold, scale)[0]
    assert learning_rate(dose, c) * strength * 0.6 * 1.0 * 0.8 * 1.0 * 0.5 == pytest.approx(gain * c.teacher_sd)


@pytest.mark.parametrize(("people", "weight"), [(1, 1.0), (15, 1.0), (57.5, 0.75), (100, 0.5), (400, 0.5)])
def test_intensity_falls_straight_from_a_small_to_a_large_group(params, people, weight):
    c = replace(params.competence, small_group=15.0, large_group=100.0, large_group_intensity=0.5)
    assert intensity(np.array([people]), FirstHand(), c)[0] == pytest.approx(weight)


@given(st.lists(st.floats(0, 500), min_size=2, max_size=10))
def test_larger_groups_never_learn_more_intensely(params, sizes):
    weight = intensity(np.sort(sizes), FirstHand(), params.competence)
    assert (np.diff(weight) <= 0).all()
    assert (weight <= 1).all()
    assert (weight >= params.competence.large_group_intensity).all()
