"""The draws of `sim.luck` inside compiled loops: same key, same id, same number."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SLOT = np.uint64(0xD1B54A32D192ED03)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11, _S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11), np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@njit(cache=True, inline="always")
def mix(x: np.uint64) -> np.uint64:
    """Scramble 64 bits so that neighbouring inputs give unrelated outputs.

    Source:
        The finaliser of SplitMix64: Steele, Lea and Flood (2014), OOPSLA, doi 10.1145/2660193.2660195.
    """
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    return x ^ (x >> _S31)


@njit(cache=True, inline="always")
def bits(key: np.uint64, uid: np.uint64) -> np.uint64:
    """64 random bits of one unit, as `Luck.bits`."""
    return mix(key + uid * GOLDEN)


@njit(cache=True, inline="always")
def slot_bits(drawn: np.uint64, slot: int) -> np.uint64:
    """64 more bits of one unit for slot 0, 1, ..., as `Luck.bits` with slots."""
    return mix(drawn + np.uint64(slot + 1) * _SLOT)


@njit(cache=True, inline="always")
def to_uniform(drawn: np.uint64) -> float:
    """Uniform in (0, 1) from 64 bits, as `Luck.uniform`."""
    return (float(drawn >> _S11) + 0.5) * 2.0**-53


@njit(cache=True, inline="always")
def to_triangle(drawn: np.uint64) -> float:
    """Symmetric triangular draw with mean 0 and variance 1 from 64 bits (two halves added)."""
    halves = float(drawn >> _S32) + float(drawn & _LOW) + 1.0
    return (halves * 2.0**-32 - 1.0) * math.sqrt(6.0)


@njit(cache=True, inline="always")
def to_normal(drawn: np.uint64) -> float:
    """Standard normal draw from 64 bits (Box and Muller, 1958)."""
    radius = math.sqrt(-2.0 * math.log((float(drawn >> _S32) + 0.5) * 2.0**-32))
    return radius * math.cos(2.0 * math.pi * (float(drawn & _LOW) + 0.5) * 2.0**-32)
