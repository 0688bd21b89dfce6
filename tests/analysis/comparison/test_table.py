"""Intervals are Student's, verdicts are plain, and 95 % means 95 %."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.comparison import Interval, comparison, interval, levels, verdict

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


def many(shift: float = 0.0, scale: float = 1.0) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    luck, own = rng.normal(0, 1, (2, 2, 20))
    effects = {"practice": 0.05, "broad": -0.05}
    return pd.concat(
        [
            frame(
                {
                    "never": list(scale * (luck[k] + shift)),
                    "model": list(scale * (luck[k] + shift + e + 0.02 * own[k])),
                },
                name,
            )
            for k, (name, e) in enumerate(effects.items())
        ]
    )


OPPOSITE = {"up": "down", "down": "up"}
NUMBERS = ["difference", "low", "high", "spread_low", "spread_high", "share_up", "p", "p_adjusted"]


def test_swapping_baseline_and_scenario_flips_signs_and_verdicts():
    there = comparison(many(), "never", ["model"], [PRACTICE, BROAD])
    back = comparison(many(), "model", ["never"], [PRACTICE, BROAD])
    assert there["verdict"].tolist() == ["up", "down"]
    assert back["verdict"].tolist() == [OPPOSITE[v] for v in there["verdict"]]
    assert back["difference"].to_numpy() == pytest.approx(-there["difference"].to_numpy())
    assert back["low"].to_numpy() == pytest.approx(-there["high"].to_numpy())
    assert back["spread_low"].to_numpy() == pytest.approx(-there["spread_high"].to_numpy())
    assert back["share_up"].to_numpy() == pytest.approx(1.0 - there["share_up"].to_numpy())


def test_adding_to_both_and_changing_units_change_no_verdict():
    plain, moved = (comparison(many(s), "never", ["model"], [PRACTICE, BROAD]) for s in (0.0, 9.0))
    assert moved[NUMBERS].to_numpy() == pytest.approx(plain[NUMBERS].to_numpy())
    cents = [SimpleNamespace(**{**vars(i), "smallest_difference": 1.0}) for i in (PRACTICE, BROAD)]
    scaled = comparison(many(scale=100.0), "never", ["model"], cents)
    assert scaled["verdict"].tolist() == plain["verdict"].tolist()
    assert scaled["low"].to_numpy() == pytest.approx(100.0 * plain["low"].to_numpy())


def test_relabelled_scenarios_have_the_same_numbers():
    made = many()
    renamed = made.assign(scenario=made["scenario"].map({"model": "zulu", "never": "yankee"}))
    found = comparison(renamed, "yankee", ["zulu"], [PRACTICE, BROAD])
    assert np.array_equal(found[NUMBERS], comparison(many(), "never", ["model"], [PRACTICE, BROAD])[NUMBERS])


def test_identical_scenarios_differ_by_nothing():
    values = list(np.random.default_rng(1).normal(0, 1, 10))
    (row,) = comparison(frame({"never": values, "model": values}), "never", ["model"], [PRACTICE]).to_dict("records")
    assert (row["difference"], row["low"], row["high"], row["spread_low"], row["spread_high"]) == (0, 0, 0, 0, 0)
    assert (row["verdict"], row["verdict_alone"], row["share_up"]) == ("too small to matter", "too small to matter", 0)
    assert np.isnan(row["p_adjusted"])


def test_the_headline_indicators_are_a_family_of_their_own():
    extra = SimpleNamespace(name="broad", unit="share", smallest_difference=0.01, headline=False)
    apart = comparison(many(), "never", ["model"], [PRACTICE, extra])
    assert np.array_equal(apart["p"], apart["p_adjusted"])
    together = comparison(many(), "never", ["model"], [PRACTICE, BROAD])
    assert (together["p_adjusted"] > together["p"]).any()


def test_what_holds_alone_may_not_hold_among_many():
    """The first of 20 has t = 2.6 on 19 degrees of freedom: p = 0.018 alone, 0.35 among 20."""
    own = np.random.default_rng(8).normal(0, 1, (20, 20))
    own = (own - own.mean(axis=1, keepdims=True)) / own.std(axis=1, ddof=1, keepdims=True)
    own[0] += 2.6 / np.sqrt(20)
    names = [f"i{k}" for k in range(20)]
    made = [frame({"never": [0.0] * 20, "model": list(x)}, n) for n, x in zip(names, own, strict=True)]
    indicators = [SimpleNamespace(name=n, unit="1", smallest_difference=0.1, headline=True) for n in names]
    first = comparison(pd.concat(made), "never", ["model"], indicators).iloc[0]
    assert (first["verdict_alone"], first["verdict"]) == ("up", "cannot tell")


def test_luck_stands_beside_and_spread_does_not_close_in():
    """Parameters differ between replications (standard deviation 1); luck moves them by 0.1."""
    rng = np.random.default_rng(3)
    effect = rng.normal(0.5, 1.0, 200)
    wide = {"never": [0.0] * 200, "model": list(effect + rng.normal(0.0, 0.1, 200))}
    again = {"never": [0.0] * 40, "model": list(effect[:40] + rng.normal(0.0, 0.1, 40))}
    (row,) = comparison(frame(wide), "never", ["model"], [PRACTICE], frame(again)).to_dict("records")
    assert row["luck_low"] + row["luck_high"] == pytest.approx(2.0 * row["difference"])
    assert row["luck_high"] - row["luck_low"] == pytest.approx(2.0 * 2.02 * 0.1 / np.sqrt(200), rel=0.3)
    assert row["luck_high"] - row["luck_low"] < (row["high"] - row["low"]) / 5
    assert row["spread_high"] - row["spread_low"] > 3.0
    assert row["share_up"] == pytest.approx(0.69, abs=0.1)
    (alone,) = comparison(frame(wide), "never", ["model"], [PRACTICE]).to_dict("records")
    assert np.isnan([alone["luck_low"], alone["luck_high"]]).all()
