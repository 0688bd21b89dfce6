"""A validation as it is shown: the count first, then one table, also as CSV and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.present.show import line, table
from experiments.present.words import Words
from experiments.store.folder import Store
from experiments.store.parts import write_text

if TYPE_CHECKING:
    from sim.analysis.comparison import Interval
    from sim.analysis.validation import Ablated, Claim, Finding, Tally, Verdict

COLUMNS = ("Pattern", "Kind", "Measured", "Value", "Band", "Holds", "Without", "Value then", "Change", "Breaks")
REASONS = ("Why", "Source", "Grade")
"""What the table in the file has beside these."""


def show(findings: Sequence[Finding], counted: Tally, words: Words, replications: int, store: Store) -> None:
    """Print the count and the table, and write the table as CSV and as Markdown."""
    said = list(_count(counted, words, replications))
    for text in said:
        line(text)
    rows = [(finding, ablated) for finding in findings for ablated in finding.ablated or (None,)]
    headings = [words(column) for column in COLUMNS]
    title = words("Patterns and what must break them, {n} replications", n=replications)
    table(title, headings, [_cells(finding, ablated, words) for finding, ablated in rows])
    store.write_table("validation", pd.DataFrame(_plain(finding, ablated) for finding, ablated in rows))
    full = [[*_cells(finding, ablated, words), *_reasons(finding.claim, words)] for finding, ablated in rows]
    headed = [*headings, *(words(column) for column in REASONS)]
    write_text(store.folder / "tables" / "validation.md", "\n\n".join([*said, _markdown(headed, full)]))


def _count(counted: Tally, words: Words, replications: int) -> Iterator[str]:
    """The count, and by what rule it was made."""
    from sim.analysis.validation import LEAST_REPLICATIONS

    if replications < LEAST_REPLICATIONS:
        yield words("Fewer than {n} replications support no claim: values are shown, and nothing is judged.",
                    n=LEAST_REPLICATIONS)  # fmt: skip
    else:
        yield words("Grown patterns: {n}. Hold: {hold}. Fail: {fail}. Cannot be told: {unsure}.", n=counted.grown,
                    hold=_codes(counted.hold), fail=_codes(counted.fail), unsure=_codes(counted.unsure))  # fmt: skip
        yield words("Hold, and break without each of their mechanisms: {carried}.", carried=_codes(counted.carried))
    yield words("Values shown and not counted: {inputs} that were put in, {open} that are open.",
                inputs=counted.inputs, open=counted.open)  # fmt: skip
    yield words(
        "A claim holds where its whole 95 % interval lies in its band, and fails where none of it does. It breaks "
        "where without the mechanism the mean leaves the band and the change, on the same luck, is clear of 0."
    )


def _codes(codes: Sequence[str]) -> str:
    return f"{len(codes)} ({', '.join(codes)})" if codes else "0"


def _cells(finding: Finding, ablated: Ablated | None, words: Words) -> list[str]:
    claim = finding.claim
    shown = [
        f"{finding.pattern.code} {_in(words, finding.pattern.en, finding.pattern.nb)}",
        words(claim.kind.value),
        _measured(claim, words),
        _interval(finding.value, words),
        "" if claim.band is None else _decimals(str(claim.band), words),
        _verdict(finding.holds, words),
    ]
    if ablated is None:
        return [*shown, "", "", "", ""]
    then, change = _interval(ablated.value, words), _interval(ablated.change, words)
    return [*shown, _in(words, ablated.case.en, ablated.case.nb), then, change, _verdict(ablated.breaks, words)]


def _measured(claim: Claim, words: Words) -> str:
    """What is measured, and under which condition."""
    condition = _in(words, claim.case.en, claim.case.nb)
    return _in(words, claim.en, claim.nb) + (f" ({condition})" if condition else "")


def _reasons(claim: Claim, words: Words) -> list[str]:
    return [_in(words, claim.why_en, claim.why_nb), claim.source, claim.grade]


def _in(words: Words, en: str, nb: str) -> str:
    return nb if words.language == "nb" else en


def _decimals(text: str, words: Words) -> str:
    return text.replace(".", ",") if words.language == "nb" else text


def _verdict(verdict: Verdict | None, words: Words) -> str:
    from sim.analysis.validation import Verdict

    said = {Verdict.YES: words("yes"), Verdict.NO: words("NO"), Verdict.UNSURE: words("cannot tell")}
    return "" if verdict is None else said.get(verdict, "–")


def _interval(found: Interval, words: Words) -> str:
    if np.isnan(found.mean):
        return words("undefined")
    digits = 0 if abs(found.mean) >= 100 else 3 if abs(found.mean) >= 0.01 or found.mean == 0 else 5
    mean, low, high = (words.number(x, digits) for x in (found.mean, found.low, found.high))
    return f"{mean} [{low}, {high}]"


def _plain(finding: Finding, ablated: Ablated | None) -> dict[str, object]:
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


def _markdown(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"
