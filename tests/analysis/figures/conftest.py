"""Tidy frames made up for figures: three kinds of indicator, known differences, no model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from matplotlib.layout_engine import ConstrainedLayoutEngine

SIZES = ("below 3,000", "3,000-9,999", "10,000-29,999", "30,000 and more")
UNITS = {
    "nation": ("norway",),
    "size_class": SIZES,
    "centrality_class": tuple("123456"),
}


@dataclass(frozen=True)
class Made:
    name: str
    unit: str
    direction: str
    smallest_difference: float
    label_en: str
    label_nb: str
    flow: bool = False
    effect: float = 0.0
    level: float = 0.5
    headline: bool = True


MADE = (
    Made("practice", "0-1", "+", 0.005, "Practice, all topics", "Undervisningspraksis, alle temaer", False, 0.02),
    Made("depth", "share of subject teachers", "+", 0.01, "Subject depth", "Faglig dybde", False, 0.0),
    Made("turnover", "share per year", "-", 0.005, "Teacher turnover", "Lærergjennomtrekk", True, -0.006),
    Made("grant", "kroner of 2025 per teacher", "0", 100.0, "Collective grant per teacher",
         "Kollektivt tilskudd per lærer", True, 3500.0, 12000.0),
)  # fmt: skip


def made_frame(scenarios=2, replications=6, semesters=12, levels=("nation",), indicators=MADE):
    """Rows as `sim.load` gives them; scenario k differs from the first by k times the effect, from semester 4 on."""
    rng = np.random.default_rng(3)
    luck = rng.normal(0, 1, (replications, len(indicators)))
    rows = []
    for k in range(scenarios):
        for r in range(replications):
            for t in range(semesters):
                for place, i in enumerate(indicators):
                    if i.flow and t % 2 == 0:
                        continue
                    own = k * i.effect * max(0, t - 3) / 8 * (1 + 0.2 * luck[r, place])
                    value = i.level + i.smallest_difference * luck[r, place] + own
                    rows += [
                        (f"s{k}{r}", 0, f"scenario_{k}", r, t, 2017 + (t + 1) // 2, ("autumn", "spring")[t % 2], level,
                         unit, i.name, value)
                        for level in levels for unit in UNITS[level]
                    ]  # fmt: skip
    columns = ["run_id", "point", "scenario", "replication", "semester", "year", "season", "level", "unit",
               "indicator", "value"]  # fmt: skip
    texts = dict.fromkeys(("run_id", "scenario", "season", "level", "unit", "indicator"), "category")
    numbers = {"replication": np.int32, "semester": np.int16, "value": np.float64}
    return pd.DataFrame(rows, columns=columns).astype({**texts, **numbers})


@pytest.fixture(autouse=True)
def without_layout(request, monkeypatch):
    """Sizes are solved for tests that look at them only; finding them takes most of the time of drawing."""
    if "laid_out" not in request.fixturenames:
        monkeypatch.setattr(ConstrainedLayoutEngine, "execute", lambda *_: None)


@pytest.fixture
def laid_out():
    """Asked for by tests that look at where things stand."""


@pytest.fixture(scope="session")
def frame():
    return made_frame(scenarios=3, levels=("nation", "size_class", "centrality_class"))


@pytest.fixture
def make():
    return made_frame


@pytest.fixture
def indicators():
    return list(MADE)


def all_texts(figure):
    """Every text of a figure that is seen."""
    texts = [t for t in figure.findobj(lambda a: hasattr(a, "get_text")) if t.get_visible() and t.get_text()]
    return [t.get_text() for t in texts]


def overlapping(texts):
    """Pairs of texts whose boxes overlap by more than half a pixel."""
    boxes = [(t.get_text(), t.get_window_extent()) for t in texts if t.get_text() and t.get_visible()]
    return [
        (a, b)
        for k, (a, one) in enumerate(boxes)
        for b, two in boxes[k + 1 :]
        if min(one.x1, two.x1) - max(one.x0, two.x0) > 0.5 and min(one.y1, two.y1) - max(one.y0, two.y0) > 0.5
    ]
