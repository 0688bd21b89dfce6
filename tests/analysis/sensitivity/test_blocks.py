"""Gaps are left out, never filled; as little as can be is left out with them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.analysis.sensitivity import complete, crossed


def whole(p=6, s=2, r=4):
    return np.arange(float(p * s * r)).reshape(p, s, r)


def test_a_whole_table_stays_whole():
    found = complete(whole(), 3)
    np.testing.assert_array_equal(found.outcome, whole())
    assert (found.blocks_left_out, found.replications_left_out) == (0, 0)


def test_an_interrupted_last_replication_costs_that_replication():
    table = whole()
    table[1:, :, 3] = np.nan
    found = complete(table, 1)
    np.testing.assert_array_equal(found.outcome, table[:, :, :3])
    assert (found.blocks_left_out, found.replications_left_out) == (0, 1)


def test_a_failed_run_costs_its_block():
    table = whole()
    table[4, 1, 2] = np.nan
    found = complete(table, 1)
    np.testing.assert_array_equal(found.points, [0, 1, 2, 3, 5])
    assert (found.blocks_left_out, found.replications_left_out) == (1, 0)


@given(arrays(np.bool_, (6, 2, 3)), st.sampled_from([1, 2, 3]))
def test_what_is_left_has_no_gap_and_is_unchanged(gaps, size):
    table = whole(r=3)
    table[gaps] = np.nan
    found = complete(table, size)
    assert np.isfinite(found.outcome).all()
    assert np.isin(found.outcome, table).all()
    assert len(found.points) + size * found.blocks_left_out == 6
    assert found.outcome.shape[2] + found.replications_left_out == 3


def test_points_go_by_whole_blocks_and_a_replication_may_cost_less_than_a_block():
    table = whole(r=2)
    table[4, 1] = np.nan
    np.testing.assert_array_equal(complete(table, 3).points, [0, 1, 2])
    table = whole()
    table[4, 1, 2] = np.nan
    assert complete(table, 3).outcome.shape == (6, 2, 3)


def test_values_stand_in_their_cells_and_missing_ones_are_missing():
    values = pd.DataFrame({"point": [0, 1], "scenario": ["b", "a"], "replication": [1, 0], "value": [5.0, 7.0]})
    table = crossed(values, ["a", "b"], 2, 2)
    assert (table[0, 1, 1], table[1, 0, 0], np.isnan(table).sum()) == (5.0, 7.0, 6)


def test_points_that_are_no_blocks_are_refused():
    with pytest.raises(ValueError, match="multiple of 4"):
        complete(whole(), 4)
