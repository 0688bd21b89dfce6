"""Figures of municipalities: of what leads each scenario, on tiles or the user's outlines, and none of luck alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.figures.places import MAPPED, leading_first, place_figures
from sim.groups import SIZE_CLASSES
from tests.analysis.figures.conftest import MADE, all_texts
from tests.analysis.figures.gallery import outlines, table

PRACTICE, DEPTH, TURNOVER, GRANT = MADE
REGISTER = table("municipalities")


def verdicts(**of_indicators) -> pd.DataFrame:
    rows = [(s, i, v) for i, by_scenario in of_indicators.items() for s, v in by_scenario.items()]
    return pd.DataFrame(rows, columns=["scenario", "indicator", "verdict"])


def places(*indicators, n=357, scenarios=("b",)) -> pd.DataFrame:
    """A difference that falls through the register, ranks by who gains most."""
    frames = []
    for scenario in scenarios:
        for name in indicators:
            mean = np.linspace(0.02, -0.02, n)
            frames.append(pd.DataFrame({
                "scenario": scenario, "indicator": name, "number": REGISTER["municipality_number"][:n].astype(int),
                "name": REGISTER["name"][:n], "difference": mean, "low": mean - 0.004, "high": mean + 0.004,
                "rank": np.arange(1, n + 1), "rank_low": 1.0, "rank_high": float(n),
                "size_class": np.resize(SIZE_CLASSES, n), "verdict": "up",
            }))  # fmt: skip
    return pd.concat(frames)


def test_what_is_established_and_has_a_better_direction_leads_in_the_order_given():
    found = verdicts(practice={"b": "cannot tell"}, depth={"b": "up"}, turnover={"b": "cannot tell", "c": "down"},
                     grant={"b": "up"})  # fmt: skip
    assert leading_first(found, MADE) == [DEPTH, TURNOVER, PRACTICE, GRANT]
    assert leading_first(found[:0], MADE) == list(MADE)


def test_every_scenario_is_told_by_its_own_leading_difference():
    found = verdicts(practice={"b": "too small to matter", "c": "up"}, turnover={"b": "down", "c": "down"})
    some = places("practice", "turnover", scenarios=("b", "c"))
    made = place_figures(found, some, MADE, "nb", baseline="a", semester=35)
    assert list(made) == [(kind, s) for s in ("b", "c") for kind in ("map", "winners", "spread")]
    for (_, scenario), figure in made.items():
        label = {"b": TURNOVER, "c": PRACTICE}[scenario].label_nb
        assert label in figure.texts[0].get_text()
        assert figure.texts[1].get_text() == f"«{scenario}» minus «a», våren 2035"


def test_nothing_is_shown_of_places_where_nothing_is_established():
    undecided = verdicts(practice={"b": "cannot tell"}, grant={"b": "up"})
    assert place_figures(undecided, places("practice"), MADE) == {}
    assert place_figures(verdicts(practice={"b": "up"}), places("depth"), MADE) == {}
    assert place_figures(verdicts(practice={"b": "up"}), places("practice")[:0], MADE) == {}


@pytest.mark.parametrize(("n", "mapped"), [(MAPPED - 1, False), (MAPPED, True)])
def test_tiles_need_enough_municipalities_and_outlines_do_not(n, mapped):
    found, some = verdicts(practice={"b": "up"}), places("practice", n=n)
    assert (("map", "b") in place_figures(found, some, MADE)) is mapped
    drawn = place_figures(found, some, MADE, outlines=outlines())["map", "b"]
    assert any("Outlines are from the user's file" in text for text in all_texts(drawn))


def test_numbers_of_counties_below_ten_are_found_on_the_map():
    figure = place_figures(verdicts(practice={"b": "up"}), places("practice"), MADE)["map", "b"]
    assert "357 municipalities" in figure.get_label()
