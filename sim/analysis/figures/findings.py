"""The finding a figure shows, said in its title."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.analysis.amounts import said
from sim.analysis.comparison.outcomes import sort_of
from sim.analysis.figures.shown import Shown
from sim.analysis.words import Words


def finding(table: pd.DataFrame, indicators: Sequence[Shown], words: Words) -> str:
    """The first established outcome, those first that stand first; or that none is established.

    Args:
        table: Paired differences: scenario, indicator, difference, verdict.
        indicators: What may be told, the most important first.
        words: Language and titles of scenarios.
    """
    for indicator in [i for i in indicators if sort_of(i) == "outcome"]:
        mine = table[(table["indicator"] == indicator.name) & table["verdict"].isin(["up", "down"])]
        rows = mine.to_dict("records")
        if rows:
            first = max(rows, key=lambda row: abs(row["difference"]))
            return words("“{scenario}”: {change}", scenario=words.scenario(str(first["scenario"])),
                         change=said(indicator, float(first["difference"]), words))  # fmt: skip
    return words("No outcome is shown to change by as much as matters")
