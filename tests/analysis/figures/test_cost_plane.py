"""The title of options by effect and cost is what is shown, not what is largest."""

from __future__ import annotations

import pytest

from sim.analysis.figures import cost_plane
from tests.analysis.figures.conftest import MADE
from tests.analysis.figures.gallery import options


@pytest.mark.parametrize(
    ("verdicts", "title"),
    [
        (["up", "up", "up"], "2 options do most to"),
        (["cannot tell", "up", "up"], "“scenario 2” does most to"),
        (["cannot tell", "down", "too small to matter"], "With “scenario 2”,"),
        (["cannot tell", "too small to matter", "too small to matter"], "No option is shown to"),
    ],
)
def test_the_title_is_what_is_shown(verdicts, title):
    figure = cost_plane(options().assign(verdict=verdicts), MADE[0], baseline="base", semester=36)
    said = " ".join(text.get_text().replace("\n", " ") for text in figure.texts)
    assert title in said
