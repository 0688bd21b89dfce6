"""This file knows how a validation is shown: one table on the screen, as CSV and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.present.show import table
from experiments.present.words import Words
from experiments.store.folder import Store
from experiments.store.parts import write_text

if TYPE_CHECKING:
    from sim.analysis.comparison import Interval
    from sim.analysis.validation import Row

COLUMNS = ("Pattern", "Measured", "Band", "Value", "Holds", "Without", "Breaks if", "Value then", "Breaks")


def show(rows: Sequence[Row], words: Words, replications: int, store: Store) -> None:
    """Print the table, and write it as CSV and as Markdown."""
    cells = [_cells(row, words) for row in rows]
    headings = [words(column) for column in COLUMNS]
    title = words("Patterns and what must break them, {n} replications", n=replications)
    table(title, headings, cells)
    store.write_table("validation", pd.DataFrame(_plain(row) for row in rows))
    write_text(store.folder / "tables" / "validation.md", _markdown(headings, cells))


def _cells(row: Row, words: Words) -> list[str]:
    nb = words.language == "nb"
    clause, ablation = row.clause, row.ablation
    shown = [
        f"{row.pattern.code} {row.pattern.nb if nb else row.pattern.en}",
        clause.nb if nb else clause.en,
        _bounds(clause.band, words) if clause.band else words("shown only"),
        _interval(row.value, words),
        _yes(row.holds, words),
    ]
    if ablation is None or row.ablated is None:
        return [*shown, "", "", "", ""]
    without = ablation.case.nb if nb else ablation.case.en
    return [*shown, without, _bounds(ablation.breaking, words), _interval(row.ablated, words), _yes(row.breaks, words)]


def _bounds(band: object, words: Words) -> str:
    """A band or what counts as broken, in the language of the table."""
    text = words(str(band))
    return text.replace(".", ",") if words.language == "nb" else text


def _yes(answer: bool | None, words: Words) -> str:
    return "" if answer is None else words("yes" if answer else "NO")


def _interval(found: Interval, words: Words) -> str:
    if np.isnan(found.mean):
        return words("undefined")
    digits = 0 if abs(found.mean) >= 100 else 3 if abs(found.mean) >= 0.01 or found.mean == 0 else 5
    mean, low, high = (words.number(x, digits) for x in (found.mean, found.low, found.high))
    return f"{mean} [{low}, {high}]"


def _plain(row: Row) -> dict[str, object]:
    """A row for the CSV: numbers as numbers, words in English."""
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


def _markdown(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"
