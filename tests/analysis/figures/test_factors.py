"""Names of factors in figures: the label as it is, or the name in words."""

from __future__ import annotations

from sim.analysis.figures.bars import named


def test_a_label_keeps_its_signs_and_a_bare_name_becomes_words():
    labels = {"dekom_s.requirement": "Share that must take part (dekom_s.requirement)"}
    assert named("dekom_s.requirement", labels) == labels["dekom_s.requirement"]
    assert named("fade_unused", labels) == named("fade_unused", None) == "fade unused"
