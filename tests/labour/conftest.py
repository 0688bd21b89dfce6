"""What tests of the labour market share: a small country before anybody has moved, and a turn of its staff."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.country.world import Country
from sim.labour import change_staff, count_unqualified
from sim.mechanisms.years import open_posts
from sim.model import CompetenceModel
from sim.parameters import parameters_from
from tests.handmade import handmade
from tests.laws import live, scenario_of

BEFORE = -14
"""A semester before any burn-in of the hand-made country."""


def partly_remote(**sizes: Any) -> Country:
    """The hand-made country with every second owner small and where few apply."""
    made = handmade(**sizes)
    tables = {name: dict(columns) for name, columns in made.tables.items()}
    remote = np.arange(len(tables["owners"]["uid"])) % 2 == 1
    tables["schools"]["appeal"] = np.where(remote[tables["schools"]["owner"]], -0.5, 0.5)
    tables["schools"]["pupils"] = np.where(remote[tables["schools"]["owner"]], 60.0, 300.0)
    return replace(made, tables=tables)


def before_anybody_moves(
    levers: dict[str, Any], country: Country | None = None, parameters: dict[str, float] | None = None, **changed: Any
) -> CompetenceModel:
    """A model before its first semester, under levers named as section__lever."""
    policy = {name.replace("__", "."): value for name, value in changed.items()}
    return live(country or handmade(owners=12), scenario_of(levers, (-1000, policy)), BEFORE, parameters=parameters)


def turn(model: CompetenceModel, semester: int = 0) -> None:
    """One half-year of turnover and nothing else; posts are open as schools say."""
    model.semester = semester
    open_posts(model.world)
    count_unqualified(model.world)
    change_staff(model.now)


def without(model: CompetenceModel, **values: float) -> None:
    """Let the model go on under other numbers of turnover; what is solved stays solved."""
    model.params = replace(model.params, staff=replace(parameters_from({}).staff, **values))


@pytest.fixture
def start(levers: dict[str, Any]) -> CompetenceModel:
    """The hand-made country before anybody has moved."""
    return before_anybody_moves(levers)
