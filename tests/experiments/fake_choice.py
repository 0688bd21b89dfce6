"""A stand-in for the model in which parameters and schemes act by known rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sim.drawn_levers import draw_levers, uncertain_levers
from sim.luck import Luck
from sim.parameters import draw, register
from sim.records import Records
from sim.scenario import Scenario, last_semester
from sim.simulation import Run, Setup

GAINS = {"dekom_s": 0.04, "dekom_y": 0.01, "follow_up": -0.02, "inclusion": 0.0}
"""What each scheme adds to practice; Dekom S and Dekom Y add 0.01 more together."""


def practice(values: Mapping[str, float], active: Mapping[str, bool], noise: float) -> float:
    """Practice in the last spring: Dekom S gains less the faster quality fades, from 0.04 to nothing at 0.08."""
    found = 0.5 + noise
    for scheme, gain in GAINS.items():
        if active[scheme]:
            found += gain * (1 - values["quality_fade"] / 0.08) if scheme == "dekom_s" else gain
    return found + 0.01 * (active["dekom_s"] and active["dekom_y"])


def replicate(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """Luck common to all scenarios, so paired differences are exact."""
    values = dict(zip(register()["name"], register()["value"].astype(float), strict=True))
    if setup.uncertainty == "register":
        values |= draw(Luck(setup.seed, replication))
    values |= setup.parameters
    noise = float(np.random.default_rng([setup.seed, replication]).normal(0, 0.01))
    return [_run(setup, scenario, replication, values, noise) for scenario in scenarios]


def _run(setup: Setup, scenario: Scenario, replication: int, values: Mapping[str, float], noise: float) -> Run:
    last = last_semester(setup.horizon)
    active = {scheme: bool(scenario.levers_at(last)[scheme]["active"]) for scheme in GAINS}
    records = Records(
        semester=np.array([last], dtype=np.int16),
        level=np.zeros(1, dtype=np.int32),
        unit=np.zeros(1, dtype=np.int32),
        indicator=np.zeros(1, dtype=np.int32),
        value=np.array([practice(values, active, noise)]),
        levels=("nation",),
        units=("norway",),
        indicators=("practice",),
    )
    return Run(scenario.name, replication, records, scenario.name)


LEVER = "dekom_s.contact_hours"
"""A lever that is an assumption, and is drawn like a parameter."""


def by_lever(setup: Setup, scenarios: Sequence[Scenario], replication: int) -> list[Run]:
    """As `replicate`, but what Dekom S gives falls with a drawn lever: 0.04 at its low end, nothing at its high."""
    _, low, own, high = next((u.name, u.low, u.value, u.high) for u in uncertain_levers() if u.name == LEVER)
    drawn = draw_levers(Luck(setup.seed, replication)) if setup.uncertainty == "register" else {LEVER: own}
    x = (drawn | dict(setup.levers))[LEVER]
    values = {"quality_fade": 0.08 * (x - low) / (high - low)}
    noise = float(np.random.default_rng([setup.seed, replication]).normal(0, 0.01))
    return [_run(setup, scenario, replication, values, noise) for scenario in scenarios]
