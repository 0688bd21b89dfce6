from __future__ import annotations

from dataclasses import fields

from sim.country.parameters import CountryParameters

KINDS = {"lever", "uncertainty", "constant"}
STATUSES = {"sourced", "derived", "assumption"}


def test_the_register_and_the_fields_name_the_same_parameters(rows):
    assert [row["name"] for row in rows] == [field.name for field in fields(CountryParameters)]


def test_every_row_of_the_register_is_complete(rows):
    for row in rows:
        assert row["kind"] in KINDS, row["name"]
        assert row["status"] in STATUSES, row["name"]
        assert row["grade"] in "ABCD", row["name"]
        assert row["meaning"], row["name"]
        assert row["unit"], row["name"]
        assert row["source"], row["name"]
        assert None not in row, row["name"]


def test_an_uncertain_parameter_has_a_range_around_its_value(rows):
    for row in rows:
        if row["kind"] == "uncertainty":
            assert float(row["low"]) <= float(row["value"]) <= float(row["high"]), row["name"]
        else:
            assert row["distribution"] == "fixed", row["name"]
