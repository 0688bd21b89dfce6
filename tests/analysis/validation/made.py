"""Panels made by hand: a little country whose springs are all alike but for what a test says."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.analysis.validation.panel import COLUMNS, HOURS, Panel
from sim.mechanisms.measures import LINES, SLOTS
from sim.mechanisms.vocational_round import GROUPS
from sim.parameters import parameters_from
from sim.topics import TOPICS

YEARS = tuple(range(2018, 2032))
UNITS = {"owners": 6, "networks": 3, "schools": 6, "universities": 4, "counties": 2}
WIDE = {
    "schools.practice": len(TOPICS.codes), "schools.routines": len(TOPICS.codes), "schools.topic": SLOTS,
    "networks.in_hand": LINES, "counties.y_people": GROUPS, "counties.y_served": GROUPS,
    "counties.y_competence": GROUPS - 1,
}  # fmt: skip
DERIVED = (
    "networks.quality", "universities.graduating", "schools.deep_in_subjects", "schools.subject_competence",
    "schools.people_in_s", "schools.hours_fitting_s", "schools.hours_fitting_y",
    *(f"schools.hours_{broad}{scheme}" for broad in ("", "broad_") for scheme in HOURS),
)  # fmt: skip
STILL = {
    "owners.kind": np.zeros(6), "owners.network": np.array([0, 0, 1, 1, 2, 2]), "owners.office_fte": np.ones(6),
    "owners.centrality": np.linspace(0.4, 0.9, 6), "networks.kind": np.zeros(3), "networks.staff": np.full(3, 40.0),
    "networks.coordinator": np.array([0, 2, 4]), "schools.owner": np.arange(6), "schools.municipality": np.arange(6),
    "schools.level": np.zeros(6), "schools.network": np.array([0, 0, 1, 1, 2, 2]), "schools.n_posts": np.full(6, 20.0),
    "schools.pupils": np.full(6, 200.0), "schools.weight": np.ones((6, len(TOPICS.codes))),
    "schools.teaching": np.full((6, len(TOPICS.codes)), 10.0), "universities.kind": np.zeros(4),
    "universities.base_hours": np.full(4, 100.0), "universities.graduates_primary": np.ones(4),
}  # fmt: skip


def panel(*, share: float = 1.0, parameters: dict[str, float] | None = None, still: dict | None = None, **springs: Any):
    """A panel; springs are given as table__column = an array of shape (years, units, ...) or one that fits it."""
    yearly = {}
    for name in (*COLUMNS, *DERIVED):
        table = name.split(".")[0]
        shape = (len(YEARS), UNITS[table], *([WIDE[name]] if name in WIDE else []))
        value = springs.pop(name.replace(".", "__"), -1 if name == "schools.topic" else 0.0)
        yearly[name] = np.broadcast_to(np.asarray(value, dtype=float), shape).copy()
    assert not springs, f"no such columns: {sorted(springs)}"
    return Panel(YEARS, yearly, STILL | (still or {}), parameters_from(parameters or {}), share)


def from_year(year: int, value: Any, before: Any = 0.0) -> np.ndarray:
    """One value a year: `before` up to a spring, `value` from it on, shape (years, 1)."""
    return np.array([[value if y >= year else before] for y in YEARS])


def working_on(*slots: int) -> np.ndarray:
    """Topic of each slot where those named work on topic 0, shape (slots,)."""
    topic = np.full(SLOTS, -1.0)
    topic[list(slots)] = 0
    return topic
