"""What to learn next: what could be measured today that would narrow each headline difference most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.present.table import Column, Records, Table
from experiments.present.words import Words
from sim.analysis.calibration.learned import what_next
from sim.indicators import INDICATORS
from sim.scenario import FIRST_YEAR, last_semester
from sim.types import Floats

TODAY = 2 * (2026 - FIRST_YEAR) - 1
"""Semester in which something could be measured: spring 2026, or the last of a run that ends before."""
COLUMNS = ["scenario", "indicator", "measurement", "narrows"]


def semesters(horizon: int) -> tuple[int, int]:
    """When something could be measured, and when the difference is taken."""
    last = last_semester(horizon)
    return min(TODAY, last), last


def learn_next(frame: pd.DataFrame, scenarios: Sequence[str], horizon: int) -> pd.DataFrame:
    """The measurements that would narrow each headline difference most.

    Args:
        frame: National results of replications that draw what is uncertain: scenario, replication, semester, indicator,
            value.
        scenarios: Names, the baseline first.
        horizon: Last spring.

    Returns:
        scenario, indicator, measurement (an indicator of the baseline in spring 2026), narrows (share of the variance
        of the difference); only what chance would hardly name, so nothing where replications are few.
    """
    baseline, *others = scenarios
    now, last = semesters(horizon)
    values = frame[frame["semester"].isin([now, last])].astype({"scenario": str, "indicator": str})
    wide = values.pivot(index="replication", columns=["scenario", "semester", "indicator"], values="value")
    column: dict[Any, Floats] = {key: wide[key].to_numpy(dtype=np.float64) for key in wide}
    measured = {name: seen for (scenario, when, name), seen in column.items() if (scenario, when) == (baseline, now)}
    rows = []
    for scenario in others:
        for one in (i for i in INDICATORS if i.headline):
            with_, without = ((name, last, one.name) for name in (scenario, baseline))
            if with_ in column and without in column:
                found = what_next(column[with_] - column[without], measured)
                rows += [(scenario, one.name, *told) for told in found.itertuples(index=False)]
    return pd.DataFrame(rows, columns=COLUMNS)


def learning_table(found: pd.DataFrame, words: Words) -> Table:
    """Those measurements, as people read them."""
    shown = [
        Column(words("Scenario"), ("scenario",), "scenario"),
        Column(words("Indicator"), ("indicator",), "label"),
        Column(words("If this were known today"), ("measurement",), "label"),
        Column(words("Variance it would take away"), ("narrows",), "share"),
    ]
    note = words("Of the difference between replications that draw what is uncertain; luck cannot be learned away.")
    return Table("learn_next", words("What to learn next"), shown, Records(found), [note])
