import numpy as np
import pytest
from matplotlib.colors import to_rgb

from sim.analysis.comparison import comparison
from sim.analysis.figures import COLUMN, WIDTH, alt_text, differences
from sim.analysis.figures.style import styled
from sim.analysis.figures.zone import FILL
from tests.analysis.figures.conftest import all_texts, overlapping

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
    ("en", ["Difference from “scenario 0”, spring 2023", "too small to matter", "+3,", "2025 kroner per"]),
    ("nb", ["Forskjell fra «scenario 0», våren 2023", "for liten til å bety noe", "+3\u00a0", "2025-kroner per"]),
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


def quiet(figure, kind):
    return [line for line in figure.axes[-2].lines if line.get_label() == f"_{kind}"]


def key(figure):
    return [text.get_text() for text in figure.legends[0].get_texts()]


@pytest.fixture
def with_luck(frame, make, indicators):
    return comparison(frame, "scenario_0", OTHERS, indicators, make(3, 5))


@pytest.mark.parametrize("width", [WIDTH, COLUMN])
def test_luck_and_single_futures_are_drawn_in_grey_below_and_named_apart(indicators, with_luck, width):
    figure = differences(with_luck, indicators, "en", "scenario_0", width=width)
    smallest = with_luck["indicator"].map({i.name: i.smallest_difference for i in indicators})
    for kind in ("luck", "spread"):
        expected = np.stack([with_luck[f"{kind}_low"] / smallest, with_luck[f"{kind}_high"] / smallest], axis=1)
        assert np.allclose(sorted(list(line.get_xdata()) for line in quiet(figure, kind)), sorted(expected.tolist()))
        assert all(len(set(to_rgb(line.get_color()))) == 1 for line in quiet(figure, kind))
    names = ["95 % interval of the mean effect", "95 % interval from luck alone", "9 in 10 futures"]
    assert sorted(key(figure)) == sorted(["scenario 1", "scenario 2", *names])


def test_in_grey_the_two_are_told_apart_from_each_other_and_from_the_zone(indicators, with_luck):
    figure = differences(with_luck, indicators, "en", "scenario_0")
    luck, spread = (to_rgb(quiet(figure, kind)[0].get_color())[0] for kind in ("luck", "spread"))
    assert luck + 0.25 < spread < to_rgb(FILL)[0] - 0.15


def test_what_is_not_known_is_neither_drawn_nor_named(indicators, table):
    figure = differences(table, indicators, "nb", "scenario_0")
    assert quiet(figure, "luck") == []
    assert "95 %-intervall, bare tilfeldigheter" not in key(figure)
    plain = table.drop(columns=["luck_low", "luck_high", "spread_low", "spread_high"])
    assert key(differences(plain, indicators, "nb", "scenario_0"))[-1] == "95 %-intervall for gjennomsnittsvirkningen"


def test_in_words_it_is_told_what_is_up_and_down(indicators, table):
    told = alt_text(differences(table, indicators, "en", "scenario_0"))
    assert "scenario 1: up: Practice, all topics, Collective grant per teacher; down: Teacher turnover." in told


@pytest.mark.parametrize(("scenarios", "language", "width"), [(2, "nb", COLUMN), (6, "en", WIDTH), (6, "nb", COLUMN)])
def test_names_and_numbers_do_not_overlap(laid_out, make, indicators, scenarios, language, width):
    others = [f"scenario_{k}" for k in range(1, scenarios)]
    table = comparison(make(scenarios), "scenario_0", others, indicators)
    figure = differences(table, indicators, language, "scenario_0", 11, width=width)
    with styled():
        figure.draw_without_rendering()
        _apart(figure)


def _apart(figure):
    seen = [[ax.xaxis.label, *ax.get_xticklabels()] if ax.axison else [] for ax in figure.axes]
    texts = [
        *(text for ax in figure.axes for text in ax.texts),
        *(text for some in seen for text in some),
        *figure.texts,
    ]
    assert overlapping([*texts, *figure.legends[0].get_texts()]) == []
    assert max(text.get_window_extent().x1 for text in texts) <= figure.bbox.x1
