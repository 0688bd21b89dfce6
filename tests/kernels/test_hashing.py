"""The draws of compiled loops are those of `Luck`, and have the moments they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from sim.kernels import hashing
from sim.luck import Luck, stable_ids

SLOTS = 3
N = 200_000


@njit
def drawn(key, ids, slots):
    """Bits of every unit, and of every unit and slot."""
    plain = np.empty(len(ids), dtype=np.uint64)
    slotted = np.empty((len(ids), slots), dtype=np.uint64)
    for i in range(len(ids)):
        plain[i] = hashing.bits(key, ids[i])
        for slot in range(slots):
            slotted[i, slot] = hashing.slot_bits(plain[i], slot)
    return plain, slotted


@njit
def shaped(bits):
    """Uniform, triangular and normal draws from the same bits, shape (3, n)."""
    result = np.empty((3, len(bits)))
    for i in range(len(bits)):
        result[0, i] = hashing.to_uniform(bits[i])
        result[1, i] = hashing.to_triangle(bits[i])
        result[2, i] = hashing.to_normal(bits[i])
    return result


@settings(deadline=None)  # the first example compiles
@given(st.integers(0, 2**31), st.integers(0, 1000), st.integers(-100, 100), st.lists(st.integers(0, 2**64 - 1)))
def test_bits_are_those_of_luck(seed, replication, semester, names):
    luck, ids = Luck(seed, replication), np.array(names, dtype=np.uint64)
    plain, slotted = drawn(np.uint64(luck.key("a purpose", semester)), ids, SLOTS)
    assert np.array_equal(plain, luck.bits("a purpose", semester, ids))
    assert np.array_equal(slotted, luck.bits("a purpose", semester, ids, SLOTS))


def test_uniform_is_that_of_luck_to_the_bit():
    luck, ids = Luck(1, 2), stable_ids(np.arange(1000))
    plain, slotted = drawn(np.uint64(luck.key("a purpose", 3)), ids, SLOTS)
    assert np.array_equal(shaped(plain)[0], luck.uniform("a purpose", 3, ids))
    for slot in range(SLOTS):
        assert np.array_equal(shaped(slotted[:, slot].copy())[0], luck.uniform("a purpose", 3, ids, SLOTS)[:, slot])


@pytest.fixture(scope="module")
def sample():
    bits = Luck(5, 0).bits("moments", 0, np.arange(N, dtype=np.uint64))
    return shaped(bits)


@pytest.mark.parametrize(("row", "kurtosis"), [(1, 2.4), (2, 3.0)])
def test_triangle_and_normal_have_mean_0_variance_1_and_their_kurtosis(sample, row, kurtosis):
    """Within 5 standard errors: 1/sqrt(n), sqrt((k - 1)/n), and for the kurtosis that of a normal, sqrt(96/n)."""
    x = sample[row]
    assert abs(x.mean()) < 5.0 / np.sqrt(N)
    assert abs(x.var() - 1.0) < 5.0 * np.sqrt((kurtosis - 1.0) / N)
    assert abs((x**4).mean() / x.var() ** 2 - kurtosis) < 5.0 * np.sqrt(96.0 / N)


def test_triangle_is_bounded_and_symmetric(sample):
    x = sample[1]
    assert np.abs(x).max() < np.sqrt(6.0)
    assert abs((x**3).mean()) < 5.0 * np.sqrt(4.0 / N)


def test_extreme_bits_stay_inside():
    """No draw reaches an end: a chance of 0 never happens and one of 1 always does; no logarithm of 0."""
    ends = shaped(np.array([0, 2**64 - 1], dtype=np.uint64))
    assert 0.0 < ends[0, 0] < 1e-15
    assert 1.0 - 1e-15 < ends[0, 1] <= 1.0
    assert np.isfinite(ends).all()
