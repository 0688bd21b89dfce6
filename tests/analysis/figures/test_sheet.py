"""Title, key and notes: inside the sheet at every width, one above the other."""

import pytest
from matplotlib.lines import Line2D

from sim.analysis.figures import COLUMN, WIDTH
from sim.analysis.figures.labels import settle
from sim.analysis.figures.sheet import crown, empty, new_figure, notes
from sim.analysis.figures.style import styled
from sim.analysis.words import Words
from tests.analysis.figures.conftest import overlapping

LONG = "The difference of something with a long name from something else with a long name, spring 2035"


@styled()
def drawn(width, names, about=""):
    figure = new_figure(5.0, width)
    figure.subplots()
    crown(figure, LONG, [Line2D([], [], label=name) for name in names], 4, about)
    notes(figure, ["Band: the 95 % interval of the mean over replications, by Student's t. " * 3])
    settle(figure, []).draw_without_rendering()
    return figure


@styled()
def extents(texts):
    return [text.get_window_extent() for text in texts]


@pytest.mark.parametrize("width", [COLUMN, WIDTH])
@pytest.mark.parametrize("names", [["a"], ["short", LONG], ["a scenario"] * 7])
def test_title_key_and_panel_stand_inside_and_apart(laid_out, width, names):
    figure = drawn(width, names, "one scenario less another, spring 2035")
    texts = [*figure.texts, *figure.legends[0].get_texts()]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in extents(texts))
    assert overlapping(texts) == []
    assert figure.legends[0].get_window_extent().y0 > figure.axes[0].get_window_extent().y1


def test_a_key_has_as_many_columns_as_fit_and_no_more():
    columns = [drawn(width, ["a scenario"] * 4).legends[0]._ncols for width in (2.0, COLUMN, WIDTH)]
    assert columns == sorted(columns)
    assert columns[-1] == 4
    assert columns[0] < 4


@pytest.mark.parametrize("width", [2.0, 2.5, COLUMN, 5.0])
def test_a_number_is_never_apart_from_its_per_cent(width):
    assert not any(line.startswith("%") for line in drawn(width, ["a"]).get_supxlabel().split("\n"))


def test_a_sheet_with_nothing_has_the_width_asked_for():
    assert empty(Words("nb"), "Praksis", COLUMN).get_figwidth() == COLUMN
