"""The response to a lever: outcome, cost and what limits it, at several values of the lever, on the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sim.indicators import BY_NAME
from sim.policy import check_lever, declarations, lever_kinds, plain_value
from sim.scenario import Scenario, last_semester
from sim.setup import Setup
from sim.simulation import Run, replicate

COSTS = ("cost_state", "cost_owners", "cost_time", "total_cost")
LIMITS = ("bound_by_money", "bound_by_university", "bound_by_planning", "bound_by_time")


@dataclass(frozen=True)
class Lever:
    """One lever, or several moved together, changed from a semester on.

    Attributes:
        name: Name of the first, as `dekom_s.requirement`.
        values: Values it takes.
        start: First semester of the change.
        others: Levers that take the same value.
    """

    name: str
    values: Sequence[Any]
    start: int
    others: Sequence[str] = ()

    def at(self, scenario: Scenario, value: Any) -> Scenario:
        """The scenario with the lever at a value from `start` on.

        Raises:
            ValueError: If the value is not legal.
        """
        for lever in (self.name, *self.others):
            check_lever(lever, plain_value(lever, value))
        before = [phase for phase in scenario.phases if phase.start < self.start]
        now = replace(scenario.phase_at(self.start), start=self.start)
        later = [phase for phase in scenario.phases if phase.start > self.start]
        changed = [replace(p, levers=self._changed(p.levers, value)) for p in (now, *later)]
        return replace(scenario, name=f"{scenario.name}({self.name}={value})", phases=(*before, *changed))

    def _changed(self, levers: Any, value: Any) -> dict[str, dict[str, Any]]:
        tree = {section: dict(values) for section, values in levers.items()}
        for lever in (self.name, *self.others):
            section, name = lever.split(".")
            tree[section][name] = plain_value(lever, value)
        return tree


def usual_values(lever: str, now: Any) -> tuple[Any, ...]:
    """Six values that show a lever: its honest or legal range, or factors on what is in force.

    Args:
        lever: Full name.
        now: Value in force.

    Raises:
        ValueError: If it is no number.
    """
    kind, declared = lever_kinds()[lever], declarations()[lever]
    if kind is bool:
        return (False, True)
    if kind not in (int, float):
        raise ValueError(f"{lever}: not a number; name the values to draw it at")
    if declared.unit == "factor":
        return (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
    low, high = declared.low, declared.high
    if high > 1.0:
        low, high = declared.range or (0.4 * now, 2.0 * now) if now else (0.0, 1.0)
    values = np.unique(np.append(np.linspace(max(low, declared.low), min(high, declared.high), 6), now))
    return tuple(round(v) for v in values.tolist()) if kind is int else tuple(round(v, 6) for v in values.tolist())


def response(
    setup: Setup, base: Scenario, lever: Lever, indicators: Sequence[str], replications: Sequence[int]
) -> pd.DataFrame:
    """Indicators, costs and limits at each value of a lever, one row a value, indicator and replication.

    Args:
        setup: What all runs have in common; outcomes are those of its last spring.
        base: The scenario in which the lever is moved.
        lever: What is moved, and to what.
        indicators: Names of outcomes beside costs and limits.
        replications: Numbers of the replications.

    Returns:
        Columns value, indicator, replication, level (the indicator) and effect (against the first value).

    Raises:
        ValueError: If an indicator does not exist or a value is not legal.
    """
    names = [*indicators, *COSTS, *LIMITS]
    for name in names:
        if name not in BY_NAME:
            raise ValueError(f"indicator {name!r} does not exist")
    scenarios = [lever.at(base, value) for value in lever.values]
    rows = []
    for replication in replications:
        runs = replicate(replace(setup, record=("nation",)), scenarios, replication)
        first = {name: last_value(runs[0], name, setup.horizon) for name in names}
        for value, run in zip(lever.values, runs, strict=True):
            for name in names:
                level = last_value(run, name, setup.horizon)
                rows.append((value, name, replication, level, level - first[name]))
    return pd.DataFrame(rows, columns=["value", "indicator", "replication", "level", "effect"])


def last_value(run: Run, indicator: str, horizon: int) -> float:
    """National value of an indicator in the spring of the horizon; NaN where it is not defined."""
    records = run.records
    mine = (records.indicator == records.indicators.index(indicator)) & (records.semester == last_semester(horizon))
    value = records.value[mine & (records.level == records.levels.index("nation"))]
    return float(value[0]) if len(value) else float("nan")


def is_monotone(curve: pd.DataFrame, tolerance: float = 2.0) -> bool:
    """Whether a curve rises or falls throughout, or has one optimum, within so many standard errors of each step.

    Args:
        curve: Rows of one indicator, as `response` gives them.
        tolerance: Standard errors a step may go the wrong way.
    """
    wide = curve.pivot(index="replication", columns="value", values="level").to_numpy()
    steps = np.diff(wide, axis=1)
    mean = steps.mean(axis=0)
    error = steps.std(axis=0, ddof=1) / np.sqrt(len(steps)) if len(steps) > 1 else np.zeros_like(mean)
    sure = np.sign(mean) * (np.abs(mean) > tolerance * error)
    turns = np.count_nonzero(np.diff(sure[sure != 0]))
    return bool(turns <= 1)
