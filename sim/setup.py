"""What all runs have in common, and what the scenarios of one replication stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.country.builder import build_country
from sim.country.registers import load_registers
from sim.country.world import Country
from sim.luck import Luck
from sim.parameters import Parameters, parameters_from
from sim.posterior import draw_all


@dataclass(frozen=True)
class Setup:
    """Everything but scenario and replication that decides a run; plain data, so it travels to any worker.

    Attributes:
        world: Name of the part of the country ("norway", a county, "tiny").
        seed: Root seed of all luck.
        horizon: Calendar year of the last spring semester.
        uncertainty: "point" (parameters at their values), "register" (drawn anew in each replication, as are levers
            that are assumptions, where a scenario leaves them alone), or "posterior" (the same, but what was
            calibrated is taken from one member together).
        parameters: Values that replace those of the register, by name.
        levers: Values of such levers instead of their draw, by name (`sim.drawn_levers`).
        record: Levels to record, such as "nation" and "municipality".
        tables: Paths of a user's own CSV files, by the name of the register table each replaces.
    """

    world: str = "norway"
    seed: int = 1
    horizon: int = 2035
    uncertainty: str = "point"
    parameters: Mapping[str, float] = field(default_factory=dict)
    record: tuple[str, ...] = ("nation",)
    tables: Mapping[str, str] = field(default_factory=dict)
    levers: Mapping[str, float] = field(default_factory=dict)


class Ground(NamedTuple):
    """What all scenarios of a replication stand on.

    Attributes:
        country: The country as built.
        parameters: The numbers of the theory.
        luck: The luck.
    """

    country: Country
    parameters: Parameters
    luck: Luck


def ground(setup: Setup, replication: int) -> Ground:
    """Build the country of a replication, with its parameters and luck.

    Args:
        setup: What all runs have in common.
        replication: Number of the replication, 0, 1, ...
    """
    luck = Luck(setup.seed, replication)
    drawn = draw_all(setup.uncertainty, luck).parameters
    parameters = parameters_from({**drawn, **setup.parameters})
    country = build_country(setup.world, luck, parameters, load_registers(setup.tables))
    return Ground(country, parameters, luck)
