"""This file knows how values stand in a workbook: words of one language, and as many decimals as make sense."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from experiments.present.words import Words, digits_for
from sim.analysis.figures.words import UNITS
from sim.indicators import BY_NAME

_SCALED = ("difference", "low", "high", "level", "baseline", "spread", "luck", "bootstrap", "contrast", "mean", "sd",
           "adds", "effect", "smallest_difference", "threshold", "regret")  # fmt: skip
"""How columns begin that are in the unit of their row's indicator."""
_TEXTS = ("verdict", "verdict_alone", "verdict_beyond", "contrast_verdict", "direction", "status", "kind", "level",
          "season", "stock_or_flow", "uncertainty", "side", "cost", "from", "until")  # fmt: skip
"""Columns whose texts are words of the program, not names."""
_DIGITS = 4


def worded(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A table for people: indicators get their label beside them, words of the program those of the language."""
    shown = frame.copy()
    for column in [c for c in shown if _is_text(shown[c])]:
        known = {text: _word(str(column), text, words) for text in shown[column].dropna().unique()}
        shown[column] = shown[column].map(known)
    if "indicator" in shown and "label" not in shown:
        labels = {name: words.label(indicator) for name, indicator in BY_NAME.items()}
        shown.insert(list(shown).index("indicator"), "label", shown["indicator"].map(labels))
    return shown


def _is_text(column: pd.Series) -> bool:
    return pd.api.types.is_string_dtype(column) or pd.api.types.is_object_dtype(column)


def _word(column: str, text: Any, words: Words) -> Any:
    if not isinstance(text, str):
        return text
    if column in ("unit", "unit_of_measurement") and text in UNITS:
        return UNITS[text][words.language == "nb"]
    if column in _TEXTS:
        season, _, year = text.rpartition(" ")
        return f"{words(season)} {year}" if season in ("spring", "autumn") else words(text)
    return words.group(text) if column in ("group", "reference", "unit") else text


def number_format(value: float, column: str, indicator: str | None) -> str:
    """Excel's format for a number: the indicator's decimals, else four digits that count; whole numbers have none."""
    known = BY_NAME.get(indicator or "")
    if column in ("year", "point"):
        return "0"
    if known is not None and column.startswith(_SCALED):
        digits = digits_for(known.smallest_difference)
    else:
        digits = 0 if float(value).is_integer() else _digits(value)
    return "#,##0." + "0" * digits if digits else "#,##0"


def _digits(value: float) -> int:
    """Decimals that show four digits that count, at most eight."""
    if value == 0 or not math.isfinite(value):
        return 0
    return min(max(_DIGITS - 1 - math.floor(math.log10(abs(value))), 0), 8)
