"""Which outcome an answer leads with, and how options stand by it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from experiments.present.report.speech import Speech
from experiments.present.table import Row
from sim.analysis.comparison import outcomes, ranked, sort_of
from sim.indicators import BY_NAME, Indicator

USUAL = "practice"
"""The outcome that all schemes are for; it leads where a question names none."""
PARTS = frozenset({"vocational_practice"})
"""Outcomes that are part of another; they lead only where a question names them."""


def asked_about(speech: Speech) -> str | None:
    """The scenario that the question is about; None where it asks which of several is best."""
    others = speech.evidence.others
    return others[0] if len(others) == 1 else speech.evidence.about


def asked(speech: Speech) -> list[Indicator]:
    """Outcomes that the question is about, the most important first; teaching practice if it names none."""
    return named(speech) or [BY_NAME[USUAL]]


def named(speech: Speech) -> list[Indicator]:
    """Outcomes that the question names, the most important first."""
    return outcomes([BY_NAME[name] for name in speech.evidence.headline if name in BY_NAME])


def led_by(speech: Speech) -> Indicator:
    """The outcome that the answer leads with."""
    about = asked_about(speech)
    first = None if about is None else leading(speech, about)
    return judged_by(speech) if first is None else BY_NAME[first["indicator"]]


def leading(speech: Speech, scenario: str) -> Row | None:
    """The difference that is told first of one scenario: the first established outcome, those asked about first."""
    rows = [row for row in speech.rows("comparison", scenario) if is_outcome(row) and _known(row)]
    first = [row for one in asked(speech) for row in rows if row["indicator"] == one.name]
    moved, unsure = strongest(speech, rows), largest(row for row in rows if row["verdict"] == "cannot tell")
    left = [*first, *unsure] if named(speech) else [*unsure, *first]
    return next(iter([*(row for row in first if has_moved(row)), *moved, *left, *rows]), None)


def judged_by(speech: Speech) -> Indicator:
    """The outcome that options are ranked by.

    The first that the question is about and that some option is shown to change; else what changes most, if the
    question names none; else the first that it is about.
    """
    rows = rows_of(speech, speech.evidence.others)
    moved, there = {row["indicator"] for row in rows if has_moved(row)}, {row["indicator"] for row in rows}
    first = [indicator for indicator in asked(speech) if indicator.name in moved]
    most = [] if named(speech) else [BY_NAME[row["indicator"]] for row in strongest(speech, rows)]
    known = [i for i in (*asked(speech), *speech.headline) if i.name in there and sort_of(i) == "outcome"]
    return next(iter([*first, *most, *known]), asked(speech)[0])


def options_in_order(speech: Speech, indicator: Indicator) -> pd.DataFrame:
    """All scenarios by what they do for an outcome."""
    costs = speech.evidence.table("costs")
    none = pd.DataFrame(columns=["scenario", "payer", "difference", "low", "high"])
    return ranked(speech.evidence.comparison, none if costs is None else costs, indicator.name, indicator.direction)


def rows_of(speech: Speech, scenarios: Iterable[str]) -> list[Row]:
    """All differences of some scenarios, scenario by scenario."""
    return [row for name in scenarios for row in speech.rows("comparison", name)]


def strongest(speech: Speech, rows: Sequence[Row]) -> list[Row]:
    """Outcomes that are up or down: those that the question names first, then the largest, parts of others last.

    Largest is meant by the difference divided by the smallest that matters.
    """

    def place(row: Row) -> tuple[bool, bool]:
        return row["indicator"] not in speech.evidence.headline, row["indicator"] in PARTS

    return sorted(largest(row for row in rows if has_moved(row) and is_outcome(row)), key=place)


def largest(rows: Iterable[Row]) -> list[Row]:
    """Differences from the largest to the smallest, each against the smallest that matters."""
    return sorted(rows, key=lambda row: -abs(row["difference"]) / BY_NAME[row["indicator"]].smallest_difference)


def is_outcome(row: Row) -> bool:
    """Whether a row tells of an outcome."""
    return sort_of(BY_NAME[row["indicator"]]) == "outcome"


def has_moved(row: Row) -> bool:
    """Whether a difference is established."""
    return row["verdict"] in ("up", "down")


def is_better(row: Row) -> bool:
    """Whether a difference is established, and for the better."""
    return bool(row["verdict"] == good(BY_NAME[row["indicator"]]))


def good(indicator: Indicator) -> str:
    """The verdict that is for the better."""
    return "down" if indicator.direction == "-" else "up"


def _known(row: Row) -> bool:
    return not math.isnan(row["difference"])
