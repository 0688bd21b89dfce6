"""What could be known in 2019: nothing of what came later, but for what is said to be as it came."""

from __future__ import annotations

import filecmp

import pandas as pd
import pytest

from sim.analysis.known import TABLES, policy_known, tables_known, tables_of_2019
from sim.country.registers import load_registers
from sim.frames import LAST_ACCOUNTS
from sim.policy import policy_from
from sim.schemes.dekom_s import DekomSLevers
from sim.timeline import scenario


@pytest.fixture(scope="module")
def tables():
    return tables_known(load_registers())


def test_the_shipped_tables_are_what_the_registers_of_today_give(tables, tmp_path):
    """If not: uv run python -m sim.analysis.known."""
    for name, path in tables_of_2019().items():
        tables[name].to_csv(tmp_path / f"{name}.csv", index=False, lineterminator="\n")
        assert filecmp.cmp(path, tmp_path / f"{name}.csv", shallow=False), name
    assert set(tables) == set(TABLES)


def test_they_are_registers(tables):
    known = load_registers(tables_of_2019())
    assert {name: len(known[name]) for name in TABLES} == {name: len(tables[name]) for name in TABLES}


def test_what_is_foretold_rests_on_nothing_later(tables):
    """Other figures after 2019 leave it as it is."""
    registers = load_registers()
    frame = registers["school_years"].copy()
    later = (frame["year"] > 2019) & ~frame["quantity"].str.startswith("schools_")
    frame.loc[later, "value"] *= 1.5
    changed = type(registers)({**registers.tables, "school_years": frame}, registers.totals)
    pd.testing.assert_frame_equal(tables_known(changed)["school_years"], tables["school_years"])


def test_pupils_are_foretold_within_a_few_per_cent_from_the_children_born(tables):
    came = load_registers()["school_years"]
    both = tables["school_years"].merge(came, on=["quantity", "year"], suffixes=("", "_came"))
    pupils = both[both["quantity"].isin(["pupils_1_7", "pupils_8_10"]) & (both["year"] > 2019)]
    apart = (pupils["value"] / pupils["value_came"] - 1.0).abs()
    assert 0 < apart.max() < 0.02


def test_decisions_and_money_after_2019_are_left_out():
    known = policy_known(scenario("model_2025"))
    assert max(phase.start for phase in known.phases) <= 4
    levers = known.phases[-1].levers
    for section, frame in ((s, v["frame"]) for s, v in levers.items() if "frame" in v):
        assert [year for year in frame if year > 2019] == ([2020] if section == "dekom_y" else []), section
    assert not levers["context"]["pandemic"]
    assert not levers["inclusion"]["active"]
    assert LAST_ACCOUNTS > 2019
    policy_from(levers)[DekomSLevers].check()
