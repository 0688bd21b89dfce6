"""Proof that scenarios are the same to the bit until the semester in which they part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.columns import Table
from sim.model import CompetenceModel
from sim.scenario import Scenario, parting
from sim.simulation import Setup, forget_eve, start
from sim.types import Bools
from sim.world import Snapshot


@dataclass(frozen=True)
class Difference:
    """Where two scenarios differ before their policies do.

    Attributes:
        scenario: The one that differs from the first.
        column: "table.column" of the state.
        unit: Stable id of the row: municipality number, school id, post.
        semester: 0 = autumn 2017.
    """

    scenario: str
    column: str
    unit: str
    semester: int


def digests_of(setup: Setup, scenario: Scenario, replication: int, last: int) -> list[dict[str, str]]:
    """Digests of every column at the end of each semester, of a run that shares nothing with another.

    Args:
        setup: What all runs have in common.
        scenario: The scenario.
        replication: Number of the replication.
        last: The last semester to live through; -1 is the eve of the history.

    Returns:
        One mapping a semester, the eve first, shape (last + 2).
    """
    forget_eve()
    model = start(setup, scenario, replication)
    found = [model.world.digests()]
    while model.semester < last:
        model.live()
        found.append(model.world.digests())
    return found


def parity(setup: Setup, scenarios: Sequence[Scenario], replication: int, last: int) -> Difference | None:
    """Run scenarios straight until they part, and say where one differs from the first; None if none does.

    Args:
        setup: What all runs have in common.
        scenarios: Scenarios, the baseline first.
        replication: Number of the replication.
        last: The last semester of a run.
    """
    baseline, *others = scenarios
    until = {place: parting([baseline, other], 0, last) - 1 for place, other in enumerate(others)}
    mine = digests_of(setup, baseline, replication, max(until.values(), default=-1))
    for place, other in enumerate(others):
        theirs = digests_of(setup, other, replication, until[place])
        for semester, (one, two) in enumerate(zip(mine, theirs, strict=False), start=-1):
            if one != two:
                return _located(setup, baseline, other, replication, semester)
    return None


def _located(setup: Setup, baseline: Scenario, other: Scenario, replication: int, semester: int) -> Difference:
    """The first column and unit that differ in a semester, found by living through it again."""
    one, two = (_lived(setup, scenario, replication, semester) for scenario in (baseline, other))
    column, unit = first_difference(one, two)
    return Difference(other.name, column, unit, semester)


def _lived(setup: Setup, scenario: Scenario, replication: int, semester: int) -> CompetenceModel:
    model = start(setup, scenario, replication)
    while model.semester < semester:
        model.live()
    return model


def first_difference(one: CompetenceModel, two: CompetenceModel) -> tuple[str, str]:
    """The first column in which two models differ, as "table.column", and the stable id of the first row.

    Raises:
        ValueError: If their states are the same; then the difference did not show again.
    """
    states: tuple[Snapshot, Snapshot] = (one.world.state(), two.world.state())
    for name, array in states[0].items():
        rows = np.flatnonzero(_unlike(array, states[1][name]))
        if len(rows):
            return name, unit_of(one.world.tables(), name, int(rows[0]))
    raise ValueError("the states are the same")


def _unlike(one: npt.NDArray[Any], two: npt.NDArray[Any]) -> Bools:
    """Which rows differ in any bit, shape (n,)."""
    width = one.dtype.itemsize * int(np.prod(one.shape[1:], dtype=int))
    raw = [np.ascontiguousarray(array).view(np.uint8).reshape(len(array), width) for array in (one, two)]
    return np.asarray((raw[0] != raw[1]).any(axis=1))


def unit_of(tables: Mapping[str, Table], column: str, row: int) -> str:
    """Stable id of a row: the number or code that people know it by, or else its own."""
    table = tables[column.split(".")[0]]
    known = "id" if "id" in table.arrays else "uid"
    return str(table.arrays[known][row])
