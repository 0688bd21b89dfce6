"""The years of a scheme: year 1 is its first school year, named here by its spring."""

from __future__ import annotations

FIRST_SPRING = 2018
"""Spring of year 1 of Dekom S (school year 2017/18)."""


def spring(year: int) -> int:
    """Calendar year of the spring of a scheme's year 1, 2, ... (Dekom S)."""
    return FIRST_SPRING + year - 1
