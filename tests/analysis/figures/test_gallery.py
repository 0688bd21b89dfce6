"""Laws of every newer kind of figure: drawn in both languages and widths, told in words, inside its sheet."""

from __future__ import annotations

import io

import matplotlib as mpl
import pytest
from matplotlib.layout_engine import ConstrainedLayoutEngine
from PIL import Image

from sim.analysis.figures import COLUMN, WIDTH, alt_text
from sim.analysis.figures.diverging import colour_of
from sim.analysis.figures.style import styled
from tests.analysis.figures.gallery import GALLERY
from tests.texts import english

each = pytest.mark.parametrize("name", GALLERY)


def seen(figure):
    """Every text that is seen: of the figure, of panels, and of axes that are on."""
    axes = [axis for ax in figure.axes if ax.axison for axis in (ax.xaxis, ax.yaxis)]
    of_axes = [[axis.label, *(tick.label1 for tick in axis._update_ticks())] for axis in axes]
    panels = [text for ax in figure.axes for text in [*ax.texts, ax.title, ax._left_title]]
    keys = [text for legend in figure.legends for text in legend.get_texts()]
    return [t for t in [*figure.texts, *keys, *panels, *(t for some in of_axes for t in some)] if t.get_text()]


@each
@pytest.mark.parametrize(("language", "width"), [("en", WIDTH), ("nb", COLUMN)])
def test_a_figure_fits_its_width_and_is_told_in_words(laid_out, name, language, width):
    figure = GALLERY[name]({"language": language, "width": width})
    assert figure.get_figwidth() <= width
    assert len(alt_text(figure)) > len(figure.texts[0].get_text()) + 20
    with styled():
        figure.draw_without_rendering()
        boxes = [(text.get_text(), text.get_window_extent()) for text in seen(figure)]
    sheet = figure.bbox
    cut = [
        text for text, box in boxes
        if box.x0 < -0.5 or box.x1 > sheet.x1 + 0.5 or box.y0 < -0.5 or box.y1 > sheet.y1 + 0.5
    ]  # fmt: skip
    assert cut == []
    if language == "nb":
        assert english([alt_text(figure), *(text for text, _ in boxes)]) == []


def saved(name):
    """One figure as SVG and as PNG."""
    figure, found = GALLERY[name]({"language": "en", "width": COLUMN}), []
    for kind, metadata in (("svg", {"Date": None}), ("png", {"Software": None})):
        to = io.BytesIO()
        figure.savefig(to, format=kind, dpi=60, metadata=metadata)
        found.append(to.getvalue())
    return found


@pytest.mark.parametrize("name", ["differences", "heat_map", "partnership_network"])
def test_the_same_figure_is_the_same_bytes_whatever_the_callers_settings(name):
    first = saved(name)
    with mpl.rc_context({"svg.hashsalt": None, "svg.fonttype": "path", "text.hinting": "force_autohint"}):
        assert saved(name) == first


def test_a_settled_figure_is_not_laid_out_again_when_it_is_saved(laid_out, monkeypatch):
    figure = GALLERY["by_group"]({"language": "en", "width": COLUMN})
    monkeypatch.setattr(ConstrainedLayoutEngine, "execute", lambda *_: pytest.fail("it was"))
    drawn = []
    monkeypatch.setattr(type(figure), "draw", lambda self, renderer: drawn.append(renderer))
    figure.savefig(io.BytesIO(), format="png")
    assert len(drawn) == 1


def test_in_grey_the_size_of_a_difference_is_seen():
    grey = [Image.new("RGB", (1, 1), tuple(int(255 * c) for c in colour_of(x, 1.0)[:3])).convert("L").getpixel((0, 0))
            for x in (-1.0, -0.5, 0.0, 0.5, 1.0)]  # fmt: skip
    assert grey[2] > grey[1] + 20 > grey[0] + 40
    assert grey[2] > grey[3] + 20 > grey[4] + 40
