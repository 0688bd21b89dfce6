"""How well the model foretells 2020-2025 from what was known in 2019, against "stays as it was": CRPS and coverage."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from scipy.stats import norm

from sim.analysis.published import SERIES, observed
from sim.types import Floats

KNOWN = 2019
"""The last year that a forecast may know; the years after it are foretold."""
COVERED = (0.05, 0.95)
"""Quantiles of the interval whose coverage is counted."""
OWN_CHANGES = 3
"""Changes from year to year from which a series' own spread is taken; with fewer, that of its group."""
COLUMNS = [
    "series",
    "first",
    "last",
    "years",
    "moves",
    "crps",
    "crps_stays",
    "skill",
    "covered",
    "unfitted",
    "set_with",
]


def crps(members: Floats, seen: float) -> float:
    """Continuous ranked probability score of an ensemble, without the bias of few members (fair CRPS).

    Args:
        members: The forecasts, shape (n,); one alone gives its absolute error.
        seen: What came.

    Source:
        Ferro (2014), Fair scores for ensemble forecasts, QJRMS 140.
    """
    n = len(members)
    apart = np.abs(members[:, None] - members).sum() / (2.0 * n * max(n - 1, 1))
    return float(np.abs(members - seen).mean() - apart)


def crps_normal(mean: float, sd: float, seen: float) -> float:
    """The same of a normal distribution, in closed form (Gneiting and Raftery 2007)."""
    if sd <= 0:
        return abs(seen - mean)
    z = (seen - mean) / sd
    return float(sd * (z * (2.0 * norm.cdf(z) - 1.0) + 2.0 * norm.pdf(z) - 1.0 / np.sqrt(np.pi)))


def usual_change(figures: pd.DataFrame) -> pd.Series:
    """How much each series usually changes in a year, as a share of its level: root mean square to `KNOWN`.

    Its own where it has three changes or more, else that of all series of its group that are not handed to the model.

    Args:
        figures: Published figures: series, group, year, value, role.

    Returns:
        Relative change by series; NaN where no series of the group has two figures.
    """
    past = figures[(figures["year"] <= KNOWN) & (figures["role"] != "input")].sort_values(["series", "year"])
    by_series = past.groupby("series")
    step = np.log(past["value"]).groupby(past["series"]).diff() / np.sqrt(by_series["year"].diff())
    squares = pd.DataFrame({"series": past["series"], "group": past["group"], "square": step**2}).dropna()
    own, of_group = squares.groupby("series")["square"], squares.groupby("group")["square"].mean()
    enough = own.mean()[own.size() >= OWN_CHANGES]
    group = figures.drop_duplicates("series").set_index("series")["group"]
    return pd.Series(np.sqrt(enough.reindex(group.index).fillna(group.map(of_group))), name="change")


def foretell(values: pd.DataFrame, handed: Collection[str] = ()) -> pd.DataFrame:
    """Each series the model was not handed, scored over the years after `KNOWN`.

    The model is fitted to the last figure known: each replication is multiplied by what brings it there. "Stays as it
    was" foretells that figure, with a spread that grows as that of a random walk whose steps are the usual changes.

    Args:
        values: What `sim.analysis.backtest.modelled` returns.
        handed: Series that the model was handed beside those of the role "input".

    Returns:
        One row a series that has a figure to start from and one to foretell: series, first, last, years (how many are
        foretold), moves (whether it ever is further from the figure of the start than what matters), crps (mean over
        those years), crps_stays, skill (1 less their ratio), covered (share of figures in the 90 % interval), unfitted
        (skill of the model as it stands), set_with (last year after `KNOWN` whose figure set the model, 0 if none did).
    """
    group = {series.name: series.quantity.group for series in SERIES}
    figures = observed()
    change = usual_change(figures.assign(group=figures["series"].map(group)))
    rows = []
    for series in SERIES:
        forecasts = values[values["quantity"] == series.quantity.name].dropna(subset="value")
        members = forecasts.pivot(index="replication", columns="year", values="value")
        mine = figures[(figures["series"] == series.name) & (figures["role"] != "input")]
        mine = mine[mine["year"].isin(members.columns)]
        known, coming = mine[mine["year"] <= KNOWN], mine[mine["year"] > KNOWN]
        usual = float(change[series.name])
        if series.part or series.name in handed or not (len(known) and len(coming)) or np.isnan(usual):
            continue
        begun, start = int(known["year"].iloc[-1]), float(known["value"].iloc[-1])
        fitted = members.mul(start / members[begun], axis=0)
        spread = usual * start * np.sqrt(coming["year"] - begun)
        seen = dict(zip(coming["year"], coming["value"], strict=True))
        stays = float(np.mean([crps_normal(start, *pair) for pair in zip(spread, coming["value"], strict=True)]))
        model = _mean_crps(fitted, seen)
        covered = [_covers(fitted[[year]].to_numpy(dtype=np.float64), value) for year, value in seen.items()]
        set_with = max((int(year) for year in coming.loc[coming["role"] == "set", "year"]), default=0)
        rows.append({
            "series": series.name, "first": min(seen), "last": max(seen), "years": len(seen),
            "moves": bool((coming["value"] - start).abs().max() > series.quantity.smallest_difference),
            "crps": model, "crps_stays": stays, "skill": 1.0 - model / stays, "covered": np.mean(covered),
            "unfitted": 1.0 - _mean_crps(members, seen) / stays, "set_with": set_with,
        })  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _mean_crps(members: pd.DataFrame, seen: Mapping[int, float]) -> float:
    """Mean score over years of members by year."""
    scores = [crps(members[year].dropna().to_numpy(dtype=np.float64), value) for year, value in seen.items()]
    return float(np.mean(scores))


def _covers(members: Floats, seen: float) -> bool:
    low, high = np.nanquantile(members, COVERED)
    return bool(low <= seen <= high)
