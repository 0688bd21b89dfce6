"""What the model is held against, as tables: its patterns with ablations, published figures and totals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.present.fields import column, columns
from experiments.present.table import Cell, Column, Row, Table
from experiments.present.words import Words, digits_for, mark

if TYPE_CHECKING:
    from sim.analysis.comparison import Interval
    from sim.analysis.validation import Row as Judged

_PATTERN = {
    "pattern": mark("Pattern"), "measured": mark("Measured"), "band": mark("Band"), "value": mark("Value"),
    "holds": mark("Holds"), "without": mark("Without"), "breaks_if": mark("Breaks if"), "then": mark("Value then"),
    "breaks": mark("Breaks"),
}  # fmt: skip
SHOWN_YEARS = (2012, 2018, 2023, 2025)
"""School years of the fit over the years, by their autumn."""
_DROPPED = {"band": 3, "breaks_if": 4, "then": 2, "without": 1}


# ---- patterns


def patterns(rows: Sequence[Judged], words: Words, replications: int) -> Table:
    """Every clause with its band, value and verdict, and what must break it."""
    shown = [Column(words(text), (name,), drop=_DROPPED.get(name, 0)) for name, text in _PATTERN.items()]
    title = words("Patterns and what must break them, {replications}", replications=words.replications(replications))
    return Table("validation", title, shown, [_told(row, words) for row in rows])


def _told(row: Judged, words: Words) -> Row:
    clause, ablation = row.clause, row.ablation
    shown: dict[str, str] = {
        "pattern": f"{row.pattern.code} {words.pick(row.pattern.en, row.pattern.nb)}",
        "measured": words.pick(clause.en, clause.nb),
        "band": _bounds(clause.band, words) if clause.band else words("shown only"),
        "value": _value(row.value, words),
        "holds": _yes(row.holds, words),
    }
    if ablation is None or row.ablated is None:
        return shown
    return shown | {
        "without": words.pick(ablation.case.en, ablation.case.nb),
        "breaks_if": _bounds(ablation.breaking, words),
        "then": _value(row.ablated, words),
        "breaks": _yes(row.breaks, words),
    }


def _bounds(band: object, words: Words) -> str:
    """A band or what counts as broken, in the language of the table."""
    text = str(band)
    if text == "gone":
        return words("gone")
    return words.pick(text, text.replace(".", ",").replace("CI", "KI"))


def _yes(answer: bool | None, words: Words) -> str:
    return "" if answer is None else words("yes") if answer else words("NO")


def _value(found: Interval, words: Words) -> str:
    if np.isnan(found.mean):
        return words("undefined")
    digits = 0 if abs(found.mean) >= 100 else 3 if abs(found.mean) >= 0.01 or found.mean == 0 else 5
    return f"{words.number(found.mean, digits)} ({words.interval(found.low, found.high, digits, signed=False)})"


def stored(row: Judged) -> dict[str, object]:
    """A row for the CSV file: numbers as numbers, words in English."""
    ablated = row.ablated
    return {
        "pattern": row.pattern.code, "title": row.pattern.en, "measure": row.clause.measure.name,
        "measured": row.clause.en, "case": row.clause.case.name, "band": str(row.clause.band or ""),
        "value": row.value.mean, "low": row.value.low, "high": row.value.high, "replications": row.value.n,
        "holds": row.holds, "ablation": row.ablation.case.name if row.ablation else "",
        "breaks_if": str(row.ablation.breaking) if row.ablation else "",
        "value_then": ablated.mean if ablated else np.nan, "low_then": ablated.low if ablated else np.nan,
        "high_then": ablated.high if ablated else np.nan, "breaks": row.breaks,
    }  # fmt: skip


# ---- published figures


def key(rows: Collection[Row], words: Words) -> Table:
    """What the key to the counties predicts of the governors' shares, by year (of the table `key`)."""
    shown = columns(words, "year", "governors", "inside", "largest", table="key")
    return Table("key", words("The governors' shares that the national key predicts"), shown, rows)


def docking(found: pd.DataFrame, words: Words) -> Table:
    """Cohort accounting beside LÆRERMOD's supply of teachers, by programme (of the table `docking`)."""
    by_programme = found.assign(apart=found["difference"].abs()).groupby("programme", sort=False)
    rows = by_programme.agg(first=("year", "min"), last=("year", "max"), largest=("apart", "max")).reset_index()
    shown = columns(words, "programme", "first", "last", "largest", table="docking")
    title = words("Supply of teachers: cohort accounting against LÆRERMOD")
    return Table("docking", title, shown, rows.to_dict("records"))


def backtest(found: pd.DataFrame, words: Words, title: str) -> Table:
    """Published and modelled figures side by side (of the table `backtest`)."""
    from sim.analysis.backtest import SERIES

    digits = {s.name: min(digits_for(s.quantity.smallest_difference), 4) for s in SERIES}
    shown = [
        column(words, "series"),
        column(words, "unit", drop=3),
        *columns(words, "year", "observed", "modelled", "interval", "inside", "used_to_set", table="backtest"),
    ]
    rows = [{**row, **_written(row, digits[row["series"]], words)} for row in found.to_dict("records")]
    return Table("backtest", title, shown, rows)


def _written(row: Row, digits: int, words: Words) -> Row:
    """The numbers of a row with the decimals of its series."""
    cells = {name: Cell(words.number(row[name], digits), row[name]) for name in ("observed", "modelled")}
    return {**cells, "low": Cell(words.interval(row["low"], row["high"], digits, signed=False), row["low"])}


def inside(found: pd.DataFrame, *, used: bool) -> tuple[int, int]:
    """How many figures were (not) used to set parameters and have a modelled value, and how many lie inside."""
    mine = found[(found["used_to_set"] == used) & found["modelled"].notna()]
    return len(mine), int(mine["inside"].sum())


def fit(rows: Collection[Row], words: Words) -> Table:
    """The simulated country beside published totals (of the table `fit`)."""
    numbers = (column(words, name, table="fit", kind="number") for name in ("published", "simulated"))
    shown = [column(words, "quantity", table="fit"), *numbers, column(words, "difference"),
             *columns(words, "status", "source", table="fit")]  # fmt: skip
    return Table("fit", words("Fit to published totals"), shown, rows)


def fit_of_years(rows: Collection[Row], words: Words) -> Table:
    """Published series in some years: what is simulated, and in brackets how far that is from what is published."""
    series: dict[str, dict[str, object]] = {}
    for row in rows:
        told = f"{words.number(row['simulated'], 0)} ({words.difference(row['difference'], 0)})"
        of_one = series.setdefault(row["quantity"], {"quantity": row["quantity"]})
        of_one[str(row["year"])] = Cell(told, row["simulated"])
    shown = [column(words, "quantity", table="fit"), *(Column(str(y), (str(y),), "count") for y in SHOWN_YEARS)]
    title = words("Fit over the years: simulated, and in brackets the difference from what is published")
    return Table("years", title, shown, list(series.values()))
