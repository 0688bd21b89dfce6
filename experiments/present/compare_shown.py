"""This file knows how a comparison is shown on the screen: differences and verdicts, for whom, and at what price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.call import Call
from experiments.designs.design import Design
from experiments.present.compare_tables import Tables
from experiments.present.show import line, table
from experiments.present.words import Words, digits_for
from sim.scenario import last_semester, parting

if TYPE_CHECKING:
    from sim.indicators import Indicator
    from sim.scenario import Scenario

Row = Mapping[Any, Any]
_SYNTHETIC = "The inner state of named units is synthetic: registers are real, all else is drawn anew each replication."


def show(call: Call[Any], found: Tables, design: Design) -> None:
    """Print each scenario against the baseline."""
    from sim.indicators import INDICATORS

    headline = {i.name: i for i in INDICATORS if i.headline}
    baseline, *others = design.scenarios
    for other in others:
        rows = _of(found.comparison, other.name, headline)
        if rows:
            call.ask(other)
            _say_if_alike(call, baseline, other)
            _differences(call, rows, headline, baseline.name, other.name)
            _for_whom(call, rows, found, headline)
            line("")
    if found.comparison["p_adjusted"].notna().any():
        line(call.words("Up and down hold for all the differences above taken together, with 95 % confidence (Holm)."))


def _of(frame: pd.DataFrame, scenario: str, indicators: Mapping[str, Indicator]) -> list[Row]:
    """Rows of one scenario, of some indicators."""
    mine = frame[(frame["scenario"] == scenario) & frame["indicator"].isin(list(indicators))]
    rows: list[Row] = list(mine.to_dict("records"))
    return rows


def _say_if_alike(call: Call[Any], baseline: Scenario, other: Scenario) -> None:
    """Say in one line that a scenario decides nothing else before the horizon, so that its differences are 0."""
    last = last_semester(call.options.horizon)
    if parting([baseline, other], 0, last) > last:
        alike = "{scenario} and {baseline} are the same until spring {year}: they part after the horizon, if at all."
        line(call.words(alike, scenario=other.name, baseline=baseline.name, year=call.options.horizon))


def _differences(
    call: Call[Any], rows: list[Row], indicators: Mapping[str, Indicator], baseline: str, other: str
) -> None:
    words, luck = call.words, any(row["luck_low"] == row["luck_low"] for row in rows)
    columns = ["Indicator", "Unit", baseline, other, "Difference", "95 % interval", "Luck only", "9 in 10 futures",
               "Verdict"]  # fmt: skip
    cells = [_cells(row, indicators[row["indicator"]], words) for row in rows]
    if not luck:
        columns, cells = columns[:6] + columns[7:], [c[:6] + c[7:] for c in cells]
    against = words("{scenario} against {baseline}", scenario=other, baseline=baseline)
    when = words.when(call.options.horizon, max(row["replications"] for row in rows))
    table(f"{against}, {when}", [words(c) for c in columns], cells, numbers=range(2, len(columns) - 1))


def _cells(row: Row, indicator: Indicator, words: Words) -> list[str]:
    digits = digits_for(indicator.smallest_difference)
    levels = [words.number(row[key], digits) for key in ("baseline_level", "level")]
    intervals = [words.interval(row[f"{a}low"], row[f"{a}high"], digits) for a in ("", "luck_", "spread_")]
    difference = words.difference(row["difference"], digits)
    return [words.label(indicator), words.unit(indicator), *levels, difference, *intervals, words(row["verdict"])]


def _for_whom(call: Call[Any], rows: list[Row], found: Tables, indicators: Mapping[str, Indicator]) -> None:
    """For the first headline indicator that moved: by size of municipality, winners and losers, and the price."""
    moved = [row for row in rows if row["verdict"] in ("up", "down")]
    if not moved:
        return
    indicator, scenario = indicators[moved[0]["indicator"]], moved[0]["scenario"]
    mine = {indicator.name: indicator}
    sizes = found.by_group[found.by_group["level"] == "size_class"]
    _by_size(call, _of(sizes, scenario, mine), indicator)
    for row in _of(found.shares_of_municipalities, scenario, mine):
        _winners(call, row, indicator)
    prices = found.per_krone[(found.per_krone["cost"] == "grants") & (found.per_krone["discount_rate"] == 0.0)]
    for row in _of(prices, scenario, mine):
        _price(call, row, indicator)


def _by_size(call: Call[Any], rows: list[Row], indicator: Indicator) -> None:
    if not rows:
        return
    words, digits = call.words, digits_for(indicator.smallest_difference)
    cells = [
        [words.group(row["group"]), words.difference(row["difference"], digits),
         words.interval(row["low"], row["high"], digits), words(row["verdict_alone"]),
         words.difference(row["contrast"], digits), words.interval(row["contrast_low"], row["contrast_high"], digits)]
        for row in rows
    ]  # fmt: skip
    columns = ("Inhabitants", "Difference", "95 % interval", "Verdict", "Less that of the largest", "95 % interval")
    title = words("For whom: {indicator}, by size of municipality", indicator=words.label(indicator))
    table(title, [words(c) for c in columns], cells, numbers=(1, 2, 4, 5))


def _winners(call: Call[Any], row: Row, indicator: Indicator) -> None:
    words = call.words
    shares = {k: words.share(row[k], row[f"{k}_low"], row[f"{k}_high"]) for k in ("gaining", "losing", "alike")}
    line(words("Of {n} municipalities, in one future on average: better off {gaining}, worse off {losing}, "
               "neither {alike} ({indicator}).",
               n=row["municipalities"], indicator=words.label(indicator), **shares))  # fmt: skip
    line(words(_SYNTHETIC))


def _price(call: Call[Any], row: Row, indicator: Indicator) -> None:
    words, digits = call.words, digits_for(indicator.smallest_difference) + 1
    if row["per_thousand"] != row["per_thousand"]:
        text = "Effect per krone is not defined: the difference in grants may be 0 ({interval} kroner per teacher)."
        line(words(text, interval=words.interval(row["cost_low"], row["cost_high"], 0)))
        return
    text = "For each 1,000 kroner of grants per teacher until then: {effect} ({interval}) in {indicator}, {unit}."
    line(words(text, effect=words.difference(row["per_thousand"], digits), indicator=words.label(indicator),
               interval=words.interval(row["per_thousand_low"], row["per_thousand_high"], digits),
               unit=words.unit(indicator)))  # fmt: skip
