"""Published series and the model's counterparts: every figure has one, and both are of the same year and size."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.backtest import backtest, modelled, ranges
from sim.analysis.published import QUANTITIES, SERIES, Quantity, observed
from sim.analysis.words import UNITS
from sim.country.world import Country
from sim.indicators import INDICATORS
from sim.policy import lever_values
from sim.records import Recorder
from tests.handmade import handmade
from tests.laws import live, scenario_of

BY_NAME = {series.name: series for series in SERIES}
INDICATOR = {indicator.name: indicator for indicator in INDICATORS}
TEACHERS = 100_000.0
NATION = pd.Series({2017: TEACHERS})


def frame_of(country: Country, last: int = 5) -> pd.DataFrame:
    """National records of two replications as a results folder would give them."""
    model = live(country, scenario_of(lever_values()), -1)
    recorder = Recorder(model.world, ["nation"])
    while model.semester < last:
        model.step()
        recorder.keep(model.semester)
    kept = recorder.records()
    rows = {
        "semester": kept.semester,
        "level": "nation",
        "indicator": [kept.indicators[code] for code in kept.indicator],
        "value": kept.value,
    }
    return pd.concat([pd.DataFrame(rows | {"replication": r}) for r in range(2)], ignore_index=True)


@pytest.fixture(scope="module")
def frame():
    return frame_of(handmade(owners=6))


def test_every_published_series_has_a_modelled_counterpart_and_the_reverse():
    assert set(observed()["series"]) == set(BY_NAME)
    assert {series.quantity.name for series in SERIES} == {quantity.name for quantity in QUANTITIES}
    assert {quantity.indicator for quantity in QUANTITIES} <= set(INDICATOR)


def test_a_published_figure_is_fully_described_and_of_its_series_unit():
    def sound(row):
        return (
            row["unit"] == BY_NAME[row["series"]].quantity.unit
            and row["unit"] in UNITS
            and row["role"] in {"set", "check", "input"}
            and bool(row["sets"]) == (row["role"] == "set")
            and 2014 <= row["year"] <= 2025
            and bool(row["source"].strip())
            and (not row["unit"].startswith("share") or 0 <= row["value"] <= 1)
        )

    assert [(row["series"], row["year"]) for row in observed().to_dict("records") if not sound(row)] == []


def test_no_series_has_two_figures_for_a_year():
    assert not observed().duplicated(["series", "year"]).any()


@pytest.mark.parametrize("quantity", QUANTITIES, ids=lambda q: q.name)
def test_a_quantity_is_read_where_its_indicator_is_recorded(quantity):
    """Flows belong to a school year and are recorded in spring only; counts of the autumn are stocks."""
    stock = INDICATOR[quantity.indicator].stock_or_flow == "stock"
    assert stock or quantity.when != "autumn"
    assert quantity.label_en != quantity.label_nb or quantity.name == "places_english"


@pytest.mark.parametrize(
    ("when", "semester", "year"),
    [
        ("autumn", -6, 2014), ("autumn", 0, 2017), ("autumn", 1, None), ("autumn", 4, 2019), ("spring", -5, 2015),
        ("spring", 1, 2018), ("spring", 2, None), ("spring", 3, 2019),
        ("school_year", 1, 2017), ("school_year", 2, None), ("school_year", 5, 2019),
    ],
)  # fmt: skip
def test_a_year_belongs_to_its_semester(when, semester, year):
    """Autumn 2019; the grants of spring 2019; the school year 2019/20, which is summed up in spring 2020."""
    assert Quantity("x", "staff", "x", when, "schools", 1.0, "x", "y").year_of(semester) == year


def value(values, quantity, year):
    return values[(values["quantity"] == quantity) & (values["year"] == year)]["value"].tolist()


def test_shares_are_taken_as_they_are_and_counts_are_brought_to_the_nations_size(frame):
    """The hand-made country has 360 posts in 18 schools, all compulsory; the nation 100,000 teachers."""
    values = modelled(frame, NATION)
    at = frame[(frame["semester"] == 3) & (frame["replication"] == 0)].set_index("indicator")["value"]
    assert value(values, "approval", 2019) == [at["approval"]] * 2
    assert value(values, "applications", 2019) == pytest.approx([at["applications"] * TEACHERS] * 2)
    assert value(values, "teachers_compulsory", 2018) == pytest.approx([TEACHERS] * 2)
    assert value(values, "schools_compulsory", 2018) == pytest.approx([18 * TEACHERS / 360] * 2)
    assert value(values, "further_education_money", 2018) == pytest.approx([at["individual_grant"] * 0.1] * 2)


def test_doubling_the_country_changes_no_count(frame):
    twice = modelled(frame_of(handmade(owners=12), last=1), NATION)
    assert value(twice, "schools_compulsory", 2017) == pytest.approx(
        value(modelled(frame, NATION), "schools_compulsory", 2017)
    )


def test_ranges_are_means_and_quantiles_over_replications():
    values = pd.DataFrame({"quantity": "a", "year": 2019, "replication": range(201), "value": np.arange(201.0)})
    assert ranges(values)[["modelled", "low", "high"]].to_numpy().tolist() == [[100.0, 5.0, 195.0]]


def test_a_figure_is_inside_if_it_lies_in_the_range_and_not_where_there_is_none():
    seen = observed()[observed()["series"] == "applications"].set_index("year")["value"]
    values = pd.DataFrame(
        [("applications", 2018, r, seen[2018] + r - 1) for r in range(3)]
        + [("applications", 2019, r, seen[2019] + 5) for r in range(3)],
        columns=["quantity", "year", "replication", "value"],
    )
    found = backtest(values)
    assert len(found) == len(observed())
    mine = found[found["series"] == "applications"].set_index("year")
    assert mine["inside"].tolist() == [year == 2018 for year in mine.index]
    assert mine["modelled"].notna().tolist() == [year in {2018, 2019} for year in mine.index]
    assert not found[found["series"] != "applications"]["inside"].any()


def test_rows_stand_in_the_order_of_the_series_and_of_years():
    values = pd.DataFrame(columns=["quantity", "year", "replication", "value"])
    found = backtest(values.astype({"year": int, "value": float}))
    places = [list(BY_NAME).index(name) for name in found["series"]]
    assert places == sorted(places)
    assert all(years.is_monotonic_increasing for _, years in found.groupby("series")["year"])


def test_nothing_recorded_gives_nothing_modelled():
    empty = pd.DataFrame({"semester": [], "level": [], "indicator": [], "replication": [], "value": []})
    assert modelled(empty, NATION).empty
