"""Means run by run are those of all runs at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.comparison import interval
from sim.analysis.comparison.over_replications import OverReplications

NUMBER = st.one_of(st.just(np.nan), st.floats(-1e6, 1e6))


@given(st.lists(st.lists(NUMBER, min_size=2, max_size=2), max_size=12))
def test_run_by_run_gives_the_interval_of_all_at_once(runs):
    sums = OverReplications(2)
    for run in runs:
        sums.add(np.array(run))
    found = np.array(sums.intervals())
    for k in range(2):
        values = np.array([run[k] for run in runs if np.isfinite(run[k])], dtype=np.float64)
        expected = interval(values)
        assert sums.n[k] == expected.n
        scale = max(np.abs(values).max(initial=0.0), 1.0)
        assert found[:, k] == pytest.approx(
            [expected.mean, expected.low, expected.high], rel=1e-9, abs=1e-9 * scale, nan_ok=True
        )


def test_a_large_level_costs_no_digits_of_the_spread():
    sums = OverReplications(1)
    for x in (1e9 + 1, 1e9 + 2, 1e9 + 3):
        sums.add(np.array([x]))
    mean, low, high = sums.intervals()
    assert mean[0] == 1e9 + 2
    assert high[0] - low[0] == pytest.approx(2 * 4.302652729911275 / np.sqrt(3))
