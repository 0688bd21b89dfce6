"""Saved figures carry their origin and are the same bytes each time."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure
from PIL import Image

from experiments.present.figures import png, save


def drawn() -> Figure:
    figure = Figure()
    figure.add_subplot().plot([0, 1], [1, 0], label="ærlig")
    return figure


def test_a_figure_carries_its_origin_and_is_the_same_bytes_each_time():
    origin = {"question": "ab12", "seed": 1, "version": "0.1.0", "command": "compare"}
    for kind in ("png", "svg", "pdf"):
        first, second = (save(drawn(), Path(place), "practice", origin, kind) for place in ("a", "b"))
        assert first == Path(f"a/figures/practice.{kind}")
        assert first.read_bytes() == second.read_bytes()
    with Image.open("a/figures/practice.png") as image:
        assert json.loads(image.text["Source"]) == origin
    assert "ab12" in Path("a/figures/practice.svg").read_text(encoding="utf-8")
    assert b"ab12" in Path("a/figures/practice.pdf").read_bytes()


def test_a_picture_of_the_report_is_small_the_same_bytes_and_as_good_as_white_where_it_is_white():
    first, plain = png(drawn()), BytesIO()
    drawn().savefig(plain, format="png", dpi=160)
    assert first == png(drawn())
    assert len(first) < len(plain.getvalue())
    with Image.open(BytesIO(first)) as image, Image.open(plain) as full:
        assert image.size == full.size
        assert min(image.convert("RGB").getpixel((2, 2))) >= 253
