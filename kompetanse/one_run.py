"""One run by a plain function: parameters, levers and a seed in, a tidy frame out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.designs.design import PlannedRun, Point
from experiments.designs.factors import check_value
from experiments.refusals import BadInput, near
from experiments.store.parts import table_of
from sim.parameters import parameters_from
from sim.plugins import in_use
from sim.policy import lever_kinds, policy_from
from sim.scenario import Scenario, semester_of
from sim.setup import Setup
from sim.simulation import replicate
from sim.timeline import scenarios as read_scenarios

ScenarioLike = str | Path | Mapping[str, Any] | Scenario
"""A scenario by its name or path, as what a file of it would hold, or as an object."""


def simulate(
    parameters: Mapping[str, float] | None = None,
    seed: int = 1,
    *,
    levers: Mapping[str, Any] | None = None,
    levers_from: date = date(2026, 8, 1),
    scenario: ScenarioLike | Sequence[ScenarioLike] = "system_2026",
    world: str = "norway",
    horizon: int = 2035,
    replication: int = 0,
    uncertainty: str = "point",
    record: Sequence[str] = ("nation",),
    tables: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Run one replication and return all that was recorded; nothing is stored.

    Args:
        parameters: Values that replace those of the register, by name.
        seed: Root of all luck; the same seed gives the same frame to the bit.
        levers: Values of levers by full name (`section.lever`), in force in every scenario from `levers_from` on,
            whatever it decides itself.
        levers_from: The day.
        scenario: One scenario, or several on the same luck.
        world: The country, a county, or "tiny".
        horizon: The last semester is spring of this year.
        replication: Each has other luck.
        uncertainty: "point", or "register" (parameters drawn from their ranges).
        record: Levels.
        tables: Paths of own CSV files, by the name of the register table each replaces.

    Returns:
        One row a value: scenario, replication, semester, year, season, level, unit, indicator, value.

    Raises:
        BadInput: If anything cannot be used.
    """
    given = {name: float(value) for name, value in (parameters or {}).items()}
    parameters_from(given)
    setup = Setup(world, seed, horizon, uncertainty, given, tuple(record), dict(tables or {}), plugins=in_use())
    many = isinstance(scenario, Sequence) and not isinstance(scenario, str)
    point = Point(levers=_legal(levers or {}))
    found = [point.scenario(one, semester_of(levers_from)) for one in read_scenarios(scenario if many else [scenario])]  # type: ignore[arg-type,list-item]
    _refuse_together(found)
    runs = replicate(setup, found, replication)
    frames = [
        table_of(PlannedRun("", 0, one, replication), run.records).to_pandas()
        for one, run in zip(found, runs, strict=True)
    ]
    whole: pd.DataFrame = pd.concat(frames, ignore_index=True).drop(columns=["run_id", "point"])
    return whole.astype(dict.fromkeys(("scenario", "season", "level", "unit", "indicator"), "category"))


def _legal(levers: Mapping[str, Any]) -> dict[str, Any]:
    """Levers and their values, checked."""
    for name, value in levers.items():
        if name not in lever_kinds():
            raise BadInput(f"levers.{name}: no such lever; {near(name, lever_kinds())}")
        check_value(name, value)
    return dict(levers)


def _refuse_together(found: Sequence[Scenario]) -> None:
    for scenario in found:
        for phase in scenario.phases:
            try:
                policy_from(phase.levers, phase.local)
            except ValueError as error:
                raise BadInput(f"scenario {scenario.name}: {error}") from None
