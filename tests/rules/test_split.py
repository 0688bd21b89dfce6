from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.split import divide, whole_kroner

KRONER = st.integers(0, 10**8)
SHARES = st.lists(st.floats(0.001, 1.0), min_size=1, max_size=12)
CLAIMS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 10**6)), min_size=1, max_size=12)


def columns(rows):
    claim, ceiling = np.array(rows, dtype=np.float64).T
    return claim, ceiling, np.arange(len(rows), dtype=np.float64)


@given(SHARES, KRONER)
def test_whole_kroner_sum_to_the_total(shares, total):
    amounts = np.array(shares) / np.sum(shares) * total
    assert whole_kroner(amounts, total).sum() == total


@given(SHARES, KRONER)
def test_no_amount_is_moved_by_a_krone_or_more(shares, total):
    amounts = np.array(shares) / np.sum(shares) * total
    assert (np.abs(whole_kroner(amounts, total) - amounts) < 1.0 + 1e-6).all()


def test_the_largest_remainder_gets_the_krone():
    assert whole_kroner(np.array([1.2, 1.7, 1.1]), 4).tolist() == [1, 2, 1]


def test_equal_remainders_are_broken_by_id_not_by_row():
    amounts, ids = np.array([1.5, 1.5]), np.array([9.0, 4.0])
    assert whole_kroner(amounts, 3, ids).tolist() == [1, 2]
    assert whole_kroner(amounts, 3, ids[::-1]).tolist() == [2, 1]


@given(KRONER, CLAIMS)
def test_everything_is_handed_out_that_somebody_may_take(total, rows):
    claim, ceiling, ids = columns(rows)
    assert divide(total, claim, ceiling, ids).sum() == min(total, int(ceiling[claim > 0].sum()))


@given(KRONER, CLAIMS)
def test_nobody_gets_more_than_the_ceiling_or_less_than_nothing(total, rows):
    claim, ceiling, ids = columns(rows)
    part = divide(total, claim, ceiling, ids)
    assert (part >= 0).all()
    assert (part <= ceiling).all()


@given(KRONER, CLAIMS)
def test_no_claim_gets_nothing(total, rows):
    claim, ceiling, ids = columns(rows)
    assert not divide(total, claim, ceiling, ids)[claim == 0].any()


@given(KRONER, CLAIMS, st.randoms(use_true_random=False))
def test_permuting_rows_permutes_the_parts(total, rows, random):
    claim, ceiling, ids = columns(rows)
    order = np.array(random.sample(range(len(rows)), len(rows)))
    part = divide(total, claim, ceiling, ids)
    assert np.array_equal(divide(total, claim[order], ceiling[order], ids[order]), part[order])


@given(KRONER, CLAIMS)
def test_twice_the_claims_are_the_same_claims(total, rows):
    claim, ceiling, ids = columns(rows)
    assert np.array_equal(divide(total, 2 * claim, ceiling, ids), divide(total, claim, ceiling, ids))


@given(KRONER, st.integers(0, 10**6), CLAIMS)
def test_more_money_costs_nobody_more_than_the_krone_of_rounding(total, more, rows):
    claim, ceiling, ids = columns(rows)
    assert (divide(total + more, claim, ceiling, ids) >= divide(total, claim, ceiling, ids) - 1).all()


def test_what_one_may_not_take_goes_to_the_others_by_claim():
    assert divide(100, np.array([2.0, 1.0, 1.0]), np.array([10.0, 90.0, 90.0])).tolist() == [10, 45, 45]


def test_the_rest_is_left_when_all_are_full():
    assert divide(100, np.array([2.0, 1.0]), np.array([10.0, 20.0])).tolist() == [10, 20]
