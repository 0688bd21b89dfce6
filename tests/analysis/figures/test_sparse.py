"""Laws of every public figure where numbers are scarce: no rows, no values, one replication, one scenario."""

from __future__ import annotations

import numpy as np
import pytest

from sim.analysis import figures
from sim.analysis.figures import COLUMN, WIDTH, alt_text
from tests.analysis.figures.conftest import all_texts
from tests.analysis.figures.gallery import GALLERY, SETS

each = pytest.mark.parametrize("name", GALLERY)
HOW = {"language": "nb", "width": COLUMN}


def test_every_public_figure_is_in_the_gallery():
    assert {*GALLERY, *SETS, "COLUMN", "WIDTH", "alt_text"} == set(figures.__all__)


def nothing(figure):
    return "Ingen verdier å vise." in all_texts(figure) and figure.axes == [] and figure.get_figwidth() == COLUMN


@each
def test_no_rows_are_said(name):
    case = GALLERY[name]
    assert nothing(case.draw(case.data()[:0], HOW))


@each
def test_no_values_are_said(name):
    case = GALLERY[name]
    data = case.data()
    assert nothing(case.draw(data.assign(**{column: np.nan for column in case.values if column in data}), HOW))


def replicated(case):
    return "replication" in case.data().columns


@pytest.mark.parametrize("name", [name for name, case in GALLERY.items() if replicated(case)])
def test_one_replication_gives_no_interval(name):
    case = GALLERY[name]
    data = case.data()
    figure = case.draw(data[data["replication"] == 0], {"language": "nb", "width": WIDTH})
    text = " ".join(" ".join(all_texts(figure)).split())
    assert "1 replikasjon: intervall kan ikke gis." in text
    assert "95 %" not in text


@pytest.mark.parametrize("name", [name for name, case in GALLERY.items() if case.bounds])
def test_bounds_that_are_not_known_are_not_drawn(name):
    case = GALLERY[name]
    data = case.data().assign(**dict.fromkeys(case.bounds, np.nan))
    figure = case.draw(data, {"language": "en", "width": COLUMN})
    figure.draw_without_rendering()
    assert figure.axes
    assert not [
        line for ax in figure.axes for line in ax.lines if line.get_label() in ("_interval", "_luck", "_spread")
    ]


@pytest.mark.parametrize("name", [name for name, case in GALLERY.items() if "scenario" in case.data().columns])
def test_one_scenario_is_drawn_alone_or_compared_with_nothing(name):
    case = GALLERY[name]
    data = case.data()
    first = str(data["scenario"].iloc[0])
    figure = case.draw(data[data["scenario"] == first], HOW)
    differ = name in ("difference_paths", "by_group", "fan_differences")
    assert nothing(figure) if differ else figure.axes
    assert len(alt_text(figure)) > 10
