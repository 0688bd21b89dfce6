"""The command `country`: builds the simulated country, describes it and shows how well it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.designs.design import Design
from experiments.present.checks import fit as fit_table
from experiments.present.checks import fit_of_years as fit_of_years_table
from experiments.present.names import units
from experiments.present.show import line
from experiments.present.terminal import show
from experiments.present.words import SYNTHETIC
from experiments.progress import stage
from experiments.refusals import FINE, BadInput
from experiments.scenarios.world_names import check_world

if TYPE_CHECKING:
    from sim.country.world import Country


def run(call: Call[options.BuildCountry]) -> int:
    """Build, describe and store."""
    call.refuse_word("world")
    check_world(call.options)
    with stage(call.words("Building the country")):
        country, found, years = _build(call)
    design = Design(call.options.setup(), (), 0)
    with call.open(design) as store:
        store.write_table("fit", found)
        store.write_table("size", _size(country))
        _show(call, country, found)
        if years is not None:
            store.write_table("years", years)
            show(fit_of_years_table(years.to_dict("records"), call.words), call.words)
        line(call.words("Results: {folder}", folder=store.folder))
    return FINE


def _build(call: Call[options.BuildCountry]) -> tuple[Country, pd.DataFrame, pd.DataFrame | None]:
    from sim.country.builder import build_country
    from sim.country.fit import fit, fit_of_years, standing
    from sim.country.registers import load_registers
    from sim.luck import Luck
    from sim.parameters import parameters_from

    asked = call.options
    registers = load_registers(asked.tables)
    try:
        parameters = parameters_from(asked.parameters)
        country = build_country(asked.world, Luck(asked.seed, 0), parameters, registers)
    except ValueError as error:
        raise BadInput(str(error)) from None
    years = fit_of_years(country, registers) if asked.world == "norway" else None
    return standing(country), fit(country, registers), years


def _size(country: Country) -> pd.DataFrame:
    """How many there are of each kind of unit."""
    numbers = {name: len(columns["uid"]) for name, columns in country.tables.items()}
    colleges = int(country.tables["universities"]["kind"].sum())
    numbers["universities"] -= colleges
    rows = [*numbers.items(), ("vocational colleges", colleges)]
    return pd.DataFrame(rows, columns=["units", "number"])


def _show(call: Call[options.BuildCountry], country: Country, found: pd.DataFrame) -> None:
    words = call.words
    counts = _size(country).to_dict("records")
    size = ", ".join(f"{words.number(row['number'], 0)} {units(row['units'], words)}" for row in counts)
    line(f"{country.world}: {size}")
    line("")
    show(fit_table(found.to_dict("records"), words), words)
    line(words(SYNTHETIC))
