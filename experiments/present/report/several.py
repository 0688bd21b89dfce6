"""Which of several options does most for whom, or harm, and at what cost: the first sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from experiments.present.report.beside import lines_of, outcomes_of
from experiments.present.report.clauses import (
    but,
    by_definition,
    changed,
    for_whom,
    is_money,
    most_of,
    names_of,
    option,
    sure,
    told,
    whom_of,
    with_and,
    with_or,
)
from experiments.present.report.lead import (
    asked,
    has_moved,
    is_better,
    judged_by,
    largest,
    named,
    options_in_order,
    rows_of,
    strongest,
)
from experiments.present.report.price import cost_rows, is_clear, price
from experiments.present.report.said import SCOPE, Answer
from experiments.present.report.speech import Speech
from experiments.present.table import Row, missing
from experiments.present.words import mark
from sim.analysis import aims, amounts
from sim.indicators import BY_NAME, Indicator

NUMBERS = {2: mark("two"), 3: mark("three"), 4: mark("four"), 5: mark("five"), 6: mark("six")}


def of_several(speech: Speech) -> Answer:
    """The answer to which of several options is best, or does least harm."""
    words, indicator = speech.words, judged_by(speech)
    options = options_in_order(speech, indicator)
    if options.empty:
        said = [words("There is no difference to report: no run of the baseline and of another scenario gave a value.")]
        return Answer(said, [], [], words(SCOPE), None)
    rows = options.to_dict("records")
    better, worse = _shown(rows)
    of = str([*better, *worse[::-1], *rows][0]["scenario"])
    lead = next(row for row in speech.rows("comparison", of) if row["indicator"] == indicator.name)
    told_of = of
    if better:
        said = [_most(speech, rows, indicator), sure(speech, lead), _price_of_best(speech, options)]
    elif worse:
        said = [_harm(speech, rows, indicator), sure(speech, lead), _price_of_harm(speech, of, rows)]
    else:
        told_of = _moved_most(speech)
        cost = price(speech, told_of) if told_of else _price_of_cheapest(speech, options)
        said = [_none(speech, rows, indicator), sure(speech, lead), cost]
    outcomes = outcomes_of(speech, told_of, lead)
    about = words("What “{scenario}” does:", scenario=words.scenario(told_of)) if told_of else ""
    lines = lines_of(speech, speech.evidence.others, told_of)
    return Answer([text for text in said if text], outcomes, lines, words(SCOPE), options, about, told_of)


def _shown(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Options that are shown to help, the best first, and those shown to do harm, the worst last."""
    moved = [row for row in rows if has_moved(row)]
    return [row for row in moved if is_better(row)], [row for row in moved if not is_better(row)]


def _price_of_best(speech: Speech, options: pd.DataFrame) -> str:
    """What the best option costs; of several that share its rank, the cheapest."""
    better = options[[is_better(row) for row in options.to_dict("records")]]
    first = better[better["rank"] == better["rank"].iloc[0]]
    return price(speech, str(first["scenario"].iloc[0])) if len(first) == 1 else _price_of_cheapest(speech, first)


def _price_of_cheapest(speech: Speech, options: pd.DataFrame) -> str:
    """What the cheapest of some options costs."""
    if options["cost"].isna().any():
        return price(speech, str(options["scenario"].iloc[0]))
    cheapest = str(options.sort_values("cost", kind="stable")["scenario"].iloc[0])
    said = price(speech, cheapest)
    return (
        speech.words("Cheapest of these: {price}", price=said)
        if is_clear(cost_rows(speech, cheapest)["money"])
        else said
    )


def _price_of_harm(speech: Speech, worst: str, rows: Sequence[Row]) -> str:
    """What the option that does most harm costs, and the cheapest that is not shown to do any."""
    said, words = price(speech, worst), speech.words
    harmless = [row for row in rows if not has_moved(row) and not missing(row["cost"])]
    cheapest = min(harmless, key=lambda row: row["cost"], default=None)
    if not said or cheapest is None:
        return said
    text = mark("; “{scenario}” costs {kroner} more") if cheapest["cost"] > 0 else mark("; “{scenario}” saves {kroner}")
    return said.removesuffix(".") + words(text, scenario=words.scenario(cheapest["scenario"]),
                                          kroner=words.number(abs(cheapest["cost"]), 0)) + "."  # fmt: skip


def _most(speech: Speech, rows: Sequence[Row], indicator: Indicator) -> str:
    """Which option does most for whom, and which does harm; those that share the first rank together."""
    words, (better, worse) = speech.words, _shown(rows)
    first = better[0]
    equal = [row for row in better if row["rank"] == first["rank"]]
    harm = option(speech, worse[-1], indicator) if worse else ""
    unsure = [option(speech, row, indicator) for row in rows
              if row["verdict"] == "cannot tell" and row["rank"] <= first["rank"]]  # fmt: skip
    values = {
        "whom": whom_of(speech, indicator), "aim": aims.aim(indicator, words), "year": speech.year,
        "baseline": speech.baseline, "indicator": amounts.inside(words.label(indicator)),
        "best": words.scenario(first["scenario"]), "amount": amounts.amount(indicator, first["difference"], words),
        "options": with_and([option(speech, row, indicator) for row in equal], words),
        "harm": words("; {worst} does most harm", worst=harm) if harm else "",
        "before": _before(speech, indicator) + _also(speech, first, indicator),
        "unsure": words("; whether {options} does as much cannot be told", options=with_or(unsure, words))
        if unsure else "", "next": _next(speech, better[1:], indicator),
    }  # fmt: skip
    if len(equal) == 1:
        return words("“{best}” does most to {aim} in {whom}: {indicator} {amount} by spring {year} than with "
                     "“{baseline}”{next}{unsure}{harm}{before}.", **values)  # fmt: skip
    return words("{options} do most to {aim} in {whom} by spring {year}, compared with “{baseline}”, and cannot be "
                 "told apart{unsure}{harm}{before}.", **values)  # fmt: skip


