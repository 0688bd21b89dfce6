import numpy as np
import pytest

from sim.analysis.figures import COLUMN, WIDTH, alt_text, by_group
from tests.analysis.figures.conftest import all_texts, overlapping


def dots(figure):
    return [line for line in figure.axes[0].lines if line.get_linestyle() == "None"]


@pytest.mark.parametrize(("level", "groups"), [("size_class", 4), ("centrality_class", 6)])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_dot_a_group_and_scenario(frame, indicators, level, groups, language):
    figure = by_group(frame, indicators[0], level, language, "scenario_0")
    assert len(dots(figure)) == 2 * groups
    assert figure.axes[0].get_xlabel().endswith({"en": "points of 100", "nb": "poeng av 100"}[language])


def test_groups_stand_in_their_order(frame, indicators):
    figure = by_group(frame, indicators[0], "size_class", "nb", "scenario_0")
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["under 3\u00a0000", "3\u00a0000–9\u00a0999", "10\u00a0000–29\u00a0999", "30\u00a0000 og flere"]


def test_a_group_that_a_part_world_lacks_is_named(frame, indicators):
    made = frame[frame.unit != "30,000 and more"]
    figure = by_group(made, indicators[0], "size_class", "en", "scenario_0")
    assert len(dots(figure)) == 6
    assert any("No values: 30,000 and more." in text for text in all_texts(figure))


def test_in_words_it_tells_the_difference_in_every_group(frame, indicators):
    told = alt_text(by_group(frame, indicators[0], "size_class", "en", "scenario_0"))
    last = frame[(frame.indicator == "practice") & (frame.semester == 11) & (frame.unit == "below 3,000")]
    mean = last.groupby("scenario", observed=True).value.mean()
    one, two = (f"{100 * (mean[name] - mean['scenario_0']):+.1f}" for name in ("scenario_1", "scenario_2"))
    assert f"below 3,000: scenario 1 {one}, scenario 2 {two}; " in told
    assert told.count("scenario 1 ") == 4
    assert "(points of 100)." in told


def test_a_level_that_was_not_recorded_is_said(make, indicators):
    assert "No values to show." in all_texts(by_group(make(2), indicators[0], "size_class", "en", "scenario_0"))


def test_undefined_values_are_left_out(frame, indicators):
    made = frame.copy()
    made.loc[(made.unit == "1") & (made.scenario == "scenario_1"), "value"] = np.nan
    figure = by_group(made, indicators[0], "centrality_class", "en", "scenario_0")
    assert len(dots(figure)) == 11
    assert any("(scenario 1)" in text for text in all_texts(figure))


def test_another_level_is_refused(frame, indicators):
    with pytest.raises(ValueError, match="size_class"):
        by_group(frame, indicators[0], "municipality", "en", "scenario_0")


@pytest.mark.parametrize("width", [WIDTH, COLUMN])
def test_labels_do_not_overlap(laid_out, frame, indicators, width):
    figure = by_group(frame, indicators[0], "centrality_class", "nb", "scenario_0", width)
    figure.draw_without_rendering()
    axes = figure.axes[0]
    texts = [*axes.get_yticklabels(), *axes.get_xticklabels(), axes.xaxis.label, axes.yaxis.label, *figure.texts]
    assert overlapping([*texts, *figure.legends[0].get_texts()]) == []
