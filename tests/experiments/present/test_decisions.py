"""Sentences of decision support say what their rows say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.present.decisions import contributed, discovered, robust, switched
from experiments.present.words import Words

EN, NB = Words("en"), Words("nb")
DISCOVERY = {
    "indicator": "practice", "scenario": "b", "better_scenario": "b", "than": "a", "threshold": 0.005, "year": 2035,
    "found": "condition", "better": 0.8, "states": 50, "unless": True, "density_searched": 0.9, "n_held_out": 25,
    "density_held_out": 0.75, "base_held_out": 0.2, "coverage_held_out": 0.6, "chance_held_out": 0.01,
}  # fmt: skip
LIMITS = pd.DataFrame({"parameter": ["quality_fade"], "low": [0.05], "high": [np.inf]})


def test_a_condition_is_told_with_its_limit_and_how_sure_it_is():
    first, when, sure = discovered(DISCOVERY, LIMITS, EN)
    assert first.startswith("“b” is better than “a” by at least 0.005 in 80\u00a0% of 50 states of the world")
    assert when.startswith("“b” is better than “a” unless “")
    assert "is above 0.05 (share per year; quality_fade)" in when
    assert "75\u00a0% of those where this holds" in sure


def test_a_condition_in_bokmaal_has_the_parameter_in_bokmaal():
    when = discovered(DISCOVERY, LIMITS, NB)[1]
    assert "«Hvor raskt lærerutdanningens kvalitet glir tilbake mot utgangspunktet» er over 0,05 (andel per år" in when


def test_scenarios_that_never_differ_are_not_called_better():
    (only,) = discovered(DISCOVERY | {"found": "never", "better": 0.0}, None, EN)
    assert only.startswith("Neither “b” nor “a” is better than the other by 0.005 in any of 50 states")


@pytest.mark.parametrize("found", ["always", "too few", "no condition"])
@pytest.mark.parametrize("words", [EN, NB])
def test_every_outcome_of_a_search_has_a_sentence(found, words):
    said = discovered(DISCOVERY | {"found": found}, None, words)
    assert all(text.endswith(".") and "{" not in text for text in said)


def test_an_unknown_outcome_is_not_passed_over():
    with pytest.raises(ValueError, match="unknown outcome"):
        discovered(DISCOVERY | {"found": "odd"}, None, EN)


def test_least_regret_is_told_against_the_next():
    rows = pd.DataFrame({"indicator": "practice", "scenario": ["a", "b", "c"], "regret": [0.02, 0.001, 0.01],
                         "best": [0.1, 0.7, 0.2], "states": 40})  # fmt: skip
    said = robust(rows, EN)
    assert (
        "“b” is regretted least over 40 states of the world: 0.0010 index 0–1 on average, against 0.0100 for “c”"
        in said
    )
    assert "best of the 3 in 70\u00a0%" in said


def test_parts_are_told_by_size_after_the_whole():
    rows = pd.DataFrame({"indicator": "practice", "part": ["x", "y", "total"], "adds": [0.01, -0.03, -0.02],
                         "low": [0.0, -0.04, -0.03], "high": [0.02, -0.02, -0.01]})  # fmt: skip
    said = contributed(rows, EN)
    assert said.index("−0.0200") < said.index("y −0.0300") < said.index("x +0.0100")


def test_switching_values_come_by_plausibility_and_those_without_are_named():
    base = {"side": "above", "verdict_beyond": "down", "low": 0.01, "high": 0.09}
    rows = pd.DataFrame([
        base | {"parameter": "quality_fade", "own_value": 0.04, "switching_value": 0.07, "probability_beyond": 0.1},
        base | {"parameter": "routine_gain", "own_value": 0.1, "switching_value": 0.2, "probability_beyond": 0.4},
        base | {"parameter": "fade_unused", "own_value": 0.1, "switching_value": np.nan, "low": np.nan,
                "high": np.nan, "probability_beyond": np.nan},
    ])  # fmt: skip
    first, second, none = switched(rows, EN)
    assert "routine_gain" in first
    assert "quality_fade" in second
    assert none == "No switch in the range of fade_unused."
