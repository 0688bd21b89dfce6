"""A tiny deterministic stand-in for the model, importable by worker processes."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from sim.records import Records
from sim.scenario import Scenario, last_semester
from sim.simulation import Run, Setup

INDICATORS = ("practice", "broad_share", "turnover")
UNITS = ("norway", "agder", "oslo")


def replicate(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """A random walk on the replication's luck, lifted where Dekom S is active."""
    return [_run(setup, scenario, replication) for scenario in scenarios]


def sick(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """As `replicate`, but `never` fails in replication 1."""
    for scenario in scenarios:
        if scenario.name == "never" and replication == 1:
            raise ZeroDivisionError("nobody\nis left")
    return replicate(setup, scenarios, replication)


def forgetful(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """As `replicate`, but a forked run differs from a straight one in its last value."""
    runs = replicate(setup, scenarios, replication)
    if len(scenarios) > 1:
        runs[-1].records.value[-1] += 1e-9
    return runs


def _run(setup: Setup, scenario: Scenario, replication: int) -> Run:
    luck = np.random.default_rng([setup.seed, replication])
    semesters = np.arange(last_semester(setup.horizon) + 1)
    active = np.array([_active(scenario, int(s)) for s in semesters])
    shape = (len(semesters), len(UNITS), len(INDICATORS))
    value = luck.normal(0.5, 0.01, shape) + 0.01 * np.cumsum(active)[:, None, None]
    value[..., 1] = np.where(active[:, None], value[..., 1], np.nan)
    semester, unit, indicator = (axis.ravel() for axis in np.indices(shape))
    records = Records(
        semester=semester.astype(np.int16),
        level=np.where(unit == 0, 0, 1).astype(np.int32),
        unit=unit.astype(np.int32),
        indicator=indicator.astype(np.int32),
        value=value.ravel(),
        levels=("nation", "county"),
        units=UNITS,
        indicators=INDICATORS,
    )
    return Run(scenario.name, replication, records, f"{zlib.crc32(value.tobytes()):08x}")


def _active(scenario: Scenario, semester: int) -> bool:
    return bool(scenario.levers_at(semester)["dekom_s"]["active"])


def sick_alone(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """As `replicate`, but no scenario can be run by itself."""
    if len(scenarios) == 1:
        raise RuntimeError("needs company")
    return replicate(setup, scenarios, replication)


def interrupted(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """As `replicate`, but the user presses Ctrl-C in replication 1."""
    if replication == 1:
        raise KeyboardInterrupt
    return replicate(setup, scenarios, replication)


def apart(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """As `replicate`, but each scenario has luck of its own too, with a standard deviation of 0.01."""
    runs = replicate(setup, scenarios, replication)
    for run in runs:
        own = np.random.default_rng([zlib.crc32(run.scenario.encode()), replication])
        run.records.value[:] += own.normal(0.0, 0.01, len(run.records.value))
    return runs


def moved(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """As `replicate`, with practice moved by two parameters, one of them only where Dekom S is active."""
    runs = replicate(setup, scenarios, replication)
    for run, scenario in zip(runs, scenarios, strict=True):
        active = _active(scenario, last_semester(setup.horizon))
        lift = 10 * setup.parameters["exit_qualified"] * active + 2 * setup.parameters["move_qualified"]
        run.records.value[run.records.indicator == 0] += lift
    return runs
