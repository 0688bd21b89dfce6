"""Explained out of sample: all of what drivers decide, nothing of luck, and of each driver its own part."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.validation.explaining import added_by, explained
from sim.analysis.validation.statistics import standard

UNIT = np.repeat(np.arange(200), 4)


def drivers(seed: int = 1) -> np.ndarray:
    """Three drivers that a unit mostly keeps from year to year, standardised."""
    luck = np.random.default_rng(seed)
    return standard(luck.normal(size=(200, 3))[UNIT] + 0.3 * luck.normal(size=(len(UNIT), 3)))


def test_what_drivers_decide_is_explained_and_luck_is_not():
    x = drivers()
    luck = standard(np.random.default_rng(2).normal(size=(len(UNIT), 1)))[:, 0]
    assert explained(standard(x @ [0.5, 0.3, 0.2]), x, UNIT) == pytest.approx(1.0)
    assert explained(luck, x, UNIT) < 0.01
    half = standard(x[:, 0] + luck)
    assert explained(half, x, UNIT) == pytest.approx(0.5, abs=0.07)


def test_a_fit_to_few_networks_does_not_pass_for_an_explanation():
    rng, few = np.random.default_rng(3), np.repeat(np.arange(6), 2)
    noise = [explained(*(standard(a) for a in (rng.normal(size=12), rng.normal(size=(12, 3)))), few) for _ in range(50)]
    assert np.mean(noise) < 0


def test_each_driver_adds_its_own_part_and_an_idle_one_nothing():
    x = drivers()
    y = standard(x @ [0.8, 0.4, 0.0])
    steering, involvement, idle = (added_by(y, x, UNIT, driver) for driver in range(3))
    assert steering > 3 * involvement > 0.3
    assert idle == pytest.approx(0.0, abs=1e-6)


def test_drivers_that_go_together_add_little_to_each_other():
    luck = np.random.default_rng(4).normal(size=(len(UNIT), 2))
    x = drivers()
    x[:, 1] = standard(x[:, 0] + 0.1 * luck[:, 0])
    y = standard(x[:, 0] + luck[:, 1])
    assert explained(y, x, UNIT) > 0.4
    assert [added_by(y, x, UNIT, driver) for driver in (0, 1)] == pytest.approx([0.0, 0.0], abs=0.02)


def test_too_little_to_fit_is_undefined():
    assert np.isnan(explained(np.ones(3), np.ones((3, 3)), np.arange(3)))
    assert np.isnan(explained(np.zeros(0), np.zeros((0, 3)), np.zeros(0, dtype=np.int64)))
