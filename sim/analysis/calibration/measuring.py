"""The statistics that targets are about, each computed from the runs of one replication.

A statistic with a year is a published quantity (`sim.analysis.backtest.QUANTITIES`) or, where there is none of that
name or the place is not the nation, an indicator in the spring of that year. One without a year is a measure of the
patterns (`sim.analysis.validation`), made on the schemes as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.backtest import modelled
from sim.analysis.calibration.targets import NATION, Target
from sim.analysis.published import QUANTITIES
from sim.analysis.validation.panel import Panel, Watcher
from sim.analysis.validation.patterns import MEASURES
from sim.analysis.validation.setups import DEFAULT
from sim.country.ground import ground_of
from sim.country.registers import load_registers
from sim.indicators import BY_NAME
from sim.model import CompetenceModel
from sim.records import Recorder, Records
from sim.scenario import FIRST_YEAR, Scenario
from sim.simulation import Setup, watch

_QUANTITIES = {quantity.name: quantity for quantity in QUANTITIES}


def check_statistics(targets: Sequence[Target]) -> None:
    """Refuse targets about what no run says.

    Raises:
        ValueError: For the first such target.
    """
    for target in targets:
        level = target.place.partition(":")[0]
        if target.year is None:
            if target.statistic not in MEASURES:
                known = ", ".join(sorted(MEASURES))
                raise ValueError(f"targets, {target.name}: {target.statistic} without a year is none of {known}")
        elif not _is_quantity(target) and target.statistic not in BY_NAME:
            raise ValueError(
                f"targets, {target.name}: {target.statistic} is neither a published quantity nor an indicator"
            )
        elif not _is_quantity(target) and level not in BY_NAME[target.statistic].levels:
            levels = ", ".join(BY_NAME[target.statistic].levels)
            raise ValueError(f"targets, {target.name}: {target.statistic} has no values at {level}; it has at {levels}")


def horizon_of(targets: Sequence[Target]) -> int:
    """Last spring that the targets need."""
    return max(target.year + 1 if target.year else MEASURES[target.statistic].until for target in targets)


def roles_of(targets: Sequence[Target]) -> tuple[str, ...]:
    """Runs that the targets need (`sim.analysis.validation.setups.ROLES`), the schemes as they were first."""
    needed = [role for target in targets if target.year is None for role in MEASURES[target.statistic].roles]
    return tuple(dict.fromkeys(("model", *needed)))


def levels_of(targets: Sequence[Target]) -> tuple[str, ...]:
    """Levels that must be recorded for them."""
    return tuple(dict.fromkeys((NATION, *(target.place.partition(":")[0] for target in targets))))


class Observer:
    """Keeps the records and the springs of a run; a keeper as `sim.simulation.watch` wants it."""

    def __init__(self, recorder: Recorder, watcher: Watcher) -> None:
        self.recorder, self.watcher = recorder, watcher

    @classmethod
    def of(cls, model: CompetenceModel, levels: Sequence[str]) -> Observer:
        """An observer of a model on the eve of its history."""
        return cls(Recorder(model.world, levels), Watcher(model))

    def keep(self, semester: int) -> None:
        """Keep what targets need of the semester that has ended."""
        self.recorder.keep(semester)
        self.watcher.keep(semester)

    def fork(self) -> Observer:
        """An observer that goes on from here on its own."""
        return Observer(self.recorder.fork(), self.watcher.fork())

    def records(self) -> tuple[Records, Panel]:
        """All that was kept."""
        return self.recorder.records(), self.watcher.records()


def measure_run(setup: Setup, base: Scenario, targets: Sequence[Target], replication: int) -> dict[str, float]:
    """Run one replication and compute every target's statistic.

    Args:
        setup: What decides the run; its horizon and what it records are set by the targets.
        base: The schemes as they were.
        targets: The targets.
        replication: Number of the replication.

    Returns:
        By name of the target, its statistic; NaN where it is undefined.
    """
    roles, levels = roles_of(targets), levels_of(targets)
    own = replace(setup, horizon=horizon_of(targets), record=levels)
    scenarios = [DEFAULT.scenario(base, role) for role in roles]
    kept = [found for found, _ in watch(own, scenarios, replication, lambda model: Observer.of(model, levels))]
    panels = {role: panel for role, (_, panel) in zip(roles, kept, strict=True)}
    frame = _frame(kept[0][0], replication)
    published = _published(frame, setup.tables) if any(map(_is_quantity, targets)) else {}
    return {target.name: _value(target, panels, frame, published) for target in targets}


def _value(target: Target, panels: Mapping[str, Panel], frame: pd.DataFrame, published: Mapping[Any, float]) -> float:
    if target.year is None:
        measure = MEASURES[target.statistic]
        with np.errstate(divide="ignore", invalid="ignore"):
            found = measure.of(*(panels[role] for role in measure.roles))
            value = np.divide(*found) if isinstance(found, tuple) else found
        return float(value) if np.isfinite(value) else np.nan
    if _is_quantity(target):
        return published.get((target.statistic, target.year), np.nan)
    level, _, unit = target.place.partition(":")
    rows = frame[(frame["level"] == level) & (frame["indicator"] == target.statistic)]
    rows = rows[rows["semester"] == 2 * (target.year - FIRST_YEAR) - 1]
    value = rows["value"] if level == NATION else rows.loc[rows["unit"] == unit, "value"]
    return float(value.iloc[0]) if len(value) else np.nan


def _is_quantity(target: Target) -> bool:
    return target.year is not None and target.place == NATION and target.statistic in _QUANTITIES


def _frame(records: Records, replication: int) -> pd.DataFrame:
    """The records as the backtest reads them."""
    texts = {
        "level": np.array(records.levels, dtype=object)[records.level],
        "unit": np.array(records.units, dtype=object)[records.unit],
        "indicator": np.array(records.indicators, dtype=object)[records.indicator],
    }
    return pd.DataFrame({**texts, "semester": records.semester.astype(int), "value": records.value,
                         "replication": replication})  # fmt: skip


def _published(frame: pd.DataFrame, tables: Mapping[str, str]) -> dict[tuple[str, int], float]:
    """Published quantities of the run, by quantity and year."""
    years = ground_of(load_registers(tables)).years
    upper = years.upper_teachers[: years.observed].sum(axis=1)
    teachers = pd.Series(years.teachers + upper, index=years.year[: years.observed])
    found = modelled(frame, teachers)
    return {(str(q), int(y)): float(v) for q, y, v in found[["quantity", "year", "value"]].itertuples(index=False)}
