"""This file knows the sheets that explain: indicators, parameters with the value used, and names of units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.country.registers import load_registers
from sim.indicators import INDICATORS
from sim.register_texts import register_in

_DIRECTIONS = {"+": "more is better", "-": "less is better", "0": "neither"}
_PARAMETER = ("name", "meaning", "unit", "value_used", "drawn", "value", "low", "high", "distribution",
              "correlated_with", "kind", "status", "grade", "source", "group")  # fmt: skip
_NAMED = {
    "county": ("counties", "county_number", "county_name"),
    "governor": ("governors", "governor_id", "name"),
    "municipality": ("municipalities", "municipality_number", "name"),
    "university": ("uh_institutions", "inst_id", "name"),
}
"""Register, key and name of the levels whose units have names."""


def indicators(language: str) -> pd.DataFrame:
    """Every indicator: name, label in the language, unit, smallest difference that matters, direction, definition."""
    return pd.DataFrame(
        {
            "indicator": i.name,
            "label": i.label_nb if language == "nb" else i.label_en,
            "unit": i.unit,
            "smallest_difference": i.smallest_difference,
            "direction": _DIRECTIONS[i.direction],
            "headline": i.headline,
            "definition": i.formula,
            "stock_or_flow": i.stock_or_flow,
            "weight": i.weight,
            "source": i.source,
        }
        for i in INDICATORS
    )


def parameters(setup: Mapping[str, Any], language: str) -> pd.DataFrame:
    """The register with the value used; empty where each replication drew its own from the range (`drawn`).

    Args:
        setup: Setup of the folder's manifest.
        language: Of meanings, units and sources.
    """
    known = register_in(language).reset_index()
    given = known["name"].map(dict(setup["parameters"]))
    known["drawn"] = (known["kind"] == "uncertainty") & (setup["uncertainty"] == "register") & given.isna()
    known["value_used"] = given.fillna(known["value"].astype(float)).mask(known["drawn"])
    return known[list(_PARAMETER)]


def names() -> pd.DataFrame:
    """Names of the units that have one, from the registers shipped: level, unit, name."""
    found = load_registers()
    frames = [
        pd.DataFrame({"level": level, "unit": found[table][key].astype("str"), "name": found[table][name]})
        for level, (table, key, name) in _NAMED.items()
    ]
    return pd.concat(frames, ignore_index=True)
