"""The points behind a page for a meeting: nothing moved, some again on other luck, and points spread over the space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
from scipy.stats import qmc

from experiments.designs.design import NEXT, Design, Point, check_points
from experiments.refusals import BadInput
from experiments.scenarios.meeting_file import MeetingFile
from sim.analysis.emulator.fitting import fewest_points
from sim.drawn_levers import own_values
from sim.scenario import Scenario, semester_of
from sim.simulation import Setup
from sim.types import Floats

TWINS = 4
"""Points that are run again with the same parameters on other luck, to tell what luck alone makes of a difference."""
DIGITS = 4
"""Decimals of values; what a person can set by hand."""


def design_meeting(
    file: MeetingFile, setup: Setup, base: Scenario, points: int, replications: int, record: tuple[str, ...]
) -> Design:
    """The design behind a page; more points or replications only add runs.

    Args:
        file: The page.
        setup: What all runs share.
        base: The scenario that is changed.
        points: How many points are spread over the space.
        replications: Kinds of luck, the same at all points.
        record: What is stored of a run.

    Raises:
        BadInput: If there are too few of either, or levers at a point do not go together.
    """
    space = file.space(base)
    if points < fewest_points(space):
        raise BadInput(f"points={points}: with {len(space.dials)} dials at least {fewest_points(space)} are needed")
    if replications < 4:
        raise BadInput(f"replications={replications}: luck is told from at least 4")
    spread = spread_points(file, points, setup.seed)
    first = [Point(levers=levers) for levers in surroundings(file)]
    twins: list[Point] = []
    if setup.uncertainty != "point":
        here = [point for point in spread if not around(file, point.levers)][:TWINS]
        twins = [replace(point, uncertainty=NEXT) for point in (Point(), *here)]
    only = {len(first) + k: range(0, replications - 1, 2) for k in range(len(twins))}
    levers = [lever for dial in file.dials for lever in dial.levers] + [switch.lever for switch in file.switches]
    design = Design(
        replace(setup, levers=own_values(levers)), (base,), replications, (*first, *twins, *spread), record,
        semester_of(file.levers_from), about=file.moves(), only=only,
    )  # fmt: skip
    check_points(design)
    return design


def surroundings(file: MeetingFile) -> list[dict[str, Any]]:
    """What is decided for us, in every combination, nothing moved first: what differences are taken from."""
    outside = [switch for switch in file.switches if not switch.of_policy]
    found = []
    for chosen in product(*([None, *(o.value for o in switch.options[1:])] for switch in outside)):
        found.append({s.lever: value for s, value in zip(outside, chosen, strict=True) if value is not None})
    return found


def around(file: MeetingFile, levers: Mapping[str, Any]) -> dict[str, Any]:
    """Of the levers of a point, those that are decided for us."""
    outside = {switch.lever for switch in file.switches if not switch.of_policy}
    return {lever: value for lever, value in levers.items() if lever in outside}


def spread_points(file: MeetingFile, points: int, seed: int) -> list[Point]:
    """Points of a scrambled Sobol sequence over dials and switches; more begin with the same."""
    rng = np.random.default_rng(seed)
    sequence = qmc.Sobol(len(file.dials) + len(file.switches), scramble=True, rng=rng)
    return [Point(levers=levers_at(file, row)) for row in sequence.random_base2((points - 1).bit_length())[:points]]


def levers_at(file: MeetingFile, ranks: Floats | Sequence[float]) -> dict[str, Any]:
    """Levers at ranks in 0-1 of dials and switches; a switch at its first option moves nothing."""
    levers: dict[str, Any] = {}
    for dial, rank in zip(file.dials, ranks, strict=False):
        low, high = dial.range
        levers |= dial.set(round(low + float(rank) * (high - low), DIGITS))
    for switch, rank in zip(file.switches, ranks[len(file.dials) :], strict=True):
        place = min(int(rank * len(switch.options)), len(switch.options) - 1)
        if place:
            levers[switch.lever] = switch.options[place].value
    return levers
