"""What the model is held against, as tables: its patterns with ablations, published figures and totals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from experiments.present.fields import column, columns
from experiments.present.names import pattern, word
from experiments.present.table import Cell, Column, Row, Table
from experiments.present.words import Words, digits_for, mark
from sim.analysis.words import NONE

if TYPE_CHECKING:
    from sim.analysis.comparison import Interval
    from sim.analysis.validation import Ablated, Finding, Tally, Verdict

    Judged: TypeAlias = "tuple[Finding, Ablated | None]"

_PATTERN = {
    "pattern": mark("Pattern"), "kind": mark("Kind"), "measured": mark("Measured"), "value": mark("Value"),
    "band": mark("Band"), "holds": mark("Holds"), "without": mark("Without"), "then": mark("Value then"),
    "change": mark("Change"), "breaks": mark("Breaks"),
}  # fmt: skip
SHOWN_YEARS = (2012, 2018, 2023, 2025)
"""School years of the fit over the years, by their autumn."""
_REASONS = {"why": mark("Why"), "source": mark("Source"), "grade": mark("Grade")}
_DROPPED = {"band": 4, "change": 3, "then": 2, "without": 1, "kind": 5}
_VERDICTS = {"yes": mark("yes"), "no": mark("NO"), "cannot tell": mark("cannot tell")}


# ---- patterns


def count(counted: Tally, words: Words, replications: int) -> list[str]:
    """The count of patterns in sentences, and the rule it was made by."""
    from sim.analysis.validation import LEAST_REPLICATIONS

    if replications < LEAST_REPLICATIONS:
        said = [words("Fewer than {n} replications support no claim: values are shown, and nothing is judged.",
                      n=LEAST_REPLICATIONS)]  # fmt: skip
    else:
        said = [
            words("Grown patterns: {n}. Hold: {hold}. Fail: {fail}. Cannot be told: {unsure}.", n=counted.grown,
                  hold=_codes(counted.hold), fail=_codes(counted.fail), unsure=_codes(counted.unsure)),
            words("Hold, and break without each of their mechanisms: {carried}.", carried=_codes(counted.carried)),
        ]  # fmt: skip
    rule = words(
        "A claim holds where its whole 95 % interval lies in its band, and fails where none of it does. It breaks "
        "where without the mechanism the mean leaves the band and the change, on the same luck, is clear of 0."
    )
    others = words("Values shown and not counted: {inputs} that were put in, {open} that are open.",
                   inputs=counted.inputs, open=counted.open)  # fmt: skip
    return [*said, others, rule]


def _codes(codes: Sequence[str]) -> str:
    return f"{len(codes)} ({', '.join(codes)})" if codes else "0"


def rows_of(findings: Iterable[Finding]) -> list[Judged]:
    """A row for every claim and each mechanism that was taken away from it."""
    return [(finding, ablated) for finding in findings for ablated in finding.ablated or (None,)]


def patterns(rows: Sequence[Judged], words: Words, replications: int, *, reasons: bool = False) -> Table:
    """Every claim with its value, band and verdict, what must break it, and if asked for why, source and grade."""
    headings = _PATTERN | (_REASONS if reasons else {})
    shown = [Column(words(text), (name,), drop=_DROPPED.get(name, 0)) for name, text in headings.items()]
    title = words("Patterns and what must break them, {replications}", replications=words.replications(replications))
    return Table("validation", title, shown, [_told(*row, words) for row in rows])


def _told(finding: Finding, ablated: Ablated | None, words: Words) -> Row:
    claim = finding.claim
    condition = words.pick(claim.case.en, claim.case.nb)
    shown: dict[str, str] = {
        "pattern": f"{finding.pattern.code} {words.pick(finding.pattern.en, finding.pattern.nb)}",
        "kind": word(claim.kind.value, words),
        "measured": words.pick(claim.en, claim.nb) + (f" ({condition})" if condition else ""),
        "value": _value(finding.value, words),
        "band": "" if claim.band is None else words.pick(str(claim.band), str(claim.band).replace(".", ",")),
        "holds": _verdict(finding.holds, words),
        "why": words.pick(claim.why_en, claim.why_nb), "source": claim.source, "grade": claim.grade,
    }  # fmt: skip
    if ablated is None:
        return shown
    return shown | {
        "without": words.pick(ablated.case.en, ablated.case.nb),
        "then": _value(ablated.value, words),
        "change": _value(ablated.change, words),
        "breaks": _verdict(ablated.breaks, words),
    }


def _verdict(verdict: Verdict | None, words: Words) -> str:
    """A verdict; a dash where there are too few replications for one, nothing where nothing is claimed."""
    if verdict is None:
        return ""
    return words(_VERDICTS[verdict.value]) if verdict.value in _VERDICTS else NONE


def _value(found: Interval, words: Words) -> str:
    if np.isnan(found.mean):
        return words("undefined")
    digits = 0 if abs(found.mean) >= 100 else 3 if abs(found.mean) >= 0.01 or found.mean == 0 else 5
    return f"{words.number(found.mean, digits)} ({words.interval(found.low, found.high, digits, signed=False)})"


def stored(finding: Finding, ablated: Ablated | None) -> dict[str, object]:
    """A row for the CSV: numbers as numbers, words in English; `holds` and `breaks` are empty where nothing is said."""
    claim, value = finding.claim, finding.value
    row: dict[str, object] = {
        "pattern": finding.pattern.code, "title": finding.pattern.en, "kind": claim.kind.value,
        "measure": claim.measure.name, "measured": claim.en, "case": claim.case.name, "value": value.mean,
        "low": value.low, "high": value.high, "replications": value.n, "band": str(claim.band or ""),
        "verdict": finding.holds and finding.holds.value, "holds": _claimed(finding.holds), "why": claim.why_en,
        "source": claim.source, "grade": claim.grade,
    }  # fmt: skip
    if ablated is None:
        return row
    return row | {
        "ablation": ablated.case.name, "without": ablated.case.en, "value_then": ablated.value.mean,
        "low_then": ablated.value.low, "high_then": ablated.value.high, "change": ablated.change.mean,
        "change_low": ablated.change.low, "change_high": ablated.change.high,
        "broken": ablated.breaks and ablated.breaks.value, "breaks": _claimed(ablated.breaks),
    }  # fmt: skip


def _claimed(verdict: Verdict | None) -> bool | None:
    """Whether it can be claimed; None where nothing is, or where there are too few replications to say."""
    from sim.analysis.validation import Verdict

    return None if verdict in (None, Verdict.FEW) else verdict is Verdict.YES


def held_up(usual: Sequence[Finding], under: Mapping[str, Sequence[Finding]]) -> list[Row]:
    """By theory, which patterns hold, fail or cannot be told, and which of those that usually hold it breaks.

    Args:
        usual: Findings of the model as it is shipped.
        under: Findings under each theory, by its name.
    """
    from sim.analysis.validation import tally

    before = tally(usual)
    counted = {"default": before, **{name: tally(findings) for name, findings in under.items()}}
    return [
        {"theory": name, "hold": " ".join(found.hold), "fail": " ".join(found.fail), "unsure": " ".join(found.unsure),
         "broken": " ".join(code for code in before.hold if code not in found.hold)}
        for name, found in counted.items()
    ]  # fmt: skip


def theories(rows: Sequence[Row], words: Words) -> Table:
    """Which patterns hold under each theory (rows of `held_up`)."""
    headings = {
        "theory": words("Theory"), "hold": words("Holds"), "fail": words("Fails"), "unsure": words("cannot tell"),
        "broken": words("Held by the model as shipped, not here"),
    }  # fmt: skip
    shown = [Column(text, (name,), drop=2 if name == "unsure" else 0) for name, text in headings.items()]
    return Table("theories", words("Patterns under other theories"), shown, rows)


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
    from sim.analysis.published import SERIES

    digits = {s.name: min(digits_for(s.quantity.smallest_difference), 4) for s in SERIES}
    shown = [
        column(words, "series"),
        column(words, "unit", drop=3),
        *columns(words, "year", "observed", "modelled", "interval", "inside", "role", table="backtest"),
    ]
    rows = [{**row, **_written(row, digits[row["series"]], words)} for row in found.to_dict("records")]
    return Table("backtest", title, shown, rows)


def _written(row: Row, digits: int, words: Words) -> Row:
    """The numbers of a row with the decimals of its series."""
    cells = {name: Cell(words.number(row[name], digits), row[name]) for name in ("observed", "modelled")}
    return {**cells, "low": Cell(words.interval(row["low"], row["high"], digits, signed=False), row["low"])}


def inside(found: pd.DataFrame, role: str) -> tuple[int, int]:
    """How many figures of a role have a modelled value, and how many of them lie inside."""
    mine = found[(found["role"] == role) & found["modelled"].notna()]
    return len(mine), int(mine["inside"].sum())


def forecast(found: pd.DataFrame, words: Words) -> Table:
    """What was foretold from 2019, against "stays as it was" (of the table `forecast`)."""
    shown = columns(words, "series", "span", "moves", "crps", "crps_stays", "skill", "covered", "unfitted", "set_with",
                    table="forecast")  # fmt: skip
    rows = [{**row, **_foretold(row, words)} for row in found.to_dict("records")]
    notes = [
        words(
            "Score: CRPS, the mean distance between what is foretold and what comes; less is better. Skill: 1 less "
            "the model's score over that of “stays as it was”, with the spread of earlier yearly changes. The model is "
            "fitted to the last figure of each series up to 2019; unfitted is its skill as it stands."
        ),
        words("Set with: the last year after 2019 whose figure set a parameter of the series."),
    ]
    return Table("forecast", words("Foretold from 2019 and what came"), shown, rows, notes)


def _foretold(row: Row, words: Words) -> Row:
    skills = {name: Cell(words.difference(row[name], 2), row[name]) for name in ("skill", "unfitted")}
    span = f"{row['first']}–{row['last']} ({row['years']})"
    return {**skills, "span": span, "set_with": str(row["set_with"] or "")}


def better(found: pd.DataFrame, skill: str = "skill") -> tuple[int, int]:
    """How many series move, and in how many of them the model foretells better than "stays as it was"."""
    moving = found[found["moves"].astype(bool)]
    return len(moving), int((moving[skill] > 0).sum())


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


def grown(validation: pd.DataFrame) -> pd.DataFrame:
    """Grown values of the table `validation`, each once, with `holds` as true or false."""
    judged = validation[validation["holds"].notna()].drop_duplicates(["pattern", "measure", "case"])
    return judged.assign(holds=yes(judged["holds"]))


def not_grown(values: Iterable[Row], words: Words) -> list[str]:
    """Those of grown values that do not hold, in words: pattern, title and what was measured."""
    told = [one for one in values if not one["holds"]]
    said = (f"{r['pattern']} {pattern(r['title'], words)}: {pattern(r['measured'], words)}" for r in told)
    return list(dict.fromkeys(said))


def yes(column: pd.Series) -> pd.Series:
    """Whether cells of a stored table say true."""
    return column.astype(str).str.lower() == "true"
