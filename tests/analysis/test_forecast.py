"""Scores of forecasts: known distributions in closed form, and "stays as it was" against itself."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from sim.analysis.forecast import KNOWN, crps, crps_normal, foretell, usual_change
from sim.analysis.published import SERIES, observed
from sim.country.builder import build_country
from sim.country.registers import load_registers
from sim.country.school_register import UPPER
from sim.country.schools import SIZE_BORDERS
from sim.luck import Luck
from sim.parameters import parameters_from

QUANTILES = norm.ppf((np.arange(400) + 0.5) / 400)
NUMBER = st.floats(-5, 5)


@given(NUMBER, st.floats(0.1, 3), NUMBER)
def test_the_score_of_an_ensemble_is_that_of_its_distribution(mean, sd, seen):
    """Uniform on 0-1, at its middle, has 1/12; a normal one is known in closed form."""
    assert crps(mean + sd * QUANTILES, seen) == pytest.approx(crps_normal(mean, sd, seen), abs=1e-2 * sd)
    assert crps((np.arange(400) + 0.5) / 400, 0.5) == pytest.approx(1 / 12, abs=2e-3)


@given(NUMBER, NUMBER)
def test_a_certain_forecast_is_scored_by_its_error(forecast, seen):
    assert crps(np.array([forecast]), seen) == crps_normal(forecast, 0.0, seen) == abs(forecast - seen)


def test_few_members_are_not_held_against_a_forecast():
    """The mean score of pairs drawn from a distribution is that of the distribution (fair CRPS)."""
    rng = np.random.default_rng(1)
    pairs = rng.normal(size=(4_000, 2))
    assert np.mean([crps(pair, 0.3) for pair in pairs]) == pytest.approx(crps_normal(0.0, 1.0, 0.3), abs=0.03)


def made(level, spread, last=2025):
    """Values of every quantity: a series' `level(series, year)`, and 400 members with a spread around it."""
    members = norm.ppf((np.arange(400) + 0.5) / 400)
    of_quantity = {series.quantity.name: series for series in SERIES if not series.part}
    frames = [
        pd.DataFrame({"quantity": name, "year": year, "replication": range(400),
                      "value": level(series, year) + spread(series, year) * members})
        for name, series in of_quantity.items()
        for year in range(2014, last + 1)
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)


@cache
def figures_of(series):
    return observed()[observed()["series"] == series.name].set_index("year")["value"]


def start_of(series):
    known = figures_of(series).loc[:KNOWN]
    return (known.index[-1], known.iloc[-1]) if len(known) else (KNOWN, 1.0)


def test_what_stays_as_it_was_has_no_skill_against_itself():
    group = {series.name: series.quantity.group for series in SERIES}
    change = usual_change(observed().assign(group=observed()["series"].map(group)))

    def spread(series, year):
        begun, level = start_of(series)
        return change[series.name] * level * np.sqrt(max(year - begun, 0))

    found = foretell(made(lambda series, _: start_of(series)[1], spread)).set_index("series")["skill"]
    assert found.drop("unqualified_fte").abs().max() < 0.05  # the model's counterpart was made for the other one


def test_an_oracle_is_better_in_all_that_moves_and_covers_it():
    def oracle(series, year):
        return figures_of(series).get(year, 1.0)

    values = made(oracle, lambda series, year: 1e-3 * oracle(series, year) * (year > KNOWN))
    found = foretell(values)
    found = found[found["series"] != "unqualified_fte"]  # the model's counterpart was made for the other one
    moving = found[found["moves"]]
    assert len(moving) >= 8
    assert (moving["skill"] > 0.5).all()
    assert (moving["covered"] == 1.0).all()


def test_a_model_at_another_level_is_fitted_to_the_last_figure():
    """Its skill as it stands tells of the level, its skill of what changes."""

    def twice(series, year):
        return 2.0 * figures_of(series).get(year, 1.0)

    found = foretell(made(twice, lambda *_: 0.0)).set_index("series").drop("unqualified_fte")
    assert found["crps"].max() < 1e-9
    assert (found["unfitted"] < 0).all()


def test_the_backtest_can_fail():
    """In a country whose pupils and schools stand still from 2019 small schools are foretold worse."""
    country = build_country("norway", Luck(1, 0), parameters_from({}), load_registers())
    years, lower = country.years, country.tables["schools"]["level"] < UPPER

    def small(year):
        column = years.at("main", year)
        return float(((years.posts[column] > 0) & (years.pupils[column] < SIZE_BORDERS[0]) & lower).sum())

    def skill(last):
        rows = [("schools_under_100", year, r, small(min(year, last))) for year in range(2014, 2024) for r in range(2)]
        found = foretell(pd.DataFrame(rows, columns=["quantity", "year", "replication", "value"]))
        return found.set_index("series").loc["schools_under_100", "skill"]

    assert skill(2025) > skill(2019)


def test_what_the_model_is_handed_is_never_scored_nor_what_it_is_told_of_before():
    values = made(lambda *_: 1.0, lambda *_: 0.1)
    found = set(foretell(values)["series"])
    assert found.isdisjoint(observed().loc[observed()["role"] == "input", "series"])
    assert "schools_under_100" in found
    assert "schools_under_100" not in set(foretell(values, handed=("schools_under_100",))["series"])
    assert foretell(values[values["year"] <= KNOWN]).empty


def test_the_last_later_year_that_set_a_series_is_told():
    found = foretell(made(lambda *_: 1.0, lambda *_: 0.1)).set_index("series")["set_with"]
    assert (found["applications"], found["schools_under_100"], found["schools_300_plus"]) == (2023, 0, 0)
