"""Composition over time: named once, shares inside what a share can be, drawn wherever it was recorded."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.figures import alt_text, comparison_figures, composition, run_figures
from sim.indicators.composition import PARTS as COMPOSITION_INDICATORS

LANGUAGES = ("en", "nb")

FEW = (0.5, 0.3, 0.1, 0.06, 0.03, 0.01)


def recorded(scenarios, replications=3):
    """Rows of the nation in three springs; replications differ so much that intervals are wide."""
    rows = [
        (0, f"s{k}", r, t, "nation", "norway", part.name, share * (1 + 0.8 * (r - 1) * (n > 0)))
        for k in range(scenarios) for r in range(replications) for t in (1, 3, 5)
        for n, (part, share) in enumerate(zip(COMPOSITION_INDICATORS, FEW, strict=True))
    ]  # fmt: skip
    return pd.DataFrame(
        rows, columns=["point", "scenario", "replication", "semester", "level", "unit", "indicator", "value"]
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scenarios", [1, 2])
def test_every_part_is_named_once(language, scenarios):
    figure = composition(recorded(scenarios), COMPOSITION_INDICATORS, language)
    names = [i.label_nb if language == "nb" else i.label_en for i in COMPOSITION_INDICATORS]
    seen = [t for legend in figure.legends for t in legend.get_texts()] + [t for ax in figure.axes for t in ax.texts]
    texts = [t.get_text().splitlines()[0] for t in seen]
    assert [texts.count(name) for name in names] == [1] * len(names)


def test_no_interval_of_a_share_leaves_0_to_1():
    told = alt_text(composition(recorded(1), COMPOSITION_INDICATORS))
    assert "[0.00; " in told
    assert "\N{MINUS SIGN}" not in told


def test_it_is_drawn_wherever_it_was_recorded(monkeypatch):
    monkeypatch.setattr("sim.analysis.figures.sets.composition", lambda *_, **__: Figure())
    frame = recorded(8)
    assert list(run_figures(frame[frame.scenario == "s0"])) == ["composition"]
    assert list(comparison_figures(frame, "s0")) == ["composition", "composition_2"]


def test_where_nobody_has_hours_it_is_not_drawn():
    assert run_figures(recorded(1).assign(value=float("nan"))) == {}
