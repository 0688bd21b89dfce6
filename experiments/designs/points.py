"""This file knows a point of a design: what is varied there, on top of what all runs share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sim.scenario import Phase, Scenario
from sim.timeline import changed

if TYPE_CHECKING:
    from sim.simulation import Setup


@dataclass(frozen=True)
class Point:
    """One point of a design; an empty one varies nothing.

    Attributes:
        parameters: Values of the register's parameters, by name.
        levers: Values of levers, by full name (`section.lever`), decided on top of the scenarios.
        uncertainty: "point" or "register" where this point differs from the setup in it.
    """

    parameters: Mapping[str, float] = field(default_factory=dict)
    levers: Mapping[str, Any] = field(default_factory=dict)
    uncertainty: str | None = None

    def setup(self, shared: Setup) -> Setup:
        """The setup at this point."""
        values = {**shared.parameters, **self.parameters}
        return replace(shared, parameters=values, uncertainty=self.uncertainty or shared.uncertainty)

    def scenario(self, scenario: Scenario, start: int) -> Scenario:
        """A scenario with this point's levers in force from a semester on, whatever it decides itself."""
        if not self.levers:
            return scenario
        before = [phase for phase in scenario.phases if phase.start < start]
        after = [phase for phase in scenario.phases if phase.start > start]
        turn = Phase(start, scenario.levers_at(start))
        return replace(scenario, phases=(*before, *(self._decided(phase) for phase in (turn, *after))))

    def _decided(self, phase: Phase) -> Phase:
        levers = dict(phase.levers)  # sections that no lever touches stay the same objects, so points cost little
        for name, value in self.levers.items():
            section, lever = name.split(".")
            levers[section] = {**levers[section], lever: changed(name, levers[section][lever], value)}
        return Phase(phase.start, levers)

    def text(self) -> str:
        """Canonical text, the same for the same point."""
        return json.dumps([dict(self.parameters), dict(self.levers), self.uncertainty], sort_keys=True)
