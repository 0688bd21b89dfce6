"""The tables of a comparison: what is read of a results folder for each, and that they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from experiments.designs.design import Design
from experiments.store.folder import Store
from experiments.store.reading import read_results
from sim.analysis.comparison import (
    comparison,
    costs,
    effects_after_years,
    effects_by_group,
    effects_over_time,
    of_those_asked,
    outcomes,
    passed,
    per_krone,
    shares_of_municipalities,
    winners_and_losers,
)
from sim.scenario import last_semester, parting

if TYPE_CHECKING:
    from sim.indicators import Indicator

GROUPED = ("size_class", "centrality_class", "turnover_class", "school_size_class", "county", "governor")
"""Levels that say for whom."""


@dataclass(frozen=True)
class Tables:
    """What was found, each also stored as CSV under its name in the folder's `tables/`."""

    comparison: pd.DataFrame
    costs: pd.DataFrame
    passed: pd.DataFrame
    over_time: pd.DataFrame
    after_years: pd.DataFrame
    by_group: pd.DataFrame
    municipalities: pd.DataFrame
    shares_of_municipalities: pd.DataFrame
    per_krone: pd.DataFrame


def tables_of(design: Design, store: Store, frame: pd.DataFrame, luck: pd.DataFrame | None) -> Tables:
    """Reckon all tables of a comparison and store them.

    Args:
        design: What was run; its point 0 carries the answer.
        store: Its folder, open.
        frame: Results of the nation and of those asked about at point 0.
        luck: Some replications once more, with the same parameters on other luck, if the answer has them drawn.
    """
    from sim.country.registers import load_registers
    from sim.indicators import INDICATORS

    baseline, *others = (s.name for s in design.scenarios)
    headline = [i for i in INDICATORS if i.headline]
    last = _last(design, store, [*GROUPED, "municipality"], headline)
    register = load_registers(design.setup.tables)["municipalities"]
    asked, since = of_those_asked(frame), _since(design)
    again = None if luck is None else of_those_asked(luck)
    differences = comparison(asked, baseline, others, INDICATORS, again)
    found = Tables(
        comparison=differences,
        costs=costs(frame, baseline, since),
        passed=passed(differences, last[last["level"] == "municipality"], baseline, outcomes(headline)),
        over_time=effects_over_time(asked, baseline, others, INDICATORS),
        after_years=effects_after_years(asked, baseline, since, headline),
        by_group=_by_group(design, pd.concat([frame, last]), headline),
        municipalities=winners_and_losers(last, baseline, others, headline, register),
        shares_of_municipalities=shares_of_municipalities(last, baseline, others, headline),
        per_krone=per_krone(asked, baseline, [*since], outcomes(headline), since),
    )
    for name, table in vars(found).items():
        store.write_table(name, table)
    return found


def _last(design: Design, store: Store, levels: Sequence[str], indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Results of groups and municipalities in the last semester at point 0, read at once because reading is slow."""
    last = last_semester(design.setup.horizon)
    names = [i.name for i in indicators]
    return read_results(design, store.folder, level=levels, indicator=names, semester=last, point=0)


def _by_group(design: Design, frame: pd.DataFrame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Effects at every level that was recorded."""
    baseline, *others = (s.name for s in design.scenarios)
    return pd.concat([effects_by_group(frame, baseline, others, indicators, level) for level in GROUPED])


def _since(design: Design) -> dict[str, int]:
    """First semester in which each scenario parts from the baseline, of those that do before the horizon."""
    baseline, *others = design.scenarios
    last = last_semester(design.setup.horizon)
    since = {other.name: parting([baseline, other], 0, last) for other in others}
    return {name: semester for name, semester in since.items() if semester <= last}
