"""The figures of municipalities: map, winners and losers, spread by size of the leading effect."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import partial
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis.comparison.outcomes import sort_of
from sim.analysis.figures.group_spread import group_spread
from sim.analysis.figures.outline_map import outline_map
from sim.analysis.figures.shown import Shown
from sim.analysis.figures.style import WIDTH
from sim.analysis.figures.tile_map import tile_map
from sim.analysis.figures.winners import winners_and_losers
from sim.analysis.words import Words
from sim.groups import SIZE_CLASSES

MAPPED = 100
"""Municipalities with a value below which a map of the whole country would be mostly empty (assumption)."""


def leading_first(table: pd.DataFrame, indicators: Sequence[Shown]) -> list[Shown]:
    """Indicators in their order, those first that have a better direction and are established; of these outcomes.

    Args:
        table: Paired differences: indicator, verdict.
        indicators: All of them.
    """
    moved = _established(table)
    return sorted(indicators, key=lambda i: (i.direction == "0" or i.name not in moved, sort_of(i) != "outcome"))


def place_figures(
    table: pd.DataFrame,
    municipalities: pd.DataFrame,
    indicators: Sequence[Shown],
    language: str | Words = "en",
    outlines: Path | None = None,
    *,
    baseline: str = "",
    semester: int | None = None,
    kinds: Container[str] | None = None,
    width: float = WIDTH,
) -> dict[tuple[str, str], Figure]:
    """Figures of the first established difference of each scenario that municipalities have values of.

    Args:
        table: Paired differences of the nation: scenario, indicator, verdict.
        municipalities: Those of municipalities, as `sim.analysis.comparison.winners_and_losers` gives them.
        indicators: What may lead, the first first.
        language: "en", "nb", or words with titles of scenarios.
        outlines: GeoJSON to draw maps on; without it they are tile maps, if there are enough municipalities.
        baseline: What the differences are from, and
        semester: when, for the line below the title.
        kinds: Those to draw; all if None.
        width: Of the figures, inches.

    Returns:
        Figures by kind ("map", "winners", "spread") and scenario; none for a scenario without an established
        difference, because then none is claimed for any place.

    Raises:
        ValueError: If the outlines cannot be read.
    """
    made: dict[tuple[str, str], Figure] = {}
    for name, rows in table.groupby("scenario", sort=False, observed=True):
        mine = municipalities[(municipalities["scenario"] == name) & municipalities["difference"].notna()]
        known, moved = set(mine["indicator"]), _established(rows)
        for indicator in [i for i in indicators if i.name in known & moved][:1]:
            found = _told(mine[mine["indicator"] == indicator.name])
            how = {"language": language, "scenario": str(name), "baseline": baseline, "semester": semester,
                   "width": width}  # fmt: skip
            for kind, draw in _kinds(found, indicator, outlines).items():
                if kinds is None or kind in kinds:
                    made[kind, str(name)] = draw(**how)
    return made


def _established(table: pd.DataFrame) -> set[str]:
    return set(table.loc[table["verdict"].isin(["up", "down"]), "indicator"].astype(str)) if len(table) else set()


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the names that figures know."""
    numbers = rows["number"].astype(int).map("{:04d}".format)
    return rows.assign(municipality_number=numbers, mean=rows["difference"], value=rows["difference"],
                       group=rows["size_class"])  # fmt: skip


def _kinds(rows: pd.DataFrame, indicator: Shown, outlines: Path | None) -> dict[str, Callable[..., Figure]]:
    """What draws each kind."""
    drawn: dict[str, Callable[..., Figure]] = {}
    if outlines is not None:
        drawn["map"] = partial(outline_map, rows, indicator, outlines)
    elif len(rows) >= MAPPED:
        drawn["map"] = partial(tile_map, rows, indicator)
    return drawn | {
        "winners": partial(winners_and_losers, rows, indicator),
        "spread": partial(group_spread, rows, indicator, SIZE_CLASSES),
    }
