"""The answer says what the tables say, in natural units, and never more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.present.report.answer import answer
from experiments.present.report.clauses import FEW
from experiments.present.report.evidence import Evidence
from experiments.present.report.lead import good, judged_by, led_by, strongest
from experiments.present.report.speech import Speech
from experiments.present.report.tables import after_years
from experiments.present.report.whom import whom
from experiments.present.words import Words
from sim.analysis.aims import aim, change
from sim.analysis.amounts import inside
from sim.analysis.comparison import outcomes
from sim.indicators import INDICATORS

ROW = {
    "scenario": "other", "indicator": "practice", "baseline_level": 0.4, "level": 0.43, "difference": 0.03,
    "low": 0.02, "high": 0.04, "share_up": 1.0, "replications": 30, "verdict": "up",
}  # fmt: skip
COST = {"scenario": "other", "difference": 400.0, "low": 350.0, "high": 450.0, "million": 40.0, "million_low": 35.0,
        "million_high": 45.0, "replications": 30}  # fmt: skip
STORED = {"question": {}, "phases": []}
"""A scenario without a title, as a manifest holds it."""


def speech(
    *rows: dict[str, Any], language="en", headline=(), uncertainty="register", about=None, target=None, **tables: Any
) -> Speech:
    setup = {"uncertainty": uncertainty, "horizon": 2030, "tables": {}, "world": "norway", "target": target or {}}
    made = [ROW | row for row in rows]
    names = dict.fromkeys(("base", *(row["scenario"] for row in made)), STORED)
    found = {"comparison": pd.DataFrame(made)} | tables
    config = {"baseline": "base"}
    evidence = Evidence(Path(), {"setup": setup, "scenarios": names}, config, found, {}, {}, tuple(headline), "", about)
    return Speech(evidence, language)


def costs(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame([COST | {"payer": payer} | changes for payer in ("state", "owners", "money", "time")])


def said(found: Speech) -> str:
    return " ".join(answer(found))


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("verdict", ["up", "down", "cannot tell", "too small to matter", "undefined"])
def test_at_most_three_sentences_and_the_scope_whatever_the_verdict(language, verdict):
    found = answer(speech({"verdict": verdict}, language=language, costs=costs()))
    assert 1 <= len(found.sentences) <= 3
    assert all(line.endswith(".") and "{" not in line for line in found)
    assert list(found)[-1] == found.scope


def test_change_certainty_and_cost_are_said_in_that_order_in_natural_units():
    first, sure, cost = answer(speech({}, costs=costs())).sentences
    assert first == "With “other”, teaching would be better in the whole country by spring 2030 than with “base”: " \
                    "teaching practice 3.0 points of 100 higher."  # fmt: skip
    assert "30 of 30 paired runs point that way" in sure
    assert "+2.0 to +4.0 points of 100" in sure
    assert "costs 400 kroner more per teacher a year (350 to 450), 40 million in all (state 40 more" in cost


@pytest.mark.parametrize("verdict", ["cannot tell", "too small to matter"])
def test_what_is_not_established_is_not_told_as_an_effect(verdict):
    assert " higher" not in said(speech({"verdict": verdict}))


def test_one_replication_concludes_nothing():
    text = said(speech({"replications": 1, "verdict": "cannot tell", "low": np.nan, "high": np.nan}))
    assert "From one paired run it cannot be told" in text
    assert "3.0" not in text


def test_no_value_in_both_is_said():
    assert "no difference to report" in said(speech({"verdict": "undefined", "difference": np.nan, "replications": 0}))


def test_differences_of_exactly_zero_are_not_called_a_policy_without_effect():
    zero = {"difference": 0.0, "low": 0.0, "high": 0.0, "verdict": "too small to matter"}
    assert "says nothing of whether it works" in said(speech(zero))


def test_parameters_at_their_values_are_said_to_hide_something():
    assert "more is unknown than that" in said(speech({}, uncertainty="point"))


@pytest.mark.parametrize(("n", "provisional"), [(FEW - 1, True), (FEW, False)])
def test_few_replications_make_it_provisional(n, provisional):
    assert ("Provisional" in said(speech({"replications": n}))) == provisional


def test_money_that_may_be_nothing_is_not_called_a_cost():
    text = said(speech({}, costs=costs(low=-5.0)))
    assert "is not shown to cost more or less money (−5 to +450 kroner per teacher a year)" in text


def test_what_is_asked_about_comes_first_then_the_largest_and_money_is_no_outcome():
    rows = [ROW | row for row in ({"indicator": "collective_grant", "difference": -9000.0, "verdict": "down"},
                                  {"indicator": "practice"}, {"indicator": "steering", "difference": 0.5})]  # fmt: skip
    assert [row["indicator"] for row in strongest(speech({}), rows)] == ["steering", "practice"]
    assert [row["indicator"] for row in strongest(speech({}, headline=["practice"]), rows)] == ["practice", "steering"]


def test_what_the_decision_settles_is_no_finding_and_what_is_done_stands_apart():
    rows = ({}, {"indicator": "collective_grant", "difference": 900.0},
            {"indicator": "participation", "difference": 0.3, "baseline_level": 0.0},
            {"indicator": "partnership_active", "difference": 0.1},
            {"indicator": "depth", "verdict": "too small to matter"},
            {"indicator": "routines", "verdict": "cannot tell"})  # fmt: skip
    lines = answer(speech(*rows)).lines
    assert lines == [
        "What is done: owners in an active partnership 10 more per 100 owners.",
        "True by definition, and no finding: taking part in collective development 30.0 more per 100 teachers; "
        "collective grant per teacher 900 kroner more.",
        "Too little to matter: subject depth.", "Cannot be told: routines in schools.",
    ]  # fmt: skip


def test_outcomes_say_what_they_are_as_much_as():
    passed = pd.DataFrame([{"scenario": "other", "indicator": "practice", "passed": 12.4}])
    first, second = answer(speech({}, {"indicator": "pupil_results"}, passed=passed)).outcomes
    assert first == "Teaching practice: 3.0 points of 100 higher (+2.0 to +4.0), as far as from the middle " \
                    "municipality past 12 of 100 others."  # fmt: skip
    assert "2.9 weeks of schooling, if pupils learn 0.4 standard deviations in 38 weeks" in second


# ---- several options

ONE, TWO, THREE = ({"scenario": name} for name in ("one", "two", "three"))
SEVERAL = [ONE | {"difference": 0.05, "low": 0.045, "high": 0.055}, TWO,
           THREE | {"difference": 0.001, "low": -0.001, "high": 0.003, "verdict": "too small to matter"}]  # fmt: skip


def test_the_best_of_several_options_is_named_with_the_next():
    first = answer(speech(*SEVERAL, headline=["practice"])).sentences[0]
    assert first == (
        "“one” does most to improve teaching in the whole country: teaching practice 5.0 points of 100 higher by "
        "spring 2030 than with “base”; next comes “two” (3.0 points of 100 higher)."
    )


def test_options_whose_intervals_overlap_are_not_told_apart():
    found = answer(speech(ONE, TWO | {"difference": 0.031}, headline=["practice"]))
    assert "“two” (3.1 points of 100 higher) and “one” (3.0 points of 100 higher) do most" in found.sentences[0]
    assert found.options is not None
    assert found.options["rank"].tolist() == [1, 1]


def test_of_options_that_are_not_told_apart_the_cheapest_is_priced():
    dear, cheap = (costs(scenario=name, difference=d) for name, d in (("one", 900.0), ("two", 400.0)))
    said = answer(speech(ONE, TWO, headline=["practice"], costs=pd.concat([dear, cheap]))).sentences[-1]
    assert said.startswith("Cheapest of these: “two” costs 400 kroner more")


def test_where_no_option_helps_that_is_said_and_the_outcome_asked_about_next_is_taken_if_one_helps():
    small = [row | {"verdict": "too small to matter"} for row in (ONE, TWO)]
    first = answer(speech(*small, headline=["practice"])).sentences[0]
    assert first.startswith("Neither of the two changes teaching practice in the whole country by as much as matters")
    moved = [row | {"indicator": "steering"} for row in (ONE, TWO)]
    first = answer(speech(*small, *moved, headline=["practice", "steering"])).sentences[0]
    assert "strengthen how owners steer" in first


WORSE = {"difference": -0.03, "low": -0.04, "high": -0.02, "share_up": 0.0, "verdict": "down"}
SMALL = {"difference": 0.001, "low": -0.001, "high": 0.003, "verdict": "too small to matter"}


def test_harm_is_said_first_where_no_option_helps_with_the_worst_the_harmless_and_their_cost():
    paid = pd.concat([costs(scenario="one", difference=-900.0, low=-950.0, high=-850.0),
                      costs(scenario="two", difference=-400.0, low=-450.0, high=-350.0)])  # fmt: skip
    rows = [ONE | WORSE, TWO | SMALL, ONE | WORSE | {"indicator": "steering", "difference": -0.14}]
    found = answer(speech(*rows, costs=paid))
    assert found.sentences[0] == (
        "With “one”, teaching would be poorer in the whole country by spring 2030 than with “base”: teaching practice "
        "3.0 points of 100 lower and owner steering 14.0 points of 100 lower; with “two” the difference is too small "
        "to matter."
    )
    assert found.about == "What “one” does:"
    assert "“one” saves 900 kroner" in found.sentences[2]
    assert found.sentences[2].endswith("“two” saves 400.")


def test_an_option_that_harms_is_named_beside_the_best():
    assert "“two” (3.0 points of 100 lower) does most harm" in answer(speech(ONE, TWO | WORSE)).sentences[0]


def test_an_option_that_is_shown_to_help_leads_though_another_may_do_more():
    larger = TWO | {"difference": 0.05, "low": -0.001, "high": 0.101, "verdict": "cannot tell"}
    first = answer(speech(larger, ONE, THREE | WORSE, headline=["practice"])).sentences[0]
    assert first == (
        "“one” does most to improve teaching in the whole country: teaching practice 3.0 points of 100 higher by "
        "spring 2030 than with “base”; whether “two” (5.0 points of 100 higher) does as much cannot be told; “three” "
        "(3.0 points of 100 lower) does most harm."
    )
    unsure = TWO | {"difference": -0.05, "low": -0.101, "high": 0.001, "verdict": "cannot tell"}
    first = answer(speech(unsure, ONE | WORSE, headline=["practice"])).sentences[0]
    assert first.startswith("With “one”, teaching would be poorer")
    assert first.endswith("with “two” it cannot be told.")


def test_a_next_best_is_named_only_if_it_is_shown_to_help():
    assert "next comes" not in said(speech(ONE, TWO | SMALL, headline=["practice"]))


def test_what_is_established_comes_before_what_cannot_be_told():
    unsure = [row | SMALL | {"verdict": "cannot tell"} for row in (ONE, TWO)]
    beside = [TWO | WORSE | {"indicator": "nearness"}, ONE | SMALL | {"indicator": "nearness"}]
    small = [row | SMALL | {"indicator": "routines"} for row in (ONE, TWO)]
    first, sure = answer(speech(*unsure, *small, *beside, headline=["practice", "routines"])).sentences
    assert first.startswith("Neither of the two changes routines in schools")
    assert "but with “two”, universities would be farther from practice" in first
    assert "The mean effect of “one” on teaching practice lies in" in sure


def test_part_of_an_outcome_never_leads_unless_it_is_asked_about():
    rows = [row | {"indicator": "vocational_practice", "difference": 0.2} for row in (ONE, TWO)]
    rows += [row | {"indicator": "steering"} for row in (ONE, TWO)]
    assert judged_by(speech(*rows)).name == led_by(speech(*rows, about="one")).name == "steering"
    assert judged_by(speech(*rows, headline=["vocational_practice"])).name == "vocational_practice"


def test_harm_of_another_option_is_said_beside_the_one_asked_about():
    first = answer(speech(ONE | SMALL, TWO | WORSE, headline=["practice"], about="one")).sentences[0]
    assert first == (
        "“one” changes teaching practice in the whole country by less than matters until spring 2030, compared with "
        "“base”; but with “two”, teaching would be poorer (teaching practice 3.0 points of 100 lower)."
    )


def test_a_difference_that_is_clear_alone_but_not_among_all_says_so():
    row = {"verdict": "cannot tell", "verdict_alone": "up"}
    assert "alone that would be clear" in said(speech(row, {"indicator": "depth", "verdict": "too small to matter"}))
    assert "alone" not in said(speech(row | {"verdict_alone": "cannot tell"}))


def test_every_headline_outcome_has_words_of_its_own_in_both_languages():
    words, outcomes_ = [Words("en"), Words("nb")], outcomes([i for i in INDICATORS if i.headline])
    unsaid = [i.name for i in outcomes_ for w in words if "“" in aim(i, w) + change(i, 1, w) or "«" in aim(i, w)]
    assert not unsaid


def test_what_is_told_of_the_whole_country_only_is_said_of_it_when_others_are_asked_about():
    found = answer(speech({"indicator": "nearness"}, target={"county": "agder"})).sentences[0]
    assert "universities would be nearer to practice in the whole country" in found


def test_effects_after_years_are_one_row_an_outcome_with_how_the_last_moves():
    years = pd.DataFrame([ROW | {"years": n, "moves": moves} for n, moves in ((3, "on"), (8, "back"))])
    table = after_years(speech({}, after_years=years), "other")
    assert table is not None
    assert [column.heading for column in table.columns][2:] == [
        "After 3 years",
        "After 8 years",
        "In the last of these",
    ]
    assert [[cell.text for cell in row][2:] for row in table.cells(Words("en"))] == [
        ["+3.0 (+2.0 to +4.0)", "+3.0 (+2.0 to +4.0)", "fading"]
    ]


def test_a_question_about_one_scenario_is_answered_about_it():
    assert answer(speech(*SEVERAL, about="two")).sentences[0].startswith("With “two”")


# ---- for whom


def test_those_asked_about_are_named_in_both_languages():
    en, nb = Words("en"), Words("nb")
    for target, english, bokmaal in (
        ({}, "the whole country", "hele landet"),
        ({"size_class": "below 3,000"}, "municipalities with fewer than 3,000 inhabitants",
         "kommuner med under 3 000 innbyggere"),
        ({"county": ["nordland", "troms"]}, "Nordland and Troms", "Nordland og Troms"),
        ({"follow_up": 2025, "county": "nordland"}, "municipalities in follow-up in 2025 in Nordland",
         "kommuner i oppfølging i 2025 i Nordland"),
    ):  # fmt: skip
        assert (whom(target, "norway", en), whom(target, "norway", nb)) == (english, bokmaal)


def test_names_keep_their_capitals_inside_a_sentence():
    assert [inside(x) for x in ("Practice", "Dekom Y", "UH hours")] == ["practice", "Dekom Y", "UH hours"]


def test_pairs_that_gave_no_value_are_told_with_why():
    rows = {"replications": 27}, {"indicator": "steering"}
    assert "; 3 of 30 pairs have no value." in said(speech(*rows))
    assert "; in 3 of 30 pairs there is nobody whom the question is about." in said(
        speech(*rows, target={"follow_up": 2026})
    )
    assert "pairs" not in said(speech({}, {"indicator": "steering"}))


VERDICTS = st.sampled_from(["up", "down", "cannot tell", "too small to matter"])


@st.composite
def many(draw) -> list[dict[str, Any]]:
    """Two to four options by two outcomes: any size, an established one on the side that its verdict says."""
    rows = []
    for scenario in ("one", "two", "three", "four")[: draw(st.integers(2, 4))]:
        for name in ("practice", "turnover"):
            size, half, verdict = draw(st.integers(6, 90)) / 1000, draw(st.integers(1, 40)) / 1000, draw(VERDICTS)
            sign = {"up": 1, "down": -1}.get(verdict) or draw(st.sampled_from([-1, 1]))
            half = min(half, size - 0.001) if verdict in ("up", "down") else half
            rows.append(ROW | {"scenario": scenario, "indicator": name, "difference": sign * size, "verdict": verdict,
                               "low": sign * size - half, "high": sign * size + half})  # fmt: skip
    return rows


@given(many(), st.sampled_from([(), ("practice",), ("turnover", "practice")]))
def test_of_options_one_that_is_shown_to_help_leads_else_one_that_is_shown_to_harm(rows, headline):
    found = speech(*rows, headline=headline)
    told, first = answer(found), answer(found).sentences[0]
    judged = judged_by(found)
    mine = [row for row in rows if row["indicator"] == judged.name]
    better = [row for row in mine if row["verdict"] == good(judged)]
    worse = [row for row in mine if row["verdict"] in ("up", "down") and row not in better]
    size = {row["scenario"]: abs(row["difference"]) for row in mine}
    if better:
        assert told.of in {row["scenario"] for row in better}
        assert size[told.of] == max(abs(row["difference"]) for row in better)
        assert " does most to " in first or " do most to " in first
        assert f"“{told.of}”" in first
        assert ("does most harm" in first) == bool(worse)
    elif worse:
        assert first.startswith(f"With “{told.of}”, ")
        assert size[told.of] == max(abs(row["difference"]) for row in worse)
    else:
        assert first.startswith(("None of the ", "Neither of the two "))


def test_a_cost_of_nothing_is_said_plainly():
    nothing = costs(difference=0.001, low=-0.003, high=0.004)
    assert "“other” costs state and owners neither more nor less." in said(speech({}, costs=nothing))


def test_beside_harm_the_option_that_helps_the_next_outcome_is_named():
    rows = [ONE | WORSE, TWO | SMALL, ONE | WORSE | {"indicator": "steering"}, TWO | {"indicator": "steering"}]
    first = answer(speech(*rows, headline=["practice", "steering"])).sentences[0]
    assert first.endswith("“two” (3.0 points of 100 higher) does most to strengthen how owners steer.")


def test_of_a_target_the_cost_there_and_in_the_whole_country_are_kept_apart():
    there = answer(speech({}, costs=costs(), target={"county": "nordland"})).sentences[-1]
    assert "costs 400 kroner more per teacher a year there (350 to 450), in the whole country 40 million more" in there
    unclear = costs(million_low=-1.0)
    there = answer(speech({}, costs=unclear, target={"county": "nordland"})).sentences[-1]
    assert (
        there == "“other” costs 400 kroner more per teacher a year there (350 to 450), in the whole country no clear "
        "difference; of teachers' own time it takes what 400 kroner are worth."
    )
