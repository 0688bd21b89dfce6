"""The answer in three sentences says what the table says, and never more."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.present.report.answer import FEW, answer, inside, strongest
from experiments.present.report.evidence import Evidence
from experiments.present.report.speech import Speech

ROW = {
    "scenario": "other", "indicator": "practice", "baseline_level": 0.4, "level": 0.43, "difference": 0.03,
    "low": 0.02, "high": 0.04, "replications": 30, "verdict": "up", "luck_difference": 0.031, "luck_low": 0.03,
    "luck_high": 0.032, "spread_low": 0.01, "spread_high": 0.05,
}  # fmt: skip

STORED = {"question": {}, "phases": []}
"""A scenario without a title, as a manifest holds it."""


def speech(*rows: dict[str, Any], language="en", headline=(), uncertainty="register", **tables: Any) -> Speech:
    setup = {"uncertainty": uncertainty, "horizon": 2030, "tables": {}}
    manifest = {"setup": setup, "scenarios": dict.fromkeys(("base", "other"), STORED)}
    found = {"comparison": pd.DataFrame([ROW | row for row in rows])} | tables
    return Speech(Evidence(Path(), manifest, {"baseline": "base"}, found, {}, {}, tuple(headline)), language)


def said(found: Speech) -> str:
    return " ".join(answer(found, "other"))


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("verdict", ["up", "down", "cannot tell", "too small to matter"])
def test_there_are_three_sentences_whatever_the_verdict(language, verdict):
    sentences = answer(speech({"verdict": verdict}, language=language), "other")
    assert len(sentences) == 3
    assert all(sentence.endswith(".") and "{" not in sentence for sentence in sentences)


def test_an_established_difference_is_told_with_size_unit_and_interval():
    first = answer(speech({}), "other")[0]
    assert "practice, all topics up by 0.0300 index 0–1 (+0.0200 … +0.0400)" in first


@pytest.mark.parametrize("verdict", ["cannot tell", "too small to matter", "undefined"])
def test_what_is_not_established_is_not_told_as_an_effect(verdict):
    text = said(speech({"verdict": verdict}))
    assert " up by " not in text
    assert " down by " not in text


def test_one_replication_concludes_nothing():
    text = said(speech({"replications": 1, "verdict": "cannot tell", "low": np.nan, "high": np.nan}))
    assert "One replication" in text
    assert "0.03" not in text


def test_no_value_in_both_is_said():
    assert "no difference to report" in said(speech({"verdict": "undefined", "difference": np.nan, "replications": 0}))


def test_differences_of_exactly_zero_are_not_called_a_policy_without_effect():
    zero = {"difference": 0.0, "low": 0.0, "high": 0.0, "verdict": "too small to matter"}
    assert "not that a policy has no effect" in said(speech(zero))


def test_luck_alone_stands_apart_from_the_register():
    assert re.search(r"interval of the first of these differences would be \+0\.0\d+ … \+0\.0\d+", said(speech({})))
    assert "show luck only" in said(speech({}, uncertainty="point"))


@pytest.mark.parametrize(("n", "provisional"), [(FEW - 1, True), (FEW, False)])
def test_few_replications_make_verdicts_provisional(n, provisional):
    assert ("provisional" in said(speech({"replications": n}))) == provisional


def test_counts_add_up():
    verdicts = ["up", "cannot tell", "too small to matter", "too small to matter", "undefined"]
    names = ["practice", "depth", "routines", "participation", "turnover"]
    text = said(speech(*({"verdict": v, "indicator": n} for v, n in zip(verdicts, names, strict=True))))
    assert "moves 1 of 5" in text
    assert "1 of the 5 differences cannot be told" in text
    assert "2 are too small to matter" in text
    assert "1 is not defined" in text


def test_what_is_asked_about_comes_first_then_the_largest_and_money_last():
    rows = [
        {"indicator": "collective_grant", "difference": -9000.0, "verdict": "down"},
        {"indicator": "practice", "difference": 0.03},
        {"indicator": "steering", "difference": 0.5},
    ]
    order = [row["indicator"] for row in strongest(speech(), rows_of(rows))]
    assert order == ["steering", "practice", "collective_grant"]
    asked = [row["indicator"] for row in strongest(speech(headline=["practice"]), rows_of(rows))]
    assert asked == ["practice", "steering", "collective_grant"]


def rows_of(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [ROW | row for row in rows]


def groups(contrast: str) -> pd.DataFrame:
    row = {"scenario": "other", "indicator": "practice", "level": "size_class", "contrast_verdict": contrast}
    return pd.DataFrame([row | {"group": "below 3,000", "difference": 0.01}, row | {"group": "30,000 and more",
                                                                                    "difference": 0.04}])  # fmt: skip


def test_for_whom_differs_only_where_the_contrast_is_established():
    assert "runs from +0.0100 (below 3,000) to +0.0400 (30,000 and more)" in said(speech({}, by_group=groups("down")))
    assert "about the same in municipalities of all sizes" in said(speech({}, by_group=groups("cannot tell")))
    assert "For whom is not known" in said(speech({}))


@pytest.mark.parametrize(("contrast", "told"), [("up", True), ("cannot tell", False)])
def test_what_matters_only_in_small_municipalities_is_told_where_it_differs_from_large_ones(contrast, told):
    small = {"scenario": "other", "indicator": "steering", "level": "size_class", "group": "below 3,000",
             "difference": 0.05, "low": 0.04, "high": 0.06, "verdict_alone": "up",
             "contrast_verdict": contrast}  # fmt: skip
    text = said(speech({"indicator": "steering", "verdict": "too small to matter"}, by_group=pd.DataFrame([small])))
    assert ("(inhabitants: below 3,000), owner steering up by 0.050" in text) == told


def test_where_only_money_moved_the_question_is_answered_too():
    rows = [{"indicator": "collective_grant", "difference": -900.0, "verdict": "down"},
            {"indicator": "depth", "difference": 0.006, "verdict": "too small to matter"},
            {"indicator": "practice", "difference": 0.001, "verdict": "too small to matter"}]  # fmt: skip
    text = said(speech(*rows, headline=["practice", "depth"]))
    assert "Of the 2 that the question is about, none moves by as much as matters" in text
    assert "nearest to it is subject depth with +0.006" in text
    assert "none moves" not in said(speech(*rows, {}, headline=["practice", "depth"]))


def test_names_keep_their_capitals_inside_a_sentence():
    assert [inside(x) for x in ("Practice", "Dekom Y", "UH hours")] == ["practice", "Dekom Y", "UH hours"]
