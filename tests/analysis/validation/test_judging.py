"""How patterns are judged and counted, on values whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.validation import LEAST_REPLICATIONS, Band, Claim, Kind, Measure, Pattern, Verdict, judge, tally
from sim.analysis.validation.setups import DEFAULT, Case

N = LEAST_REPLICATIONS
OFF, ALSO_OFF = Case("off"), Case("also_off")
MEASURE = Measure("m", ("model",), 2025, float)
YES, NO, UNSURE = Verdict.YES, Verdict.NO, Verdict.UNSURE


def ones(numbers) -> np.ndarray:
    return np.stack([np.array(numbers, dtype=float), np.ones(len(numbers))], axis=1)


def claim(kind: Kind = Kind.GROWN, **changes) -> Claim:
    judged = {"band": Band(0.5, 1.0), "grade": "C", "ablations": (OFF,)} if kind is Kind.GROWN else {}
    return Claim(kind, "", "", MEASURE, "", "", "", **judged | changes)


def pattern(*claims: Claim, code: str = "P0") -> Pattern:
    return Pattern(code, "", "", claims)


def saying(n: int = N, **by_case: float):
    """Values that are the same in every replication, by case."""
    return lambda case, _: ones([by_case[case.name]] * n)


@pytest.mark.parametrize(
    ("usual", "off", "holds", "breaks", "fine"),
    [(0.6, 0.3, YES, YES, True), (0.6, 0.5, YES, NO, False), (0.4, 0.1, NO, None, False)],
)
def test_a_pattern_is_fine_if_it_holds_and_breaks(usual, off, holds, breaks, fine):
    (found,) = judge(pattern(claim()), saying(default=usual, off=off))
    assert (found.holds, found.ablated[0].breaks) == (holds, breaks)
    assert found.ablated[0].change.mean == pytest.approx(off - usual)
    assert tally([found]).fine is fine


def test_every_mechanism_must_carry_its_claim():
    (found,) = judge(pattern(claim(ablations=(OFF, ALSO_OFF))), saying(default=0.6, off=0.3, also_off=0.6))
    assert [a.breaks for a in found.ablated] == [YES, NO]
    counted = tally([found])
    assert (counted.hold, counted.carried) == (("P0",), ())


def test_few_replications_support_no_claim():
    (found,) = judge(pattern(claim()), saying(N - 1, default=0.6, off=0.3))
    assert (found.holds, found.ablated[0].breaks) == (Verdict.FEW, Verdict.FEW)
    counted = tally([found])
    assert (counted.hold, counted.fail, counted.unsure, counted.fine) == ((), (), ("P0",), False)


@pytest.mark.parametrize("kind", [Kind.INPUT, Kind.OPEN])
def test_what_is_shown_claims_nothing(kind):
    (found,) = judge(pattern(claim(kind)), saying(default=0.0))
    assert (found.holds, found.ablated) == (None, ())
    counted = tally([found])
    assert (counted.grown, counted.inputs, counted.open) == (0, kind is Kind.INPUT, kind is Kind.OPEN)
    assert counted.fine


def test_patterns_are_counted_and_rows_of_other_kinds():
    rows = judge(pattern(claim(), claim(Kind.INPUT), claim(Kind.OPEN), code="P1"), saying(default=0.6, off=0.3))
    rows += judge(pattern(claim(), claim(), code="P2"), saying(default=0.3, off=0.3))
    rows += judge(pattern(claim(), claim(band=Band(0.7, 1.0)), code="P3"), saying(default=0.6, off=0.3))
    luck = lambda case, _: ones(np.linspace(0.2, 0.9, N) if case is DEFAULT else [0.1] * N)  # noqa: E731
    rows += judge(pattern(claim(), code="P4"), luck)
    counted = tally(rows)
    assert counted.grown == 4
    assert (counted.hold, counted.fail, counted.unsure, counted.carried) == (("P1",), ("P2", "P3"), ("P4",), ("P1",))
    assert (counted.inputs, counted.open) == (1, 1)


def test_without_ablations_nothing_is_said_to_rest_on_anything():
    rows = judge(pattern(claim()), saying(default=0.6), ablations=False)
    assert rows[0].ablated == ()
    assert (tally(rows).hold, tally(rows).carried) == (("P0",), ())


def test_a_claim_is_judged_in_its_own_case():
    (found,) = judge(pattern(claim(case=ALSO_OFF)), saying(default=0.1, also_off=0.6, off=0.1))
    assert found.holds is YES
