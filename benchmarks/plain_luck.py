"""The draws of `sim.luck` once more, in plain Python integers, for the reference model.

Written from the docstrings, not from the code: a draw is a hash of (seed, replication, purpose, semester,
stable unit id, slot). A test holds the two equal to the bit.
"""

from __future__ import annotations

import math
from hashlib import blake2b
from statistics import NormalDist

WORD = 2**64
GOLDEN = 0x9E3779B97F4A7C15
SLOT = 0xD1B54A32D192ED03
BEFORE_HISTORY = 1000
"""Added to semesters, so that those of the burn-in are positive too."""


def scramble(x: int) -> int:
    """The finaliser of SplitMix64 on one 64-bit integer."""
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 % WORD
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB % WORD
    return x ^ (x >> 31)


def word(text: str) -> int:
    """64 bits that stand for a text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def unit(bits: int) -> float:
    """Uniform in the open interval (0, 1), from the upper 53 of 64 bits."""
    return ((bits >> 11) + 0.5) / 2**53


class PlainLuck:
    """The luck of one replication, one number at a time."""

    def __init__(self, seed: int, replication: int) -> None:
        self.root = word(f"{seed}/{replication}")
        self.keys: dict[tuple[str, int], int] = {}

    def bits(self, purpose: str, semester: int, uid: int, slot: int | None = None) -> int:
        """64 random bits of one unit, for one of several slots (0, 1, ...) if there are any."""
        if (purpose, semester) not in self.keys:
            start = word(f"{self.root}/{purpose}") + (semester + BEFORE_HISTORY) * GOLDEN
            self.keys[purpose, semester] = scramble(start % WORD)
        drawn = scramble((self.keys[purpose, semester] + uid * GOLDEN) % WORD)
        return drawn if slot is None else scramble((drawn + (slot + 1) * SLOT) % WORD)

    def uniform(self, purpose: str, semester: int, uid: int, slot: int | None = None) -> float:
        """Uniform in the open interval (0, 1)."""
        return unit(self.bits(purpose, semester, uid, slot))

    def normal(self, purpose: str, semester: int, uid: int, slot: int | None = None) -> float:
        """Standard normal by inverting the distribution function, as `Luck.normal`."""
        return NormalDist().inv_cdf(self.uniform(purpose, semester, uid, slot))

    def box_muller(self, purpose: str, semester: int, uid: int) -> float:
        """Standard normal from the two halves of 64 bits (Box and Muller, 1958), as the compiled loops draw it."""
        high, low = divmod(self.bits(purpose, semester, uid), 2**32)
        u, v = (high + 0.5) / 2**32, (low + 0.5) / 2**32
        return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)

    def triangle(self, purpose: str, semester: int, uid: int, slot: int) -> float:
        """Symmetric triangular draw with mean 0 and variance 1: the sum of two uniform halves, scaled."""
        high, low = divmod(self.bits(purpose, semester, uid, slot), 2**32)
        u, v = (high + 0.5) / 2**32, (low + 0.5) / 2**32
        return (u + v - 1.0) * math.sqrt(6.0)
