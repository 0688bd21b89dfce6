"""Regression gives back the slopes of a line, in its own units and in standard ones, with and without luck."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.sensitivity import regression_importance
from tests.analysis.sensitivity.known import with_luck

NAMES = ("a", "b", "c")
SLOPES = np.array([3.0, -1.0, 0.0])


def points(n, seed=1):
    return np.random.default_rng(seed).random((n, 3))


def test_a_line_is_found_exactly():
    x = points(30)
    found = regression_importance(x, (5 + x @ SLOPES)[:, None], NAMES)
    np.testing.assert_allclose(found["slope"], SLOPES, atol=1e-12)
    np.testing.assert_allclose(found["src"], SLOPES * x.std(axis=0) / (x @ SLOPES).std(), atol=1e-12)
    assert found["r2"].iloc[0] == pytest.approx(1.0)
    np.testing.assert_allclose(found["slope_high"] - found["slope_low"], 0.0, atol=1e-12)


def test_a_monotone_curve_is_a_line_in_ranks():
    x = points(60)
    found = regression_importance(x, np.exp(12 * x[:, :1]), NAMES)
    assert found["prcc"].iloc[0] > 0.999
    assert found["rank_r2"].iloc[0] > 0.99 > found["r2"].iloc[0]


def test_partial_rank_correlation_is_that_of_residuals():
    from scipy.stats import rankdata

    x = points(40)
    y = x @ SLOPES + np.random.default_rng(2).normal(size=40)
    ranks, rank_y = rankdata(x, axis=0), rankdata(y)
    others = np.column_stack([np.ones(40), ranks[:, 1:]])
    left = [v - others @ np.linalg.lstsq(others, v, rcond=None)[0] for v in (ranks[:, 0], rank_y)]
    found = regression_importance(x, y[:, None], NAMES)
    assert found["prcc"].iloc[0] == pytest.approx(np.corrcoef(*left)[0, 1])


@pytest.mark.usefixtures("few_resamples")
def test_luck_takes_nothing_from_standardised_coefficients():
    """60 data sets of 60 points, R = 2, 4 standard errors; relative to the variance of means they come out lower."""
    src, r2, naive = [], [], []
    for k in range(60):
        rng = np.random.default_rng([9, k])
        x = rng.random((60, 3))
        f = x @ SLOPES
        y = with_luck(f, x, 2, rng)
        found = regression_importance(x, y, NAMES)
        src.append(found["src"] - SLOPES * x.std(axis=0) / f.std())
        r2.append(found["r2"].iloc[0])
        naive.append(
            found["slope"].iloc[0] * x[:, 0].std() / y.mean(axis=1).std() - SLOPES[0] * x[:, 0].std() / f.std()
        )
    off = np.abs(np.mean(src, axis=0)) / (np.std(src, axis=0, ddof=1) / np.sqrt(60))
    assert (off < 4).all()
    assert np.mean(naive) < -8 * np.std(naive, ddof=1) / np.sqrt(60)
    assert np.mean(r2) > 0.95


def test_factors_that_move_together_cannot_be_told_apart():
    x = points(20)
    x[:, 1] = 2 * x[:, 0]
    found = regression_importance(x, (x @ SLOPES)[:, None], NAMES)
    assert found[["slope", "src", "prcc"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("x", "said"),
    [(points(4), "at least 5"), (np.ones((9, 3)), "never vary: a, b, c"), (points(9)[:, :2], "one column a factor")],
)
def test_what_cannot_be_fitted_is_refused(x, said):
    with pytest.raises(ValueError, match=said):
        regression_importance(x, np.ones((len(x), 2)), NAMES)
