"""What is drawn belongs to the unit, not to the world or the order of rows, and changes with the replication."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from sim.country.builder import build_country
from sim.country.fit import standing
from sim.country.registers import load_registers
from sim.luck import Luck

ROWS = {"governor", "county", "network", "coordinator", "owner", "municipality", "school", "first_post"}
"""Columns that hold row numbers, which differ between worlds."""

OF_THE_WORLD = {
    "staff_hours", "mobility", "partner", "lead", "distance", "key", "training_offices", "training_firms",
    "apprentices",
}  # fmt: skip


def same_units(part, whole):
    """Check that every unit of the part is in the whole, with the same values."""
    for table, columns in part.tables.items():
        place = {uid: row for row, uid in enumerate(whole.tables[table]["uid"].tolist())}
        at = np.array([place[uid] for uid in columns["uid"].tolist()])
        for name, values in columns.items():
            if name not in ROWS | OF_THE_WORLD:
                assert np.array_equal(values, whole.tables[table][name][at]), (table, name)


@pytest.mark.parametrize("world", ["agder", "finnmark", "oslo"])
def test_a_unit_is_the_same_in_its_county_and_in_the_country(p, registers, norway, world):
    part = build_country(world, Luck(1, 0), p, registers)
    same_units(part, norway)
    at = np.isin(norway.tables["universities"]["uid"], part.tables["universities"]["uid"])
    rows = np.isin(norway.tables["networks"]["uid"], part.tables["networks"]["uid"])
    assert np.array_equal(part.tables["networks"]["distance"], norway.tables["networks"]["distance"][rows][:, at])


def test_tiny_is_a_part_of_the_country(p, registers, norway):
    tiny = build_country("tiny", Luck(1, 0), p, registers)
    trimmed = {name: dict(columns) for name, columns in tiny.tables.items()}
    for name in ("distance", "kind", "county"):
        trimmed["networks"].pop(name)  # another member may coordinate
    object.__setattr__(tiny, "tables", trimmed)
    same_units(tiny, norway)


def test_a_school_keeps_its_owner_and_network_in_its_county(p, registers, norway):
    agder = build_country("agder", Luck(1, 0), p, registers)

    def named(country):
        owners, schools, networks = (country.tables[name] for name in ("owners", "schools", "networks"))
        owner = schools["owner"]
        network = networks["id"][owners["network"][owner]]
        return dict(zip(schools["id"], zip(owners["id"][owner], network, strict=True), strict=True))

    whole = named(norway)
    assert all(whole[school] == where for school, where in named(agder).items())


def test_the_same_luck_builds_the_same_country(p, registers, norway):
    again = build_country("norway", Luck(1, 0), p, registers)
    for table, columns in norway.tables.items():
        for name, values in columns.items():
            assert np.array_equal(values, again.tables[table][name]), (table, name)


def test_another_replication_redraws_what_is_synthesised_and_nothing_else(p, registers, norway):
    other = build_country("norway", Luck(1, 1), p, registers)
    owners, others = norway.tables["owners"], other.tables["owners"]
    for name in ("id", "population", "lat", "lon", "county", "sami", "size_class"):
        assert np.array_equal(owners[name], others[name]), name
    for name in ("office_fte", "leader_tenure", "steering", "understanding", "network"):
        assert not np.array_equal(owners[name], others[name]), name
    schools = [standing(country).tables["schools"] for country in (norway, other)]
    assert schools[0]["id"].tolist() == schools[1]["id"].tolist()
    upper, pupils = schools[0]["level"] == 3, [columns["pupils"] for columns in schools]
    assert np.array_equal(pupils[0][upper], pupils[1][upper])
    unlike = np.abs(pupils[0] - pupils[1]) > 0.2 * pupils[0]
    assert 0.04 < unlike[~upper].mean() < 0.12  # those the register does not know
    assert not np.array_equal(norway.tables["counties"]["forum_power"], other.tables["counties"]["forum_power"])
    assert not np.array_equal(norway.tables["universities"]["nearness"], other.tables["universities"]["nearness"])


def test_the_order_of_register_rows_does_not_matter(p, norway, tmp_path):
    replaced = {}
    for table in (
        "municipalities",
        "primary_schools",
        "school_years",
        "upper_secondary_schools",
        "counties",
        "uh_institutions",
    ):
        with (files("sim") / "data" / f"{table}.csv").open(encoding="utf-8") as file:
            frame = pd.read_csv(file, dtype=str, keep_default_na=False)
        replaced[table] = str(tmp_path / f"{table}.csv")
        frame.sample(frac=1, random_state=4).to_csv(replaced[table], index=False)
    shuffled = build_country("norway", Luck(1, 0), p, load_registers(replaced))
    for table, columns in norway.tables.items():
        for name, values in columns.items():
            assert np.array_equal(values, shuffled.tables[table][name]), (table, name)
