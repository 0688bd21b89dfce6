"""Laws of a calibration, on a model whose answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.analysis.calibration.emulators import fit_emulator
from sim.analysis.calibration.learned import known_together, moved, weighted_quantiles, what_next
from sim.analysis.calibration.matching import Runs, choose_power, find_region, fit_all, sobol
from sim.analysis.calibration.plan import CannotCalibrate, Plan
from sim.analysis.calibration.tempering import effective, temper
from sim.analysis.calibration.waves import calibrate
from tests.analysis.calibration.toy import LUCK, NAMES, TARGETS, evaluate, statistics, target

PLAN = Plan(points=40, members=100, waves=2, trajectories=4)


@pytest.fixture(scope="module")
def found():
    return calibrate(evaluate, TARGETS, NAMES, 1.0, PLAN)


def test_what_tells_is_found_and_what_nothing_moves_is_named(found):
    assert found.active[:2] in (("x0", "x1"), ("x1", "x0"))
    assert found.idle == ("still",)
    assert [TARGETS[k].name for k in found.fitted] == ["first", "second"]
    assert found.sound
    assert {"x2", "x3", "x4"} <= set(found.untested)
    assert not {"x0", "x1"} & set(found.untested)


def test_the_posterior_is_the_known_one(found):
    """x0 given 2 x0 + 0.2 u + luck = 0.6: normal about 0.25, with the spread of all that is not x0, halved."""
    x0 = found.u[:, found.active.index("x0")]
    sd = np.sqrt(0.1**2 + 0.01**2 + LUCK**2 + 0.2**2 / 12) / 2
    low, middle, high = weighted_quantiles(x0, found.weights, (0.05, 0.5, 0.95))
    assert middle == pytest.approx(0.25, abs=0.6 * sd)
    assert (high - low) / (2 * 1.645 * sd) == pytest.approx(1.0, abs=0.35)


def test_what_has_no_effect_keeps_its_width():
    plan = replace(PLAN, active=("x0", "x1", "x3"), members=200)
    found = calibrate(evaluate, TARGETS, NAMES, 1.0, plan)
    told = moved(found.u, found.weights, found.active).set_index("name")
    assert told.loc["x3", "width"] > 0.9
    assert told.loc["x0", "moved"]


def test_the_same_seed_gives_the_same_members_whatever_the_order_of_targets(found):
    again = calibrate(evaluate, TARGETS, NAMES, 1.0, PLAN)
    assert np.array_equal(again.u, found.u)
    assert np.array_equal(again.weights, found.weights)

    def turned(stage, wanted):
        return evaluate(stage, wanted)[:, ::-1]

    other = calibrate(turned, TARGETS[::-1], NAMES, 1.0, PLAN)
    assert sorted(other.active[:2]) == ["x0", "x1"]
    assert other.regions[0].share == pytest.approx(found.regions[0].share, abs=0.03)


def test_a_check_is_never_used(found):
    elsewhere = (*TARGETS[:3], replace(TARGETS[3], low=99.0, high=99.0))
    other = calibrate(evaluate, elsewhere, NAMES, 1.0, PLAN)
    assert np.array_equal(other.u, found.u)


def test_a_target_beyond_reach_is_told_and_not_fitted():
    def shifted(stage, wanted):
        values = evaluate(stage, wanted)
        return np.column_stack([values[:, :2], values[:, 1] + 8.0])

    targets = (TARGETS[0], TARGETS[1], target("far", 0.0))
    assert calibrate(shifted, targets, NAMES, 1.0, PLAN).missed == ("far",)


def test_targets_that_say_nothing_are_refused_in_one_sentence():
    with pytest.raises(CannotCalibrate, match="none of the targets is moved"):
        calibrate(lambda s, w: evaluate(s, w)[:, 2:3], (target("still"),), NAMES, 1.0, PLAN)


def test_an_undefined_statistic_never_becomes_a_number():
    for rows in (slice(None, None, 3), slice(None)):

        def holes(stage, wanted, rows=rows):
            values = evaluate(stage, wanted)
            values[rows, 1] = np.nan
            return values

        plan = replace(PLAN, active=("x0",), members=20)
        assert calibrate(holes, TARGETS, NAMES, 1.0, plan).undefined == ("second",)
    u = sobol(60, 2, 1)
    y = np.column_stack([u[:, 0]])
    y[:5] = np.nan
    fit = fit_all(Runs(u, y), [target("a", 0.5)], [(0, 1)], np.zeros(1), np.ones(1))
    assert np.isfinite(fit.signed(u)).all()


def test_a_wider_discrepancy_never_shrinks_what_is_left(found):
    shares = [find_region(replace(found.fit, widen=w), len(found.active), 1, 2**11).share for w in (0.5, 1.0, 2.0, 4.0)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


def test_a_target_alone_leaves_no_less_than_with_others(found):
    dims = len(found.active)
    whole = find_region(found.fit, dims, 1, 2**11).share
    assert all(find_region(found.fit.without(k), dims, 1, 2**11).share >= whole for k in range(len(found.fitted)))


def test_years_of_one_series_count_together_as_one():
    u = sobol(80, 1, 1)
    one = target("a", 0.5)
    fit = fit_all(Runs(u, u), [one], [(0,)], np.zeros(1), np.ones(1))
    y = np.repeat(u, 3, axis=1)
    years = [replace(one, year=year) for year in (2018, 2019, 2020)]
    three = fit_all(Runs(u, y), years, [(0,)] * 3, np.zeros(3), np.ones(3))
    there = np.linspace(0.3, 0.7, 9)[:, None]
    assert three.log_likelihood(there) == pytest.approx(fit.log_likelihood(there), abs=1e-3)


def test_a_target_told_twice_counts_once_and_independent_ones_count_in_full():
    rng = np.random.default_rng(5)
    u = sobol(128, 2, 1)
    one, other = (u + 0.3 * rng.standard_normal(u.shape)).T
    for columns, power in (([one, other], 1.0), ([one, one, one], 1 / 3)):
        targets = [target(str(k), 0.5, discrepancy=1e-6) for k in range(len(columns))]
        fit = fit_all(Runs(u, np.stack(columns, axis=1)), targets, [()] * len(targets), np.zeros(3)[: len(targets)],
                      np.ones(len(targets)))  # fmt: skip
        assert choose_power(fit, u, points=2**9) == pytest.approx(power, abs=0.15)


def test_what_is_missed_where_runs_are_left_out_is_what_is_missed_of_new_ones():
    rng = np.random.default_rng(6)
    u, new = sobol(80, 12, 1), sobol(512, 12, 9)
    y, there = (x[:, 0] + rng.standard_normal(len(x)) for x in (u, new))
    emulator = fit_emulator(u, y)
    mean, error = emulator.predict(new)
    missed = (there - mean) / np.sqrt(error + emulator.noise)
    assert np.sqrt(np.mean(emulator.left_out**2)) == pytest.approx(np.sqrt(np.mean(missed**2)), rel=0.12)


def test_tempering_finds_a_known_posterior():
    def told(u):
        return -0.5 * ((u[:, 0] - 0.3) / 0.05) ** 2

    u = temper(sobol(512, 2, 3), told, 1000, 1)
    assert u[:, 0].mean() == pytest.approx(0.3, abs=0.01)
    assert u[:, 0].std() == pytest.approx(0.05, rel=0.15)
    assert u[:, 1].std() == pytest.approx(12**-0.5, rel=0.1)
    assert effective(np.ones(7)) == pytest.approx(7)


def test_what_is_only_known_together_is_told():
    rng = np.random.default_rng(1)
    x = rng.random((400, 2))
    x[:, 1] = np.clip(1.0 - x[:, 0] + 0.1 * rng.standard_normal(400), 0, 1)
    told = known_together(x, np.full(400, 1 / 400), ("a", "b"))
    assert told.loc[0, "r"] < -0.8
    assert not moved(x, np.full(400, 1 / 400), ("a", "b"))["moved"].any()


def test_the_measurement_that_decides_an_effect_comes_first_and_chance_tells_nothing():
    rng = np.random.default_rng(2)
    x = rng.standard_normal((300, 3))
    told = what_next(x[:, 0] + 0.3 * x[:, 1], {"noise": x[:, 2], "most": x[:, 0], "some": x[:, 1]})
    assert list(told["measurement"])[:2] == ["most", "some"]
    assert told["narrows"].iloc[0] == pytest.approx(1 / 1.09, abs=0.05)
    assert "noise" not in set(told["measurement"])


@pytest.mark.slow
def test_regions_and_intervals_cover_known_truths():
    """Of 40 truths at least 37 are in the region, and 90 % intervals hold the numbers that tell nine times in ten."""
    inside, held = 0, []
    for truth in range(40):
        x = np.random.default_rng(truth + 900).random(len(NAMES))
        seen = statistics(x, truth + 400_000)
        targets = [target("first", seen[0], discrepancy=1e-6), target("second", seen[1], discrepancy=1e-6)]
        plan = replace(PLAN, active=("x0", "x1"), members=60, seed=truth)
        found = calibrate(lambda s, w: evaluate(s, w)[:, :2], targets, NAMES, 1.0, plan)
        inside += bool(found.fit.plausible(x[None, :2])[0])
        for k in range(2):
            low, high = weighted_quantiles(found.u[:, k], found.weights, (0.05, 0.95))
            held.append(low <= x[k] <= high)
    assert inside >= 37
    assert 0.82 <= np.mean(held) <= 0.97
