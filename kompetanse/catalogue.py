"""What there is, as frames: scenarios, levers, parameters, indicators, those of plugins in use among them."""

from __future__ import annotations

import pandas as pd

from sim.indicators import INDICATORS
from sim.parameters import register
from sim.paths import configs_folder
from sim.policy import declarations, lever_values
from sim.scenario_file import locate, parse_scenario, shipped


def scenarios() -> pd.DataFrame:
    """The shipped scenarios: name, title and question in English, the scenario each builds on."""
    found = [parse_scenario(locate(name, configs_folder())) for name in shipped()]
    return pd.DataFrame(
        {"name": s.name, "title": s.title.get("en", ""), "question": s.question.get("en", ""), "base": s.base}
        for s in found
    ).set_index("name")


def levers() -> pd.DataFrame:
    """Every lever by full name: meaning, unit, value while nothing is decided, legal and honest range, status."""
    values = lever_values()
    rows = []
    for name, told in declarations().items():
        section, lever = name.split(".")
        low, high = told.range or (None, None)
        rows.append({"name": name, "meaning": told.en, "unit": told.unit, "value": values[section][lever],
                     "least": told.low, "most": told.high, "low": low, "high": high, "status": told.status,
                     "source": told.source, "local": told.local})  # fmt: skip
    return pd.DataFrame(rows).set_index("name")


def parameters() -> pd.DataFrame:
    """The register of parameters by name: meaning, unit, value, low, high, kind, status, grade, source."""
    return register().set_index("name")


def indicators() -> pd.DataFrame:
    """What is measured by name: label, unit, formula, direction, smallest difference that matters, levels."""
    return pd.DataFrame(
        {"name": i.name, "label": i.label_en, "unit": i.unit, "formula": i.formula, "direction": i.direction,
         "smallest_difference": i.smallest_difference, "headline": i.headline, "kind": i.stock_or_flow,
         "levels": i.levels, "source": i.source}
        for i in INDICATORS
    ).set_index("name")  # fmt: skip
