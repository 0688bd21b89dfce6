"""Intervals are Student's, verdicts are plain, and 95 % means 95 %."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.comparison import Interval, comparison, interval, levels, verdict

PRACTICE = SimpleNamespace(name="practice", unit="0-1", smallest_difference=0.01, headline=True)
BROAD = SimpleNamespace(name="broad", unit="share", smallest_difference=0.01, headline=True)


def test_the_interval_is_the_closed_form():
    found = interval(np.array([1.0, 2.0, 3.0, 4.0]))
    half = 3.182446305284263 * np.sqrt(5.0 / 3.0) / 2.0  # t(0.975, 3) from tables: 3.182
    assert (found.mean, found.n) == (2.5, 4)
    assert found.low == pytest.approx(2.5 - half)
    assert found.high == pytest.approx(2.5 + half)


def test_one_replication_gives_no_interval_and_none_gives_no_mean():
    one, none = interval(np.array([0.3])), interval(np.array([]))
    assert (one.mean, one.n, verdict(one, 0.1)) == (0.3, 1, "cannot tell")
    assert np.isnan([one.low, one.high, none.mean]).all()
    assert verdict(none, 0.1) == "undefined"


@pytest.mark.parametrize(
    ("mean", "low", "high", "said"),
    [
        (0.05, 0.03, 0.07, "up"),
        (-0.05, -0.07, -0.03, "down"),
        (0.005, 0.001, 0.009, "too small to matter"),
        (0.0, 0.0, 0.0, "too small to matter"),
        (0.01, -0.01, 0.03, "cannot tell"),
        (0.008, 0.001, 0.015, "cannot tell"),
        (0.01, 0.005, 0.015, "up"),
    ],
)
def test_verdicts(mean, low, high, said):
    assert verdict(Interval(mean, low, high, 20), 0.01) == said


FINITE = st.floats(-10, 10)


@given(st.lists(FINITE, min_size=2, max_size=30), st.floats(0, 5))
def test_a_verdict_is_symmetric_and_never_against_its_interval(values, smallest):
    found, mirror = interval(np.array(values)), interval(-np.array(values))
    said, reverse = verdict(found, smallest), verdict(mirror, smallest)
    assert reverse == {"up": "down", "down": "up"}.get(said, said)
    if said == "up":
        assert found.low > 0
        assert found.mean >= smallest
    if said == "too small to matter":
        assert abs(found.mean) <= smallest


def test_ninety_five_per_cent_of_intervals_hold_the_truth():
    """4,000 experiments: the standard error of the coverage is 0.0034, so 0.012 is 3.5 of them on either side."""
    rng = np.random.default_rng(1)
    hits = [(i := interval(rng.normal(0.3, 1.0, 8))).low <= 0.3 <= i.high for _ in range(4000)]
    assert np.mean(hits) == pytest.approx(0.95, abs=0.012)


def frame(values: dict[str, list[float]], indicator: str = "practice", semester: int = 35) -> pd.DataFrame:
    rows = [
        (scenario, replication, semester, "nation", indicator, value)
        for scenario, column in values.items()
        for replication, value in enumerate(column)
    ]
    found = pd.DataFrame(rows, columns=["scenario", "replication", "semester", "level", "indicator", "value"])
    return found.astype({"scenario": "category", "level": "category", "indicator": "category"})


def test_differences_are_paired_by_replication_whatever_the_order_of_rows():
    tidy = frame({"never": [1.0, 2.0, 3.0], "model": [1.1, 2.1, 3.1]})
    shuffled = tidy.sample(frac=1, random_state=1)
    (row,) = comparison(shuffled, "never", ["model"], [PRACTICE]).to_dict("records")
    assert row["difference"] == pytest.approx(0.1)
    assert row["high"] - row["low"] == pytest.approx(0.0, abs=1e-12)
    assert (row["baseline_level"], row["level"], row["replications"]) == (2.0, pytest.approx(2.1), 3)
    pd.testing.assert_frame_equal(
        comparison(tidy, "never", ["model"], [PRACTICE]), comparison(shuffled, "never", ["model"], [PRACTICE])
    )


def test_only_the_nation_in_the_last_semester_counts():
    tidy = pd.concat(
        [
            frame({"never": [9.0, 9.0], "model": [0.0, 0.0]}, semester=33),
            frame({"never": [1.0, 1.0], "model": [1.0, 1.0]}),
        ]
    )
    (row,) = comparison(tidy, "never", ["model"], [PRACTICE]).to_dict("records")
    assert row["difference"] == 0.0


def test_a_failed_run_takes_its_pair_along():
    tidy = frame({"never": [1.0, 2.0, 3.0], "model": [1.5, 2.5]})
    (row,) = comparison(tidy, "never", ["model"], [PRACTICE]).to_dict("records")
    assert (row["replications"], row["baseline_level"], row["difference"]) == (2, 1.5, 0.5)


def test_an_indicator_without_a_value_in_one_scenario_is_undefined_there():
    tidy = frame({"never": [np.nan, np.nan], "model": [0.8, 0.9]}, "broad")
    (row,) = comparison(tidy, "never", ["model"], [BROAD]).to_dict("records")
    assert row["verdict"] == "undefined"
    assert np.isnan([row["baseline_level"], row["difference"], row["low"]]).all()
    assert row["level"] == pytest.approx(0.85)


def test_indicators_that_were_not_recorded_are_left_out():
    assert comparison(frame({"never": [1.0], "model": [1.0]}), "never", ["model"], [BROAD]).empty


def test_levels_have_a_spread_between_replications():
    (row,) = levels(frame({"model": [1.0, 3.0]}), "model", [PRACTICE, BROAD]).to_dict("records")
    assert (row["level"], row["spread"], row["replications"]) == (2.0, pytest.approx(np.sqrt(2.0)), 2)
