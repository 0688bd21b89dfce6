"""Every design ranks the factors of a line alike, and gives the same effect of their whole range."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.sample import latin, morris, sobol

from sim.analysis.sensitivity import Factor, block_size, independent, ranked
from sim.analysis.sensitivity.ranking import LUCK

FACTORS = [Factor("small", 0.0, 1.0), Factor("none", -1.0, 1.0), Factor("large", 10.0, 20.0)]
SLOPES = np.array([1.0, 0.0, -0.5])
PROBLEM = {"num_vars": 3, "names": [f.name for f in FACTORS], "bounds": [[f.low, f.high] for f in FACTORS]}
MIDDLE = np.array([0.5, 0.0, 15.0])
DESIGNS = {
    "sobol": lambda: sobol.sample(PROBLEM, 32, calc_second_order=False, seed=1),
    "morris": lambda: morris.sample(PROBLEM, 10, seed=1),
    "latin_hypercube": lambda: latin.sample(PROBLEM, 40, seed=1),
    "one_at_a_time": lambda: np.array(
        [MIDDLE, *(np.where(np.arange(3) == d, end, MIDDLE) for d, f in enumerate(FACTORS) for end in (f.low, f.high))]
    ),
}


@pytest.mark.parametrize("kind", DESIGNS)
@pytest.mark.usefixtures("few_resamples")
def test_a_line_is_ranked_and_its_effects_are_found(kind):
    points = DESIGNS[kind]()
    luck = np.random.default_rng(1).normal(size=(1, 3))
    found = ranked(kind, FACTORS, points, (points @ SLOPES)[:, None] + luck)
    assert list(found["factor"][:2]) == ["large", "small"]
    expected = {"large": -5.0, "small": 1.0, "none": 0.0}
    assert dict(zip(found["factor"], found["effect"], strict=True)) == pytest.approx(expected, abs=1e-6)


def test_independent_points_are_those_of_the_sample():
    assert [block_size(kind, 3) for kind in ("sobol", "morris", "grid")] == [5, 4, 1]
    table = np.arange(20.0)[:, None, None] * np.ones((1, 2, 3))
    assert independent("sobol", table, 3)[:, 0, 0].tolist() == [0, 5, 10, 15, 4, 9, 14, 19]
    assert independent("morris", table, 3)[:, 0, 0].tolist() == [0, 4, 8, 12, 16]
    assert independent("one_at_a_time", table, 3).shape == (1, 2, 3)
    assert independent("table", table, 3) is table


@pytest.mark.usefixtures("few_resamples")
def test_shares_of_a_spread_that_luck_can_explain_are_withheld_with_the_reason_and_effects_are_not():
    for kind in ("sobol", "latin_hypercube"):
        points = DESIGNS[kind]()
        noise = np.random.default_rng(5).normal(size=(len(points), 3))
        luck_only, beyond = (ranked(kind, FACTORS, points, slope * (points @ SLOPES)[:, None] + noise)
                             for slope in (0.0, 5.0))  # fmt: skip
        assert set(luck_only["withheld"]) == {LUCK}, kind
        assert luck_only[["importance", "importance_low", "importance_high"]].isna().all(axis=None)
        assert luck_only["effect"].notna().all()
        assert set(beyond["withheld"]) == {""}, kind


@pytest.mark.usefixtures("few_resamples")
def test_no_share_above_one_is_given():
    points = DESIGNS["sobol"]()
    for seed in range(12):
        noise = np.random.default_rng(seed).normal(size=(len(points), 2))
        found = ranked("sobol", FACTORS, points, 0.3 * (points @ SLOPES)[:, None] + noise)
        assert not (found["importance"] > 1.2).any()
