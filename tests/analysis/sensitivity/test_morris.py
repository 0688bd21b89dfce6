"""Morris measures equal SALib's without noise; noise neither spreads effects nor makes any where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import morris as salib_analysis
from SALib.sample import morris as salib_design

from sim.analysis.sensitivity import morris_effects
from sim.analysis.sensitivity.morris import _measures, elementary_effects
from tests.analysis.sensitivity.known import ishigami, with_luck

NAMES = ("a", "b", "c")
UNIT = {"num_vars": 3, "names": list(NAMES), "bounds": [[0, 1]] * 3}
MEASURES = ["mu", "mu_star", "sigma"]


def trajectories(n, seed, levels=4):
    return salib_design.sample(UNIT, n, num_levels=levels, seed=seed)


@pytest.mark.parametrize("levels", [4, 8])
@pytest.mark.parametrize("replications", [1, 3])
@pytest.mark.usefixtures("few_resamples")
def test_without_noise_they_equal_those_of_salib(replications, levels):
    x = trajectories(15, 4, levels)
    y = ishigami(x)
    theirs = salib_analysis.analyze(UNIT, x, y, num_levels=levels, seed=1)
    ours = morris_effects(x, np.repeat(y[:, None], replications, axis=1), NAMES, levels)
    for name in MEASURES:
        np.testing.assert_allclose(ours[name], theirs[name], rtol=1e-9, atol=1e-9)


@pytest.mark.usefixtures("few_resamples")
def test_only_directions_of_the_points_are_used():
    x = trajectories(10, 5)
    y = ishigami(x)[:, None]
    moved = np.exp(3 * x) * np.array([1.0, 200.0, 1e-3])
    np.testing.assert_array_equal(morris_effects(x, y, NAMES)[MEASURES], morris_effects(moved, y, NAMES)[MEASURES])


def additive(x):
    return x @ np.array([2.0, -1.0, 0.0])


def many(data_sets=150, replications=4):
    """Squared sigma (truth 0) and mu_star of an additive function with luck: ours, and SALib's on means."""
    ours, naive = [], []
    for k in range(data_sets):
        rng = np.random.default_rng([3, k])
        x = trajectories(10, k)
        y = with_luck(additive(x), x, replications, rng, own=0.5)
        _, size, spread = _measures(elementary_effects(x, y, 4), np.ones(replications))
        ours.append((spread, size))
        theirs = salib_analysis.analyze(UNIT, x, y.mean(axis=1), num_resamples=2, seed=1)
        naive.append((np.asarray(theirs["sigma"]) ** 2, theirs["mu_star"]))
    return np.array(ours), np.array(naive)


def test_noise_is_no_spread_and_no_effect():
    """150 data sets of 10 trajectories, R = 4, 4 standard errors; SALib on means is off by more than 8."""
    for found, as_it_should in zip(many(), (True, False), strict=True):
        error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
        off = np.abs(found.mean(axis=0)) / error
        spread, of_nothing = off[0], off[1, 2]
        assert ((spread < 4).all() and of_nothing < 4) if as_it_should else (spread.min() > 8 and of_nothing > 8)


@pytest.mark.slow
def test_intervals_of_mu_hold_the_truth_about_as_often_as_they_say():
    """Additive function, R = 6 with luck that turns factor 2; 200 data sets of 20 trajectories, at least 0.87."""
    held = np.zeros(3)
    for k in range(200):
        rng = np.random.default_rng([4, k])
        x = trajectories(20, k)
        found = morris_effects(x, with_luck(additive(x), x, 6, rng, slope=0.3), NAMES, seed=k)
        held += (found["mu_low"] <= [2, -1, 0]) & (found["mu_high"] >= [2, -1, 0])
    assert (held / 200 >= 0.87).all(), held / 200


def test_one_trajectory_has_no_spread():
    x = trajectories(1, 1)
    assert morris_effects(x, additive(x)[:, None], NAMES)["sigma"].isna().all()


@pytest.mark.parametrize("x", [np.zeros((8, 3)), np.eye(3)[[0, 1, 2, 0]], np.zeros((7, 3))])
def test_what_are_no_trajectories_is_refused(x):
    with pytest.raises(ValueError, match="trajector"):
        morris_effects(x, np.ones((len(x), 2)), NAMES)
