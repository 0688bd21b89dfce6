"""Ties of a scenario: which are named, how sure they are, and where both ends lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.analysis.comparison import interval, partnerships, places
from sim.country.registers import load_registers

REGISTERS = load_registers().tables
TEACHERS = {"NTNU|50": (100.0, 300.0, 200.0), "NLA|46": (0.0, 60.0, 90.0), "UIT|03": (0.0, 0.0, 9.0)}
QUALITY = {"NTNU|50": (0.2, 0.4, 0.6), "NLA|46": (np.nan, 0.3, 0.5), "UIT|03": (np.nan, np.nan, 0.9)}


def recorded(teachers=TEACHERS, quality=QUALITY):
    rows = [
        ("s", r, 17, "partnership", unit, name, value)
        for name, found in (("tie_teachers", teachers), ("tie_quality", quality))
        for unit, values in found.items()
        for r, value in enumerate(values)
    ]
    return pd.DataFrame(
        rows, columns=["scenario", "replication", "semester", "level", "unit", "indicator", "value"]
    ).astype({"indicator": "category", "unit": "category"})


def test_ties_in_half_of_the_replications_are_named_the_largest_first():
    found = partnerships(recorded(), REGISTERS)
    assert found["university"].tolist() == ["Norges teknisk-naturvitenskapelige universitet", "NLA Høgskolen"]
    assert found["unit"].tolist() == ["Trøndelag", "Vestland"]
    assert found["share"].tolist() == [1.0, pytest.approx(2 / 3)]


def test_weight_counts_replications_without_the_tie_and_quality_does_not():
    found = partnerships(recorded(), REGISTERS).set_index("unit").loc["Vestland"]
    assert found["weight"] == pytest.approx(50.0)
    known = interval(np.array([0.3, 0.5]))
    assert (found["quality"], found["quality_low"], found["quality_high"]) == pytest.approx(
        (known.mean, known.low, known.high)
    )


def test_only_the_last_semester_counts():
    before = recorded({"UIT|03": (500.0,) * 3}, {"UIT|03": (0.5,) * 3}).assign(semester=15)
    plain = partnerships(recorded(), REGISTERS)
    pd.testing.assert_frame_equal(partnerships(pd.concat([before, recorded()]), REGISTERS), plain)


def test_nothing_recorded_is_no_tie():
    assert partnerships(recorded().iloc[:0], REGISTERS).empty


def test_a_university_stands_at_the_campus_nearest_to_those_it_serves():
    ties = partnerships(recorded(), REGISTERS)
    at = places(ties, REGISTERS)
    campus = REGISTERS["uh_campuses"].set_index(["inst_id", "campus"])
    mine = at[at["kind"] == "university"].set_index("name")
    assert mine.loc["NLA Høgskolen", "lat"] == campus.loc[("NLA", "Bergen"), "lat"]
    assert mine.loc["Norges teknisk-naturvitenskapelige universitet", "lat"] == campus.loc[("NTNU", "Trondheim"), "lat"]


def test_every_county_lies_among_its_municipalities():
    at = places(partnerships(recorded(), REGISTERS), REGISTERS)
    towns, counties = REGISTERS["municipalities"], REGISTERS["counties"]
    units = at[at["kind"] == "unit"].set_index("name")
    for number, name in zip(counties["county_number"], counties["county_name"], strict=True):
        mine = towns[towns["county_number"] == number]
        assert mine["centre_lat"].min() - 1e-9 <= units.loc[name, "lat"] <= mine["centre_lat"].max() + 1e-9
    assert len(units) == len(counties)
    assert units.loc["Akershus", "lat"] != units.loc["Oslo", "lat"]
