"""This file knows how the levers of a design's points are checked together, before anything is run."""

from __future__ import annotations

from experiments.designs.design import Design
from experiments.refusals import BadInput
from sim.policy import policy_from


def check_points(design: Design) -> None:
    """Refuse points whose levers do not go together in some scenario.

    Raises:
        BadInput: For the first such point, naming scenario and lever.
    """
    sound: set[str] = set()
    for number, point in enumerate(design.points):
        for scenario in design.scenarios if point.levers else ():
            for phase in design.scenario_at(number, scenario).phases:
                if phase.start >= design.levers_from and phase.text not in sound:
                    try:
                        policy_from(phase.levers)
                    except ValueError as error:
                        raise BadInput(f"point {number} in scenario {scenario.name}: {error}") from None
                    sound.add(phase.text)
