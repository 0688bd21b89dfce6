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
    levers = {int(p): json.loads(text) for p, text in plan.drop_duplicates("point")[["point", "levers"]].to_numpy()}
    values = _values(folder, plan, file, horizon)
    twins = set(plan.loc[plan["uncertainty"] == NEXT, "point"])
    last = int(plan.loc[~plan["point"].isin(twins), "replication"].max())
    table = values.pivot_table(index="cell", columns=["replication", "scenario", "point"], values="value")
    pairs = {point: _differences(table, point, levers, file, untouched, twins, last + 1) for point in levers}
    cells = list(table.index)
    if (file.outcomes[0], "nation") not in cells:
        raise BadInput(f"{folder}: holds no value of {file.outcomes[0]} in spring {horizon}")
    moved = [p for p, found in pairs.items() if p not in twins and set(levers[p]) - set(around(file, levers[p]))]
    whole = [p for p in moved if np.isfinite(pairs[p][cells.index((file.outcomes[0], "nation"))]).all()]
    if not whole:
        raise BadInput(f"{folder}: holds no point with all its runs yet; the command that began it goes on")
    luck = _luck(pairs, levers, twins)
    if luck is None:  # where parameters stand still, luck is all there is
        drawn = (plan["uncertainty"] == "register").any()
        luck = np.full(len(table), np.nan) if drawn else _root_mean([pairs[p].std(axis=1, ddof=1) for p in whole])
    level = _level(table, untouched, levers)
    stacked = np.stack([pairs[p] for p in whole], axis=1)
    outcomes = {
        (name, place): Outcome(BY_NAME[name].smallest_difference, level[row], stacked[row], luck[row])
        for row, (name, place) in enumerate(cells)
        if name in file.indicators
    }
    places = [file.place(levers[p], base) for p in whole]
    staff = [level[row] for row, (name, place) in enumerate(cells) if name in STAFF and place == "nation"]
    return Moved(
        np.array([x for x, _ in places], dtype=np.float64), np.array([c for _, c in places], dtype=bool), outcomes,
        len(moved) - len(whole), int(values["run_id"].nunique()), float(np.sum(staff)) if staff else np.nan,
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


def _differences(
    table: pd.DataFrame, point: int, levers: Mapping[int, Mapping[str, Any]], file: MeetingFile,
    untouched: str | None, twins: set[int], n: int,
) -> Floats:  # fmt: skip
    """Differences of a point from where nothing is moved, by cell and replication, shape (cells, n)."""
    scenario = table.columns.get_level_values("scenario")
    own = next((name for name in scenario.unique() if name != untouched), untouched)
    if untouched is None:
        alike = [p for p in levers if (p in twins) == (point in twins)]
        reference = next((p for p in alike if levers[p] == around(file, levers[point])), point)
        return _of(table, own, point, n) - _of(table, own, reference, n)
    return _of(table, own, point, n) - _of(table, untouched, point, n)


def _of(table: pd.DataFrame, scenario: str | None, point: int, n: int) -> Floats:
    columns = pd.MultiIndex.from_product([range(n), [scenario], [point]])
    return table.reindex(columns=columns).to_numpy(dtype=np.float64)


def _luck(pairs: Mapping[int, Floats], levers: Mapping[int, Mapping[str, Any]], twins: set[int]) -> Floats | None:
    """Standard deviation of single differences by luck alone, from pairs with the same parameters, shape (cells,).

    A twin has in each replication the parameters of the next one.
    """
    between = []
    for twin in (p for p in twins if levers[p]):
        first = next(p for p in pairs if p not in twins and levers[p] == levers[twin])
        between.append(pairs[first][:, 1:] - pairs[twin][:, :-1])
    return _root_mean(between) / np.sqrt(2.0) if between else None


def _root_mean(parts: list[Floats]) -> Floats:
    squares = np.concatenate([part.reshape(len(part), -1) for part in parts], axis=1) ** 2
    counted = np.isfinite(squares).sum(axis=1)
    return np.asarray(np.sqrt(np.nansum(squares, axis=1) / np.maximum(counted, 1)))


def _level(table: pd.DataFrame, untouched: str | None, levers: Mapping[int, Mapping[str, Any]]) -> Floats:
    """Mean where nothing is moved, shape (cells,)."""
    names = table.columns.get_level_values("scenario")
    base = (names == untouched) if untouched else table.columns.get_level_values("point").isin(
        [p for p in list(levers)[:1] if not levers[p]]
    )  # fmt: skip
    return table.loc[:, base].mean(axis=1).to_numpy(dtype=np.float64)
