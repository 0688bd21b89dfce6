"""How municipalities get a tile each, near where they lie and beside their county's others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from sim.analysis.figures.projection import kilometres
from sim.types import Floats

PITCH = 30.0
"""Distance between neighbouring tiles, km: tried 26, 30 and 34; the least with every county in one piece."""
ROUNDS, STEP, FAR = 400, 0.25, 1.35
"""Rounds of spreading out, size of a step, and the distance in pitches from which a neighbour is drawn closer."""
DOWN = np.sqrt(3) / 2
"""Distance between rows of hexagons, in pitches."""
Cells = npt.NDArray[np.int64]


def layout(municipalities: pd.DataFrame) -> pd.DataFrame:
    """Give every municipality a hexagon of its own.

    Centres are first pushed apart until each has room for a tile, with lone ones drawn towards their nearest of the
    same county; then municipalities are assigned to cells of a lattice with the least sum of squared distances, and
    municipalities cut off from their county change places with others as long as that joins counties.

    Args:
        municipalities: municipality_number, county_number, centre_lat, centre_lon.

    Returns:
        One row a municipality in the same order: municipality_number, column, row; rows count northwards, odd rows
        stand half a tile to the right.
    """
    county = pd.factorize(municipalities["county_number"])[0].astype(np.int64)
    where = kilometres(municipalities["centre_lat"].to_numpy(float), municipalities["centre_lon"].to_numpy(float))
    spread = _apart(where / PITCH, county)
    cells = _lattice(spread)
    rows, chosen = linear_sum_assignment(_squares(spread, centres(cells)))
    placed = _joined(cells[chosen[np.argsort(rows)]], cells, spread, county)
    numbers = municipalities["municipality_number"].to_numpy()
    origin = placed.min(axis=0) // 2 * 2
    placed = placed - origin
    return pd.DataFrame({"municipality_number": numbers, "column": placed[:, 0], "row": placed[:, 1]})


def centres(cells: Cells) -> Floats:
    """Centres of hexagons in pitches, shape (cells, 2).

    Args:
        cells: Column and row of each, shape (cells, 2).
    """
    made: Floats = np.stack([cells[:, 0] + 0.5 * (cells[:, 1] % 2), cells[:, 1] * DOWN], axis=1)
    return made


def neighbours(cell: tuple[int, int]) -> list[tuple[int, int]]:
    """The six cells around one, anticlockwise from the right."""
    x, y = cell
    right = x + y % 2
    return [(x + 1, y), (right, y + 1), (right - 1, y + 1), (x - 1, y), (right - 1, y - 1), (right, y - 1)]


def pieces(cells: Cells, county: npt.NDArray[np.int64]) -> list[list[int]]:
    """Connected parts of counties, as row numbers; one a county if all hang together."""
    at = {(int(x), int(y)): k for k, (x, y) in enumerate(cells)}
    left, found = set(range(len(cells))), []
    while left:
        part, edge = [], [min(left)]
        left.discard(edge[0])
        while edge:
            k = edge.pop()
            part.append(k)
            beside = [at[c] for c in neighbours((int(cells[k, 0]), int(cells[k, 1]))) if c in at]
            joined = [j for j in beside if j in left and county[j] == county[k]]
            left.difference_update(joined)
            edge += joined
        found.append(sorted(part))
    return found


def _apart(where: Floats, county: npt.NDArray[np.int64]) -> Floats:
    """Positions with a pitch between any two as nearly as can be, and no lone ones."""
    now = where.copy()
    same = county[:, None] == county[None, :]
    for _ in range(ROUNDS):
        way = now[:, None, :] - now[None, :, :]
        gap = np.sqrt((way**2).sum(axis=2)) + np.eye(len(now)) * 1e9 + 1e-9
        push = np.where(gap < 1.0, (1.0 - gap) / gap, 0.0)
        own = np.where(same, gap, 1e9)
        near = np.zeros_like(gap)
        order = np.argsort(own, axis=1, kind="stable")[:, :3]
        np.put_along_axis(near, order, 1.0, axis=1)
        pull = np.where((near > 0) & (own > FAR) & (own < 1e8), (own - FAR) / gap * 0.3, 0.0)
        force = ((push - pull)[:, :, None] * way).sum(axis=1)
        now = now + STEP * force + 0.002 * (where - now)
    return now


def _lattice(spread: Floats) -> Cells:
    """Cells of the lattice within reach of any position."""
    low, high = np.floor(spread.min(axis=0)) - 2, np.ceil(spread.max(axis=0) / (1.0, DOWN)) + 3
    columns, rows = np.meshgrid(np.arange(low[0], high[0]), np.arange(2 * (low[1] // 2), high[1]))
    cells: Cells = np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.int64)
    near, _ = cKDTree(spread).query(centres(cells))
    within: Cells = cells[near < 1.6]
    return within


def _squares(a: Floats, b: Floats) -> Floats:
    squares: Floats = ((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2)
    return squares


def _joined(placed: Cells, cells: Cells, spread: Floats, county: npt.NDArray[np.int64]) -> Cells:
    """Change places until no change joins counties any more, the nearest first."""
    placed = placed.copy()
    while True:
        parts = pieces(placed, county)
        change = _best_change(placed, cells, spread, county, parts)
        if change is None:
            return placed
        placed = change


def _best_change(
    placed: Cells, cells: Cells, spread: Floats, county: npt.NDArray[np.int64], parts: list[list[int]]
) -> Cells | None:
    largest = {int(county[p[0]]): max((q for q in parts if county[q[0]] == county[p[0]]), key=len) for p in parts}
    stray = sorted(k for p in parts if p is not largest[int(county[p[0]])] for k in p)
    best: tuple[float, Cells] | None = None
    at = {(int(x), int(y)): k for k, (x, y) in enumerate(placed)}
    for k in stray:
        for x, y in cells[np.argsort(_squares(spread[[k]], centres(cells))[0], kind="stable")[:40]]:
            trial = placed.copy()
            other = at.get((int(x), int(y)))
            if other is not None:
                trial[other] = placed[k]
            trial[k] = (x, y)
            if len(pieces(trial, county)) < len(parts):
                cost = float(((centres(trial) - spread) ** 2).sum())
                if best is None or cost < best[0]:
                    best = (cost, trial)
    return None if best is None else best[1]
