"""A comparison as tables: differences, for whom, winners and losers, price; and how it is shown on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from experiments import options
from experiments.call import Call
from experiments.designs.design import Design
from experiments.present.compare_tables import Tables
from experiments.present.fields import column, columns
from experiments.present.show import line
from experiments.present.table import Column, Row, Table, missing
from experiments.present.terminal import show as show_table
from experiments.present.words import SYNTHETIC, Words, digits_for
from sim.scenario import last_semester, parting

if TYPE_CHECKING:
    from sim.indicators import Indicator
    from sim.scenario import Scenario

# ---- tables


def differences(
    rows: Sequence[Row], words: Words, baseline: str, other: str, title: str, extra: Sequence[str] = ()
) -> Table:
    """Indicators of a scenario against the baseline.

    Args:
        rows: Of the table `comparison`.
        words: Language and titles of scenarios.
        baseline: Name of the scenario that differences are taken from.
        other: Name of the scenario that is compared.
        title: What the table is called.
        extra: Fields to show besides, such as `smallest_difference`.
    """
    shown = [
        column(words, "indicator"),
        column(words, "baseline_level", heading=words.scenario(baseline)),
        column(words, "level", heading=words.scenario(other)),
        *columns(words, "difference", "interval", "verdict", "luck_interval", "spread_interval", *extra),
    ]
    return Table(f"differences-{other}", title, [c for c in shown if known(rows, c)], rows)


def known(rows: Sequence[Row], column: Column) -> bool:
    """Whether any row has a value in a column."""
    return any(not missing(row.get(column.fields[0])) for row in rows)


def by_group(rows: Sequence[Row], words: Words, title: str, group: str, reference: str) -> Table:
    """One difference in each group of a level.

    Args:
        rows: Of the table `by_group`, of one scenario, indicator and level.
        words: Language.
        title: What the table is called.
        group: What the groups are groups of.
        reference: Whose difference the contrast is taken from.
    """
    shown = [
        column(words, "group", heading=group),
        *columns(words, "difference", "interval"),
        column(words, "verdict_alone", heading=words("Verdict")),
        column(words, "contrast", heading=reference),
        column(words, "contrast_interval", heading=words("95 % interval")),
    ]
    return Table(f"groups-{rows[0]['scenario']}-{rows[0]['level']}", title, shown, rows)


def shares(rows: Sequence[Row], words: Words, title: str) -> Table:
    """How many municipalities gain and lose, an indicator a row (of the table `shares_of_municipalities`)."""
    note = words(
        "Share of municipalities in a single future, on average, whose difference is beyond the smallest that matters, "
        "with 95 % interval. Surely: the mean over all replications is established for that municipality."
    )
    fields = ("indicator", "gaining", "losing", "alike", "surely_gaining", "surely_losing")
    return Table(f"shares-{rows[0]['scenario']}", title, columns(words, *fields), rows, [note])


def winners(rows: Sequence[Row], words: Words, title: str) -> Table:
    """Municipalities in their order (of the table `municipalities`), with a caution."""
    note = words(
        "Read with care. Registers (inhabitants, centrality, place) are real; everything else about a municipality is "
        "synthetic and drawn anew in each replication. A row tells of places of that size, centrality and region, not "
        "of the named one. Ranks overlap widely."
    )
    first = column(words, "name", heading=words("Municipality"))
    fields = ("difference", "interval", "rank", "rank_interval", "better_off", "verdict", "few")
    return Table(f"winners-{rows[0]['scenario']}", title, [first, *columns(words, *fields)], rows, [note])


def prices(rows: Sequence[Row], words: Words, name: str, title: str) -> Table:
    """What an effect costs (of the table `per_krone`)."""
    note = words(
        "A dash: the interval of the difference in cost holds 0, so the ratio is not defined. A scenario that is "
        "cheaper and worse has a positive ratio too: what is lost per 1,000 kroner saved."
    )
    fields = ("indicator", "scenario", "cost", "discount_rate", "cost_difference", "per_thousand",
              "per_thousand_interval")  # fmt: skip
    return Table(name, title, columns(words, *fields), rows, [note])


# ---- on the screen


def show(call: Call[options.Compare], found: Tables, design: Design) -> None:
    """Print each scenario against the baseline."""
    from sim.indicators import INDICATORS

    headline = {i.name: i for i in INDICATORS if i.headline}
    baseline, *others = design.scenarios
    words = call.words.naming(design.scenarios)
    for other in others:
        rows = _of(found.comparison, other.name, headline)
        if rows:
            call.ask(other)
            _say_if_alike(call, words, baseline, other)
            show_table(
                differences(rows, words, baseline.name, other.name, _title(call, words, rows, baseline, other)), words
            )
            _for_whom(words, rows, found, headline)
            line("")
    if found.comparison["p_adjusted"].notna().any():
        line(words("Up and down hold for all the differences above taken together, with 95 % confidence (Holm)."))


def show_theories(call: Call[options.Compare], rows: pd.DataFrame, design: Design) -> None:
    """Print in how many theories each headline verdict holds (of the table `theories_counted`)."""
    words = call.words.naming(design.scenarios)
    show_table(theories(rows.to_dict("records"), words), words)
    line("")


def theories(rows: Sequence[Row], words: Words) -> Table:
    """In how many theories each verdict holds, and in which it does not."""
    shown = columns(words, "scenario", "indicator", "verdict", "holding", "against_theories", table="theories")
    note = words("Both sides are under the same theory. A verdict that cannot be told is held up against nothing.")
    told = [{**row, "holding": _of_theories(row, words), "against_theories": row["against"]} for row in rows]
    return Table("theories", words("Verdicts under other theories"), shown, told, [note])


def _of_theories(row: Row, words: Words) -> str:
    return words("{k} of {n}", k=row["holding"], n=row["theories"]) if row["theories"] else ""


def _title(call: Call[options.Compare], words: Words, rows: Sequence[Row], baseline: Scenario, other: Scenario) -> str:
    return words(
        "“{scenario}” against “{baseline}”, spring {year}, {replications}",
        scenario=words.scenario(other.name),
        baseline=words.scenario(baseline.name),
        year=call.options.horizon,
        replications=words.replications(max(row["replications"] for row in rows)),
    )


def _of(frame: pd.DataFrame, scenario: str, indicators: Mapping[str, Indicator]) -> list[Row]:
    """Rows of one scenario, of some indicators."""
    mine = frame[(frame["scenario"] == scenario) & frame["indicator"].isin(list(indicators))]
    rows: list[Row] = list(mine.to_dict("records"))
    return rows


def _say_if_alike(call: Call[options.Compare], words: Words, baseline: Scenario, other: Scenario) -> None:
    """Say in one line that a scenario decides nothing else before the horizon, so that its differences are 0."""
    last = last_semester(call.options.horizon)
    if parting([baseline, other], 0, last) > last:
        alike = words("“{scenario}” and “{baseline}” are the same until spring {year}: they part after the horizon, if "
                      "at all.", scenario=words.scenario(other.name), baseline=words.scenario(baseline.name),
                      year=call.options.horizon)  # fmt: skip
        line(alike)


def _for_whom(words: Words, rows: list[Row], found: Tables, indicators: Mapping[str, Indicator]) -> None:
    """For the first headline indicator that moved: by size of municipality, winners and losers, and the price."""
    moved = [row for row in rows if row["verdict"] in ("up", "down")]
    if not moved:
        return
    indicator, scenario = indicators[moved[0]["indicator"]], moved[0]["scenario"]
    mine = {indicator.name: indicator}
    sizes = _of(found.by_group[found.by_group["level"] == "size_class"], scenario, mine)
    if sizes:
        title = words("For whom: {indicator}, by size of municipality", indicator=words.label(indicator))
        show_table(by_group(sizes, words, title, words("Inhabitants"), words("Less that of the largest")), words)
    for row in _of(found.shares_of_municipalities, scenario, mine):
        line(_winners(words, row, indicator))
        line(words(SYNTHETIC))
    grants = found.per_krone[(found.per_krone["cost"] == "grants") & (found.per_krone["discount_rate"] == 0.0)]
    for row in _of(grants, scenario, mine):
        line(_price(words, row, indicator))


def _winners(words: Words, row: Row, indicator: Indicator) -> str:
    shares = {k: words.percent(row[k], row[f"{k}_low"], row[f"{k}_high"]) for k in ("gaining", "losing", "alike")}
    return words(
        "Of {n} municipalities, in one future on average: better off {gaining}, worse off {losing}, neither {alike} "
        "({indicator}).",
        n=row["municipalities"], indicator=words.label(indicator), **shares,
    )  # fmt: skip


def _price(words: Words, row: Row, indicator: Indicator) -> str:
    if missing(row["per_thousand"]):
        spent = words.interval(row["cost_low"], row["cost_high"], 0)
        return words(
            "Effect per krone is not defined: the difference in grants may be 0 ({interval} kroner per teacher).",
            interval=spent,
        )
    digits = digits_for(indicator.smallest_difference) + 1
    return words(
        "For each 1,000 kroner of grants per teacher until then: {effect} ({interval}) in {indicator}, {unit}.",
        effect=words.difference(row["per_thousand"], digits), indicator=words.label(indicator),
        unit=words.unit(indicator), interval=words.interval(row["per_thousand_low"], row["per_thousand_high"], digits),
    )  # fmt: skip
