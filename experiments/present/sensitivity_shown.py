"""This file knows how a sensitivity analysis is shown on the screen: leading factors, rankings, variance by source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.present.show import line, table
from experiments.present.words import Words, digits_for

if TYPE_CHECKING:
    from sim.indicators import Indicator

_SHOWN = 10
"""Factors in a ranking."""
_LEADING = 3
"""Factors of each indicator in the overview."""


def show_overview(words: Words, sensitivity: pd.DataFrame, indicators: Mapping[str, Indicator]) -> None:
    """Print the factors that move each indicator most, one table a scenario, and how to see the rest.

    Args:
        words: Words in the language asked for.
        sensitivity: Ranked factors, as stored.
        indicators: What was analysed, by name.
    """
    if sensitivity.empty:
        return
    columns = ["Indicator", "Unit", "Measure", "Largest", "Second", "Third"]
    for _, group in sensitivity.groupby("scenario", sort=False):
        rows = [
            _leading(ranking, indicators[str(name)], words) for name, ranking in group.groupby("indicator", sort=False)
        ]
        title = "What moves each outcome most: {scenario}, spring {year}, {points} points, {n} replications"
        table(_titled(words, title, group.iloc[0]), [words(c) for c in columns], rows)
    line(words("One in full, with intervals: add indicator={name}", name=sensitivity.iloc[0]["indicator"]))
    line("")


def _leading(ranking: pd.DataFrame, indicator: Indicator, words: Words) -> list[str]:
    first = ranking.head(_LEADING).to_dict("records")
    found = [f"{row['factor']} {_importance(row, words, digits_for(indicator.smallest_difference))}" for row in first]
    told = [words.label(indicator), words.unit(indicator), words(first[0]["measure"])]
    return [*told, *found, *[""] * (_LEADING - len(found))]


def _titled(words: Words, text: str, first: Any, **more: str) -> str:
    """A title with the scenario, year, points and replications of the first row of a ranking."""
    scenario = f"{first['scenario']} – {first['against']}" if first["against"] else first["scenario"]
    return words(text, scenario=scenario, year=first["year"], points=first["points"], n=first["replications"], **more)


def _importance(row: Mapping[Any, Any], words: Words, digits: int, name: str = "importance") -> str:
    """An importance with the digits of its measure: of the outcome for effects, two for shares and coefficients."""
    return words.number(row[name], digits if row["measure"] in ("mu_star", "swing") else 2)


def show_ranking(words: Words, sensitivity: pd.DataFrame, indicators: Mapping[str, Indicator]) -> None:
    """Print the ranking of each indicator in each scenario; arguments as in `show_overview`."""
    title = "{indicator} ({unit}), {scenario}, spring {year}: {points} points, {n} replications"
    columns = ("Factor", "Measure", "Importance", "95 % interval", "From low to high", "95 % interval")
    if sensitivity.empty:
        return
    for _, group in sensitivity.groupby(["indicator", "scenario"], sort=False):
        first = group.iloc[0]
        indicator = indicators[first["indicator"]]
        rows = [_cells(row, words, digits_for(indicator.smallest_difference)) for row in group.to_dict("records")]
        said = _titled(words, title, first, indicator=words.label(indicator), unit=words.unit(indicator))
        table(said, [words(c) for c in columns], rows[:_SHOWN], numbers=(2, 3, 4, 5))
        if len(rows) > _SHOWN:
            line(words("{n} more factors are in tables/sensitivity.csv.", n=len(rows) - _SHOWN))
        line("")


def _cells(row: Mapping[Any, Any], words: Words, digits: int) -> list[str]:
    return [
        row["factor"],
        words(row["measure"]),
        _importance(row, words, digits),
        " … ".join(_importance(row, words, digits, f"importance_{end}") for end in ("low", "high")),
        words.difference(row["effect"], digits),
        words.interval(row["effect_low"], row["effect_high"], digits),
    ]


def show_sources(words: Words, sources: pd.DataFrame, indicators: Mapping[str, Indicator], year: int) -> None:
    """Print how the variance of each indicator in the spring of a year splits between sources."""
    if sources.empty:
        return
    names = list(dict.fromkeys(sources["source"]))
    shares = sources.pivot(index="indicator", columns="source", values="share")
    rows = [
        [words.label(indicator), *(words.number(float(shares.loc[name, source]), 2) for source in names)]
        for name, indicator in indicators.items()
        if name in shares.index
    ]
    title = words("Share of variance by source, spring {year}", year=year)
    table(title, [words("Indicator"), *(words(name) for name in names)], rows, numbers=range(1, len(names) + 1))
    line("")
