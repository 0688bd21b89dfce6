"""This file knows the tables of effect per krone: what the question is about, and everything that moved."""

from __future__ import annotations

import math
from collections.abc import Sequence

from experiments.present.report.cells import Cell, Shown
from experiments.present.report.lookups import Row, Speech
from experiments.present.words import digits_for
from sim.analysis.comparison.krone import RATES
from sim.indicators import BY_NAME


def per_krone(speech: Speech) -> list[Shown]:
    """Effect for each 1,000 kroner, of headline indicators that are established to move; none if none does.

    Returns:
        The indicators that the question is about (all, if it names none that moved), discounted; then all of them at
        both rates, if that is more.
    """
    rows = [row for name in speech.evidence.others for row in _moved(speech, name)]
    if not rows:
        return []
    text = speech.texts["per_krone"]
    discounted = [row for row in rows if row["discount_rate"] == max(RATES)]
    asked = [row for row in discounted if row["indicator"] in speech.evidence.headline] or discounted
    return [_table(speech, "per-krone", text["caption"], asked), _table(speech, "per-krone-all", text["whole"], rows)]


def _moved(speech: Speech, scenario: str) -> list[Row]:
    """Rows of a scenario whose indicator moved and has a better direction."""
    moved = {row["indicator"] for row in speech.rows("comparison", scenario) if row["verdict"] in ("up", "down")}
    found = speech.rows("per_krone", scenario)
    return [row for row in found if row["indicator"] in moved and BY_NAME[row["indicator"]].direction != "0"]


def _table(speech: Speech, key: str, caption: str, rows: Sequence[Row]) -> Shown:
    text, common = speech.texts["per_krone"], speech.texts["differences"]
    return Shown(
        key=key,
        caption=caption,
        columns=[common["indicator"], speech.texts["blocks"]["columns"]["scenario"], text["cost"], text["rate"],
                 text["spent"], text["effect"], common["interval"]],
        rows=[_price(speech, row) for row in rows],
        numbers=(3, 4, 5, 6),
        notes=[text["note"]],
    )  # fmt: skip


def _price(speech: Speech, row: Row) -> list[Cell]:
    text, digits = speech.texts["per_krone"], digits_for(BY_NAME[row["indicator"]].smallest_difference) + 1
    effect, spent, rate = (float(row[name]) for name in ("per_thousand", "cost_difference", "discount_rate"))
    low, high = (float(row[f"per_thousand_{end}"]) for end in ("low", "high"))
    return [
        Cell(speech.words.label(BY_NAME[row["indicator"]])),
        Cell(str(row["scenario"])),
        Cell(text[row["cost"]]),
        Cell(speech.share(rate), rate, "number"),
        Cell(speech.words.difference(spent, 0), spent, "number"),
        Cell(speech.words.difference(effect, digits), effect, "number"),
        Cell(speech.words.interval(low, high, digits), (low + high) / 2 if not math.isnan(low) else low, "number"),
    ]
