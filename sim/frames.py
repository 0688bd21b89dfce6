"""National frames (rammer) of the schemes, and what a place cost, by year, in kroner of 2025."""

from __future__ import annotations

import csv
from importlib.resources import files
from itertools import pairwise

BASE, LAST_ACCOUNTS = 2025, 2025
"""Year whose kroner are counted, and the last year with accounts; later ones are budgets, which scenarios decide."""
USUAL_RATES = 2019
"""Year whose rates for places in further education are those of the levers."""


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


def rate_levels() -> dict[int, float]:
    """State money per place in further education by year against that of 2019/20, in fixed kroner.

    What is set aside over the places granted, where both are known (`data/study_places.csv`). The state's rates hardly
    moved in the kroner of the year: 220,000 a place in 2019 and 225,000 in 2023.
    """
    level = price_levels()
    real = {int(row["year"]): float(row["thousand_kroner"]) / level[int(row["year"])] for row in _rows("study_places")}
    return {year: round(cost / real[USUAL_RATES], 3) for year, cost in real.items()}


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
