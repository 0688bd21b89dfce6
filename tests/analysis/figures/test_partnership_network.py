"""Network of partnerships: every name inside the sheet and on no other, widths and certainty told."""

from __future__ import annotations

import pytest

from sim.analysis.figures import COLUMN, WIDTH, alt_text, partnership_network
from tests.analysis.figures.conftest import all_texts, overlapping
from tests.analysis.figures.gallery import partnerships

FULL = {"SAMI": "Sámi allaskuvla", "UIT": "UiT Norges arktiske universitet", "HIO": "Høgskolen i Østfold"}


def drawn(language="en", width=WIDTH, semester=None, **columns):
    ties, places = (frame.replace(FULL) for frame in partnerships())
    figure = partnership_network(ties.assign(**columns), places, "teachers", language, width, semester)
    figure.draw_without_rendering()
    return figure


@pytest.mark.parametrize("width", [WIDTH, COLUMN])
def test_names_lie_on_the_sheet_and_on_no_other(laid_out, width):
    figure = drawn(width=width)
    names = figure.axes[0].texts
    assert len(names) == partnerships()[0]["university"].nunique()
    assert not overlapping(names)
    for text in names:
        box = text.get_window_extent()
        assert box.x0 >= -1
        assert box.x1 <= figure.bbox.x1 + 1


@pytest.mark.parametrize(("language", "said"), [("en", "8,900 teachers"), ("nb", "8\u00a0900 lærere")])
def test_widths_are_told_in_round_numbers(language, said):
    figure = drawn(language, weight=8933.2)
    assert any(said in text for text in all_texts(figure))


def test_what_is_not_sure_is_told():
    note = drawn(semester=25, share=1.0)._supxlabel.get_text()
    for said in ("Spring 2030.", "half of the replications", "half of the ties within ±0.04, all ±0.04"):
        assert said in " ".join(note.split())
    assert "interval was given" in alt_text(drawn(quality_low=float("nan")))
