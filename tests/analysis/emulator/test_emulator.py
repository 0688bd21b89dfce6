"""Laws of the emulator of paired differences: nothing from nothing, known answers, honest intervals, verdicts alike."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from sim.analysis.comparison import Interval, verdict
from sim.analysis.emulator import Dial, Emulator, Space, Switch, fit
from sim.analysis.emulator.fitting import Outcome, spread_by_distance
from sim.analysis.emulator.surface import Ground, height

SPACE = Space(
    (Dial("money", 0.0, 2.0, 1.0), Dial("hours", 10.0, 40.0, 25.0), Dial("share", 0.0, 0.5, 0.0)),
    (Switch("pupils", ("main", "low"), of_policy=False), Switch("rule", ("old", "new"))),
)
NOW = np.array([[1.0, 25.0, 0.0]])
POINTS, LUCK, SMALLEST = 96, 16, 0.01


def points(n: int, seed: int = 0):
    u = qmc.Sobol(5, rng=np.random.default_rng(seed)).random_base2(7)[:n]
    low, high = np.array([0.0, 10.0, 0.0]), np.array([2.0, 40.0, 0.5])
    return low + u[:, :3] * (high - low), u[:, 3:] > 0.5


def curve(x, chosen):
    """A difference made of a curve, a product, and both kinds of switches."""
    u, now = SPACE.scaled(x), SPACE.scaled(NOW)
    found = 0.02 * (u[:, 0] - now[:, 0]) - 0.01 * (u[:, 0] ** 2 - now[:, 0] ** 2)
    found += 0.01 * (u[:, 0] * u[:, 2] - now[:, 0] * now[:, 2])
    return found + 0.01 * chosen[:, 0] * (u[:, 2] - now[:, 2]) + 0.03 * chosen[:, 1]


def runs(x, chosen, seed: int, spread: float = 0.006, n: int = LUCK):
    """Differences of n kinds of luck, each of which bends the whole surface by itself."""
    rng = np.random.default_rng(seed)
    slopes = rng.normal(0.0, spread, (4, n))
    far = np.column_stack([(SPACE.scaled(x) - SPACE.scaled(NOW)) / 2.0, chosen[:, 1]])
    return curve(x, chosen)[:, None] + far @ slopes + rng.normal(0.0, spread / 10, (len(x), n)) * (spread > 0)


def fitted(spread: float = 0.006, seed: int = 1, n: int = POINTS) -> Emulator:
    x, chosen = points(n)
    found = runs(x, chosen, seed, spread)
    return fit(SPACE, x, chosen, {("practice", "nation"): Outcome(SMALLEST, 0.4, found, 0.0)})


def test_nothing_moved_is_no_difference_without_error_or_luck_whatever_surrounds_us():
    emulator = fitted()
    around = np.array([[False, False], [True, False]])
    found = emulator.predict(emulator.cells[0], np.repeat(NOW, 2, axis=0), around)
    assert found.mean.tolist() == found.error.tolist() == found.spread.tolist() == [0.0, 0.0]
    assert emulator.reach(NOW, around[:1]).tolist() == [0.0]


def test_a_smooth_surface_is_found_again_where_there_is_no_luck():
    emulator = fitted(spread=0.0)
    x, chosen = points(128, seed=9)
    found = emulator.predict(emulator.cells[0], x, chosen)
    assert np.abs(found.mean - curve(x, chosen)).max() < SMALLEST / 5
    assert emulator.cells[0].error < SMALLEST / 20
    assert (found.spread == 0).all()


def test_the_search_follows_the_true_slope_of_its_likelihood():
    x, chosen = points(40)
    ground = Ground(SPACE.coordinates(x, chosen), SPACE.origins(chosen))
    y = runs(x, chosen, 1).mean(axis=1) / SMALLEST
    at = np.random.default_rng(2).normal(-0.5, 0.3, 3 + ground.d)
    steps = 1e-5 * np.eye(len(at))
    slope = [(ground._unlikely(at + h, y)[0] - ground._unlikely(at - h, y)[0]) / 2e-5 for h in steps]
    assert np.allclose(ground._unlikely(at, y)[1], slope, rtol=1e-4, atol=1e-4)


def test_error_is_that_of_points_left_out_one_at_a_time():
    x, chosen = points(40)
    at, origins = SPACE.coordinates(x, chosen), SPACE.origins(chosen)
    y = runs(x, chosen, 1).mean(axis=1)
    whole = Ground(at, origins).fit(y)
    assert np.sqrt(np.mean(whole.missed**2)) < np.sqrt(np.mean(y**2)) / 3
    order = np.random.default_rng(3).permutation(40)
    again = Ground(at[order], origins[order]).fit(1000.0 * y[order])
    assert np.allclose(again.missed, 1000.0 * whole.missed[order], rtol=1e-3, atol=1e-3)


def test_of_luck_alone_little_is_made():
    x, chosen = points(POINTS)
    noise = np.random.default_rng(5).normal(size=(POINTS, 12))
    ground = Ground(SPACE.coordinates(x, chosen), SPACE.origins(chosen))
    surfaces = [ground.fit(column) for column in noise.T]
    there = ground.centres[:POINTS]
    heights = [height(ground.centres, s.lengths, s.weights, there) + there @ s.slopes for s in surfaces]
    assert np.median([h.std() for h in heights]) < 0.5


def test_more_luck_makes_wider_intervals_and_more_replications_narrower_ones():
    x, chosen = points(32, seed=4)
    half = []
    for spread in (0.001, 0.006, 0.02):
        emulator = fitted(spread)
        half.append(emulator.half_width(emulator.predict(emulator.cells[0], x, chosen)).mean())
    assert half == sorted(half)
    fresh = emulator.predict(emulator.cells[0], x, chosen)
    assert (emulator.half_width(fresh, 4) > emulator.half_width(fresh, 16)).all()
    assert (emulator.half_width(fresh, 16) > emulator.half_width(fresh)).all()


def test_intervals_hold_real_runs_on_other_luck_in_about_95_of_100():
    """Over 20 emulators at 64 fresh points each; a band of half the width was seen to fail."""
    x, chosen = points(64, seed=8)
    inside = []
    for seed in range(20):
        emulator = fitted(seed=10 + seed)
        found = emulator.predict(emulator.cells[0], x, chosen)
        real = runs(x, chosen, 500 + seed).mean(axis=1)
        inside.append(np.abs(real - found.mean) <= emulator.half_width(found, LUCK))
    assert 0.90 <= np.mean(inside) <= 0.995


def test_variance_by_distance_is_found_again_and_never_negative():
    x, chosen = points(128)
    far = SPACE.distances(x, chosen)
    known = np.array([0.1, 2.0, 0.0, 1.0, 0.0, 0.5])
    assert np.allclose(spread_by_distance(far, far @ known), known, atol=1e-8)
    noisy = np.random.default_rng(1).chisquare(3, 128)
    assert (spread_by_distance(far, noisy) >= 0).all()
    assert spread_by_distance(far, np.zeros(128)).tolist() == [0.0] * 6


def test_points_far_out_are_not_trusted():
    emulator = fitted()
    x, chosen = points(POINTS)
    assert emulator.trusted(x, chosen).all()
    corner = np.array([[0.0, 10.0, 0.5]])
    assert not emulator.trusted(corner * 0 + [[4.0, 90.0, 2.0]], np.array([[True, True]])).any()
    assert emulator.reach(corner, np.array([[False, False]])) > 1.0


def test_verdicts_are_those_of_compare():
    emulator = fitted()
    cell = emulator.cells[0]
    x, chosen = points(64, seed=6)
    for row in range(64):
        here = x[row : row + 1], chosen[row : row + 1]
        found = emulator.predict(cell, *here)
        half = emulator.half_width(found)[0]
        mean = found.mean[0]
        alone = verdict(Interval(mean, mean - half, mean + half, LUCK), SMALLEST)
        assert emulator.verdicts("nation", *here) == {"practice": alone}


def test_luck_that_hides_what_matters_is_said():
    x, chosen = points(POINTS)
    found = runs(x, chosen, 1)
    for luck, hidden in ((0.001, False), (0.1, True), (np.nan, False)):
        emulator = fit(SPACE, x, chosen, {("practice", "nation"): Outcome(SMALLEST, 0.4, found, luck)})
        assert emulator.too_lucky(emulator.cells[0]) is hidden


def test_too_few_points_or_replications_are_refused():
    x, chosen = points(POINTS)
    for n, luck in ((20, LUCK), (POINTS, 1)):
        found = {("practice", "nation"): Outcome(SMALLEST, 0.4, runs(x, chosen, 1)[:n, :luck], 0.0)}
        with pytest.raises(ValueError, match="points and 2 replications"):
            fit(SPACE, x[:n], chosen[:n], found)
