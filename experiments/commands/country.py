"""This file knows the command `country`: builds the simulated country, describes it and shows how well it fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.command import Call
from experiments.designs.design import Design
from experiments.present.fit_words import quantity
from experiments.present.show import line, table
from experiments.present.words import Words
from experiments.refusals import FINE, BadInput
from experiments.scenarios.world_names import check_world

if TYPE_CHECKING:
    from sim.country.world import Country

SHOWN_YEARS = (2012, 2018, 2023, 2025)
SYNTHETIC = "The inner state of named units is synthetic: registers are real, all else is drawn anew each replication."
HELP = """Builds the country of replication 0, prints what it consists of and how well it fits published totals,
in the base year and over the years, and writes the fit as tables/fit.csv and tables/years.csv.

  kompetanse country
  kompetanse country world=agder seed=2"""


def run(call: Call) -> int:
    """Build, describe and store."""
    call.refuse_word("world")
    check_world(call.options)
    country, found, years = _built(call)
    design = Design(call.options.setup(("nation",)), (), 0)
    with call.open(design) as store:
        store.write_table("fit", found)
        store.write_table("size", _size(country))
        _show(call, country, found)
        if years is not None:
            store.write_table("years", years)
            _show_years(call.words, years)
        line(call.words("Results: {folder}", folder=store.folder))
    return FINE


def _built(call: Call) -> tuple[Country, pd.DataFrame, pd.DataFrame | None]:
    from sim.country.builder import build_country
    from sim.country.fit import fit, fit_of_years, standing
    from sim.country.registers import load_registers
    from sim.luck import Luck
    from sim.parameters import parameters_from

    options = call.options
    registers = load_registers(options.tables)
    try:
        parameters = parameters_from(options.parameters)
        country = build_country(options.world, Luck(options.seed, 0), parameters, registers)
    except ValueError as error:
        raise BadInput(str(error)) from None
    years = fit_of_years(country, registers) if options.world == "norway" else None
    return standing(country), fit(country, registers), years


def _size(country: Country) -> pd.DataFrame:
    """How many there are of each kind of unit."""
    numbers = {name: len(columns["uid"]) for name, columns in country.tables.items()}
    colleges = int(country.tables["universities"]["kind"].sum())
    numbers["universities"] -= colleges
    rows = [*numbers.items(), ("vocational colleges", colleges)]
    return pd.DataFrame(rows, columns=["units", "number"])


def _show(call: Call, country: Country, found: pd.DataFrame) -> None:
    words = call.words
    counts = _size(country).to_dict("records")
    size = ", ".join(f"{words.number(row['number'], 0)} {words(row['units'])}" for row in counts)
    line(f"{country.world}: {size}")
    line("")
    rows = [_cells(row, words) for row in found.to_dict("records")]
    columns = ("Quantity", "Published total", "Simulated", "Difference", "Status", "Source")
    table(words("Fit to published totals"), [words(c) for c in columns], rows, numbers=(1, 2, 3))
    line("")
    line(words(SYNTHETIC))


def _show_years(words: Words, found: pd.DataFrame) -> None:
    """Series over the years: what is simulated, and in brackets how far that is from what is published."""
    rows = []
    for name, of_one in found.groupby("quantity", sort=False):
        known = {row["year"]: (row["simulated"], row["difference"]) for row in of_one.to_dict("records")}
        cells = [
            f"{words.number(known[year][0], 0)} ({words.difference(known[year][1], 0)})" if year in known else ""
            for year in SHOWN_YEARS
        ]
        rows.append([quantity(str(name), words.language), *cells])
    line("")
    title = words("Fit over the years: simulated, and in brackets the difference from what is published")
    table(title, [words("Quantity"), *map(str, SHOWN_YEARS)], rows, numbers=(1, 2, 3, 4))


def _cells(row: Mapping[Any, Any], words: Words) -> list[str]:
    """One quantity; counts without decimals, shares with three."""
    digits = 0 if abs(row["simulated"]) >= 100 or float(row["simulated"]).is_integer() else 3
    published, simulated = (words.number(row[key], digits) for key in ("published", "simulated"))
    difference = words.difference(row["difference"], digits)
    name = quantity(row["quantity"], words.language)
    return [name, published, simulated, difference, words(row["status"]), row["source"]]
