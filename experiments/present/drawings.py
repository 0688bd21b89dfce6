"""Figures of what commands found, drawn from their tables: sweeps, sensitivity, decision support."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.present.names import factor, part
from experiments.present.words import Words
from sim.analysis.words import UNITS
from sim.scenario import last_semester

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.designs.sample import Sample
    from sim.indicators import Indicator

OUTCOMES = 6
"""Outcomes of a sensitivity analysis that are drawn one by one where all figures are asked for."""


# ---- decision support


def boxes(
    discovery: pd.DataFrame, limits: pd.DataFrame, peels: pd.DataFrame, words: Words, **size: Any
) -> dict[str, Figure]:
    """A box of futures for every condition that was found, by name.

    Args:
        discovery: The table `discovery`.
        limits: The table `discovery_limits`.
        peels: The table `discovery_trajectory`.
        words: Language and titles of scenarios.
        size: `width` in inches, if not the usual.
    """
    from sim.analysis.figures import prim_box

    note = words("Shares are of futures held out from the search.")
    made: dict[str, Figure] = {}
    for row in discovery[discovery["found"] == "condition"].to_dict("records"):
        mine, path = (_alike(table, row) for table in (limits, peels))
        held = path.assign(coverage=path["coverage_held_out"], density=path["density_held_out"])
        made[f"box_{row['indicator']}_{row['scenario']}"] = prim_box(
            ranges(mine), held, row["coverage_held_out"], row["density_held_out"], _case(row, words), words,
            _names(mine["parameter"], words), note=note, **size,
        )  # fmt: skip
    return made


def _alike(table: pd.DataFrame, row: Mapping[Any, Any]) -> pd.DataFrame:
    found: pd.DataFrame = table[(table["indicator"] == row["indicator"]) & (table["scenario"] == row["scenario"])]
    return found


def _case(row: Mapping[Any, Any], words: Words) -> str:
    """What the futures in the box have in common."""
    from sim.indicators import BY_NAME

    values = {"scenario": words.scenario(row["better_scenario"]), "baseline": words.scenario(row["than"]),
              "indicator": words.label(BY_NAME[row["indicator"]])}  # fmt: skip
    if row["unless"]:
        return words("“{scenario}” is not better than “{baseline}” ({indicator})", **values)
    return words("“{scenario}” is better than “{baseline}” ({indicator})", **values)


def ranges(limits: pd.DataFrame) -> pd.DataFrame:
    """Limits with the register's full ranges, which stand in where a side is open."""
    from sim.analysis.decision.draws import triangle

    full = np.array([triangle(str(name)) for name in limits["parameter"]]).reshape(-1, 3)
    low, high = limits.low.to_numpy(dtype=np.float64), limits.high.to_numpy(dtype=np.float64)
    least = np.minimum(full[:, 0], np.where(np.isfinite(low), low, np.inf))
    most = np.maximum(full[:, 2], np.where(np.isfinite(high), high, -np.inf))
    ends = {"low": np.where(np.isfinite(low), low, least), "high": np.where(np.isfinite(high), high, most)}
    return pd.DataFrame({"factor": limits["parameter"], **ends, "full_low": least, "full_high": most})


def _names(parameters: Iterable[str], words: Words) -> dict[str, str]:
    """Meanings and units of parameters, as the register has them."""
    units = {name: words.parameter(name, "unit") for name in map(str, set(parameters))}
    return {name: factor(name, words) + (f" ({unit})" if unit else "") for name, unit in units.items()}


def switching(switches: pd.DataFrame, curves: pd.DataFrame, words: Words, **size: Any) -> Figure:
    """The effect at the ends of the range of each parameter, and where its verdict changes.

    Args:
        switches: The table `switching`, of one scenario and indicator.
        curves: The table `switching_curves`.
        words: Language and titles of scenarios.
        size: `width` in inches, if not the usual.
    """
    from sim.analysis.figures import switching_ends
    from sim.indicators import BY_NAME

    first = switches.iloc[0]
    names = _names(curves["parameter"], words)
    return switching_ends(curves, switches, BY_NAME[first["indicator"]], words, names, **_whose(first), **size)


def parts(decomposition: pd.DataFrame, words: Words, **size: Any) -> dict[str, Figure]:
    """What each part of a package adds, a figure an indicator, by name (of the table `decomposition`)."""
    from sim.analysis.figures import parts_bars
    from sim.indicators import INDICATORS

    made: dict[str, Figure] = {}
    for indicator in INDICATORS:
        rows = decomposition[decomposition["indicator"] == indicator.name]
        if len(rows):
            named = rows.assign(part=[name if name == "total" else part(name, words) for name in rows["part"]])
            made[f"parts_{indicator.name}"] = parts_bars(named, indicator, words, **_whose(rows.iloc[0]), **size)
    return made


