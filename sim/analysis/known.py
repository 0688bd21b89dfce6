"""What could be known in 2019 of the years after it: tables of the country, and decisions as they stood then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.forecast import KNOWN
from sim.country.registers import Registers, load_registers
from sim.policy import policy_from
from sim.scenario import Phase, Scenario, autumn_of
from sim.types import Floats, Ints

LAST = 2025
"""Last autumn that is foretold; the country is built for it."""
GRADES = {"pupils_1_7": (6, 12), "pupils_8_10": (13, 15)}
"""Youngest and oldest age by the end of the year, by quantity."""
AS_THEY_CAME = ("schools_under_100", "schools_100_299", "schools_300_plus")
"""Series that rest on which schools closed, which is handed to the model: they are not foretold."""
TABLES = ("school_years", "county_years", "teacher_students", "teacher_graduates")
"""Tables of the country of which 2019 knew another state."""
_SOURCE = "Foretold from what was known in 2019: "


def tables_known(registers: Registers) -> dict[str, pd.DataFrame]:
    """Registers of the country in which what came after 2019 is foretold from before it.

    Pupils of each stage follow the children born, all of them by 2019, and private ones the straight line of the years
    before; teachers are as many a pupil, and upper-secondary ones as many a young person, as in 2019; new students of
    teacher education are those of 2019. As they came are the schools, which the country is built of, and where in it
    the young live.

    Args:
        registers: The registers as they are.

    Returns:
        Tables by name that take the place of those in the registers.
    """
    students, graduates = registers["teacher_students"], registers["teacher_graduates"]
    county = registers["county_years"]
    known = students.groupby("programme")["year"].transform("min")  # three programmes have no figure before 2021
    return {
        "school_years": _school_years(registers["school_years"]),
        "county_years": county[(county["quantity"] != "upper_teachers") | (county["year"] <= KNOWN)],
        "teacher_students": students[(students["year"] <= KNOWN) | (students["year"] == known)],
        "teacher_graduates": graduates[
            (graduates["inst_id"] != "all") & (graduates["year"] == graduates["year"].min())
        ],
    }


def _school_years(frame: pd.DataFrame) -> pd.DataFrame:
    """The national series to 2019, and what they foretold."""
    kept = frame[(frame["year"] <= KNOWN) | frame["quantity"].str.startswith("schools_")]
    before = frame[frame["year"] <= KNOWN]
    series = {name: rows.set_index("year")["value"] for name, rows in before.groupby("quantity")}
    years = np.arange(KNOWN + 1, LAST + 1)
    foretold = {name: series[name][KNOWN] * _born(years, *ages) / _born(np.array([KNOWN]), *ages)
                for name, ages in GRADES.items()}  # fmt: skip
    pupils, then = sum(foretold.values()), sum(series[name][KNOWN] for name in GRADES)
    foretold["teachers"] = series["teachers"][KNOWN] * pupils / then
    private = series["pupils_private"]
    foretold["pupils_private"] = private[KNOWN] + np.polyfit(private.index, private, 1)[0] * (years - KNOWN)
    said = {**dict.fromkeys(GRADES, "children born"), "teachers": "pupils", "pupils_private": "the years before"}
    rows = [
        (name, int(year), float(np.rint(value)), "derived", _SOURCE + said[name])
        for name, values in foretold.items()
        for year, value in zip(years, values, strict=True)
    ]
    return pd.concat([kept, pd.DataFrame(rows, columns=list(frame.columns))], ignore_index=True)


def tables_of_2019() -> dict[str, str]:
    """Paths of these tables as they are shipped, by the name of the table each replaces."""
    folder = files("sim") / "data" / "known_2019"
    return {name: str(folder / f"{name}.csv") for name in TABLES}


def write_tables() -> None:
    """Write the shipped tables anew from the registers (`python -m sim.analysis.known`)."""
    made = tables_known(load_registers())
    for name, path in tables_of_2019().items():
        made[name].to_csv(path, index=False, lineterminator="\n")


def _born(years: Ints, youngest: int, oldest: int) -> Floats:
    """Children born who are of some ages at the end of each year, shape (years,)."""
    with (files("sim") / "data" / "births.csv").open(encoding="utf-8") as file:
        births = pd.read_csv(file).set_index("year")["births"]
    return np.array([births.loc[year - oldest : year - youngest].sum() for year in years], dtype=np.float64)


def policy_known(scenario: Scenario) -> Scenario:
    """A scenario without what was decided or came after 2019: frames stay as in 2019 in real kroner, no pandemic comes.

    Dekom Y, which had half a year's money in 2019, has the whole.
    """
    begun = [phase for phase in scenario.phases if phase.start <= autumn_of(KNOWN)]
    return replace(scenario, phases=tuple(_known(phase) for phase in begun))


def _known(phase: Phase) -> Phase:
    levers: dict[str, dict[str, Any]] = {
        section: {name: _dated(value) for name, value in values.items()} for section, values in phase.levers.items()
    }
    levers["context"]["pandemic"] = False
    vocational = levers["dekom_y"]["frame"]
    vocational[KNOWN + 1] = 2.0 * vocational[KNOWN]
    policy_from(levers, phase.local)
    return replace(phase, levers=levers)


def _dated(value: Any) -> Any:
    """A lever's value; of one that is dated, the years that were known, or nothing if none was."""
    if not isinstance(value, Mapping) or not _are_years(value):
        return value
    return {year: number for year, number in value.items() if int(year) <= KNOWN} or {KNOWN: 0.0}


def _are_years(value: Iterable[Any]) -> bool:
    return all(str(key).isdigit() for key in value)


if __name__ == "__main__":
    write_tables()
