"""Numbers of municipalities: written as people write them, and the years of numbers that the register has not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

_NUMBER = re.compile(r"(?:K[-_ ]?)?(\d{3,4})(?:[.,]0+)?", re.IGNORECASE)
_YEARS = {
    "1946-2017": {"16", "17"},
    "1946-2019": {"01", "02", "04", "05", "06", "07", "08", "09", "10", "12", "14", "19", "20"},
    "2020-2023": {"30", "38", "54"},
    "2024-": {"31", "32", "33", "39", "40", "55", "56"},
}
"""Counties that were there in some years only, by the years.

Source:
    Statistics Norway, KLASS 104 (counties) and 131 (municipalities).
"""


def municipality_number(value: Any) -> str | None:
    """A number of four digits from what stands for one (301, "0301", "K_0301", 301.0), or None.

    >>> municipality_number(301.0), municipality_number("K_5001"), municipality_number("Oslo")
    ('0301', '5001', None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    found = _NUMBER.fullmatch(str(value).strip())
    return found[1].zfill(4) if found else None


def years_of(numbers: Iterable[str]) -> str | None:
    """In which years these municipality numbers were in use, by their counties; None if they do not say.

    >>> years_of(["3005", "3006", "0301"])
    '2020-2023'
    """
    counties = Counter(number[:2] for number in numbers)
    found = {years: sum(counties[county] for county in some) for years, some in _YEARS.items()}
    return max(found, key=lambda years: found[years]) if any(found.values()) else None
