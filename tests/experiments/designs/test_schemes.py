"""Schemes keep the promises that their names make, and the same seed gives the same points."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc, spearmanr, triang

from experiments.designs.factors import read_factors
from experiments.designs.sample import draw_sample
from experiments.designs.schemes import SCHEMES
from experiments.refusals import BadInput

FREE = ["fade_unused", "fade_slow", "dekom_s.requirement"]
NUMBERS = {"latin_hypercube": 8, "sobol_points": 8, "sobol": 8, "morris": 8, "grid": 3, "one_at_a_time": None}


def ranks(kind, names=tuple(FREE), number=8, seed=1, **more):
    return draw_sample(kind, read_factors(list(names)), number, seed, **more).ranks


@pytest.mark.parametrize("kind", SCHEMES)
def test_the_same_seed_gives_the_same_points(kind):
    first, again = (draw_sample(kind, read_factors(FREE), NUMBERS[kind], 7) for _ in range(2))
    assert list(first.points) == list(again.points)
    assert len(first.points) == first.describe()["points"]


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol_points", "sobol", "morris"])
def test_another_seed_gives_other_points(kind):
    assert not np.array_equal(ranks(kind), ranks(kind, seed=2))


@pytest.mark.parametrize("kind", [kind for kind, scheme in SCHEMES.items() if scheme.extends])
def test_more_points_begin_with_the_same(kind):
    few, many = ranks(kind, number=8), ranks(kind, number=16)
    assert len(many) == 2 * len(few)
    assert np.array_equal(many[: len(few)], few)


def test_a_latin_hypercube_has_one_point_in_each_stratum():
    found = ranks("latin_hypercube", number=50)
    assert (np.sort((found * 50).astype(int), axis=0) == np.arange(50)[:, None]).all()


def test_a_sobol_sequence_leaves_smaller_gaps_than_luck():
    luck = np.random.default_rng(1).random((64, 3))
    assert qmc.discrepancy(ranks("sobol_points", number=64)) < 0.2 * qmc.discrepancy(luck)


def test_each_step_of_a_trajectory_moves_one_factor_and_each_once():
    steps = np.diff(ranks("morris", number=5).reshape(5, 4, 3), axis=1)
    moved = ~np.isclose(steps, 0)
    assert (moved.sum(axis=2) == 1).all()
    assert (moved.sum(axis=1) == 1).all()


def test_a_saltelli_block_takes_one_column_of_b_at_a_time():
    for a, *mixed, b in ranks("sobol", number=4).reshape(4, 5, 3):
        for column, row in enumerate(mixed):
            expected = a.copy()
            expected[column] = b[column]
            assert np.array_equal(row, expected)


def test_a_grid_is_every_combination():
    found = draw_sample("grid", read_factors({"dekom_s.requirement": [0.2, 0.8], "dekom_s.active": None}), 4, 1)
    assert len({str(point) for point in found.points}) == len(found.points) == 8
    assert sorted(set(found.columns[0])) == pytest.approx([0.2, 0.4, 0.6, 0.8])


def test_one_at_a_time_is_nothing_and_then_the_two_ends_of_each():
    found = draw_sample("one_at_a_time", read_factors(FREE), None, 1)
    assert [len(point.parameters) + len(point.levers) for point in found.points] == [0, *[1] * 2 * len(FREE)]


def test_values_are_quantiles_of_the_registers_distribution():
    ranks = np.array([0.0, 0.1, 0.5, 0.77, 1.0])
    (factor,) = read_factors(["fade_unused"])
    width = factor.high - factor.low
    expected = triang((factor.mode - factor.low) / width, factor.low, width).ppf(ranks)
    assert factor.at(ranks) == pytest.approx(expected, abs=1e-12)


def test_a_correlation_is_that_of_the_normal_scores_and_leaves_each_rank_uniform():
    n, rho = 4096, 0.6
    found = ranks("latin_hypercube", number=n, correlations={"fade_unused": {"fade_slow": rho}})
    closed = 6 / np.pi * np.arcsin(rho / 2)  # rank correlation of a Gaussian copula
    assert spearmanr(found[:, 0], found[:, 1])[0] == pytest.approx(closed, abs=3 * (1 - closed**2) / np.sqrt(n))
    assert abs(spearmanr(found[:, 0], found[:, 2])[0]) < 3 / np.sqrt(n)
    assert np.quantile(found, [0.1, 0.5, 0.9], axis=0) == pytest.approx(
        np.array([[0.1] * 3, [0.5] * 3, [0.9] * 3]), abs=3 * 0.5 / np.sqrt(n)
    )


@pytest.mark.parametrize("kind", SCHEMES)
def test_a_follower_has_the_rank_of_its_leader(kind):
    found = draw_sample(kind, read_factors(["leader_exit_small", "leader_exit"]), NUMBERS[kind], 1)
    assert found.groups == [["leader_exit", "leader_exit_small"]]
    pairs = [(p.parameters["leader_exit_small"], p.parameters["leader_exit"]) for p in found.points if p.parameters]
    assert [a for a, _ in sorted(pairs, key=lambda p: p[1])] == sorted(a for a, _ in pairs)


REFUSED = [
    ("latin_hypercub", FREE, 8, None, "did you mean latin_hypercube"),
    ("sobol_points", FREE, 100, None, "a power of two, such as 64 or 128"),
    ("one_at_a_time", FREE, 3, None, "leave points= out"),
    ("grid", FREE, 1000, None, "1,000,000,000 points"),
    ("sobol", FREE, 8, {"fade_unused": {"fade_slow": 0.5}}, "independently of each other"),
    ("latin_hypercube", FREE, 8, {"fade_unused": {"teacher_sd": 0.5}}, "not a factor of this design"),
    ("latin_hypercube", FREE, 8, {"fade_unused": {"fade_unused": 0.5}}, "of two factors"),
    ("latin_hypercube", ["leader_exit", "leader_exit_small"], 8, {"leader_exit": {"leader_exit_small": 0.5}},
     "follows leader_exit"),
    ("latin_hypercube", FREE, 8,
     {"fade_unused": {"fade_slow": 0.9, "dekom_s.requirement": 0.9}, "fade_slow": {"dekom_s.requirement": -0.9}},
     "positive definite"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "names", "number", "correlations", "said"), REFUSED)
def test_what_cannot_be_sampled_is_refused_in_one_line(kind, names, number, correlations, said):
    with pytest.raises(BadInput, match=said):
        draw_sample(kind, read_factors(names), number, 1, correlations)


UNUSABLE = [
    (["fade_unusd"], "did you mean fade_unused"),
    ({"fade_unused": [1, 0]}, "empty range"),
    ({"fade_unused": ["a", 1]}, r"write \[low,high\]"),
    ({"dekom_s.requirement": [0, 2]}, "not from 0.05 to 1"),
    (["dekom_s.contact_hours"], "give one"),
    (["dekom_s.frame"], "give values"),
    ({"dekom_s.plan_years_min": [1.5, 3]}, "whole numbers"),
    ({"dekom_s.allocation": ["per_teacher", "nobody"]}, "not a rule"),
    ({"fade_unused": {"values": [0.5]}}, "at least two"),
    ({"fade_unused": {"values": [0.5, 0.5]}}, "twice"),
    ([], "at least one"),
]


@pytest.mark.parametrize(("given", "said"), UNUSABLE)
def test_factors_that_cannot_be_used_are_refused_in_one_line(given, said):
    with pytest.raises(BadInput, match=said):
        read_factors(given)
