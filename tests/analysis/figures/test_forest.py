"""The differences that matter most: right is better, eight at most, one uncertainty, the finding as title."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis.comparison import comparison
from sim.analysis.figures import COLUMN, WIDTH, alt_text, differences
from sim.analysis.figures.forest import MARKS, MOST
from sim.analysis.figures.style import styled
from tests.analysis.figures.conftest import MADE, all_texts, overlapping

OTHERS = ["scenario_1", "scenario_2"]


@pytest.fixture
def table(frame, indicators):
    return comparison(frame, "scenario_0", OTHERS, indicators)


def dots(figure):
    return [line for line in figure.axes[0].lines if line.get_linestyle() == "None"]


def test_a_dot_is_the_difference_in_smallest_differences_and_right_is_better(indicators, table):
    figure = differences(table, indicators, "en", "scenario_0", 11)
    known = {i.name: (-1.0 if i.direction == "-" else 1.0) / i.smallest_difference for i in indicators}
    shown = table[table["indicator"].isin([i.name for i in indicators if i.direction != "0"])]
    expected = [d * known[i] for d, i in zip(shown["difference"], shown["indicator"], strict=True)]
    assert np.allclose(sorted(float(dot.get_xdata()[0]) for dot in dots(figure)), sorted(expected))


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["Difference from “scenario 0”, spring 2023", "too small to matter", "points of 100", "worse · better"]),
    ("nb", ["Forskjell fra «scenario 0», våren 2023", "for liten til å bety noe", "poeng av 100", "dårligere · bedre"]),
])  # fmt: skip
def test_language_switches_words_and_units_are_natural(indicators, table, language, words):
    text = " ".join(" ".join(all_texts(differences(table, indicators, language, "scenario_0", 11))).split())
    assert [word for word in words if word not in text] == []


def test_the_title_is_the_finding_and_each_verdict_is_drawn_as_it_is(indicators, table):
    moved = table.assign(verdict="cannot tell")
    moved.loc[(moved["indicator"] == "practice") & (moved["scenario"] == "scenario_2"), "verdict"] = "up"
    figure = differences(moved, indicators, "en", "scenario_0")
    assert figure.texts[0].get_text().startswith("“scenario 2”: practice, all topics")
    assert sum(dot.get_markerfacecolor() != "white" for dot in dots(figure)) == 1
    none = differences(table.assign(verdict="cannot tell"), indicators, "en", "scenario_0")
    assert none.texts[0].get_text() == "No outcome is shown to change by as much as matters"


def test_no_more_is_shown_than_can_be_read(make, indicators):
    many = [MADE[0].__class__(f"i{k}", "0-1", "+", 0.01, f"Made {k}", f"Laget {k}") for k in range(12)]
    for scenarios, most in ((2, MOST), (4, MARKS // 3)):
        others = [f"scenario_{k}" for k in range(1, scenarios)]
        table = comparison(make(scenarios, indicators=many), "scenario_0", others, many)
        assert len(dots(differences(table, many, "en", "scenario_0"))) == most * len(others)


def test_one_replication_prints_differences_without_interval(make, indicators):
    table = comparison(make(2, replications=1), "scenario_0", ["scenario_1"], indicators)
    figure = differences(table, indicators, "en", "scenario_0")
    assert any("no interval can be given" in text for text in all_texts(figure))
    assert not [line for line in figure.axes[0].lines if line.get_label() == "_interval"]


def test_nothing_to_show_is_said(indicators, table):
    assert "No values to show." in all_texts(differences(table[:0], indicators, "en", "scenario_0"))


def test_in_words_it_is_told_what_changes(indicators, table):
    told = alt_text(differences(table.assign(verdict="up"), indicators, "en", "scenario_0"))
    assert "scenario 1: practice, all topics" in told


@pytest.mark.parametrize(("scenarios", "language", "width"), [(2, "nb", COLUMN), (6, "en", WIDTH), (6, "nb", COLUMN)])
def test_names_and_numbers_do_not_overlap(laid_out, make, indicators, scenarios, language, width):
    others = [f"scenario_{k}" for k in range(1, scenarios)]
    table = comparison(make(scenarios), "scenario_0", others, indicators)
    figure = differences(table, indicators, language, "scenario_0", 11, width=width)
    with styled():
        figure.draw_without_rendering()
        texts = [*(text for ax in figure.axes for text in ax.texts), *figure.texts, *figure.legends[0].get_texts()]
        assert overlapping(texts) == []
        assert max(text.get_window_extent().x1 for text in texts) <= figure.bbox.x1
