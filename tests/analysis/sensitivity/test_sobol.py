"""Sobol indices equal SALib's without noise, and analytic ones with it; what luck adds is taken out."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import sobol as salib_analysis
from SALib.sample import sobol as salib_design

from sim.analysis.sensitivity import base_points, sobol_indices
from tests.analysis.sensitivity.known import (
    G_FIRST,
    G_TOTAL,
    ISHIGAMI_FIRST,
    ISHIGAMI_TOTAL,
    g_function,
    ishigami,
    saltelli,
    with_luck,
)

NAMES = ("a", "b", "c")
UNIT = {"num_vars": 3, "names": list(NAMES), "bounds": [[0, 1]] * 3}
CASES = [(ishigami, ISHIGAMI_FIRST, ISHIGAMI_TOTAL), (g_function, G_FIRST, G_TOTAL)]


@pytest.mark.parametrize("replications", [1, 2, 5])
@pytest.mark.parametrize("f", [ishigami, g_function])
@pytest.mark.usefixtures("few_resamples")
def test_without_noise_they_equal_those_of_salib(f, replications):
    y = f(salib_design.sample(UNIT, 64, calc_second_order=False, seed=5))
    theirs = salib_analysis.analyze(UNIT, y, calc_second_order=False, seed=1)
    ours = sobol_indices(np.repeat(y[:, None], replications, axis=1), NAMES)
    np.testing.assert_allclose(ours["first"], theirs["S1"], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(ours["total"], theirs["ST"], rtol=1e-10)
    assert (ours["noise_separated"] == (replications > 1)).all()


@pytest.mark.usefixtures("few_resamples")
def test_luck_that_all_points_share_changes_nothing():
    rng = np.random.default_rng(1)
    y = ishigami(saltelli(32, 3, rng))[:, None] + rng.normal(size=(1, 4)) * 50
    still = sobol_indices(np.repeat((y - y.mean(axis=0))[:, :1], 4, axis=1), NAMES)
    np.testing.assert_allclose(sobol_indices(y, NAMES)[["first", "total"]], still[["first", "total"]], rtol=1e-9)


def estimates(f, indices, n=128, data_sets=80):
    """Estimates from many data sets with common luck (2 sd) and luck of each point (0.7 sd), R = 2."""
    found = []
    for k in range(data_sets):
        rng = np.random.default_rng([7, k])
        u = saltelli(n, 3, rng)
        found.append(indices(with_luck(f(u), u, 2, rng)))
    return np.array(found)


def off(found, truth):
    """Distance of the mean from the truth, in standard errors of the mean."""
    return np.abs(found.mean(axis=0) - truth) / (found.std(axis=0, ddof=1) / np.sqrt(len(found)))


def separated(y):
    return sobol_indices(y, NAMES)[["first", "total"]].to_numpy().T


def naive(y):
    found = salib_analysis.analyze(UNIT, y.mean(axis=1), calc_second_order=False, num_resamples=2, seed=1)
    return np.stack([found["S1"], found["ST"]])


@pytest.mark.parametrize(("f", "first", "total"), CASES)
@pytest.mark.usefixtures("few_resamples")
def test_with_luck_they_are_the_analytic_ones_and_naive_ones_are_not(f, first, total):
    """N = 128, R = 2, 80 data sets, 4 standard errors; the naive estimator (SALib on means) is off by more than 8."""
    truth = np.stack([first, total])
    assert (off(estimates(f, separated), truth) < 4).all()
    assert off(estimates(f, naive), truth).max() > 8


@pytest.mark.slow
@pytest.mark.parametrize(
    ("replications", "luck", "least"),
    [(1, {"common": 0.0, "own": 0.0}, 0.87), (2, {}, 0.87), (10, {"slope": 0.5}, 0.87)],
)
def test_intervals_hold_the_truth_about_as_often_as_they_say(replications, luck, least):
    """N = 128, 200 data sets; 95 % nominal, at least 0.95 less 5 standard errors (0.015 each)."""
    truth, held = np.stack([G_FIRST, G_TOTAL]), np.zeros((2, 3))
    for k in range(200):
        rng = np.random.default_rng([11, k])
        u = saltelli(128, 3, rng)
        found = sobol_indices(with_luck(g_function(u), u, replications, rng, **luck), NAMES, seed=k)
        low, high = (found[[f"first_{end}", f"total_{end}"]].to_numpy().T for end in ("low", "high"))
        held += (low <= truth) & (truth <= high)
    assert (held / 200 >= least).all(), held / 200


def test_an_outcome_that_never_varies_has_no_indices():
    found = sobol_indices(np.ones((20, 3)), NAMES)
    assert found.drop(columns=["factor", "noise_separated"]).isna().all(axis=None)


@pytest.mark.usefixtures("few_resamples")
def test_units_of_the_outcome_do_not_matter():
    rng = np.random.default_rng(2)
    u = saltelli(32, 3, rng)
    y = with_luck(g_function(u), u, 3, rng)
    numbers = [c for c in sobol_indices(y, NAMES) if c != "factor"]
    np.testing.assert_allclose(
        sobol_indices(y, NAMES)[numbers].astype(float), sobol_indices(100 - 3 * y, NAMES)[numbers].astype(float)
    )


def test_base_points_are_those_that_were_drawn():
    u = saltelli(4, 3, np.random.default_rng(3))
    both = base_points(u, 3)
    np.testing.assert_array_equal(both, np.concatenate([u[0::5], u[4::5]]))


@pytest.mark.parametrize("y", [np.ones((7, 2)), np.ones(20), np.full((20, 2), np.nan), np.ones((0, 2))])
def test_what_is_no_saltelli_design_is_refused(y):
    with pytest.raises(ValueError, match=r"rows|points by replications|finite"):
        sobol_indices(y, NAMES)
