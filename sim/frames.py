"""National frames (rammer) of the schemes by year, in kroner of 2025: what was paid or is taken to have been."""

from __future__ import annotations

import csv
from importlib.resources import files
from itertools import pairwise

BASE, LAST_ACCOUNTS = 2025, 2025
"""Year whose kroner are counted, and the last year with accounts; later ones are budgets, which scenarios decide."""


def national_frame(scheme: str, last: int = LAST_ACCOUNTS) -> dict[int, float]:
    """Frame by year, whole 100,000 kroner of 2025.

    Args:
        scheme: A scheme of `data/scheme_frames.csv`.
        last: Last year wanted: 2026 is the adopted budget, 2027 the proposed one.
    """
    level = price_levels()
    nominal = {
        int(row["year"]): float(row["million_kroner"]) for row in _rows("scheme_frames") if row["scheme"] == scheme
    }
    return {year: round(10.0 * million / level[year]) * 1e5 for year, million in nominal.items() if year <= last}


def price_levels() -> dict[int, float]:
    """Consumer prices of each year against those of 2025."""
    change = {int(row["year"]): 1.0 + float(row["change_percent"]) / 100.0 for row in _rows("price_index")}
    level = {min(change): 1.0}
    for before, year in pairwise(sorted(change)):
        level[year] = level[before] * change[year]
    return {year: x / level[BASE] for year, x in level.items()}


def _rows(table: str) -> list[dict[str, str]]:
    with (files("sim") / "data" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
