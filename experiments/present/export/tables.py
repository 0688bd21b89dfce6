"""This file knows the tables that commands left in a folder, as they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from experiments.refusals import FolderUnusable

TEXT = ("number", "unit", "group", "reference", "name", "case", "indicator", "parameter", "part")
"""Columns that stay text even where all their cells are digits: a municipality's number keeps its leading zero."""
OTHER = "A table of the command that made the folder."
ABOUT = {
    "comparison": "Paired difference from the base scenario in the last spring, with intervals and verdicts.",
    "over_time": "Paired difference from the base scenario in every spring.",
    "by_group": "For whom: paired difference in the last spring by group of municipalities, schools, or by county.",
    "municipalities": "Paired difference by municipality, with rank and its uncertainty; inner states are synthetic.",
    "shares_of_municipalities": "Share of municipalities that gain and lose.",
    "per_krone": "Effect for each krone that a scenario costs more.",
    "partnerships": "Which universities serve which counties, how much and how well.",
    "levels": "Level of every indicator in the last spring.",
    "switching": "Value of each key assumption at which the verdict changes.",
    "switching_curves": "Paired difference along each key assumption.",
    "switching_ranking": "How much of the difference each assumption explains.",
    "decomposition": "What each part of a scenario adds.",
    "robustness": "Regret, and how often each scenario is best or good enough, over futures.",
    "discovery": "Condition on uncertain parameters under which a scenario is better.",
    "sensitivity": "How much each factor moves each outcome.",
    "sources": "Share of variance by source: luck, parameters, policy.",
    "assumptions_effect": "The assumptions that were varied, with how much each moves the outcomes.",
    "points": "Values of the factors at each point of the sweep.",
    "summary": "Mean and spread of the headline indicators at each point.",
    "validation": "Patterns that the model must grow, and what must break them.",
    "backtest": "Modelled against published series.",
}
"""What each table holds."""

_WHOLE = re.compile(r"-?(0|[1-9]\d*)")


def tables_in(folder: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """Name and content of every table, the comparison first; tables without a column are left out.

    Raises:
        FolderUnusable: If one is damaged.
    """
    for path in sorted((folder / "tables").glob("*.csv"), key=lambda path: (path.stem != "comparison", path.stem)):
        try:
            yield path.stem, read_table(path)
        except pd.errors.EmptyDataError:
            continue
        except (ValueError, OSError):
            raise FolderUnusable(f"{path} is damaged; give the command that made the folder again") from None


def read_table(path: Path) -> pd.DataFrame:
    """A table with every digit of its numbers, and codes as text."""
    written = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    return written.assign(**{str(name): _typed(written[name]) for name in written if name not in TEXT})


def _typed(column: pd.Series) -> pd.Series:
    """A column as what all its cells are: yes or no, whole numbers, numbers, or text."""
    cells = set(column.dropna())
    if cells and cells <= {"True", "False"}:
        return column.map({"True": True, "False": False})
    if cells and all(_WHOLE.fullmatch(cell) for cell in cells):
        return column.map(int, na_action="ignore").astype("Int64")
    try:
        return column.map(float, na_action="ignore").astype("float64")
    except ValueError:
        return column
