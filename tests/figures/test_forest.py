import numpy as np
import pytest

from sim.comparison import comparison
from sim.figures import differences
from tests.figures.conftest import all_texts, overlapping

OTHERS = ["scenario_1", "scenario_2"]


@pytest.fixture
def table(frame, indicators):
    return comparison(frame, "scenario_0", OTHERS, indicators)


def dots(figure):
    return [line for line in figure.axes[1].lines if line.get_linestyle() == "None"]


def test_a_dot_is_the_difference_in_smallest_differences(indicators, table):
    figure = differences(table, indicators, "en", "scenario_0", 11)
    smallest = {i.name: i.smallest_difference for i in indicators}
    expected = [d / smallest[i] for d, i in zip(table["difference"], table["indicator"], strict=True)]
    assert np.allclose([dot.get_xdata()[0] for dot in dots(figure)], expected)


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["Difference from scenario 0, spring 2023", "too small to matter", "+3,", "2025 kroner per"]),
    ("nb", ["Forskjell fra scenario 0, våren 2023", "for lite til å bety noe", "+3\u00a0", "2025-kroner per"]),
])  # fmt: skip
def test_language_switches_words_and_numbers(indicators, table, language, words):
    texts = [
        " ".join(text.split("\n")) for text in all_texts(differences(table, indicators, language, "scenario_0", 11))
    ]
    assert all(any(word in text for text in texts) for word in words)
    assert any(("no unit" if language == "en" else "uten enhet") in text for text in texts)


def test_far_apart_differences_get_a_logarithmic_axis(indicators, table):
    assert differences(table, indicators, "en", "scenario_0").axes[1].get_xscale() == "symlog"
    near = table[table["indicator"].isin(["depth", "turnover"])]
    assert differences(near, indicators, "en", "scenario_0").axes[1].get_xscale() == "linear"


def test_one_replication_prints_differences_without_interval(make, indicators):
    table = comparison(make(2, replications=1), "scenario_0", ["scenario_1"], indicators)
    figure = differences(table, indicators, "en", "scenario_0")
    assert len(dots(figure)) == 4
    assert any("no interval can be given" in text for text in all_texts(figure))
    assert not any(text.startswith("[") for text in all_texts(figure))


def test_a_scenario_without_values_gets_a_dash(indicators, table):
    table = table.copy()
    table.loc[0, ["difference", "low", "high", "verdict"]] = [np.nan, np.nan, np.nan, "undefined"]
    figure = differences(table, indicators, "en", "scenario_0")
    assert len(dots(figure)) == 7
    assert sum(text == "–" for text in all_texts(figure)) == 2


def test_nothing_to_show_is_said(indicators, table):
    figure = differences(table[:0], indicators, "en", "scenario_0")
    assert "No values to show." in all_texts(figure)


@pytest.mark.parametrize("scenarios", [2, 6])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_names_and_numbers_do_not_overlap(make, indicators, scenarios, language):
    others = [f"scenario_{k}" for k in range(1, scenarios)]
    table = comparison(make(scenarios), "scenario_0", others, indicators)
    figure = differences(table, indicators, language, "scenario_0", 11)
    figure.draw_without_rendering()
    texts = [*figure.axes[0].texts, *figure.axes[1].texts, *figure.axes[2].texts, *figure.texts]
    assert overlapping([*texts, *figure.legends[0].get_texts()]) == []
    assert max(text.get_window_extent().x1 for text in texts) <= figure.bbox.x1
