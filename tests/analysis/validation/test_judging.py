"""How patterns are judged: intervals over replications, bands, and what counts as broken."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.analysis.comparison import Interval, interval
from sim.analysis.validation import PATTERNS
from sim.analysis.validation.judging import (
    Ablation,
    Band,
    Clause,
    FallsBy,
    Gone,
    Grows,
    Measure,
    Pattern,
    Within,
    at_least,
    between,
    estimate,
    fine,
    judged,
    over,
    under,
)
from sim.analysis.validation.setups import CASES, DEFAULT, ROLES, Case

OFF = Case("off")


def found(mean: float, half: float = 0.1) -> Interval:
    return Interval(mean, mean - half, mean + half, 5)


def ones(numbers) -> np.ndarray:
    return np.stack([np.array(numbers, dtype=float), np.ones(len(numbers))], axis=1)


@given(arrays(np.float64, 6, elements=st.floats(-5, 5)))
def test_a_plain_number_has_students_interval(numbers):
    plain, judged_ = interval(numbers), estimate(ones(numbers))
    assert (judged_.mean, judged_.low, judged_.high) == pytest.approx((plain.mean, plain.low, plain.high), abs=1e-9)


def test_a_ratio_is_that_of_the_means_and_its_interval_grows_with_noise():
    calm = estimate(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    assert (calm.mean, calm.low, calm.high) == pytest.approx((0.5, 0.5, 0.5))
    rough = estimate(np.array([[1.0, 2.0], [4.0, 4.0], [1.0, 6.0]]))
    assert rough.mean == pytest.approx(0.5)
    assert rough.high - rough.low > 0.5


def test_a_value_is_undefined_if_half_of_the_replications_have_none():
    assert np.isnan(estimate(ones([1.0, np.nan])).mean)
    some = estimate(ones([1.0, 2.0, np.nan]))
    assert (some.mean, some.n) == (1.5, 2)


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [
        (at_least(0.9), found(0.9), found(0.89)),
        (under(0.1), found(0.09), found(0.1)),
        (between(0.7, 0.95), found(0.95), found(0.96)),
        (over(0.0), found(0.01), found(0.0)),
        (Band(low=0.2, clear=True), found(0.2), found(0.2, 0.3)),
        (Band(clear=True), found(-0.2), found(0.05)),
        (at_least(-1.0), found(0.0), Interval(np.nan, np.nan, np.nan, 0)),
    ],
)
def test_bands(band, inside, outside):
    assert band.holds(inside)
    assert not band.holds(outside)


def test_a_band_reads_like_the_theory():
    said = [str(b) for b in (at_least(0.9), under(1 / 3), between(6_600, 7_800), Band(low=0, strict=True, clear=True))]
    assert said == ["≥ 0.9", "< 0.333", "6600–7800", "> 0, CI ∌ 0"]


NOTHING = Interval(np.nan, np.nan, np.nan, 0)


@pytest.mark.parametrize(
    ("breaking", "broken", "intact"),
    [
        (FallsBy(0.2), found(0.3), found(0.4)),
        (Within(under(0.03)), found(0.02), found(0.03)),
        (Grows(2.0), found(1.0), found(0.9)),
        (Gone(), found(0.19), found(0.21)),
        (Gone(), NOTHING, found(0.5)),
        (FallsBy(0.2), NOTHING, found(0.5)),
        (Within(under(0.03)), NOTHING, found(0.5)),
    ],
)
def test_what_breaks_a_clause(breaking, broken, intact):
    clause = Clause("", "", Measure("m", ("model",), 2025, float), at_least(0.2))
    assert breaking.breaks(clause, found(0.5), broken)
    assert not breaking.breaks(clause, found(0.5), intact)


def test_next_to_nothing_is_gone_though_it_is_in_the_band():
    clause = Clause("", "", Measure("m", ("model",), 2025, float), over(0.0))
    assert Gone().breaks(clause, found(1.0), found(0.05, 0.01))


def pattern(**changes) -> Pattern:
    measure = Measure("m", ("model",), 2025, float)
    clause = {"band": at_least(0.5), "ablations": (Ablation(OFF, FallsBy(0.2)),)} | changes
    return Pattern("P0", "", "", (Clause("", "", measure, **clause),))


@pytest.mark.parametrize(
    ("usual", "off", "holds", "breaks", "good"),
    [(0.6, 0.3, True, True, True), (0.6, 0.5, True, False, False), (0.4, 0.1, False, True, False)],
)
def test_a_pattern_is_fine_if_it_holds_and_breaks(usual, off, holds, breaks, good):
    (row,) = judged(pattern(), lambda case, _: ones([usual] * 3 if case is DEFAULT else [off] * 3))
    assert (row.holds, row.breaks) == (holds, breaks)
    assert fine([row]) is good


def test_what_is_shown_only_claims_nothing():
    (row,) = judged(pattern(band=None), lambda _case, _: ones([0.0, 0.0]))
    assert (row.holds, row.breaks) == (None, None)
    assert fine([row])


def test_the_reduced_version_has_only_clauses_with_a_reduced_band():
    low = lambda case, _: ones([0.45] * 2 if case is DEFAULT else [0.1] * 2)  # noqa: E731
    assert judged(pattern(), low, reduced=True) == []
    assert fine(judged(pattern(reduced=at_least(0.4)), low, reduced=True))


def test_the_patterns_are_those_of_the_theory():
    assert [p.code for p in PATTERNS] == [f"P{i}" for i in range(1, 18)]
    assert all(c.en and c.nb for p in PATTERNS for c in p.clauses)
    without = {p.code for p in PATTERNS if not any(c.ablations for c in p.clauses)}
    assert without == {"P16"}  # a consistency check, no mechanism of its own


def test_every_measure_and_case_has_one_name_and_is_known():
    needed = [need for p in PATTERNS for need in p.needed()]
    assert len({m.name for _, m in needed}) == len({id(m) for _, m in needed})
    assert {case.name for case, _ in needed} == {case.name for case in CASES}
    assert {role for _, m in needed for role in m.roles} <= set(ROLES)


def test_a_reduced_band_is_at_least_as_wide():
    for clause in (c for p in PATTERNS for c in p.clauses if c.reduced is not None):
        assert clause.band is not None
        assert clause.reduced.low <= clause.band.low or clause.band.low == clause.reduced.low
        assert clause.reduced.high >= clause.band.high
