import numpy as np
import pytest

from sim.analysis.figures import COLUMN, WIDTH, difference_paths, paths
from tests.analysis.figures.conftest import all_texts, overlapping


def lines(ax):
    """Lines of scenarios: those with markers, but for the marks of the years."""
    return [line for line in ax.lines if line.get_marker() not in ("None", "", None) and line.get_label() != "_years"]


def text_of(figure):
    return " ".join(" ".join(all_texts(figure)).split())


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_panel_an_indicator_and_a_line_a_scenario(frame, indicators, language):
    figure = paths(frame, indicators, language, "scenario_0")
    assert len(figure.axes) == 4
    assert [len(lines(ax)) for ax in figure.axes] == [3, 3, 3, 3]


@pytest.mark.parametrize(("draw", "language", "wanted"), [
    (paths, "en", ["index 0–1", "share of subject teachers", "share per year", "2025 kroner per teacher"]),
    (paths, "nb", ["indeks 0–1", "andel av faglærerne", "andel per år", "2025-kroner per lærer"]),
    (difference_paths, "en", ["points of 100", "per 100 subject teachers", "per 100 a year", "kroner per teacher"]),
    (difference_paths, "nb", ["poeng av 100", "per 100 faglærere", "per 100 i året", "kroner per lærer"]),
])  # fmt: skip
def test_every_value_axis_names_its_unit(frame, indicators, draw, language, wanted):
    figure = draw(frame, indicators, language, "scenario_0")
    found = [" ".join(ax.get_ylabel().split()) for ax in figure.axes]
    assert [label.endswith(unit) for label, unit in zip(found, wanted, strict=True)] == [True] * 4


def test_the_line_is_the_mean_over_replications(frame, indicators):
    figure = paths(frame, indicators[:1], "en", "scenario_0")
    mine = frame[(frame.indicator == "practice") & (frame.scenario == "scenario_0") & (frame.level == "nation")]
    expected = mine.groupby("semester").value.mean()
    assert np.allclose(lines(figure.axes[0])[0].get_ydata(), expected)


def test_both_bands_are_named_apart(make, indicators):
    figure = paths(make(2), indicators, "en", "scenario_0")
    names = [text.get_text() for text in figure.legends[0].get_texts()]
    assert names[1:] == ["95 % interval of the mean", "range of replications (10th–90th percentile)"]
    assert len(figure.axes[0].collections) == 4


def test_a_scenario_is_drawn_from_where_it_parts_from_the_baseline(make, indicators):
    figure = paths(make(2), indicators[:1], "en", "scenario_0")
    drawn = np.isfinite(lines(figure.axes[0])[1].get_ydata())
    assert drawn.tolist() == [False] * 3 + [True] * 9


@pytest.mark.parametrize("draw", [paths, difference_paths])
def test_one_replication_has_no_interval_and_says_so(make, indicators, draw):
    figure = draw(make(2, replications=1), indicators, "en", "scenario_0")
    assert "1 replication: no interval can be given." in text_of(figure)
    assert "interval of" not in text_of(figure)


@pytest.mark.parametrize("draw", [paths, difference_paths])
def test_an_indicator_without_values_is_named_instead_of_drawn(make, indicators, draw):
    made = make(2)
    made.loc[made.indicator == "depth", "value"] = np.nan
    figure = draw(made, indicators, "en", "scenario_0")
    assert len(figure.axes) == 3
    assert "No values: Subject depth." in text_of(figure)


@pytest.mark.parametrize("draw", [paths, difference_paths])
def test_a_line_that_is_missing_is_named(make, indicators, draw):
    made = make(3)
    made = made[~((made.indicator == "depth") & (made.scenario == "scenario_1"))]
    assert "No values: Subject depth (scenario 1)." in text_of(draw(made, indicators, "en", "scenario_0"))


def test_a_line_that_stops_is_not_labelled_at_the_edge(make, indicators):
    made = make(2)
    made.loc[(made.scenario == "scenario_1") & (made.semester > 8), "value"] = np.nan
    figure = paths(made, indicators[:1], "en", "scenario_0")
    assert [t.get_text() for t in figure.axes[0].texts] == ["scenario 0\n(baseline)"]
    assert "(scenario 1 from 2021/22)" in text_of(figure)


@pytest.mark.parametrize("draw", [paths, difference_paths])
@pytest.mark.parametrize("semesters", [1, 2, 5])
def test_any_horizon_is_drawn(make, indicators, draw, semesters):
    figure = draw(make(2, replications=3, semesters=semesters), indicators, "nb", "scenario_0")
    assert len(figure.axes) == (2 if semesters == 1 else 4)


@pytest.mark.parametrize("draw", [paths, difference_paths])
@pytest.mark.parametrize(("scenarios", "width"), [(2, WIDTH), (6, WIDTH), (6, COLUMN)])
def test_names_at_the_lines_ends_do_not_overlap(laid_out, make, indicators, draw, scenarios, width):
    figure = draw(make(scenarios), indicators, "en", "scenario_0", width=width)
    figure.draw_without_rendering()
    for ax in figure.axes:
        names = list(ax.texts)
        assert len(names) == (scenarios if draw is paths else scenarios - 1)
        assert overlapping([*names, *ax.get_xticklabels(), ax.title, *figure.texts]) == []
        assert max(t.get_window_extent().x1 for t in names) <= figure.bbox.x1


@pytest.mark.parametrize("draw", [paths, difference_paths])
def test_in_a_column_panels_stand_below_each_other(laid_out, frame, indicators, draw):
    figure = draw(frame, indicators, "nb", "scenario_0", width=COLUMN)
    assert figure.get_figwidth() == COLUMN
    tops = [ax.get_position().y1 for ax in figure.axes]
    assert tops == sorted(tops, reverse=True)
    assert [ax.get_xlabel() for ax in figure.axes] == ["", "", "", "Skoleår"]


def test_more_panels_than_fit_are_refused(frame, indicators):
    with pytest.raises(ValueError, match="at most 6"):
        paths(frame, indicators * 2, "en", "scenario_0")


def test_difference_is_paired(frame, indicators):
    figure = difference_paths(frame, indicators[:1], "en", "scenario_0")
    mine = frame[(frame.indicator == "practice") & (frame.level == "nation") & (frame.semester == 11)]
    by = mine.pivot(index="replication", columns="scenario", values="value")
    assert lines(figure.axes[0])[0].get_ydata()[-1] == pytest.approx(100 * (by["scenario_1"] - by["scenario_0"]).mean())
