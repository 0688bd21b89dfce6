"""Laws of every newer kind of figure: drawn in both languages and widths, told in words, inside its sheet."""

from __future__ import annotations

import io

import matplotlib as mpl
import pytest
from PIL import Image

from sim.figures import COLUMN, WIDTH, alt_text
from sim.figures.diverging import colour_of
from tests.figures.gallery import GALLERY

each = pytest.mark.parametrize("name", GALLERY)


@each
@pytest.mark.parametrize(("language", "width"), [("en", WIDTH), ("nb", COLUMN)])
def test_a_figure_fits_its_width_and_is_told_in_words(name, language, width):
    figure = GALLERY[name]({"language": language, "width": width})
    assert figure.get_figwidth() <= width
    assert len(alt_text(figure)) > len(figure.texts[0].get_text()) + 20
    figure.draw_without_rendering()
    for text in figure.texts:
        box = text.get_window_extent()
        assert box.x0 >= -0.5
        assert box.x1 <= figure.bbox.x1 + 0.5


def saved(name, kind, metadata):
    to = io.BytesIO()
    GALLERY[name]({"language": "en", "width": COLUMN}).savefig(to, format=kind, dpi=60, metadata=metadata)
    return to.getvalue()


@pytest.mark.parametrize("name", ["differences", "heat_map", "partnership_network"])
@pytest.mark.parametrize(("kind", "metadata"), [("svg", {"Date": None}), ("png", {"Software": None})])
def test_the_same_figure_is_the_same_bytes_whatever_the_callers_settings(name, kind, metadata):
    first = saved(name, kind, metadata)
    with mpl.rc_context({"svg.hashsalt": None, "svg.fonttype": "path", "text.hinting": "force_autohint"}):
        assert saved(name, kind, metadata) == first


def test_in_grey_the_size_of_a_difference_is_seen():
    grey = [Image.new("RGB", (1, 1), tuple(int(255 * c) for c in colour_of(x, 1.0)[:3])).convert("L").getpixel((0, 0))
            for x in (-1.0, -0.5, 0.0, 0.5, 1.0)]  # fmt: skip
    assert grey[2] > grey[1] + 20 > grey[0] + 40
    assert grey[2] > grey[3] + 20 > grey[4] + 40
