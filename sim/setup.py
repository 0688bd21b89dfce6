"""What all runs have in common, and what the scenarios of one replication stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from sim.country.builder import build_country
from sim.country.registers import Registers, load_registers
from sim.country.world import Country, world_names
from sim.groups import LEVELS
from sim.luck import Luck
from sim.parameters import Parameters, parameters_from
from sim.plugins import Plugin, in_use, use
from sim.posterior import draw_all
from sim.refusals import BadInput, near
from sim.scenario import FIRST_SPRING, FIRST_YEAR, LAST_SPRING


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
        target: Those the question is about, as `target:` names them, who are recorded too; empty: nobody apart.
        plugins: What the user adds to the model (`sim.plugins`); those in use, unless told otherwise.
        tables: Paths of a user's own CSV files, by the name of the register table each replaces.
        since: Year from whose autumn a run is kept; 2014, when the history begins, or later.
    """

    world: str = "norway"
    seed: int = 1
    horizon: int = 2035
    uncertainty: str = "point"
    parameters: Mapping[str, float] = field(default_factory=dict)
    record: tuple[str, ...] = ("nation",)
    target: Mapping[str, Any] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    levers: Mapping[str, float] = field(default_factory=dict)
    since: int = FIRST_YEAR
    plugins: tuple[Plugin, ...] = field(default_factory=in_use)

    def __post_init__(self) -> None:
        """Refuse what no run could be made of, in the words of the command line.

        Raises:
            BadInput: One line with name, value and what was allowed.
        """
        _refuse_number("horizon", self.horizon, FIRST_SPRING, LAST_SPRING)
        _refuse_number("seed", self.seed, 0, 2**63 - 1)
        if self.uncertainty not in ("point", "register", "posterior"):
            raise BadInput(f"uncertainty={self.uncertainty!r}: should be 'point', 'register' or 'posterior'")
        for level in self.record:
            if level not in LEVELS:
                raise BadInput(f"record={level}: no such level; {near(str(level), LEVELS)}")


def _refuse_number(name: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int | np.integer) or isinstance(value, bool):
        raise BadInput(f"{name}={value!r}: should be a whole number")
    if not low <= value <= high:
        said = f"greater than or equal to {low}" if value < low else f"less than or equal to {high}"
        raise BadInput(f"{name}={value!r}: should be {said}")


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

    Raises:
        BadInput: If there is no such world.
        ValueError: If a parameter or a table is not what it should be.
    """
    use(setup.plugins)
    luck = Luck(setup.seed, replication)
    drawn = draw_all(setup.uncertainty, luck).parameters
    parameters = parameters_from({**drawn, **setup.parameters})
    registers = load_registers(setup.tables)
    refuse_unknown_world(setup.world, registers)
    country = build_country(setup.world, luck, parameters, registers)
    return Ground(country, parameters, luck)


def refuse_unknown_world(world: str, registers: Registers, key: str = "world") -> None:
    """Refuse a world that does not exist.

    Raises:
        BadInput: One line with what there is.
    """
    worlds = [str(name) for name in world_names(registers)]
    if world not in worlds:
        raise BadInput(f"{key}={world}: not a part of the country; {near(world, worlds)}")