def responses(table: pd.DataFrame, words: Words) -> dict[str, Figure]:
    """The response of each indicator to a lever, by name (of the table `response`)."""
    from sim.analysis.figures import response_curve
    from sim.indicators import BY_NAME
    from sim.policy import declarations

    made: dict[str, Figure] = {}
    for name, rows in table.groupby("indicator", sort=False):
        first = rows.iloc[0]
        declared = declarations()[str(first["lever"])]
        unit = words.pick(*UNITS.get(declared.unit, (declared.unit, words.declared(declared.unit))))
        lever = f"{words.declared(declared.en).rstrip('.')} ({unit})"
        when = words.when(last_semester(int(first["year"])))
        about = words("“{scenario}”, {when}", scenario=words.scenario(str(first["scenario"])), when=when)
        made[f"response_{name}"] = response_curve(rows, BY_NAME[str(name)], lever, words, about=about)
    return made


def _whose(row: pd.Series) -> dict[str, Any]:
    """Whose effect a row tells of, against what and when."""
    return {"scenario": str(row["scenario"]), "baseline": str(row["baseline"]),
            "semester": last_semester(int(row["year"]))}  # fmt: skip


# ---- sensitivity


def sensitivity(
    kind: str, ranked: pd.DataFrame, sources: pd.DataFrame, indicators: Sequence[Indicator], words: Words, most: int
) -> dict[str, Figure]:
    """Bars of each outcome, and variance by source, by name.

    Args:
        kind: Of the design.
        ranked: The table `sensitivity`.
        sources: The table `sources`.
        indicators: What was analysed.
        words: Language.
        most: How many outcomes are drawn one by one.
    """
    from sim.analysis.figures import variance_sources

    by_name = {indicator.name: indicator for indicator in indicators}
    made: dict[str, Figure] = {}
    if len(sources):
        made["variance_by_source"] = variance_sources(stacked(sources), indicators, words)
    if len(ranked):
        outcomes = list(ranked.groupby(["indicator", "scenario"], sort=False))
        for (name, scenario), table in outcomes[:most]:
            names = {name: factor(name, words) for name in table["factor"]}
            made[f"importance_{name}_{scenario}"] = _drawer(kind)(table, by_name[str(name)], words, names)
    return made


def _drawer(kind: str) -> Callable[..., Figure]:
    from sim.analysis.figures import importance_bars, morris_bars, sobol_bars, tornado

    own: Mapping[str, Any] = {"morris": morris_bars, "sobol": sobol_bars, "one_at_a_time": tornado}
    drawer: Callable[..., Figure] = own.get(kind, importance_bars)
    return drawer


def stacked(sources: pd.DataFrame) -> pd.DataFrame:
    """Shares by source with all interactions as one part, whose interval cannot be added up and is left out."""
    alone = ~sources["source"].str.contains(" x ")
    shares = sources[alone].drop(columns=["low", "high"]).rename(columns={"share_low": "low", "share_high": "high"})
    together = sources[~alone].groupby("indicator", as_index=False)["share"].sum()
    parts = [shares[["indicator", "source", "share", "low", "high"]],
             together.assign(source="interactions", low=np.nan, high=np.nan)]  # fmt: skip
    whole: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return whole


# ---- sweeps


def heat_maps(
    points: Sample, summary: pd.DataFrame, indicators: Sequence[Indicator], baseline: str | None, words: Words
) -> dict[str, Figure]:
    """Mean difference over a grid of two factors that are numbers, by name; none of any other design.

    Args:
        points: The design.
        summary: What came of each point, as `experiments.present.sweep_tables.summary` gives it.
        indicators: What to show.
        baseline: Scenario that differences are taken from; without one there is nothing to show.
        words: Language.
    """
    from sim.analysis.figures import heat_map

    names = [group[0] for group in points.groups]
    values = points.frame()
    if points.kind != "grid" or len(names) != 2 or baseline is None or not all(map(_numeric, map(values.get, names))):
        return {}
    x, y = (values.set_index("point")[name].astype(float) for name in names)
    labels = [_label(name, words) for name in names]
    made: dict[str, Figure] = {}
    for (scenario, name), rows in summary[summary["scenario"] != baseline].groupby(["scenario", "indicator"]):
        for indicator in [i for i in indicators if i.name == name]:
            found = cells(rows).assign(x=rows["point"].map(x), y=rows["point"].map(y))
            made[f"heat_map_{name}_{scenario}"] = heat_map(found, indicator, labels[0], labels[1], words,
                                                           int(rows["pairs"].max()))  # fmt: skip
    return made


def _numeric(column: Any) -> bool:
    """Whether every point has a number for a factor."""
    return column is not None and pd.api.types.is_numeric_dtype(column) and bool(column.notna().all())


def cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Mean differences with their 95 % intervals."""
    from sim.analysis.figures.frames import half_width

    mean = rows["difference"].to_numpy(dtype=np.float64)
    half = half_width(rows["difference_sd"].to_numpy(dtype=np.float64), rows["pairs"].to_numpy(dtype=np.int64))
    return pd.DataFrame({"mean": mean, "low": mean - half, "high": mean + half}, index=rows.index)


def _label(name: str, words: Words) -> str:
    """Name and unit of a lever or parameter."""
    from sim.policy import declarations

    levers = declarations()
    unit = words.declared(levers[name].unit) if name in levers else words.parameter(name, "unit")
    return f"{factor(name, words)}, {unit}"
