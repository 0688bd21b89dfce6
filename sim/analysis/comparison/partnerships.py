"""Which universities serve which counties in a scenario, and how sure each tie and its quality are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.analysis.comparison.intervals import Interval, interval
from sim.analysis.comparison.pairs import in_last_semester
from sim.types import Floats

COLUMNS = ("university", "unit", "weight", "quality", "quality_low", "quality_high", "share")
LEAST = 0.5
"""Share of replications in which a tie must be there to be named: others are chance more than geography."""


def partnerships(frame: pd.DataFrame, registers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Ties between universities and counties in the last semester.

    Args:
        frame: Tidy results of one scenario, with the level partnership.
        registers: Frames uh_institutions and counties.

    Returns:
        One row a tie that is there in half of the replications or more, the largest first: university, unit (the
        county), weight (teachers in its networks that the university delivers to, mean over replications, 0 where
        there is no tie), quality, quality_low, quality_high (mean over replications that have the tie, with its 95 %
        interval), share (of replications that have it).
    """
    last = in_last_semester(frame, "partnership")
    wide = {str(name): mine.pivot(index="unit", columns="replication", values="value")
            for name, mine in last.groupby("indicator", observed=True)}  # fmt: skip
    if not {"tie_teachers", "tie_quality"} <= set(wide):
        return pd.DataFrame(columns=list(COLUMNS))
    teachers = wide["tie_teachers"]
    sure = [_quality(row) for row in wide["tie_quality"].reindex(teachers.index).to_numpy(dtype=np.float64)]
    universities, counties = _names(registers["uh_institutions"]), registers["counties"].set_index("county_number")
    ends = [str(unit).split("|") for unit in teachers.index]
    found = pd.DataFrame({
        "university": [universities[u] for u, _ in ends],
        "unit": [counties.at[c, "county_name"] for _, c in ends],
        "weight": teachers.mean(axis=1).to_numpy(),
        "quality": [i.mean for i in sure],
        "quality_low": [i.low for i in sure],
        "quality_high": [i.high for i in sure],
        "share": (teachers > 0).mean(axis=1).to_numpy(),
    })  # fmt: skip
    order = found[found["share"] >= LEAST].sort_values(["weight", "university", "unit"], ascending=[False, True, True])
    return order.reset_index(drop=True)


def places(ties: pd.DataFrame, registers: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Where both ends of ties lie on the map.

    Args:
        ties: As `partnerships` gives them.
        registers: Frames uh_institutions, uh_campuses, counties and municipalities.

    Returns:
        One row a place: name, kind, lat, lon. Kinds: "unit", a county, at the middle of its inhabitants (so that
        Akershus is not where Oslo is); "university", at the campus nearest to those it serves (no register names a
        main campus).
    """
    towns, counties = registers["municipalities"], registers["counties"]
    people = towns["population_2026"]
    sums = pd.DataFrame({"people": people, "lat": people * towns["centre_lat"], "lon": people * towns["centre_lon"]})
    total = sums.groupby(towns["county_number"]).sum().reindex(counties["county_number"])
    middle = total[["lat", "lon"]].div(total["people"], axis=0)
    units = middle.assign(name=counties["county_name"].to_numpy(), kind="unit")
    names = _names(registers["uh_institutions"])
    campuses = registers["uh_campuses"].assign(name=lambda c: c["inst_id"].map(names), kind="university")
    served = ties.merge(units, left_on="unit", right_on="name")
    chosen = [
        _nearest(campuses[campuses["name"] == university], served[served["university"] == university])
        for university in sorted(set(ties["university"]))
    ]
    every = (campuses.loc[chosen], units)
    return pd.concat([frame[["name", "kind", "lat", "lon"]] for frame in every], ignore_index=True)


def _nearest(campuses: pd.DataFrame, served: pd.DataFrame) -> int:
    """Index of the campus with the shortest way to those served, weighed by teachers; on a flat map, which will do."""
    north = campuses["lat"].to_numpy()[:, None] - served["lat"].to_numpy()
    east = campuses["lon"].to_numpy()[:, None] - served["lon"].to_numpy()
    away = np.hypot(north, east * np.cos(np.radians(served["lat"].to_numpy()))) @ served["weight"].to_numpy()
    return int(campuses.index[int(away.argmin())])


def _quality(values: Floats) -> Interval:
    return interval(values[np.isfinite(values)])


def _names(universities: pd.DataFrame) -> dict[str, str]:
    """Name of each university by its id, without what stands in brackets or behind a stroke."""
    names = universities["name"].str.split(r" \(| / ", regex=True).str[0]
    return dict(zip(universities["inst_id"], names, strict=True))
