"""Replicating until a difference is known: the plan is Stein's, and the interval that results still covers."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.coverage import CAP, WANTED, in_stages
from sim.analysis.comparison.precision import outlook
from tests.analysis.comparison.made import noise


def test_what_is_known_already_needs_no_more():
    found = outlook(noise(1, 20), 20, 10.0, 500)
    assert found.enough
    assert found.needed == 20


def test_half_the_width_takes_about_four_times_as_many():
    x = noise(2, 30)
    half = outlook(x, 30, 1e-9, 500).half_width
    assert outlook(x, 30, half / 2, 500).needed in (120, 121)


def test_the_cap_holds_and_failed_replications_are_made_up_for():
    x = noise(3, 20)
    assert outlook(x, 20, 1e-6, 70).needed == 70
    assert outlook(x, 40, 0.2, 10_000).needed == pytest.approx(2 * outlook(x, 20, 0.2, 10_000).needed, abs=1)
    assert outlook(np.zeros(1), 20, 0.1, 90).needed == 90
    assert outlook(x, 80, 1e-6, 70).needed == 80


def test_the_interval_after_the_last_stage_covers_and_is_as_narrow_as_wanted():
    """2,000 experiments with a pilot of 20 and about 100 in all: SE 0.005.

    Stopping when the interval has become narrow favours samples with little spread, so that coverage may fall a
    little below 95 %; allowed are 0.005 for that and 3 SE. Looking after every run from 2 on gives 0.93.
    """
    ended = [in_stages(x) for x in noise(6, 2000, CAP)]
    n, low, high = (np.array(column) for column in zip(*((i.n, i.low, i.high) for i in ended), strict=True))
    assert np.mean((low <= 0) & (high >= 0)) == pytest.approx(0.95, abs=0.005 + 3 * 0.005)
    assert np.mean((high - low) / 2 <= WANTED) > 0.99
    assert 90 < n.mean() < 130
