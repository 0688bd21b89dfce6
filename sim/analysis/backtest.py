"""Published series and what the model gives for the same years, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.analysis.published import QUANTITIES, SERIES, Quantity, observed
from sim.scenario import FIRST_YEAR

RANGE = (0.025, 0.975)
"""Quantiles between which 95 % of replications lie."""
COLUMNS = ["series", "year", "unit", "observed", "modelled", "low", "high", "inside", "role", "sets", "source"]
COUNTED = ("teachers_compulsory", "teachers_upper")
"""Indicators that add up to the teachers of the simulated part of the country."""


def modelled(frame: pd.DataFrame, teachers: pd.Series) -> pd.DataFrame:
    """The model's counterparts of the published series.

    Args:
        frame: Tidy results of one scenario.
        teachers: Teachers of the nation by autumn; the first and the last year known hold before and after.

    Returns:
        One row a value: quantity, year, replication, value.
    """
    nation = frame[frame["level"] == "nation"]
    size = _teachers_of_world(nation)
    found = [_values(nation, quantity, teachers, size) for quantity in QUANTITIES]
    return pd.concat(found, ignore_index=True)


def _teachers_of_world(nation: pd.DataFrame) -> pd.Series:
    """Teachers of the simulated part of the country by autumn, the same in every replication; empty if not recorded."""
    counted = nation[nation["indicator"].isin(COUNTED) & (nation["semester"].astype(int) % 2 == 0)]
    first = counted.groupby([_autumn(counted), "indicator"], observed=True)["value"].first()
    return first.groupby(level=0).sum()


def _autumn(rows: pd.DataFrame) -> pd.Series:
    """Year of the autumn in which the school year of a row begins."""
    return FIRST_YEAR + rows["semester"].astype(int) // 2


def _values(nation: pd.DataFrame, quantity: Quantity, teachers: pd.Series, size: pd.Series) -> pd.DataFrame:
    rows = nation[nation["indicator"] == quantity.indicator]
    years = rows["semester"].astype(int).map(quantity.year_of)
    rows, years = rows[years.notna()], years.dropna().astype(int)
    scale = np.full(len(rows), quantity.factor)
    if quantity.per:
        autumn = _autumn(rows).to_numpy()
        scale = scale * np.interp(autumn, teachers.index.to_numpy(dtype=float), teachers.to_numpy(dtype=float))
        if quantity.per == "world":
            scale = scale / size.reindex(autumn).to_numpy(dtype=float)
    kept = rows[["replication", "value"]].assign(quantity=quantity.name, year=years)
    return kept.assign(value=scale * kept["value"])[["quantity", "year", "replication", "value"]]


def ranges(values: pd.DataFrame) -> pd.DataFrame:
    """Mean over replications and where 95 % of them lie: quantity, year, modelled, low, high."""
    known = values.dropna(subset="value").groupby(["quantity", "year"], sort=False)["value"]
    low, high = (known.quantile(q) for q in RANGE)
    return pd.DataFrame({"modelled": known.mean(), "low": low, "high": high}).reset_index()


def backtest(values: pd.DataFrame) -> pd.DataFrame:
    """Every published figure beside what the model gives for the same year.

    Args:
        values: What `modelled` returns.

    Returns:
        One row a figure, in the order of `SERIES`: series, year, unit, observed, modelled (mean over replications),
        low, high (95 % range over replications), inside (whether observed lies in it), role, sets, source; NaN and not
        inside where the model has no value for the year.
    """
    figures = observed().rename(columns={"value": "observed"})
    figures["quantity"] = figures["series"].map({series.name: series.quantity.name for series in SERIES})
    found = figures.merge(ranges(values), on=["quantity", "year"], how="left")
    found["inside"] = (found["low"] <= found["observed"]) & (found["observed"] <= found["high"])
    order = {series.name: place for place, series in enumerate(SERIES)}
    return found.sort_values(["series", "year"], key=lambda c: c.map(order) if c.name == "series" else c)[COLUMNS]
