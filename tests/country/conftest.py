"""What the tests of the country share: registers, parameters, and one national build."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from sim.country.builder import build_country
from sim.country.parameters import CountryParameters, country_parameters
from sim.country.registers import Registers, load_registers
from sim.country.world import Country
from sim.luck import Luck


@pytest.fixture(scope="session")
def rows() -> list[dict[str, str]]:
    with (files("sim") / "data" / "parameters" / "country.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def p(rows: list[dict[str, str]]) -> CountryParameters:
    return country_parameters({row["name"]: float(row["value"]) for row in rows})


@pytest.fixture(scope="session")
def registers() -> Registers:
    return load_registers()


@pytest.fixture(scope="session")
def norway(p: CountryParameters, registers: Registers) -> Country:
    return build_country("norway", Luck(1, 0), p, registers)
