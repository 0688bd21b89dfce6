"""The emulator once it is fitted: numbers that a page can carry, and what they say of any point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr, stdtrit

from sim.analysis.comparison.intervals import CONFIDENCE, Interval
from sim.analysis.comparison.verdicts import Verdict, holm, verdict, verdict_among
from sim.analysis.emulator.space import Dial, Space, Switch
from sim.analysis.emulator.surface import height
from sim.types import Bools, Floats


@dataclass(frozen=True)
class Cell:
    """One outcome in one place.

    Attributes:
        indicator: Name of the outcome.
        place: Such as "nation" or a size class.
        smallest: The smallest difference that matters.
        slopes, lengths, weights: Of its surface (`sim.analysis.emulator.surface`).
        error: By how much it is wrong at points it was not fitted to, root mean square.
        spread: Variance of single paired differences for each unit of `Space.distances`.
        luck: Standard deviation of single paired differences by luck alone; NaN if that is not known.
        level: Mean where nothing is moved.
    """

    indicator: str
    place: str
    smallest: float
    slopes: tuple[float, ...]
    lengths: tuple[float, ...]
    weights: tuple[float, ...]
    error: float
    spread: tuple[float, ...]
    luck: float
    level: float


@dataclass(frozen=True)
class Prediction:
    """What an emulator says of one cell at some points, each of shape (n,).

    Attributes:
        mean: Mean paired difference.
        error: Standard error of the emulator itself.
        spread: Standard deviation of single paired differences, by luck and, where they are drawn, parameters.
    """

    mean: Floats
    error: Floats
    spread: Floats


@dataclass(frozen=True)
class Emulator:
    """Paired differences of many cells as functions of what can be moved.

    Attributes:
        space: What can be moved.
        cells: The cells.
        centres: Around which surfaces bend, as coordinates, shape (centres, dials + options).
        replications: How many kinds of luck it was fitted to, the same at all points.
        gram: Inverse of the mean square of the plain terms at the points fitted to, shape (terms, terms).
        farthest: The largest `reach` of the points fitted to.
    """

    space: Space
    cells: tuple[Cell, ...]
    centres: Floats
    replications: int
    gram: Floats
    farthest: float

    @cached_property
    def quantile(self) -> float:
        """Of Student's t, for intervals that hold in 95 of 100."""
        return float(stdtrit(self.replications - 1, 0.5 + CONFIDENCE / 2))

    def reach(self, x: Floats, chosen: Bools) -> Floats:
        """How far out points lie, as leverage: 1 on average where it was fitted, 0 where nothing is moved."""
        plain = self.space.features(x, chosen)
        return np.asarray(np.einsum("ij,jk,ik->i", plain, self.gram, plain) / len(self.space.plain_terms))

    def trusted(self, x: Floats, chosen: Bools) -> Bools:
        """Whether points lie no farther out than those fitted to, shape (n,)."""
        return np.asarray(self.reach(x, chosen) <= self.farthest)

    def predict(self, cell: Cell, x: Floats, chosen: Bools) -> Prediction:
        """What it says of a cell at points, shape (n, dials) and (n, options)."""
        here, origin = self.space.coordinates(x, chosen), self.space.origins(chosen)
        shape = self.centres, np.array(cell.lengths), np.array(cell.weights)
        mean = (here - origin) @ np.array(cell.slopes) + height(*shape, here) - height(*shape, origin)
        error = cell.error * np.sqrt(self.reach(x, chosen))
        spread = np.sqrt(self.space.distances(x, chosen) @ np.array(cell.spread))
        return Prediction(mean, error, spread)

    def half_width(self, found: Prediction, fresh: int | None = None) -> Floats:
        """Half of the 95 % interval of the mean difference, shape (n,).

        Args:
            found: What it says.
            fresh: If given, of the mean of so many runs on other luck instead.
        """
        luck = found.spread**2 * (1.0 / self.replications + (1.0 / fresh if fresh else 0.0))
        return self.quantile * np.sqrt(found.error**2 + luck)

    def interval(self, cell: Cell, x: Floats, chosen: Bools) -> Interval:
        """Mean difference at one point, shapes (1, dials) and (1, options), with its 95 % interval."""
        found = self.predict(cell, x, chosen)
        half, mean = float(self.half_width(found)[0]), float(found.mean[0])
        return Interval(mean, mean - half, mean + half, self.replications)

    def verdicts(self, place: str, x: Floats, chosen: Bools) -> dict[str, Verdict]:
        """Verdicts at one point by outcome: those of `compare`, in the nation adjusted for how many there are."""
        cells = [cell for cell in self.cells if cell.place == place]
        found = {cell.indicator: self.interval(cell, x, chosen) for cell in cells}
        alone = {cell.indicator: verdict(found[cell.indicator], cell.smallest) for cell in cells}
        if place != NATION:
            return alone
        p = holm(np.array([self._p(interval) for interval in found.values()]))
        return {name: verdict_among(alone[name], p[k]) for k, name in enumerate(found)}

    def _p(self, found: Interval) -> float:
        half = found.high - found.mean
        if half <= 0:
            return np.nan
        return float(2.0 * stdtr(self.replications - 1, -abs(found.mean) / half * self.quantile))

    def too_lucky(self, cell: Cell) -> bool:
        """Whether luck alone hides the smallest difference that matters, however well the emulator fits."""
        return bool(self.quantile * cell.luck / np.sqrt(self.replications) > cell.smallest)

    def plain(self) -> dict[str, Any]:
        """Everything as plain data, from which `emulator.js` says the same."""
        n = len({cell.indicator for cell in self.cells})
        tails = 1.0 - (1.0 - CONFIDENCE) / 2.0 / np.arange(1, n + 1)
        return {
            "dials": [vars(dial) for dial in self.space.dials],
            "switches": [vars(switch) for switch in self.space.switches],
            "plain": self.space.plain_terms,
            "centres": self.centres.tolist(),
            "gram": self.gram.tolist(),
            "farthest": self.farthest,
            "replications": self.replications,
            "quantile": self.quantile,
            "steps": [float(q) for q in stdtrit(self.replications - 1, tails)],
            "cells": [vars(cell) | {"lucky": self.too_lucky(cell)} for cell in self.cells],
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Emulator:
        """The emulator that gave this plain data, numbers that are not known told as None."""
        switches = (Switch(**one | {"options": tuple(one["options"])}) for one in plain["switches"])
        space = Space(tuple(Dial(**one) for one in plain["dials"]), tuple(switches))
        cells = tuple(_read_cell(one) for one in plain["cells"])
        return cls(space, cells, np.array(plain["centres"]), plain["replications"], np.array(plain["gram"]),
                   plain["farthest"])  # fmt: skip


def _read_cell(plain: Mapping[str, Any]) -> Cell:
    given: dict[str, Any] = {f.name: np.nan if plain[f.name] is None else plain[f.name] for f in fields(Cell)}
    given |= {name: tuple(value) for name, value in given.items() if isinstance(value, list)}
    return Cell(**given)


NATION = "nation"


def rounded(values: npt.ArrayLike, digits: int = 6) -> Floats:
    """Numbers with the digits that count; small enough for a page, and the same there as here."""
    return np.array([float(f"{value:.{digits}g}") for value in np.ravel(values)]).reshape(np.shape(values))
