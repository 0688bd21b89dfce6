"""The tables of a report on one comparison: options, differences, for whom, who gains and loses, at what price."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from experiments.present import comparison
from experiments.present.names import word
from experiments.present.report.clauses import MOST, for_whom, holding
from experiments.present.report.lead import led_by, strongest
from experiments.present.report.price import cost_rows
from experiments.present.report.speech import Speech, has
from experiments.present.table import Cell, Column, Row, Table, missing
from experiments.present.words import Words, mark
from sim.analysis import amounts
from sim.analysis.comparison import sort_of
from sim.analysis.comparison.krone import RATES
from sim.indicators import BY_NAME, Indicator

ROWS = 10
"""Outcomes and activities that stand side by side for several options."""
LEVELS = ("size_class", "centrality_class", "turnover_class", "school_size_class", "county", "governor")
"""Levels that say for whom, the most asked for first."""


def options_table(speech: Speech, options: pd.DataFrame, indicator: Indicator) -> Table:
    """The options from the best to the worst, with cost, certainty and theories held."""
    words, rows = speech.words, options.to_dict("records")
    shown = [
        Column(words("Option"), ("scenario",), "scenario"),
        Column(words("Rank"), ("rank",), "count"),
        Column(words("Effect, {unit}", unit=amounts.unit(indicator, words)), ("effect",), "difference"),
        Column(words("95 % interval"), ("interval",), "interval", drop=1),
        Column(words("Kroner per teacher a year"), ("cost",), "difference", digits=0),
        Column(words("Runs that agree"), ("agree",), "share", drop=2),
        Column(words("Theories that agree"), ("theories",), "count", drop=4),
        Column(words("Note"), ("note",), drop=1),
    ]
    told = [_option(speech, row, indicator) for row in rows]
    title = words("What each option does for {whom}: {indicator}, spring {year}", whom=for_whom(speech),
                  indicator=amounts.inside(words.label(indicator)), year=speech.year)  # fmt: skip
    note = words("Options whose intervals overlap share a rank. Cost is the money of state and owners, mean over the "
                 "years "
                 "from the parting. Dominated: another option ranks higher and costs no more.")  # fmt: skip
    return Table("options", title, [c for c in shown if any(c.fields[0] in row for row in told)], told, [note])


def overview(speech: Speech) -> Table:
    """What each option changes, an outcome a row and an option a column: cost first, then what some option moves."""
    words, names = speech.words, speech.evidence.others
    each = {name: {row["indicator"]: row for row in speech.rows("comparison", name)} for name in names}
    shown = [i for i in speech.headline if sort_of(i) != "money" and any(i.name in rows for rows in each.values())]
    moved = [i for i in shown if any(_verdict(rows, i) in ("up", "down") for rows in each.values())]
    asked = [i for i in shown if i.name in speech.evidence.headline or i in moved] or shown
    ordered = sorted(asked, key=lambda i: (sort_of(i) != "outcome", i not in moved))[:ROWS]
    costs = {name: cost_rows(speech, name).get("money") for name in names}
    first = {"what": words("Cost, all money"), "unit": words("kroner per teacher a year")} | {
        name: Cell("–", math.nan) if row is None else Cell(words.difference(row["difference"], 0), row["difference"])
        for name, row in costs.items()
    }
    rows = [
        {
            "what": words.label(i),
            "unit": amounts.unit(i, words),
            **{n: _mark(each[n].get(i.name), words) for n in names},
        }
        for i in ordered
    ]
    columns = [Column(words("What"), ("what",)), Column(words("Unit"), ("unit",), drop=1)]
    columns += [Column(words.scenario(name), (name,), "difference") for name in names]
    title = words("Differences from “{baseline}”, spring {year}, {whom}", baseline=speech.baseline, year=speech.year,
                  whom=for_whom(speech))  # fmt: skip
    note = words("▲ and ▼: established. ?: cannot be told. No sign: too small to matter.")
    return Table("overview", title, columns, [first, *rows], [note])


def _verdict(rows: Mapping[str, Row], indicator: Indicator) -> str:
    return str(rows[indicator.name]["verdict"]) if indicator.name in rows else ""


def _mark(row: Row | None, words: Words) -> Cell:
    """A difference in its natural unit with the sign of its verdict."""
    if row is None or missing(row["difference"]):
        return Cell("–", math.nan)
    sign = {"up": " ▲", "down": " ▼", "cannot tell": " ?"}.get(row["verdict"], "")
    number = amounts.number(BY_NAME[row["indicator"]], row["difference"], words, sign=True)
    return Cell(number + sign, row["difference"])


def _option(speech: Speech, row: Row, indicator: Indicator) -> Row:
    """A row of that table, in natural units."""
    words, held = speech.words, holding(speech, row["scenario"], indicator.name)
    effect = amounts.number(indicator, row["difference"], words, sign=True)
    bounds = amounts.interval(indicator, row["low"], row["high"], words)
    agree = row["share_better"] if (row["difference"] > 0) == (indicator.direction != "-") else 1 - row["share_better"]
    theories = {} if held is None else {"theories": Cell(words("{k} of {n}", k=held[0], n=held[1]), held[0])}
    return {
        "rank": row["rank"], "scenario": row["scenario"], "effect": Cell(effect, row["difference"]),
        "interval": Cell(bounds, row["difference"]), "cost": row["cost"], "agree": agree, **theories,
        "note": words("dominated") if row["dominated"] else "",
    }  # fmt: skip


def differences(speech: Speech, scenario: str) -> Table | None:
    """Cost, outcomes and what is done in a scenario against the baseline, in natural units; None without a row."""
    rows, words = speech.rows("comparison", scenario), speech.words
    if not rows:
        return None
    sorts = ("outcome", "activity", "money")
    ordered = sorted(rows, key=lambda row: sorts.index(sort_of(BY_NAME[row["indicator"]])))
    title = words("“{scenario}” against “{baseline}”, spring {year}, {whom}", scenario=words.scenario(scenario),
                  baseline=speech.baseline, year=speech.year, whom=for_whom(speech))  # fmt: skip
    shown = [
        Column(words("What"), ("what",)),
        Column(words("Unit"), ("unit",), drop=2),
        Column(words.scenario(speech.evidence.baseline), ("before",), "number", drop=4),
        Column(words.scenario(scenario), ("after",), "number", drop=3),
        Column(words("Difference"), ("difference",), "difference"),
        Column(words("95 % interval"), ("interval",), "interval"),
        Column(words("Verdict"), ("verdict",), "verdict"),
    ]
    told = [*_costs(speech, scenario), *(_difference(row, words) for row in ordered)]
    return Table(f"differences-{scenario}", title, shown, told, _notes(speech, rows))


PAYERS = {"money": mark("Cost, all money"), "state": mark("– paid by the state"), "owners": mark("– paid by owners"),
          "time": mark("Teachers' time beside it, priced")}  # fmt: skip
"""What the payers of a cost are called."""


def _costs(speech: Speech, scenario: str) -> list[Row]:
    """The cost by payer, mean over the years from the parting."""
    words, found = speech.words, cost_rows(speech, scenario)
    return [
        {
            "what": words(name), "unit": words("kroner per teacher a year"),
            "difference": Cell(words.difference(row["difference"], 0), row["difference"]),
            "interval": Cell(amounts.kroner(row["low"], row["high"], words), row["difference"]),
        }
        for payer, name in PAYERS.items() if payer in found and not missing((row := found[payer])["difference"])
    ]  # fmt: skip


def _difference(row: Row, words: Words) -> Row:
    indicator = BY_NAME[row["indicator"]]
    number = partial(amounts.number, indicator, words=words)
    return {
        "what": words.label(indicator), "unit": amounts.unit(indicator, words),
        "before": Cell(number(row["baseline_level"]), row["baseline_level"]),
        "after": Cell(number(row["level"]), row["level"]),
        "difference": Cell(number(row["difference"], sign=True), row["difference"]),
        "interval": Cell(amounts.interval(indicator, row["low"], row["high"], words), row["difference"]),
        "verdict": row["verdict"],
    }  # fmt: skip


def _notes(speech: Speech, rows: Sequence[Row]) -> list[str]:
    words, said = speech.words, []
    if has(rows, "p_adjusted"):
        said.append(
            words("Up and down hold for all differences in the table taken together, with 95 % confidence (Holm).")
        )
    if speech.evidence.target:
        of_all = [row for row in rows if "municipality" not in BY_NAME[row["indicator"]].levels]
        names = [amounts.inside(words.label(BY_NAME[row["indicator"]])) for row in of_all]
        if names:
            said.append(
                words("For the whole country, because they exist for nothing less: {list}.", list=", ".join(names))
            )
    return said


def by_group(speech: Speech, scenario: str) -> list[Table]:
    """One table a level for the outcome that the answer leads with."""
    found = [speech.rows("by_group", scenario, level=level, indicator=led_by(speech).name) for level in LEVELS]
    return [_groups(speech, scenario, rows) for rows in found if rows]


def _groups(speech: Speech, scenario: str, rows: Sequence[Row]) -> Table:
    words, level, indicator = speech.words, rows[0]["level"], BY_NAME[rows[0]["indicator"]]
    title = words(
        "{indicator}: “{scenario}” against “{baseline}”, by {level} ({unit})",
        indicator=words.label(indicator), unit=amounts.unit(indicator, words),
        scenario=words.scenario(scenario), baseline=speech.baseline, level=word(level, words),
    )  # fmt: skip
    reference = words(
        "Less that of the whole nation" if rows[0]["reference"] == "norway" else "Less that of the last row"
    )
    told = [{**row, "group": Cell(speech.group(level, row["group"]), float(place)), **_of_group(row, words)}
            for place, row in enumerate(rows)]  # fmt: skip
    return comparison.by_group(told, words, title, words("Group"), reference)


def _of_group(row: Row, words: Words) -> Row:
    """Difference and contrast of a group in natural units."""
    indicator = BY_NAME[row["indicator"]]
    found: dict[str, Cell] = {}
    for name, stem in (("difference", ""), ("contrast", "contrast_")):
        value = float(row.get(name, math.nan))
        low, high = (float(row.get(f"{stem}{end}", math.nan)) for end in ("low", "high"))
        found[name] = Cell(amounts.number(indicator, value, words, sign=True), value)
        found[f"{stem}interval"] = Cell(amounts.interval(indicator, low, high, words), value)
    return found


def shares(speech: Speech, scenario: str) -> Table | None:
    """How many municipalities gain and lose, by indicator."""
    rows, words = speech.rows("shares_of_municipalities", scenario), speech.words
    title = words("Municipalities that gain and lose, “{scenario}” against “{baseline}”",
                  scenario=words.scenario(scenario), baseline=speech.baseline)  # fmt: skip
    told = [{**row, "indicator": Cell(words.label(BY_NAME[row["indicator"]]), place)} for place, row in enumerate(rows)]
    return comparison.shares(told, words, title) if rows else None


MOVES = {"on": mark("still growing"), "back": mark("fading"), "": mark("settled, or too slow to tell")}
"""Whether an effect still moves, and which way."""


def after_years(speech: Speech, scenario: str) -> Table | None:
    """The three foremost outcomes 3, 8 and 15 school years after the scenarios part; None where none was reached."""
    words, compared = speech.words, speech.rows("comparison", scenario)
    outcomes = [row for row in compared if sort_of(BY_NAME[row["indicator"]]) == "outcome"]
    chosen = list(dict.fromkeys(row["indicator"] for row in [*strongest(speech, outcomes), *outcomes]))[:MOST]
    found = {name: speech.rows("after_years", scenario, indicator=name) for name in chosen}
    reached = sorted({int(row["years"]) for rows in found.values() for row in rows})
    if not reached:
        return None
    shown = [Column(words("What"), ("what",)), Column(words("Unit"), ("unit",), drop=2)]
    shown += [Column(words("After {n} years", n=n), (f"after_{n}",), "interval") for n in reached]
    shown.append(Column(words("In the last of these"), ("moves",), drop=1))
    title = words("How “{scenario}” acts over the years, {whom}", scenario=words.scenario(scenario),
                  whom=for_whom(speech))  # fmt: skip
    note = words("Mean difference from “{baseline}” with 95 % interval, in the spring that ends the school year; each "
                 "year is taken alone.", baseline=speech.baseline)  # fmt: skip
    told = [_after(BY_NAME[name], rows, words) for name, rows in found.items() if rows]
    return Table(f"after-years-{scenario}", title, shown, told, [note])


def _after(indicator: Indicator, rows: Sequence[Row], words: Words) -> Row:
    """An outcome after so many years, a column each."""
    each = {
        f"after_{int(row['years'])}": Cell(
            f"{amounts.number(indicator, row['difference'], words, sign=True)} "
            f"({amounts.interval(indicator, row['low'], row['high'], words)})", row["difference"],
        )
        for row in rows
    }  # fmt: skip
    last = max(rows, key=lambda row: int(row["years"]))["moves"]
    return {"what": words.label(indicator), "unit": amounts.unit(indicator, words),
            "moves": words(MOVES["" if missing(last) else last])} | each  # fmt: skip


def per_krone(speech: Speech) -> list[Table]:
    """Effect for each 1,000 kroner, of headline indicators that are established to move; none if none does.

    Returns:
        The indicators that the question is about (all, if it names none that moved), discounted; then all of them at
        both rates, if that is more.
    """
    words, rows = speech.words, [row for name in speech.evidence.others for row in _moved(speech, name)]
    if not rows:
        return []
    discounted = [row for row in rows if row["discount_rate"] == max(RATES)]
    asked = [row for row in discounted if row["indicator"] in speech.evidence.headline] or discounted
    title = words(
        "Effect for each 1,000 kroner per teacher spent from the parting to the horizon, discounted by 4 % a year"
    )
    whole = words("All indicators that moved, with and without discounting")
    return [comparison.prices(asked, words, "per-krone", title), comparison.prices(rows, words, "per-krone-all", whole)]


def _moved(speech: Speech, scenario: str) -> list[Row]:
    """Rows of a scenario whose indicator moved and has a better direction."""
    moved = {row["indicator"] for row in speech.rows("comparison", scenario) if row["verdict"] in ("up", "down")}
    found = speech.rows("per_krone", scenario)
    return [row for row in found if row["indicator"] in moved and BY_NAME[row["indicator"]].direction != "0"]
