"""The tables of a sweep: the points, and what came of each indicator at each point."""

from __future__ import annotations

import pandas as pd

from experiments.designs.design import Design
from experiments.designs.sample import Sample
from experiments.store.folder import Store
from experiments.store.reading import read_cells
from sim.scenario import last_semester

KEYS = ["point", "scenario", "indicator"]


def write_tables(points: Sample, design: Design, store: Store) -> pd.DataFrame:
    """Write tables/points.csv and tables/summary.csv; returns the latter."""
    found = summary(cells(design, store), design.untouched)
    told = points.frame()
    if design.untouched is not None:
        told["baseline"] = ["left alone" if point.policy else "with the same values" for point in design.points]
    store.write_table("points", told)
    store.write_table("summary", found)
    return found


def cells(design: Design, store: Store) -> pd.DataFrame:
    """Headline indicators in the last semester, one row a cell: cells that share a run each have its values."""
    from sim.indicators import INDICATORS

    headline = [i.name for i in INDICATORS if i.headline]
    last = last_semester(design.setup.horizon)
    return read_cells(design, store.folder, indicator=headline, semester=last).drop(columns="semester")


def summary(values: pd.DataFrame, baseline: str | None) -> pd.DataFrame:
    """Mean, spread and number by point, scenario and indicator, with paired differences if there is a baseline.

    Args:
        values: Columns point, scenario, replication, indicator, value.
        baseline: Scenario that differences are taken from, if there is one.

    Returns:
        point, scenario, indicator, mean, sd, n, and difference, difference_sd, pairs where there is a baseline; sd is
        NaN for one replication.
    """
    found = values.groupby(KEYS, sort=True)["value"].agg(mean="mean", sd="std", n="count")
    if baseline is not None:
        before = values[values["scenario"] == baseline].drop(columns="scenario")
        pairs = values.merge(before, on=["point", "replication", "indicator"], suffixes=("", "_before"))
        pairs["difference"] = pairs["value"] - pairs["value_before"]
        differences = pairs.groupby(KEYS)["difference"].agg(difference="mean", difference_sd="std", pairs="count")
        found = found.join(differences)
    return found.reset_index()
