"""Differences in natural units: per 100 teachers, points of 100, weeks of schooling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.words import Words, mark

if TYPE_CHECKING:
    from sim.analysis.figures.shown import Shown

YEAR, WEEKS = 0.4, 38
"""Standard deviations that pupils learn in a school year (assumption, grade D: about as from grade 8 to 9 on the
national tests), and its teaching weeks (opplæringsloven § 14-1); readers are told that it is assumed."""


@dataclass(frozen=True)
class Natural:
    """How a unit is said.

    Attributes:
        times: What a value is multiplied by.
        digits: Decimals.
        unit: In English.
        more, less: A difference in English.
    """

    times: float
    digits: int
    unit: str
    more: str
    less: str


_PER = {
    "share of teachers": Natural(
        100, 1, mark("per 100 teachers"), mark("{n} more per 100 teachers"), mark("{n} fewer per 100 teachers")
    ),
    "share of subject teachers": Natural(
        100, 1, mark("per 100 subject teachers"), mark("{n} more per 100 subject teachers"),
        mark("{n} fewer per 100 subject teachers"),
    ),
    "share of posts": Natural(
        1000, 1, mark("per 1,000 posts"), mark("{n} more per 1,000 posts"), mark("{n} fewer per 1,000 posts")
    ),
    "share per year": Natural(
        100, 1, mark("per 100 a year"), mark("{n} more per 100 a year"), mark("{n} fewer per 100 a year")
    ),
    "share of owners": Natural(
        100, 0, mark("per 100 owners"), mark("{n} more per 100 owners"), mark("{n} fewer per 100 owners")
    ),
    "share of municipalities": Natural(
        100, 0, mark("per 100 municipalities"), mark("{n} more per 100 municipalities"),
        mark("{n} fewer per 100 municipalities"),
    ),
    "share of hours": Natural(
        100, 0, mark("per 100 hours"), mark("{n} more per 100 hours"), mark("{n} fewer per 100 hours")
    ),
    "0-1": Natural(100, 1, mark("points of 100"), mark("{n} points of 100 higher"), mark("{n} points of 100 lower")),
    "pupil SD": Natural(
        1, 3, mark("standard deviations"), mark("{n} standard deviations higher"), mark("{n} standard deviations lower")
    ),
    "topics": Natural(1, 1, mark("topics"), mark("{n} topics more"), mark("{n} topics fewer")),
    "kroner of 2025 per teacher": Natural(
        1, 0, mark("kroner per teacher"), mark("{n} kroner more"), mark("{n} kroner less")
    ),
}  # fmt: skip
_MORE, _LESS = mark("{n} {unit} more"), mark("{n} {unit} less")


def natural(indicator: Shown) -> Natural | None:
    """How an indicator's unit is said; None where it is said as it stands."""
    return _PER.get(indicator.unit)


def times(indicator: Shown) -> float:
    """What values are multiplied by in the natural unit of their indicator."""
    known = natural(indicator)
    return 1.0 if known is None else known.times


def digits(indicator: Shown) -> int:
    """Decimals of a value in the natural unit of its indicator."""
    known = natural(indicator)
    return 1 if known is None else known.digits


def unit(indicator: Shown, words: Words) -> str:
    """The natural unit of an indicator."""
    known = natural(indicator)
    return words.unit(indicator) if known is None else words(known.unit)


def number(indicator: Shown, value: float, words: Words, *, sign: bool = False, finer: int = 0) -> str:
    """A value in the natural unit of its indicator, without it; with so many decimals more than usual."""
    write = words.difference if sign else words.number
    return write(value * times(indicator), digits(indicator) + finer)


def interval(indicator: Shown, low: float, high: float, words: Words) -> str:
    """An interval of a difference in the natural unit of its indicator, without it; finer where its ends look alike."""
    if math.isnan(low):
        return "–"
    alike = low < high and number(indicator, low, words) == number(indicator, high, words)
    ends = [number(indicator, end, words, sign=True, finer=int(alike)) for end in (low, high)]
    return words("{low} to {high}", low=ends[0], high=ends[1])


def kroner(low: float, high: float, words: Words) -> str:
    """An interval of kroner."""
    if math.isnan(low):
        return "–"
    return words("{low} to {high}", low=words.difference(low, 0), high=words.difference(high, 0))


def amount(indicator: Shown, difference: float, words: Words) -> str:
    """A difference in words: “1.2 points of 100 higher”."""
    known, size = natural(indicator), number(indicator, abs(difference), words)
    if known is None:
        return words(_MORE if difference >= 0 else _LESS, n=size, unit=words.unit(indicator))
    return words(known.more if difference >= 0 else known.less, n=size)


def as_much_as(indicator: Shown, difference: float, passed: float | None, words: Words) -> str:
    """What a difference is about as much as, with how that was reckoned; nothing where there is no such thing.

    Args:
        indicator: Of which.
        difference: In its own unit.
        passed: Places among 100 that the middle municipality would gain, if that is known.
        words: Language.
    """
    if indicator.name == "pupil_results":
        weeks = abs(difference) / YEAR * WEEKS
        return words("about as much as {weeks} weeks of schooling, if pupils learn {year} standard deviations in {all} "
                     "weeks (our assumption)", weeks=words.number(weeks, 1), year=words.number(YEAR, 1),
                     all=WEEKS)  # fmt: skip
    if indicator.unit != "0-1" or passed is None or abs(passed) < 1:
        return ""
    if passed > 0:
        return words("as far as from the middle municipality past {n} of 100 others", n=words.number(passed, 0))
    return words("as far as from the middle municipality back behind {n} of 100 others", n=words.number(-passed, 0))


def said(indicator: Shown, difference: float, words: Words) -> str:
    """A difference in words: “teaching practice 1.2 points of 100 higher”."""
    return f"{inside(words.label(indicator))} {amount(indicator, difference, words)}"


def inside(label: str) -> str:
    """An indicator's name as it stands inside a sentence."""
    name = label.startswith("Dekom") or not label[1:2].islower()
    return label if name else label[0].lower() + label[1:]
