"""The finished runs of a folder, and results over them: mean and interval by scenario, level, unit and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.refusals import FolderUnusable
from experiments.store.parts import parts, receipts
from experiments.store.plan import read_plan
from sim.analysis.comparison.over_replications import OverReplications
from sim.analysis.results import stream
from sim.scenario import FIRST_YEAR

TEXTS = ("level", "unit", "indicator")
COLUMNS = ("point", "scenario", "level", "unit", "name", "indicator", "unit_of_measurement", "school_year", "mean",
           "low", "high", "replications")  # fmt: skip
_FURTHEST = 2 * (2100 - FIRST_YEAR)
_Key: TypeAlias = tuple[int, str]


Cell: TypeAlias = tuple[int, str, int]
"""Point, scenario and replication."""


class Runs:
    """What a folder has planned, and what of it is there; runs that it did not plan are left out."""

    def __init__(self, folder: Path) -> None:
        """Read the plan.

        Raises:
            FolderUnusable: If the plan or a part is damaged.
        """
        self.folder = folder
        self.plan = read_plan(folder)
        done = {receipt.run_id for receipt in receipts(folder)}
        self.cells: dict[str, list[Cell]] = {}
        for run_id, point, scenario, replication in self.plan.iloc[:, :4].itertuples(index=False):
            if run_id in done:
                self.cells.setdefault(run_id, []).append((int(point), str(scenario), int(replication)))

    @property
    def filled(self) -> int:
        """How many cells have a run."""
        return sum(len(cells) for cells in self.cells.values())

    def each(self, **wanted: Any) -> Iterator[tuple[list[Cell], pd.DataFrame]]:
        """Every run with the cells it fills, in the order of replications.

        Args:
            wanted: What to read of each, as `sim.load` takes it.
        """
        if not parts(self.folder):
            return
        for frame in stream(self.folder, **wanted):
            for run_id, rows in frame.groupby("run_id", sort=False, observed=True):
                if str(run_id) in self.cells:
                    yield self.cells[str(run_id)], rows


class _Layout:
    """What the values of a run are values of; the same in every run of a folder."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows[["semester", *TEXTS]].reset_index(drop=True)

    def fits(self, rows: pd.DataFrame) -> bool:
        if not np.array_equal(self.rows["semester"], rows["semester"]):
            return False
        return all(np.array_equal(self.rows[name].cat.codes, self._codes(rows, name)) for name in TEXTS)

    def _codes(self, rows: pd.DataFrame, name: str) -> npt.NDArray[np.intp]:
        known = self.rows[name].cat.categories.get_indexer(rows[name].cat.categories)
        return np.asarray(known[rows[name].cat.codes.to_numpy()], dtype=np.intp)


def over_replications(runs: Runs, names: pd.DataFrame) -> pd.DataFrame:
    """Every spring's values over replications, one row a point, scenario, level, unit, indicator and school year.

    Args:
        runs: The folder's runs.
        names: Names of units: level, unit, name.

    Returns:
        `COLUMNS`; point only where there is more than one, a school year such as 2025-26 by the spring it ends in.

    Raises:
        FolderUnusable: If runs hold values of different things.
    """
    layouts: dict[int, _Layout] = {}
    sums: dict[_Key, OverReplications] = {}
    for cells, rows in runs.each(semester=range(1, _FURTHEST, 2)):
        for point, scenario, _ in cells:
            _refuse_unlike(layouts.setdefault(point, _Layout(rows)), rows, runs.folder)
            sums.setdefault((point, scenario), OverReplications(len(rows))).add(rows["value"].to_numpy())
    if not layouts:
        return pd.DataFrame(columns=[c for c in COLUMNS if c != "point"])
    described = {point: _described(layout.rows, names) for point, layout in layouts.items()}
    return _joined(described, _ordered(sums, runs.plan))


def _refuse_unlike(layout: _Layout, rows: pd.DataFrame, folder: Path) -> None:
    if not layout.fits(rows):
        raise FolderUnusable(f"{folder} holds runs with values of different things; `kompetanse check` says more")


def _ordered(sums: Mapping[_Key, OverReplications], plan: pd.DataFrame) -> dict[_Key, OverReplications]:
    """Points by number, scenarios as planned."""
    place = {str(name): k for k, name in enumerate(plan["scenario"].unique())}
    return {key: sums[key] for key in sorted(sums, key=lambda key: (key[0], place[key[1]]))}


def _described(rows: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    from sim.indicators import INDICATORS

    measured = {i.name: i.unit for i in INDICATORS}
    plain = rows.astype(dict.fromkeys(TEXTS, "str"))
    spring = FIRST_YEAR + (plain["semester"].astype(int) + 1) // 2
    plain["school_year"] = (spring - 1).astype(str) + "-" + (spring % 100).astype(str).str.zfill(2)
    plain["unit_of_measurement"] = plain["indicator"].map(measured)
    return plain.merge(names, on=["level", "unit"], how="left").drop(columns="semester")


def _joined(described: Mapping[int, pd.DataFrame], sums: dict[_Key, OverReplications]) -> pd.DataFrame:
    frames = []
    for (point, scenario), found in sums.items():
        mean, low, high = found.intervals()
        numbers = {"mean": mean, "low": low, "high": high, "replications": found.n.astype(np.int64)}
        frames.append(described[point].assign(point=point, scenario=scenario, **numbers))
    whole = pd.concat(frames, ignore_index=True)
    return whole[[c for c in COLUMNS if c != "point" or len({point for point, _ in sums}) > 1]]
