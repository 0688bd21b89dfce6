"""The plain integers of `benchmarks.plain_luck` give the draws of `sim.luck` and of the compiled loops."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.plain_luck import PlainLuck
from sim.kernels import hashing
from sim.luck import Luck, stable_ids

IDS = stable_ids(np.arange(50))


@pytest.mark.parametrize("semester", [-100, -1, 0, 7])
def test_uniform_draws_are_equal_to_the_bit(semester):
    fast, plain = Luck(3, 4), PlainLuck(3, 4)
    assert [plain.uniform("x", semester, int(u)) for u in IDS] == fast.uniform("x", semester, IDS).tolist()
    slots = [[plain.uniform("x", semester, int(u), slot) for slot in range(3)] for u in IDS]
    assert slots == fast.uniform("x", semester, IDS, 3).tolist()


def test_normal_draws_agree_to_rounding():
    fast, plain = Luck(3, 4), PlainLuck(3, 4)
    np.testing.assert_allclose([plain.normal("x", 1, int(u)) for u in IDS], fast.normal("x", 1, IDS), rtol=1e-12)


def test_the_draws_of_compiled_loops_agree_to_rounding():
    key, plain = np.uint64(Luck(3, 4).key("x", 2)), PlainLuck(3, 4)
    for uid in IDS:
        drawn = np.uint64(hashing.bits(key, uid))
        assert plain.box_muller("x", 2, int(uid)) == pytest.approx(hashing.to_normal(drawn), rel=1e-12, abs=1e-14)
        triangle = hashing.to_triangle(np.uint64(hashing.slot_bits(drawn, 5)))
        assert plain.triangle("x", 2, int(uid), 5) == pytest.approx(triangle, rel=1e-9, abs=1e-12)
