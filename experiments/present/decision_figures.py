"""This file knows the figures of decision support, drawn from the tables of discover, switching and decompose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.scenario import last_semester

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def box_figures(discovery: pd.DataFrame, limits: pd.DataFrame, peels: pd.DataFrame, language: str) -> dict[str, Figure]:
    """A box of futures for every condition that was found, by name.

    Args:
        discovery: The table `discovery`.
        limits: The table `discovery_limits`.
        peels: The table `discovery_trajectory`.
        language: "en" or "nb".
    """
    from sim.analysis.figures import prim_box
    from sim.analysis.figures.words import Words

    note = Words(language)("Shares are of futures held out from the search.")
    made: dict[str, Figure] = {}
    for row in discovery[discovery["found"] == "condition"].to_dict("records"):
        mine, path = (_alike(table, row) for table in (limits, peels))
        held = path.assign(coverage=path["coverage_held_out"], density=path["density_held_out"])
        made[f"box_{row['indicator']}_{row['scenario']}"] = prim_box(
            _ranges(mine), held, row["coverage_held_out"], row["density_held_out"], _case(row, language), language,
            _names(mine["parameter"]), note=note,
        )  # fmt: skip
    return made


def _alike(table: pd.DataFrame, row: Mapping[Any, Any]) -> pd.DataFrame:
    found: pd.DataFrame = table[(table["indicator"] == row["indicator"]) & (table["scenario"] == row["scenario"])]
    return found


def _case(row: Mapping[Any, Any], language: str) -> str:
    """What the futures in the box have in common."""
    from sim.analysis.figures.words import Words
    from sim.indicators import BY_NAME

    words = Words(language)
    label = words.label(BY_NAME[row["indicator"]])
    better, than = (str(row[name]).replace("_", " ") for name in ("better_scenario", "than"))
    text = "{scenario} is not better than {baseline} ({indicator})"
    if not row["unless"]:
        text = "{scenario} is better than {baseline} ({indicator})"
    return words(text, scenario=better, baseline=than, indicator=label)


def _ranges(limits: pd.DataFrame) -> pd.DataFrame:
    """Limits with the register's full ranges, which stand in where a side is open."""
    from sim.analysis.decision.draws import triangle

    full = np.array([triangle(str(name)) for name in limits["parameter"]]).reshape(-1, 3)
    low, high = limits["low"].to_numpy(dtype=np.float64), limits["high"].to_numpy(dtype=np.float64)
    least = np.minimum(full[:, 0], np.where(np.isfinite(low), low, np.inf))
    most = np.maximum(full[:, 2], np.where(np.isfinite(high), high, -np.inf))
    ends = {"low": np.where(np.isfinite(low), low, least), "high": np.where(np.isfinite(high), high, most)}
    return pd.DataFrame({"factor": limits["parameter"], **ends, "full_low": least, "full_high": most})


def _names(parameters: Iterable[str]) -> dict[str, str]:
    """Meanings and units of parameters, as the register has them."""
    from sim.analysis.decision.draws import uncertain

    known = uncertain()
    named = known["meaning"].astype(str) + " (" + known["unit"].astype(str) + ")"
    return {name: str(named[name]) for name in set(parameters)}


def switching_figure(switches: pd.DataFrame, curves: pd.DataFrame, language: str) -> Figure:
    """The effect at the ends of the range of each parameter, and where its verdict changes.

    Args:
        switches: The table `switching`, of one scenario and indicator.
        curves: The table `switching_curves`.
        language: "en" or "nb".
    """
    from sim.analysis.figures import switching_ends
    from sim.indicators import BY_NAME

    first = switches.iloc[0]
    indicator = BY_NAME[first["indicator"]]
    return switching_ends(curves, switches, indicator, language, _names(curves["parameter"]), **_whose(first))


def parts_figures(decomposition: pd.DataFrame, language: str) -> dict[str, Figure]:
    """What each part of a package adds, a figure an indicator, by name.

    Args:
        decomposition: The table `decomposition`.
        language: "en" or "nb".
    """
    from sim.analysis.figures import parts_bars
    from sim.indicators import INDICATORS

    made: dict[str, Figure] = {}
    for indicator in INDICATORS:
        rows = decomposition[decomposition["indicator"] == indicator.name]
        if len(rows):
            made[f"parts_{indicator.name}"] = parts_bars(rows, indicator, language, **_whose(rows.iloc[0]))
    return made


def _whose(row: pd.Series) -> dict[str, Any]:
    """Whose effect a row tells of, against what and when."""
    return {"scenario": str(row["scenario"]), "baseline": str(row["baseline"]),
            "semester": last_semester(int(row["year"]))}  # fmt: skip
