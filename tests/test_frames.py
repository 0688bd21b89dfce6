"""Frames of the schemes: what stands in the tables, in kroner of 2025, and what scenarios take over from them."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from sim.country.money import frames, price_levels
from sim.country.registers import load_registers
from sim.frames import national_frame, rate_levels
from sim.frames import price_levels as plain_levels
from sim.levers import in_force
from sim.policy import lever_values
from sim.schemes import SCHEMES
from sim.timeline import scenario

NAMES = [scheme.name for scheme in SCHEMES]


def test_prices_and_frames_are_those_of_the_registers():
    registers = load_registers()
    assert plain_levels() == pytest.approx(price_levels(registers).to_dict())
    table = frames(registers)
    for name in NAMES:
        mine = table[table["scheme"] == name].set_index("year")["kroner"]
        assert np.abs(mine - mine.index.map(national_frame(name, 2027))).max() <= 0.5e5, name


def test_levers_begin_with_what_was_paid():
    for name in NAMES:
        frame = lever_values()[name]["frame"]
        assert {year: frame[year] for year in national_frame(name)} == national_frame(name), name


@pytest.mark.parametrize(("name", "year"), [("system_2026", 2026), ("bill_2027", 2027)])
def test_scenarios_take_the_budget_of_their_year(name, year):
    levers = scenario(name).phases[-1].levers
    for scheme in NAMES:
        for later in (year, year + 8):
            assert in_force(levers[scheme]["frame"], later) == national_frame(scheme, year)[year], scheme


def test_a_place_costs_what_was_set_aside_over_the_places_granted():
    """Money is the frame of the table of frames; in the kroner of the year 2023 is within 3 per cent of 2019."""
    table = pd.read_csv(files("sim") / "data" / "study_places.csv").set_index("year")
    known = table[table["places"].notna()]
    frame = frames(load_registers()).query("scheme == 'further_education'").set_index("year")
    assert known["thousand_kroner"].to_numpy() == pytest.approx(
        1e3 * (frame["nominal"] / known["places"]).dropna().to_numpy(), abs=0.06
    )
    assert (table["low"] <= table["thousand_kroner"]).all()
    assert (table["thousand_kroner"] <= table["high"]).all()
    assert table["thousand_kroner"][2023] == pytest.approx(table["thousand_kroner"][2019], rel=0.03)
    granted = {year: frame["kroner"][year] / (rate_levels()[year] * 273_500) for year in known.index}
    assert granted == pytest.approx(known["places"].to_dict(), rel=0.005)
