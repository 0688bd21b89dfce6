"""The next year is data: an invented autumn of 2026, added by a table alone, is the year the country is built for."""

from __future__ import annotations

import sys

import pandas as pd
import pytest

from sim.country.builder import build_country
from sim.country.registers import load_registers
from sim.country.school_register import UPPER
from sim.indicators import BY_NAME
from sim.luck import Luck
from sim.setup import Setup
from sim.simulation import start
from sim.timeline import scenario

NEXT = {
    "pupils_1_7": 415_000, "pupils_8_10": 197_500, "pupils_private": 33_000, "teachers": 69_900,
    "schools_primary": 1420, "schools_combined": 725, "schools_lower": 494, "schools_private": 283,
}  # fmt: skip
"""Autumn 2026, invented."""
SHOWN = ("unqualified_compulsory", "turnover", "practice", "pupil_results")


@pytest.fixture(scope="module")
def table(registers, tmp_path_factory) -> str:
    """The series of schools with one more year, as a file."""
    path = tmp_path_factory.mktemp("next") / "school_years.csv"
    new = pd.DataFrame(
        {"quantity": NEXT.keys(), "year": 2026, "value": NEXT.values(), "status": "published", "source": "invented"}
    )
    pd.concat([registers["school_years"], new]).to_csv(path, index=False)
    return str(path)


def test_the_country_is_built_for_the_new_year_and_earlier_years_stay_as_published(p, norway, table):
    country = build_country("norway", Luck(1, 0), p, load_registers({"school_years": table}))
    before, after = norway.years, country.years
    column, primary = after.at("main", 2026), country.tables["schools"]["level"] != UPPER
    assert column == after.base == before.base + 1
    assert {after.at(path, 2026) for path in ("low", "high")} == {column}
    assert after.pupils[column][primary].sum() == pytest.approx(NEXT["pupils_1_7"] + NEXT["pupils_8_10"])
    assert after.posts[column][primary].sum() == NEXT["teachers"]
    old = norway.tables["schools"]["level"] != UPPER
    for year in range(2012, 2026):
        then, now = before.at("main", year), after.at("main", year)
        assert after.posts[now][primary].sum() == before.posts[then][old].sum(), year
        assert after.pupils[now][primary].sum() == pytest.approx(before.pupils[then][old].sum()), year


def test_what_changes_in_the_answers_is_printed(table, capsys):
    """A small world in 2028, before and after: every answer is finite, and at least one moves."""
    answers = []
    for tables in ({}, {"school_years": table}):
        model = start(Setup(world="tiny", horizon=2028, tables=tables), scenario("system_2026"), 0)
        while model.running:
            model.step()
        answers.append({name: BY_NAME[name].national(model.world) for name in SHOWN})
    changed = pd.DataFrame(answers, index=["before", "after"]).T
    sys.stdout.write(changed.assign(change=changed["after"] - changed["before"]).to_string())
    assert changed.notna().all(axis=None)
    assert (changed["before"] != changed["after"]).any()
    assert "unqualified_compulsory" in capsys.readouterr().out
