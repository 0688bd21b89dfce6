"""Draws are uniform, unrelated between keys, and depend on nothing but their key."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kstest

from sim.luck import Luck, stable_ids

N = 100_000
IDS = stable_ids(np.arange(N))
NEIGHBOURS = np.arange(N, dtype=np.uint64)
GOLDEN_IDS = [8973776578286508808, 15121331178609615124]
GOLDEN_KEY = 1695962726122694233
GOLDEN_DRAWS = [0.6272362947791534, 0.6994312275505137]


def correlation(a, b) -> float:
    return float(np.corrcoef(a, b)[0, 1])


@pytest.mark.parametrize("ids", [IDS, NEIGHBOURS], ids=["hashed ids", "ids in a row"])
def test_draws_are_uniform(ids):
    """Kolmogorov-Smirnov at 100,000 draws, fixed key: p above 0.001; no draw reaches an end."""
    u = Luck(1, 0).uniform("uniformity", 0, ids)
    assert kstest(u, "uniform").pvalue > 0.001
    assert 0.0 < u.min() < u.max() < 1.0


def test_draws_are_uniform_over_semesters_and_over_slots():
    one = IDS[:1]
    by_semester = [Luck(1, 0).uniform("uniformity", semester, one)[0] for semester in range(-100, 5000)]
    by_slot = Luck(1, 0).uniform("uniformity", 0, one, 5000)[0]
    assert kstest(by_semester, "uniform").pvalue > 0.001
    assert kstest(by_slot, "uniform").pvalue > 0.001


def test_other_shapes_follow_their_distributions():
    luck = Luck(1, 0)
    assert kstest(luck.normal("normal", 0, IDS), "norm").pvalue > 0.001
    assert kstest(luck.gumbel("gumbel", 0, IDS), "gumbel_r").pvalue > 0.001


@pytest.mark.parametrize(
    ("other", "purpose", "semester"),
    [
        (Luck(1, 0), "b", 0),
        (Luck(1, 0), "a", 1),
        (Luck(1, 1), "a", 0),
        (Luck(2, 0), "a", 0),
    ],
    ids=["purpose", "semester", "replication", "seed"],
)
def test_a_key_that_differs_in_one_part_gives_unrelated_draws(other, purpose, semester):
    """Correlation within 4 standard errors of nothing."""
    here, there = Luck(1, 0).uniform("a", 0, IDS), other.uniform(purpose, semester, IDS)
    assert abs(correlation(here, there)) < 4.0 / np.sqrt(N)


def test_neighbours_and_slots_are_unrelated():
    u = Luck(1, 0).uniform("a", 0, NEIGHBOURS)
    assert abs(correlation(u[:-1], u[1:])) < 4.0 / np.sqrt(N)
    slots = Luck(1, 0).uniform("a", 0, NEIGHBOURS, 3)
    assert np.abs(np.corrcoef(np.column_stack([u, slots]).T) - np.eye(4)).max() < 4.0 / np.sqrt(N)


def test_happens_at_its_probability_and_never_at_zero_and_always_at_one():
    luck = Luck(1, 0)
    share = luck.happens("a", 0, IDS, 0.3).mean()
    assert abs(share - 0.3) < 4.0 * np.sqrt(0.21 / N)
    assert not luck.happens("a", 0, IDS, 0.0).any()
    assert luck.happens("a", 0, IDS, 1.0).all()


@given(st.lists(st.text(max_size=5)), st.lists(st.integers(-20, 50)))
def test_draws_do_not_depend_on_what_was_drawn_before(purposes, semesters):
    plain, busy = Luck(1, 0).uniform("a", 3, IDS[:10]), Luck(1, 0)
    for purpose in purposes:
        for semester in semesters:
            busy.uniform(purpose, semester, IDS[:3], 2)
    assert np.array_equal(busy.uniform("a", 3, IDS[:10]), plain)


@given(st.permutations(range(20)), st.integers(1, 20))
def test_a_unit_meets_the_same_luck_in_any_company_and_order(order, n):
    rows = np.array(order)[:n]
    whole = Luck(1, 0).uniform("a", 0, IDS[:20], 2)
    assert np.array_equal(Luck(1, 0).uniform("a", 0, IDS[rows], 2), whole[rows])


def test_more_slots_leave_the_first_ones_as_they_were():
    few, many = (Luck(1, 0).uniform("a", 0, IDS[:10], slots) for slots in (2, 7))
    assert np.array_equal(few, many[:, :2])


def test_shapes_are_those_of_the_ids():
    grid = IDS[:6].reshape(2, 3)
    assert Luck(1, 0).uniform("a", 0, grid).shape == (2, 3)
    assert Luck(1, 0).uniform("a", 0, grid, 4).shape == (2, 3, 4)
    assert Luck(1, 0).uniform("a", 0, IDS[:0]).shape == (0,)


def test_the_hash_itself_has_not_changed():
    """Golden draws: if they change, every published number does."""
    assert stable_ids(["0301", 4601]).tolist() == GOLDEN_IDS
    assert Luck(1, 0).key("teacher leaves", 0) == GOLDEN_KEY
    assert Luck(1, 0).uniform("teacher leaves", 0, stable_ids(["0301", 4601])).tolist() == GOLDEN_DRAWS


def test_another_process_draws_the_same_bits():
    code = (
        "import numpy as np; from sim.luck import Luck, stable_ids;"
        "print(Luck(5, 6).bits('a purpose', -7, stable_ids(np.arange(5)), 2).tolist())"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert seen.strip() == str(Luck(5, 6).bits("a purpose", -7, stable_ids(np.arange(5)), 2).tolist())


def test_stable_ids_are_those_of_the_text_and_keep_the_shape():
    assert stable_ids([["1", "2"]]).shape == (1, 2)
    assert stable_ids([301]).tolist() == stable_ids(["301"]).tolist()
    assert stable_ids(np.array([301])).tolist() == stable_ids(["301"]).tolist()
    assert len(set(IDS.tolist())) == N
