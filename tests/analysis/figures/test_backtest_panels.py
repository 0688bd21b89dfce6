from functools import cache

import numpy as np
import pandas as pd
import pytest

from sim.analysis.backtest import backtest
from sim.analysis.figures import COLUMN, WIDTH, backtest_figures
from sim.analysis.figures.backtest_panels import FACES, HEADINGS, SEEN
from sim.analysis.published import QUANTITIES
from tests.analysis.figures.conftest import all_texts, overlapping

YEARS = range(2014, 2026)


def made(replications=5, years=YEARS):
    """Every quantity at about its published level, a little apart by replication."""
    seen = backtest(pd.DataFrame({"quantity": [], "year": [], "replication": [], "value": []}).astype({"year": int}))
    level = {q.name: float(seen.loc[seen["unit"] == q.unit, "observed"].iloc[0]) for q in QUANTITIES}
    rows = [
        (name, year, r, middle * (1 + 0.02 * r)) for name, middle in level.items() for year in years
        for r in range(replications)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["quantity", "year", "replication", "value"])


@cache
def drawn(language="en", width=WIDTH, replications=5):
    """Drawn once for all that only look."""
    values = made(replications)
    return backtest_figures(backtest(values), values, language, width)


def markers(ax):
    return [line for line in ax.lines if line.get_color() != "none" and line.get_markeredgecolor() == SEEN]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_panel_a_quantity_and_a_row_a_subject(language):
    figures = drawn(language)
    assert list(figures) == [f"backtest_{group}" for group in HEADINGS]
    by_group = {g: [q for q in QUANTITIES if q.group == g] for g in HEADINGS}
    for group in ("staff", "schools", "study", "money"):
        assert len(figures[f"backtest_{group}"].axes) == len(by_group[group])
    (ax,) = figures["backtest_subjects"].axes
    names = [q.label_nb if language == "nb" else q.label_en for q in by_group["subjects"]]
    assert [label.get_text() for label in ax.get_yticklabels()] == names


def test_markers_are_filled_by_what_a_figure_was_used_for():
    figures = drawn()
    axes = {ax.get_title(loc="left"): ax for group in ("staff", "schools") for ax in figures[f"backtest_{group}"].axes}

    def faces(title):
        return {line.get_markerfacecolor() for line in markers(axes[title])}

    assert faces("Unqualified, compulsory school") == {FACES["set"]}
    assert faces("Schools with 100-299 pupils") == {FACES["check"]}
    assert faces("Teachers, compulsory school") == {FACES["input"]}
    assert faces("60 or older, upper secondary") == {FACES["set"], FACES["check"]}


def test_no_value_axis_is_cut_so_that_what_hardly_moves_fills_it():
    cut = [
        (group, ax.get_title(loc="left"))
        for group, figure in drawn().items()
        for ax in figure.axes
        if (ax.get_xlim() if group == "backtest_subjects" else ax.get_ylim())[0] != 0
    ]
    assert cut == []


def test_the_line_is_the_mean_over_replications():
    ax = drawn()["backtest_study"].axes[0]
    values = made()
    expected = values[values["quantity"] == "applications"].groupby("year")["value"].mean()
    assert np.allclose(ax.lines[0].get_ydata(), expected)


def test_one_replication_has_no_range_and_says_so():
    figure = drawn(replications=1)["backtest_money"]
    texts = " ".join(all_texts(figure))
    assert "1 replication: no range can be given." in texts
    assert "95 % range" not in texts


@pytest.mark.parametrize("values", [made()[:0], made().assign(value=np.nan)])
def test_without_values_of_the_model_published_figures_stand_alone(values):
    figure = backtest_figures(backtest(values), values, "nb")["backtest_staff"]
    assert "Modellen ga ingen verdier." in all_texts(figure)
    assert not any(text.startswith("modell,") for text in all_texts(figure))
    assert all(markers(ax) for ax in figure.axes)


@pytest.mark.parametrize(("language", "width"), [("en", WIDTH), ("nb", COLUMN)])
def test_texts_do_not_overlap(laid_out, language, width):
    values = made()
    for figure in backtest_figures(backtest(values), values, language, width).values():
        assert figure.get_figwidth() <= width
        figure.draw_without_rendering()
        for ax in figure.axes:
            titles = [t for t in (ax.title, ax._left_title, ax.xaxis.label) if t.get_text()]
            assert overlapping([*titles, *ax.get_xticklabels(), *figure.texts]) == []


def test_a_short_history_is_drawn():
    values = made(2, range(2017, 2019))
    assert len(backtest_figures(backtest(values), values)) == len(HEADINGS)
