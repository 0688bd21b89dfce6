"""How the published size bands of schools are made to hold: schools near a border change side."""

from __future__ import annotations

import numpy as np

from sim.country.parameters import CountryParameters
from sim.types import Bools, Ints

BORDERS = (100, 300)
"""Pupils at which the published size bands change (under 100, 100-299, 300 and more)."""

_TRIES = 60


def band_bounds(pupils: Ints, group: Ints, totals: Ints, counts: Ints, p: CountryParameters) -> tuple[Ints, Ints]:
    """Least and greatest pupils of each school so that each band has its published number of schools.

    Too many schools in a band: those nearest the border move over, and the other schools of the same
    municipality take up the difference. Where they cannot, another school moves instead.

    Args:
        pupils: First draw of sizes, summing to `totals` by group, shape (schools,).
        group: Group row of each school, shape (schools,).
        totals: Pupils of each group, shape (groups,).
        counts: Schools in each band, shape (3,), summing to the number of schools.
        p: Parameters of the country.

    Raises:
        ValueError: If the bands cannot hold with these pupils.
    """
    floors = np.array([int(p.school_smallest), *BORDERS], dtype=np.int64)
    tops = np.array([BORDERS[0] - 1, BORDERS[1] - 1, int(p.school_largest)], dtype=np.int64)
    locked = np.bincount(group, minlength=len(totals)) == 1
    for _ in range(_TRIES):
        band = _moved(pupils, counts, locked[group])
        low, high = floors[band], tops[band]
        least = np.bincount(group, weights=low, minlength=len(totals))
        most = np.bincount(group, weights=high, minlength=len(totals))
        stuck = (least > totals) | (most < totals)
        if not stuck.any() and np.array_equal(np.bincount(band, minlength=3), counts):
            return low, high
        if not (stuck & ~locked).any():
            break
        locked |= stuck
    raise ValueError(f"national_totals: size bands {counts.tolist()} cannot hold with the pupils of the municipalities")


def _moved(pupils: Ints, counts: Ints, locked: Bools) -> Ints:
    """Band of each school after the schools nearest the borders have changed side."""
    band = np.searchsorted(BORDERS, pupils, side="right")
    for border, below in enumerate(np.cumsum(counts)[:2]):
        surplus = int((band <= border).sum() - below)
        near = band == border if surplus > 0 else band == border + 1
        score = np.where(near & ~locked, -pupils if surplus > 0 else pupils, np.iinfo(np.int64).max)
        moving = np.argsort(score, kind="stable")[: abs(surplus)]
        band[moving] = border + (surplus > 0)
    return band
