"""Paired differences behind a page for a meeting, read back from a results folder by point, outcome and place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.designs.design import NEXT
from experiments.designs.meeting import around
from experiments.refusals import BadInput
from experiments.scenarios.meeting_file import MeetingFile
from experiments.store.plan import read_plan
from experiments.store.reading import DRAWN
from sim.analysis.emulator.fitting import Outcome
from sim.analysis.results import load
from sim.indicators import BY_NAME
from sim.scenario import Scenario, last_semester
from sim.types import Bools, Floats

STAFF = ("teachers_compulsory", "teachers_upper")
"""Indicators whose sum is the teachers that costs per teacher are for."""


@dataclass(frozen=True)
class Moved:
    """What a folder holds of points that were moved.

    Attributes:
        x, chosen: The points, shapes (points, dials) and (points, options).
        outcomes: Their paired differences, by indicator and place.
        left_out: Points whose runs are not all there.
        runs: Runs that were read.
        teachers: In the nation where nothing is moved; NaN if that was not recorded.
    """

    x: Floats
    chosen: Bools
    outcomes: Mapping[tuple[str, str], Outcome]
    left_out: int
    runs: int
    teachers: float


def read_moved(folder: Path, file: MeetingFile, base: Scenario, untouched: str | None, horizon: int) -> Moved:
    """Read the paired differences of a folder: of a page of its own, or of a sweep over levers with a baseline.

    Args:
        folder: Results folder.
        file: The page.
        base: The scenario that differences are taken from.
        untouched: Its name in the folder where points leave it alone; None where a point that moves nothing is it.
        horizon: Year of the last spring.

    Raises:
        BadInput: If it holds no finished pair.
    """
    plan = read_plan(folder).astype({"levers": str, "uncertainty": str, "scenario": str})
    values = _values(folder, plan, file, horizon)
    held = _Held(file, plan, values, untouched)
    if (file.outcomes[0], "nation") not in held.cells:
        raise BadInput(f"{folder}: holds no value of {file.outcomes[0]} in spring {horizon}")
    lead = held.cells.index((file.outcomes[0], "nation"))
    pairs = {point: held.difference(point) for point in held.moved}
    whole = [point for point, found in pairs.items() if np.isfinite(found[lead]).all()]
    if not whole:
        raise BadInput(f"{folder}: holds no point with all its runs yet; the command that began it goes on")
    differences = np.stack([pairs[point] for point in whole], axis=1)
    luck, level = held.luck(differences), held.level()
    outcomes = {
        (name, place): Outcome(BY_NAME[name].smallest_difference, level[row], differences[row], luck[row])
        for row, (name, place) in enumerate(held.cells)
        if name in file.indicators
    }
    places = [file.place(held.levers[point], base) for point in whole]
    staff = [level[row] for row, (name, place) in enumerate(held.cells) if name in STAFF and place == "nation"]
    return Moved(
        np.array([x for x, _ in places], dtype=np.float64), np.array([c for _, c in places], dtype=bool), outcomes,
        len(pairs) - len(whole), int(values["run_id"].nunique()), float(np.sum(staff)) if staff else np.nan,
    )  # fmt: skip


def _values(folder: Path, plan: pd.DataFrame, file: MeetingFile, horizon: int) -> pd.DataFrame:
    """Values in the last spring by cell of the plan; `cell` is outcome and place."""
    try:
        frame = load(
            folder, level=["nation", "size_class"], indicator=[*file.indicators, *STAFF],
            semester=last_semester(horizon), columns=["run_id", "level", "unit", "indicator", "value"],
        )  # fmt: skip
    except FileNotFoundError:
        raise BadInput(f"{folder}: holds no finished runs") from None
    texts = frame.astype(dict.fromkeys(("run_id", "level", "unit", "indicator"), str))
    places = np.where(texts["level"] == "nation", "nation", texts["unit"])
    cells = pd.MultiIndex.from_arrays([texts["indicator"], places]).to_flat_index()
    return plan[["run_id", "point", "scenario", "replication"]].merge(texts.assign(cell=cells), on="run_id")


class _Held:
    """Values of a folder by cell, point and replication.

    Attributes:
        cells: Outcome and place of each row.
        levers: Levers of each point.
        moved: Points at which a decision is moved, twins left out.
        drawn: Whether replications draw parameters.
    """

    def __init__(self, file: MeetingFile, plan: pd.DataFrame, values: pd.DataFrame, untouched: str | None) -> None:
        """Lay the values out."""
        first = plan.drop_duplicates("point").sort_values("point")
        texts = zip(first["point"], first["levers"], strict=True)
        self._file, self._untouched = file, untouched
        self.levers: dict[int, dict[str, Any]] = {int(point): json.loads(text) for point, text in texts}
        self._twins = set(plan.loc[plan["uncertainty"] == NEXT, "point"])
        self.drawn = bool(plan["uncertainty"].isin(DRAWN).any())
        self._n = int(plan.loc[~plan["point"].isin(self._twins), "replication"].max()) + 1
        self._table = values.pivot_table(index="cell", columns=["scenario", "point", "replication"], values="value")
        self.cells: list[tuple[str, str]] = list(self._table.index)
        self._own = next((str(s) for s in plan["scenario"].unique() if s != untouched), untouched)
        self.moved = [
            p for p, levers in self.levers.items() if p not in self._twins and set(levers) - set(self._out(p))
        ]

    def _out(self, point: int) -> dict[str, Any]:
        """What surrounds a point."""
        return around(self._file, self.levers[point])

    def difference(self, point: int) -> Floats:
        """Differences of a point from where nothing is moved, shape (cells, replications)."""
        if self._untouched is not None:
            return self._of(self._own, point) - self._of(self._untouched, point)
        alike = (p for p in self.levers if (p in self._twins) == (point in self._twins))
        reference = next(p for p in alike if self.levers[p] == self._out(point))
        return self._of(self._own, point) - self._of(self._own, reference)

    def _of(self, scenario: str | None, point: int) -> Floats:
        """Values of a scenario at a point, NaN where there are none, shape (cells, replications)."""
        columns = pd.MultiIndex.from_product([[scenario], [point], range(self._n)])
        return self._table.reindex(columns=columns).to_numpy(dtype=np.float64)

    def luck(self, differences: Floats) -> Floats:
        """Standard deviation of single differences by luck alone, NaN where it is not known, shape (cells,).

        A twin has in each replication the parameters of the next one of its point, and other luck: half the mean square
        between the two is the variance by luck. Where parameters stand still, luck is all there is.
        """
        between = [
            (self.difference(first)[:, 1:] - self.difference(twin)[:, :-1]) / np.sqrt(2.0)
            for twin in self._twins
            for first in self.moved
            if self.levers[first] == self.levers[twin]
        ]
        if not between and self.drawn:
            return np.full(len(self.cells), np.nan)
        if not between:
            return np.asarray(np.sqrt(differences.var(axis=2, ddof=1).mean(axis=1)))
        squares = np.concatenate(between, axis=1) ** 2
        return np.asarray(np.sqrt(np.nansum(squares, axis=1) / np.maximum(np.isfinite(squares).sum(axis=1), 1)))

    def level(self) -> Floats:
        """Mean where nothing is moved, shape (cells,)."""
        if self._untouched is not None:
            return np.asarray(np.nanmean(self._table[self._untouched].to_numpy(dtype=np.float64), axis=1))
        nothing = next(point for point, levers in self.levers.items() if not levers)
        return np.asarray(np.nanmean(self._of(self._own, nothing), axis=1))
