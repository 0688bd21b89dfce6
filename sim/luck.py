"""Luck: every random number of the model, keyed by what it decides and for whom.

A draw is a hash of (seed, replication, purpose, semester, stable unit id, slot). Nothing is consumed, so
nothing can get out of step: adding a draw in one process changes no other, a municipality meets the same luck
in its county as in the whole country, and relabelling the units permutes the answers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import vectorize
from scipy.special import ndtri

from sim.kernels import hashing
from sim.types import Bools, Floats, Ids


@vectorize(["uint64(uint64)"], cache=True)
def mix(x: Any) -> Any:
    """Scramble 64 bits so that neighbouring inputs give unrelated outputs (see `sim.kernels.hashing.mix`)."""
    return hashing.mix(x)


@vectorize(["uint64(uint64, uint64)"], cache=True)
def _bits(key: Any, uid: Any) -> Any:
    return hashing.bits(key, uid)


@vectorize(["uint64(uint64, int64)"], cache=True)
def _slot_bits(drawn: Any, slot: Any) -> Any:
    return hashing.slot_bits(drawn, slot)


@vectorize(["float64(uint64)"], cache=True)
def _to_uniform(drawn: Any) -> Any:
    return hashing.to_uniform(drawn)


def _word(text: str) -> int:
    """64 bits that stand for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def stable_ids(names: npt.ArrayLike) -> Ids:
    """Stable 64-bit ids of units from their register names or numbers, shape as given."""
    array = np.asarray(names, dtype=object)
    return np.array([_word(str(name)) for name in array.ravel()], dtype=np.uint64).reshape(array.shape)


OF_NATION = np.array([1], dtype=np.uint64)
"""Id of the nation, for what happens to all at once."""
ALL_YEARS = -100
"""Semester of draws that hold for good."""


class Luck:
    """The luck of one replication: pure functions from a key to random numbers.

    Two scenarios of the same replication share one `Luck`, so they differ only by what policy does.
    """

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication
        self._root = _word(f"{seed}/{replication}")
        self._purposes: dict[str, int] = {}

    def at(self, semester: int) -> Draws:
        """The luck of one semester."""
        return Draws(self, semester)

    def key(self, purpose: str, semester: int) -> int:
        """The 64-bit key of one purpose in one semester (for compiled loops, which hash ids themselves)."""
        if purpose not in self._purposes:
            self._purposes[purpose] = _word(f"{self._root}/{purpose}")
        start = (self._purposes[purpose] + (semester + 1000) * int(hashing.GOLDEN)) % 2**64
        return int(mix(np.uint64(start)))

    def bits(self, purpose: str, semester: int, ids: Ids, slots: int = 0) -> Ids:
        """64 random bits per unit, shape of `ids`, or (*ids.shape, slots) if slots are asked for."""
        drawn: Ids = _bits(np.uint64(self.key(purpose, semester)), ids)
        return _slot_bits(drawn[..., None], np.arange(slots)) if slots else drawn

    def uniform(self, purpose: str, semester: int, ids: Ids, slots: int = 0) -> Floats:
        """Uniform draws in the open interval (0, 1)."""
        result: Floats = _to_uniform(self.bits(purpose, semester, ids, slots))
        return result

    def normal(self, purpose: str, semester: int, ids: Ids, slots: int = 0) -> Floats:
        """Standard normal draws."""
        result: Floats = ndtri(self.uniform(purpose, semester, ids, slots))
        return result

    def gumbel(self, purpose: str, semester: int, ids: Ids, slots: int = 0) -> Floats:
        """Standard Gumbel draws: adding them to utilities and taking the best is a logit choice."""
        result: Floats = -np.log(-np.log(self.uniform(purpose, semester, ids, slots)))
        return result

    def happens(self, purpose: str, semester: int, ids: Ids, probability: Any) -> npt.NDArray[np.bool_]:
        """Whether an event of the given probability happens to each unit."""
        result: npt.NDArray[np.bool_] = self.uniform(purpose, semester, ids) < probability
        return result


@dataclass(frozen=True)
class Draws:
    """The luck of one semester: draws by purpose and unit.

    Attributes:
        luck: The luck of the replication.
        semester: The semester; 0 = autumn 2017.
    """

    luck: Luck
    semester: int

    def at(self, semester: int) -> Draws:
        """The luck of another semester of the same replication."""
        return Draws(self.luck, semester)

    def key(self, purpose: str) -> np.uint64:
        """As `Luck.key`, for compiled loops."""
        return np.uint64(self.luck.key(purpose, self.semester))

    def bits(self, purpose: str, ids: Ids) -> Ids:
        """As `Luck.bits`."""
        return self.luck.bits(purpose, self.semester, ids)

    def uniform(self, purpose: str, ids: Ids, slots: int = 0) -> Floats:
        """As `Luck.uniform`."""
        return self.luck.uniform(purpose, self.semester, ids, slots)

    def normal(self, purpose: str, ids: Ids, slots: int = 0) -> Floats:
        """As `Luck.normal`."""
        return self.luck.normal(purpose, self.semester, ids, slots)

    def gumbel(self, purpose: str, ids: Ids, slots: int = 0) -> Floats:
        """As `Luck.gumbel`."""
        return self.luck.gumbel(purpose, self.semester, ids, slots)

    def happens(self, purpose: str, ids: Ids, probability: Any) -> Bools:
        """As `Luck.happens`."""
        return self.luck.happens(purpose, self.semester, ids, probability)
