"""This file knows the command `country`: builds the simulated country, describes it and shows how well it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from experiments.command import Call
from experiments.design import Design
from experiments.refusals import FINE, BadInput
from experiments.show import line, table
from experiments.world_names import check_world

if TYPE_CHECKING:
    from sim.country.world import Country

SYNTHETIC = "The inner state of named units is synthetic: registers are real, all else is drawn anew each replication."
HELP = """Builds the country of replication 0, prints what it consists of and how well it fits published totals,
and writes the fit as tables/fit.csv.

  kompetanse country
  kompetanse country world=agder seed=2"""


def run(call: Call) -> int:
    """Build, describe and store."""
    call.refuse_word("world")
    check_world(call.options)
    country, found = _built(call)
    design = Design(call.options.setup(("nation",)), (), 0)
    with call.open(design) as store:
        store.write_table("fit", found)
        store.write_table("size", _size(country))
        _show(call, country, found)
        line(call.words("Results: {folder}", folder=store.folder))
    return FINE


def _built(call: Call) -> tuple[Country, pd.DataFrame]:
    from sim.country.builder import build_country
    from sim.country.fit import fit
    from sim.country.registers import load_registers
    from sim.luck import Luck
    from sim.parameters import parameters_from

    options = call.options
    registers = load_registers(options.tables)
    try:
        parameters = parameters_from(options.parameters).country
        country = build_country(options.world, Luck(options.seed, 0), parameters, registers)
    except ValueError as error:
        raise BadInput(str(error)) from None
    return country, fit(country, registers)


def _size(country: Country) -> pd.DataFrame:
    """How many there are of each kind of unit."""
    rows = [(name, len(next(iter(columns.values())))) for name, columns in country.tables.items()]
    return pd.DataFrame(rows, columns=["units", "number"])


def _show(call: Call, country: Country, found: pd.DataFrame) -> None:
    words = call.words
    size = ", ".join(f"{words.number(row.number, 0)} {words(row.units)}" for row in _size(country).itertuples())
    line(f"{country.world}: {size}")
    line("")
    rows = [
        [
            row.quantity,
            words.number(row.published),
            words.number(row.simulated),
            words.difference(row.difference),
            words(row.status),
            row.source,
        ]
        for row in found.itertuples()
    ]
    columns = ("Quantity", "Published total", "Simulated", "Difference", "Status", "Source")
    table(words("Fit to published totals"), [words(c) for c in columns], rows, numbers=(1, 2, 3))
    line("")
    line(words(SYNTHETIC))
