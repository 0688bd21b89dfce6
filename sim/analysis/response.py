"""The response to a lever: outcome, cost and what limits it, at several values of the lever, on the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.comparison import interval, verdict
from sim.indicators import Indicator
from sim.levers import is_rule
from sim.policy import check_lever, declarations, lever_kinds, plain_value
from sim.refusals import BadInput, near
from sim.scenario import Scenario
from sim.types import Floats

COST = "total_cost"
LIMITS = ("bound_by_money", "bound_by_time", "bound_by_planning", "bound_by_university")
"""Indicators that say what limits collective measures; their shares sum to 1 where there are any."""
FACTORS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
COLUMNS = (
    "value", "indicator", "unit", "level", "difference", "low", "high", "verdict", "cost", "cost_difference",
    *LIMITS, "replications",
)  # fmt: skip


@dataclass(frozen=True)
class Lever:
    """One lever, or several that move together, changed from a semester on.

    Attributes:
        names: Full names, as `dekom_s.requirement`; all take the same value.
        start: First semester of the change.
    """

    names: Sequence[str]
    start: int

    def __post_init__(self) -> None:
        for name in self.names:
            if name not in lever_kinds():
                raise BadInput(f"lever={name}: no such lever; {near(name, lever_kinds())}")

    def now(self, scenario: Scenario) -> Any:
        """The value in force of the first, when the change begins; a rule by its name."""
        section, name = self.names[0].split(".")
        value = scenario.levers_at(self.start)[section][name]
        return value["rule"] if is_rule(lever_kinds()[self.names[0]]) else value

    def at(self, scenario: Scenario, value: Any) -> Scenario:
        """The scenario with the lever at a value from `start` on.

        Raises:
            BadInput: If the value is not legal.
        """
        try:
            for lever in self.names:
                check_lever(lever, plain_value(lever, value))
        except ValueError as error:
            raise BadInput(f"values: {error}") from None
        before = [phase for phase in scenario.phases if phase.start < self.start]
        now = replace(scenario.phase_at(self.start), start=self.start)
        later = [phase for phase in scenario.phases if phase.start > self.start]
        changed = [replace(p, levers=self._changed(p.levers, value)) for p in (now, *later)]
        return replace(scenario, name=self.name_at(scenario, value), title={}, phases=(*before, *changed))

    def name_at(self, scenario: Scenario, value: Any) -> str:
        """Name of the scenario at a value."""
        return f"{scenario.name}({self.names[0]}={value})"

    def _changed(self, levers: Any, value: Any) -> dict[str, dict[str, Any]]:
        tree = {section: dict(values) for section, values in levers.items()}
        for lever in self.names:
            section, name = lever.split(".")
            tree[section][name] = plain_value(lever, value)
        return tree


def usual_values(lever: str, now: Any) -> tuple[Any, ...]:
    """Values that show a lever, the one in force among them: over its honest or legal range, or factors.

    Args:
        lever: Full name.
        now: Value in force.

    Raises:
        BadInput: If it is no number.
    """
    kind, declared = lever_kinds()[lever], declarations()[lever]
    if kind is bool:
        return (False, True)
    if kind not in (int, float):
        raise BadInput(f"lever={lever}: not a number; name what it is to be, as values=[...]")
    if declared.unit == "factor":
        legal = (x for x in FACTORS if declared.low <= x <= declared.high)
        return tuple(sorted({*legal, now}))
    low, high = declared.low, declared.high
    if high > 1.0:
        low, high = declared.range or (0.4 * now, 2.0 * now) if now else (0.0, 1.0)
    values = np.unique(np.append(np.linspace(max(low, declared.low), min(high, declared.high), 6), now))
    return tuple(dict.fromkeys(round(v) if kind is int else round(v, 6) for v in values.tolist()))


def curve(
    frame: pd.DataFrame, values: Mapping[str, Any], reference: str, indicators: Iterable[Indicator]
) -> pd.DataFrame:
    """Outcome, cost and limits at each value of a lever, against the value in force, with 95 % intervals.

    Args:
        frame: One row a value of the nation in one semester: scenario, replication, indicator, value.
        values: Value of the lever by name of the scenario, rising.
        reference: Name of the scenario with the value in force.
        indicators: Outcomes.

    Returns:
        One row an indicator and value, columns `COLUMNS`. Cost is the total of state, owners and teachers' time in
        kroner a teacher; limits are shares of the teachers in networks with measures.
    """
    rows: list[dict[str, object]] = []
    cost = _wide(frame, COST, values)
    limits = {name: _wide(frame, name, values) for name in LIMITS}
    for indicator in indicators:
        level = _wide(frame, indicator.name, values)
        for name, value in values.items():
            found = interval(_finite(level[name] - level[reference]))
            rows.append({
                "value": value, "indicator": indicator.name, "unit": indicator.unit, "level": level[name].mean(),
                "difference": found.mean, "low": found.low, "high": found.high,
                "verdict": verdict(found, indicator.smallest_difference), "cost": cost[name].mean(),
                "cost_difference": (cost[name] - cost[reference]).mean(), "replications": found.n,
            } | {limit: shares[name].mean() for limit, shares in limits.items()})  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _wide(frame: pd.DataFrame, indicator: str, values: Mapping[str, Any]) -> pd.DataFrame:
    """Values of an indicator, one row a replication and one column a scenario; NaN where there is none."""
    mine = frame[frame["indicator"] == indicator].astype({"scenario": "str"})
    return mine.pivot(index="replication", columns="scenario", values="value").reindex(columns=list(values))


def _finite(values: pd.Series) -> Floats:
    found: Floats = values.to_numpy(dtype=np.float64)
    return found[np.isfinite(found)]


def is_monotone(levels: Floats, tolerance: float = 2.0) -> bool:
    """Whether a curve rises or falls throughout, or has one optimum, within so many standard errors of each step.

    Args:
        levels: Of one outcome, paired, shape (replications, values of the lever).
        tolerance: Standard errors a step may go the wrong way.
    """
    steps = np.diff(levels, axis=1)
    mean = steps.mean(axis=0)
    error = steps.std(axis=0, ddof=1) / np.sqrt(len(steps)) if len(steps) > 1 else np.zeros_like(mean)
    sure = np.sign(mean) * (np.abs(mean) > tolerance * error)
    turns = np.count_nonzero(np.diff(sure[sure != 0]))
    return bool(turns <= 1)