def _harm(speech: Speech, rows: Sequence[Row], indicator: Indicator) -> str:
    """What the option that does most harm changes, which others do harm, and which are not shown to."""
    words, (_, worse) = speech.words, _shown(rows)
    worst = worse[-1]
    mine = speech.rows("comparison", str(worst["scenario"]))
    lead = next(row for row in mine if row["indicator"] == indicator.name)
    other = [row for row in strongest(speech, mine) if row["indicator"] != indicator.name and not is_better(row)]
    more = sorted(other, key=lambda row: "municipality" not in BY_NAME[row["indicator"]].levels)[:1]
    settled = largest(row for row in mine if has_moved(row) and by_definition(row) and not is_money(row))[:1]
    changes = [*(told(speech, row) for row in (lead, *more)),
               *(words("by the decision itself {change}", change=told(speech, row)) for row in settled)]  # fmt: skip
    others = _beside(speech, [row for row in rows if row is not worst], indicator)
    return f"{changed(speech, lead, changes)}{others}{_also(speech, worst, indicator)}."


def _beside(speech: Speech, rows: Sequence[Row], indicator: Indicator) -> str:
    """Which other options do harm too, and with which that is too little to matter, or cannot be told."""
    words = speech.words
    names = {verdict: [words("“{name}”", name=words.scenario(row["scenario"])) for row in rows
                       if row["verdict"] == verdict] for verdict in ("too small to matter", "cannot tell")}  # fmt: skip
    clauses = (
        (mark("; likewise with {options}"), [option(speech, row, indicator) for row in rows[::-1] if has_moved(row)]),
        (mark("; with {options} the difference is too small to matter"), names["too small to matter"]),
        (mark("; with {options} it cannot be told"), names["cannot tell"]),
    )
    return "".join(words(text, options=with_and(options, words)) for text, options in clauses if options)


def _none(speech: Speech, rows: Sequence[Row], indicator: Indicator) -> str:
    """Which outcomes no option changes, and what some option does beside; else that none is shown to do enough."""
    words, n, first = speech.words, len(rows), rows[0]
    each = [speech.rows("comparison", name) for name in speech.evidence.others]
    small = names_of(speech, [[row for row in mine if BY_NAME[row["indicator"]] in asked(speech)] for mine in each],
                   "too small to matter")  # fmt: skip
    values = {
        "none": words("Neither of the two") if n == 2 else
        words("None of the {n}", n=words(NUMBERS[n]) if n in NUMBERS else n),
        "whom": for_whom(speech), "year": speech.year, "baseline": speech.baseline, "but": but(speech, []),
    }  # fmt: skip
    if small:
        return words("{none} changes {list} in {whom} by as much as matters until spring {year}, compared with "
                     "“{baseline}”{but}.", list=most_of(small, words, with_or), **values)  # fmt: skip
    better = (first["difference"] > 0) != (indicator.direction == "-") and not missing(first["difference"])
    nearest = words("; {best} comes nearest", best=option(speech, first, indicator)) if better else ""
    return words("{none} is shown to {aim} in {whom} by as much as matters until spring {year}, compared with "
                 "“{baseline}”{nearest}{but}.", aim=aims.aim(indicator, words), nearest=nearest,
                 **values | {"whom": whom_of(speech, indicator)})  # fmt: skip


def _moved_most(speech: Speech) -> str:
    """The option that changes most; nothing if none changes anything."""
    moved = strongest(speech, rows_of(speech, speech.evidence.others))
    return str(moved[0]["scenario"]) if moved else ""


def _before(speech: Speech, indicator: Indicator) -> str:
    """Outcomes that the question puts first, and that no option is shown to improve."""
    left = named(speech)[: named(speech).index(indicator)] if indicator in named(speech) else []
    names = with_or([aims.aim(one, speech.words) for one in left], speech.words)
    return speech.words("; none is shown to {aim}", aim=names) if left else ""


def _also(speech: Speech, best: Row, indicator: Indicator) -> str:
    """The next outcome that the question names, if another option does most for it."""
    for other in [one for one in named(speech) if one != indicator]:
        first, _ = _shown(options_in_order(speech, other).to_dict("records"))
        if first and first[0]["scenario"] != best["scenario"]:
            return speech.words("; {best} does most to {aim}", best=option(speech, first[0], other),
                                aim=aims.aim(other, speech.words))  # fmt: skip
    return ""


def _next(speech: Speech, rows: Sequence[Row], indicator: Indicator) -> str:
    """The second best of those that are shown to help, if there is one."""
    if not rows:
        return ""
    return speech.words("; next comes {second}", second=option(speech, rows[0], indicator))
