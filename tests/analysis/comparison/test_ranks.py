"""Ranks follow means; their bounds hold the true rank, and are wide where rows are alike."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.comparison.ranks import rank_interval, ranks
from tests.analysis.comparison.made import noise


def test_ranks_are_of_means_and_rows_without_values_have_none():
    values = np.array([[1.0, 3.0], [5.0, np.nan], [np.nan, np.nan], [0.0, 0.0]])
    assert ranks(values) == pytest.approx([2.0, 1.0, np.nan, 3.0], nan_ok=True)
    low, high = rank_interval(values)
    assert np.isnan([low[2], high[2]]).all()


def test_relabelling_permutes_ranks_and_adding_a_constant_changes_nothing():
    values, order = noise(1, 12, 20), np.random.default_rng(2).permutation(12)
    assert ranks(values[order]) == pytest.approx(ranks(values)[order])
    for moved, plain in zip(rank_interval(values[order] + 3.0), rank_interval(values), strict=True):
        assert moved == pytest.approx(plain[order])


def test_rows_far_apart_have_sharp_ranks_and_rows_alike_have_wide_ones():
    apart = noise(3, 8, 20) + 100.0 * np.arange(8)[:, None]
    low, high = rank_interval(apart)
    assert np.array_equal(low, high)
    low, high = rank_interval(noise(4, 40, 20))
    assert np.mean(high - low) > 15


def test_bounds_hold_the_true_rank():
    """150 experiments of 10 rows, each a standard error of a mean above the last; at least 90 % less 3 SE."""
    truth = np.arange(10.0)[:, None] / np.sqrt(20)
    hits = []
    for x in noise(5, 150, 10, 20):
        low, high = rank_interval(x + truth)
        hits.append(np.mean((low <= np.arange(10, 0, -1)) & (np.arange(10, 0, -1) <= high)))
    assert np.mean(hits) > 0.90 - 3 * np.std(hits) / np.sqrt(150)
