"""What the tests of the country share: registers, parameters, and one national build."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from sim.country.builder import build_country
from sim.country.registers import Registers, load_registers
from sim.country.world import Country
from sim.luck import Luck
from sim.parameters import Parameters


@pytest.fixture(scope="session")
def rows() -> list[dict[str, str]]:
    with (files("sim") / "data" / "parameters" / "country.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def registers() -> Registers:
    return load_registers()


@pytest.fixture(scope="session")
def norway(p: Parameters, registers: Registers) -> Country:
    return build_country("norway", Luck(1, 0), p, registers)
