"""Parts of sentences that all answers have: for whom, how sure, and lists of outcomes and options."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from experiments.present.report.lead import asked, has_moved, is_outcome, largest, rows_of, strongest
from experiments.present.report.speech import Speech
from experiments.present.report.whom import whom
from experiments.present.table import Row, missing
from experiments.present.words import Words, mark
from sim.analysis import aims, amounts
from sim.analysis.comparison import sort_of
from sim.indicators import BY_NAME, Indicator

LISTED = 6
"""Names in a line."""
FEW = 20
"""Replications below which verdicts are called provisional (assumption)."""
MOST = 3
"""Outcomes that are told one by one."""


def for_whom(speech: Speech) -> str:
    """Those the answer is for."""
    return whom(speech.evidence.target, speech.evidence.manifest["setup"]["world"], speech.words)


def whom_of(speech: Speech, indicator: Indicator) -> str:
    """Those that an outcome is told of: all, where it exists for nothing less."""
    target = speech.evidence.target if "municipality" in indicator.levels else {}
    return whom(target, speech.evidence.manifest["setup"]["world"], speech.words)


def told(speech: Speech, row: Row) -> str:
    """One difference in words: “teaching practice 1.2 points of 100 higher”."""
    return amounts.said(BY_NAME[row["indicator"]], row["difference"], speech.words)


def changed(speech: Speech, row: Row, changes: Sequence[str]) -> str:
    """What a scenario changes for whom, led by an established difference; no full stop."""
    words, indicator = speech.words, BY_NAME[row["indicator"]]
    return words("With “{scenario}”, {change} in {whom} by spring {year} than with “{baseline}”: {list}",
                 scenario=words.scenario(row["scenario"]), whom=whom_of(speech, indicator), year=speech.year,
                 change=aims.change(indicator, row["difference"], words), baseline=speech.baseline,
                 list=with_and(changes, words))  # fmt: skip


def pairs(speech: Speech, rows: Iterable[Row]) -> str:
    """On how many paired runs some differences rest."""
    return speech.words.many("one paired run", "{n} paired runs", max(int(row["replications"]) for row in rows))


def sure(speech: Speech, row: Row | None) -> str:
    """How sure a difference is: runs, interval, theories; that few runs are few."""
    if row is None or missing(row["low"]):
        return speech.words("One paired run says nothing of how sure that is: replications= makes more.")
    words, indicator, n = speech.words, BY_NAME[row["indicator"]], int(row["replications"])
    values = {
        "n": n, "scenario": words.scenario(row["scenario"]), "indicator": amounts.inside(words.label(indicator)),
        "unit": amounts.unit(indicator, words),
        "interval": amounts.interval(indicator, row["low"], row["high"], words), "theories": _theories(speech, row),
        "lost": _lost(speech, n),
        "same": round(n * max(row["share_up"], 1 - row["share_up"])), "luck": "" if speech.evidence.drawn else
        words("; parameters stand at their values, so more is unknown than that"),
        "smallest": amounts.number(indicator, indicator.smallest_difference, words),
    }  # fmt: skip
    if has_moved(row):
        text = (
            mark("Provisional, from {n} paired runs only: {same} of them point that way, and the mean effect lies in "
                 "{interval} {unit} (95 %){theories}{lost}{luck}.")
            if n < FEW else
            mark("Sure of the direction: {same} of {n} paired runs point that way, and the mean effect lies in "
                 "{interval} {unit} (95 %){theories}{lost}{luck}.")
        )  # fmt: skip
        return words(text, **values)
    return words("The mean effect of “{scenario}” on {indicator} lies in {interval} {unit} (95 %, {n} paired runs), "
                 "where {smallest} would matter{alone}{theories}{lost}{luck}.", alone=_alone(row, words),
                 **values)  # fmt: skip


def _alone(row: Row, words: Words) -> str:
    """That a difference would be established if no other were asked about, where that is so."""
    if row["verdict"] != "cannot tell" or row.get("verdict_alone") not in ("up", "down"):
        return ""
    return words("; alone that would be clear, but of so many outcomes judged together one may look so by chance: more "
                 "replications= tell")  # fmt: skip


def _lost(speech: Speech, n: int) -> str:
    """How many pairs have other outcomes but not this one, if any, and why if that is known."""
    words, evidence = speech.words, speech.evidence
    asked = evidence.replications
    if n >= asked:
        return ""
    if "follow_up" in evidence.target and not evidence.failed:  # in some futures nobody is in it
        return words("; in {k} of {asked} pairs there is nobody whom the question is about", k=asked - n, asked=asked)
    return words("; {k} of {asked} pairs have no value", k=asked - n, asked=asked)


def _theories(speech: Speech, row: Row) -> str:
    held = holding(speech, row["scenario"], row["indicator"])
    return (
        "" if held is None else speech.words("; the verdict holds in {k} of {n} other theories", k=held[0], n=held[1])
    )


def holding(speech: Speech, scenario: str, indicator: str) -> tuple[int, int] | None:
    """In how many theories a verdict holds, and of how many; None where it was held against none."""
    found = speech.evidence.table("theories_counted")
    if found is None:
        return None
    mine = found[(found["scenario"] == scenario) & (found["indicator"] == indicator) & (found["theories"] > 0)]
    return None if mine.empty else (int(mine["holding"].iloc[0]), int(mine["theories"].iloc[0]))


def but(speech: Speech, told_of: Sequence[str]) -> str:
    """The foremost established outcome of other options, where there is any: a clause."""
    others = [name for name in speech.evidence.others if name not in told_of]
    moved = [row for row in rows_of(speech, others) if has_moved(row) and is_outcome(row)]
    first = [row for i in asked(speech) for row in largest(moved) if row["indicator"] == i.name]
    found = next(iter([*first, *strongest(speech, moved)]), None)
    if found is None:
        return ""
    words, indicator = speech.words, BY_NAME[found["indicator"]]
    return words("; but with “{scenario}”, {change} ({list})", scenario=words.scenario(found["scenario"]),
                 change=aims.change(indicator, found["difference"], words), list=told(speech, found))  # fmt: skip


def with_and(said: Sequence[str], words: Words) -> str:
    """A list whose last is joined by “and”."""
    return _joined(said, words(" and "))


def with_or(said: Sequence[str], words: Words) -> str:
    """A list whose last is joined by “or”."""
    return _joined(said, words(" or "))


def _joined(said: Sequence[str], link: str) -> str:
    return link.join(filter(None, (", ".join(said[:-1]), *said[-1:])))


def most_of(said: Sequence[str], words: Words, link: Callable[[Sequence[str], Words], str]) -> str:
    """The first of several outcomes, and how many more there are."""
    more = [words("{n} more outcomes", n=len(said) - MOST)] if len(said) > MOST + 1 else []
    return link([*said[:MOST], *more] if more else said, words)


def listed(said: Sequence[str], words: Words) -> str:
    """The first of several, and how many more there are."""
    more = len(said) - LISTED
    return "; ".join(said[:LISTED]) + (words(" and {n} more", n=more) if more > 0 else "")


def names_of(speech: Speech, each: Sequence[Sequence[Row]], verdict: str) -> list[str]:
    """Outcomes on which the verdict is the same for all options."""
    same = [{row["indicator"] for row in rows if row["verdict"] == verdict} for rows in each]
    names = dict.fromkeys(row["indicator"] for rows in each for row in rows)
    return [amounts.inside(speech.words.label(BY_NAME[name])) for name in names if all(name in one for one in same)]


def by_definition(row: Row) -> bool:
    """Whether a decision settles a difference by itself: money, and what nobody does where there is no scheme."""
    activity = sort_of(BY_NAME[row["indicator"]]) == "activity"
    return is_money(row) or (activity and 0 in (row["baseline_level"], row["level"]))


def is_money(row: Row) -> bool:
    """Whether a row tells of money."""
    return sort_of(BY_NAME[row["indicator"]]) == "money"


def option(speech: Speech, row: Row, indicator: Indicator) -> str:
    """An option with what it does for an outcome: “Quota” (1.2 points of 100 higher)."""
    return speech.words("“{name}” ({amount})", name=speech.words.scenario(row["scenario"]),
                        amount=amounts.amount(indicator, row["difference"], speech.words))  # fmt: skip
