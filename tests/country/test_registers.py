"""The one door for data: what is right comes in, what is wrong is named in one line."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd
import pytest

from sim.country.builder import build_country
from sim.country.columns_allowed import COLUMNS
from sim.country.registers import load_registers
from sim.luck import Luck


@pytest.fixture
def own(tmp_path):
    """Write a changed copy of a register and give the mapping that replaces it."""

    def change(table, edit):
        with (files("sim") / "data" / f"{table}.csv").open(encoding="utf-8") as file:
            frame = pd.read_csv(file, dtype=str, keep_default_na=False)
        path = tmp_path / f"{table}.csv"
        edit(frame).to_csv(path, index=False)
        return {table: str(path)}

    return change


def put(column, row, value):
    def edit(frame):
        frame.loc[row, column] = value
        return frame

    return edit


def test_registers_are_read_once_a_process():
    assert load_registers() is load_registers({})


def test_shipped_registers_have_their_published_sums(registers):
    assert registers["municipalities"]["population_2026"].sum() == 5_627_400
    assert registers["upper_secondary_schools"]["pupils_2025_26"].sum() == 193_809
    assert registers["counties"]["vgs_teachers_2025"].sum() == 28_919
    assert len(registers["training_offices"]) == 334
    fte = registers["teaching_fte_by_old_county"]
    assert (fte["teaching_fte_2019_20"] * fte["share"]).sum() == pytest.approx(58_133)  # without Svalbard (24)


def test_leading_zeros_stay(registers):
    assert registers["municipalities"]["municipality_number"].iloc[0] == "0301"


def test_an_own_table_replaces_the_shipped_one(p, own):
    grown = own("municipalities", put("population_2026", 5, "40000"))
    country = build_country("norway", Luck(1, 0), p, load_registers(grown))
    assert 40_000 in country.tables["owners"]["population"]


def test_an_own_table_may_leave_notes_out(own):
    less = own("municipalities", lambda frame: frame.drop(columns=["admin_centre"]))
    assert "admin_centre" not in load_registers(less)["municipalities"]


BAD = [
    (
        "municipalities",
        put("population_2026", 3, "many"),
        r"municipalities\.population_2026: 'many' in the row '\d{4}' is",
    ),
    ("municipalities", put("population_2026", 3, "-4"), r"municipalities\.population_2026: '-4' .* from 1 to 5e\+06"),
    ("municipalities", put("population_2026", 3, ""), r"municipalities\.population_2026: '' .* not empty"),
    ("municipalities", put("centre_lat", 0, "10"), r"municipalities\.centre_lat: '10' .* from 57 to 72"),
    ("municipalities", put("county_number", 3, "99"), r"municipalities\.county_number: '99' .* not a key of counties"),
    ("municipalities", put("municipality_number", 3, "0301"), r"municipalities\.municipality_number: row 4 repeats"),
    ("municipalities", lambda f: f.drop(columns=["name"]), r"municipalities\.name: the column is missing"),
    ("municipalities", lambda f: f.assign(colour="red"), r"municipalities\.colour: not a column; allowed are"),
    ("municipalities", lambda f: f[:0], r"municipalities: has no rows"),
    (
        "municipalities",
        lambda f: f[f["county_number"] != "42"],
        r"municipalities\.population_2026: sums to|is not a key of",
    ),
    ("upper_secondary_schools", put("ownership", 0, "church"), r"ownership: 'church' .* one of county, private, state"),
    ("upper_secondary_schools", put("pupils_2025_26", 0, "9000"), r"pupils_2025_26: sums to .* replace both tables"),
    ("teaching_fte_by_old_county", put("share", 0, "0.5"), r"share: the rows of 'Østfold' sum to 0\.502, not 1"),
    (
        "national_totals",
        put("value", 4, "2700"),
        r"national_totals\.grunnskoler_total: 2700, but public and private sum",
    ),
    (
        "national_totals",
        put("quantity", 4, "x"),
        r"national_totals\.quantity: 'grunnskoler_total' of 2025-26 is missing",
    ),
    (
        "uh_county_partners",
        put("inst_id", 0, "MIT"),
        r"uh_county_partners\.inst_id: 'MIT' .* not a key of uh_institutions",
    ),
]


@pytest.mark.parametrize(("table", "edit", "says"), BAD)
def test_a_bad_table_is_refused_in_one_line(own, table, edit, says):
    with pytest.raises(ValueError, match=says) as error:
        load_registers(own(table, edit))
    assert "\n" not in str(error.value)


def test_an_unknown_table_and_a_missing_file_are_named():
    with pytest.raises(ValueError, match=r"tables\.kommuner: not a register; known are counties"):
        load_registers({"kommuner": "x.csv"})
    with pytest.raises(ValueError, match=r"tables\.counties: no file at nowhere\.csv"):
        load_registers({"counties": "nowhere.csv"})


def test_a_changed_file_is_read_again(own):
    first = load_registers(own("governors", put("name", 0, "First")))
    second = load_registers(own("governors", put("name", 0, "Second name")))
    assert first["governors"]["name"].iloc[0] != second["governors"]["name"].iloc[0]


def test_the_data_dictionary_names_every_table_and_column():
    from pathlib import Path

    text = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
    for table, columns in COLUMNS.items():
        assert f"`{table}`" in text, table
        for column in columns:
            assert f"`{column}`" in text, (table, column)
