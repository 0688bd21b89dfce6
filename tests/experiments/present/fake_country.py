"""A stand-in for the model that fills every level a report looks at: the whole country, by one rule."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache

import numpy as np

from sim.country.registers import load_registers
from sim.groups import GROUPS
from sim.indicators import INDICATORS
from sim.records import Records
from sim.scenario import Scenario, last_semester
from sim.simulation import Run, Setup

MONEY = ("state_money", "own_money", "staff_time", "individual_own", "individual_time")
HOURS = ("curriculum_hours", "inclusion_hours", "basic_skills_hours", "learning_environment_hours", "subjects_hours",
         "specialised_hours")  # fmt: skip
RECORDED = [i for i in INDICATORS if i.headline or i.name in MONEY + HOURS]
GAIN = {"practice": 0.02, "steering": 0.05, "turnover": -0.01, "state_money": 3000.0, "collective_grant": 3000.0}
"""What collective development adds to an indicator in the last spring."""


@cache
def units() -> tuple[tuple[str, str], ...]:
    """Level and name of every unit."""
    registers = load_registers()
    named = {
        "nation": ["norway"], **GROUPS, "county": registers["counties"]["county_number"].astype(str),
        "governor": registers["governors"]["governor_id"],
        "municipality": registers["municipalities"]["municipality_number"].astype(str).str.zfill(4),
    }  # fmt: skip
    return tuple((level, str(unit)) for level, some in named.items() for unit in some)


def replicate(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """The same luck in every scenario; what Dekom S adds grows from its start, most in the last units."""
    return [_run(setup, scenario, replication) for scenario in scenarios]


def _run(setup: Setup, scenario: Scenario, replication: int) -> Run:
    last = last_semester(setup.horizon)
    kept = [place for place, (level, _) in enumerate(units()) if level in setup.record]
    luck = np.random.default_rng([setup.seed, replication])
    drawn = setup.uncertainty == "register"
    active = np.array([bool(scenario.levers_at(s)["dekom_s"]["active"]) for s in range(last + 1)])
    grown = np.cumsum(active) / (last + 1)
    shape = (last + 1, len(units()), len(RECORDED))
    scale = np.array([i.smallest_difference for i in RECORDED])
    gain = np.array([GAIN.get(i.name, 0.0) for i in RECORDED]) * (1 + 0.1 * luck.normal() * drawn)
    value = 0.1 * scale * luck.normal(size=shape[1:]) + 40 * scale + np.zeros(shape)
    value += grown[:, None, None] * np.linspace(0.8, 1.2, len(units()))[None, :, None] * gain
    shares = [place for place, i in enumerate(RECORDED) if i.name in (*HOURS, "broad_share")]
    value[..., shares] = np.where(active[:, None, None], 1 / len(HOURS), np.nan)
    semester, unit, indicator = (axis[:, kept].ravel() for axis in np.indices(shape))
    levels = tuple(dict.fromkeys(level for level, _ in units()))
    of_unit = np.array([levels.index(level) for level, _ in units()])
    records = Records(
        semester=semester.astype(np.int16),
        level=of_unit[unit].astype(np.int32),
        unit=unit.astype(np.int32),
        indicator=indicator.astype(np.int32),
        value=value[:, kept].ravel(),
        levels=levels,
        units=tuple(name for _, name in units()),
        indicators=tuple(i.name for i in RECORDED),
    )
    return Run(scenario.name, replication, records, f"{zlib.crc32(value.tobytes()):08x}")
