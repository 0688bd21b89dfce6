"""A sensitivity analysis as tables: leading factors, rankings, variance by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.present.fields import column, columns
from experiments.present.names import factor, source
from experiments.present.table import Cell, Column, Row, Table, missing, written
from experiments.present.words import Words, mark
from sim.analysis.words import NONE

if TYPE_CHECKING:
    from sim.indicators import Indicator

MOST = 10
"""Factors in a ranking on the screen."""
_LEADING = (mark("Largest"), mark("Second"), mark("Third"))
"""Headings of the factors that lead, in the overview."""
RANKING = ("factor", "measure", "importance", "importance_interval", "effect", "effect_interval")


def overviews(sensitivity: pd.DataFrame, words: Words) -> list[Table]:
    """The factors that move each indicator most, one table a scenario (of the table `sensitivity`)."""
    leading = [Column(words(heading), (heading,), drop=place) for place, heading in enumerate(_LEADING)]
    shown = [column(words, "indicator"), column(words, "measure", drop=3), *leading]
    title = mark("What moves each outcome most: {scenario}, spring {year}, {points}, {replications}")
    return [
        Table("overview", _title(title, group, words), shown,
              [_leading(ranking, words) for _, ranking in group.groupby("indicator", sort=False)])
        for _, group in sensitivity.groupby("scenario", sort=False)
    ]  # fmt: skip


def _leading(ranking: pd.DataFrame, words: Words) -> Row:
    first = ranking.head(len(_LEADING)).to_dict("records")
    found = {h: _leader(row, words) for h, row in zip(_LEADING, first, strict=False)}
    return {"indicator": first[0]["indicator"], "measure": first[0]["measure"], **found}


def _leader(row: Row, words: Words) -> Cell:
    """A factor with its importance and interval; a dash where no factor leads, or none can be told from luck."""
    if missing(row["importance"]):
        return Cell(NONE)
    importance = written(_by_measure(column(words, "importance"), row), row, words).text
    ends = written(_by_measure(column(words, "importance_interval"), row), row, words).text
    return Cell(f"{factor(str(row['factor']), words)}: {importance} ({ends})")


def rankings(sensitivity: pd.DataFrame, words: Words, indicators: Sequence[Indicator]) -> list[Table]:
    """The factors of each indicator in each scenario, the first first (of the table `sensitivity`)."""
    by_name, found = {indicator.name: indicator for indicator in indicators}, []
    for (name, _), group in sensitivity.groupby(["indicator", "scenario"], sort=False):
        indicator = by_name[str(name)]
        title = _title(mark("{indicator} ({unit}), {scenario}, spring {year}: {points}, {replications}"), group, words,
                       indicator=words.label(indicator), unit=words.unit(indicator))  # fmt: skip
        found.append(Table("sensitivity", title, ranked(group, words, RANKING), group.to_dict("records")))
    return found


def ranked(rows: pd.DataFrame, words: Words, fields: Sequence[str]) -> list[Column]:
    """Columns of a ranking: effects are importances in the unit of the outcome, shares and coefficients are not."""
    first = rows.iloc[0].to_dict()
    return [_by_measure(found, first) if found.fields[0].startswith("importance") else found
            for found in columns(words, *fields, table="sensitivity")]  # fmt: skip


def _by_measure(found: Column, row: Row) -> Column:
    if row["measure"] in ("mu_star", "swing"):
        return replace(found, kind="number" if found.kind == "plain" else found.kind)
    return replace(found, digits=2, kind="number" if found.kind == "plain" else found.kind)


def _title(text: str, group: pd.DataFrame, words: Words, **more: str) -> str:
    """A title with the scenario, year, points and replications of a ranking."""
    first: Any = group.iloc[0]
    scenario = words.scenario(first["scenario"])
    if first["against"]:
        scenario = words(
            "“{scenario}” against “{baseline}”", scenario=scenario, baseline=words.scenario(first["against"])
        )
    return words(text, scenario=scenario, year=first["year"],
                 points=words.many("1 point", "{n} points", first["points"]),
                 replications=words.replications(first["replications"]), **more)  # fmt: skip


def sources(found: pd.DataFrame, words: Words, indicators: Sequence[Indicator], year: int) -> Table:
    """How the variance of each indicator in the spring of a year splits between sources (of the table `sources`)."""
    named = list(dict.fromkeys(found["source"]))
    wide = found.pivot(index="indicator", columns="source", values="share")
    shown = [
        column(words, "label"),
        *(Column(source(name, words), (name,), "share", drop=place // 3) for place, name in enumerate(named)),
    ]
    rows = [{"label": i.name, **wide.loc[i.name].to_dict()} for i in indicators if i.name in wide.index]
    return Table("sources", words("Share of variance by source, spring {year}", year=year), shown, rows)
