"""Bands: what holds, what fails and what luck leaves open; and when a claim rests on a mechanism."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.comparison import Interval
from sim.analysis.validation import LEAST_REPLICATIONS, Band, Verdict
from sim.analysis.validation.bands import judge_ablation

MANY, FEW = LEAST_REPLICATIONS, LEAST_REPLICATIONS - 1
YES, NO, UNSURE = Verdict.YES, Verdict.NO, Verdict.UNSURE


def found(mean: float, half: float = 0.1, n: int = MANY) -> Interval:
    return Interval(mean, mean - half, mean + half, n)


UNDEFINED = found(np.nan)
BAND = Band(0.2, 0.8)


@pytest.mark.parametrize(
    ("band", "value", "verdict"),
    [
        (BAND, found(0.5), YES), (BAND, found(0.31), YES), (BAND, found(0.29), UNSURE), (BAND, found(0.15), UNSURE),
        (BAND, found(0.05), NO), (BAND, found(0.95), NO), (BAND, found(0.75), UNSURE), (BAND, found(0.5, 0.4), UNSURE),
        (BAND, found(0.2, 0.0), YES), (BAND, UNDEFINED, UNSURE), (BAND, found(0.5, n=FEW), Verdict.FEW),
        (Band(low=0.2), found(9.0), YES), (Band(low=0.2), found(0.0), NO), (Band(high=0.2), found(-9.0), YES),
        (Band(high=0.2), found(0.4), NO),
    ],
)  # fmt: skip
def test_a_claim_holds_where_the_whole_interval_lies_in_the_band(band, value, verdict):
    assert band.judge(value) is verdict


@pytest.mark.parametrize(
    ("usual", "ablated", "change", "verdict"),
    [
        (found(0.5), found(0.1), found(-0.4), YES),
        (found(0.5), found(0.9), found(0.4), YES),
        (found(0.5), found(0.1), found(-0.4, 0.5), UNSURE),
        (found(0.5), found(0.3), found(-0.2), NO),
        (found(0.5), UNDEFINED, UNDEFINED, UNSURE),
        (found(0.1), found(0.0), found(-0.1), None),
        (UNDEFINED, found(0.0), UNDEFINED, None),
        (found(0.5, n=FEW), found(0.1, n=FEW), found(-0.4, n=FEW), Verdict.FEW),
    ],
)
def test_a_claim_rests_on_what_takes_it_out_of_its_band(usual, ablated, change, verdict):
    assert judge_ablation(BAND, usual, ablated, change) is verdict


@pytest.mark.parametrize("bounds", [(), (0.5, 0.5), (0.8, 0.2), (np.nan, 1.0)])
def test_a_band_that_claims_nothing_is_refused(bounds):
    with pytest.raises(ValueError, match="claims nothing"):
        Band(*bounds)


def test_a_band_reads_like_the_theory():
    said = [str(band) for band in (Band(low=0.9), Band(high=1 / 3), Band(6_600, 7_800), Band(-0.05, 0.15))]
    assert said == ["≥ 0.9", "≤ 0.333", "6600–7800", "-0.05–0.15"]
