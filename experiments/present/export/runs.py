"""This file knows the finished runs of a folder one at a time, each for every cell of the plan that it fills."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pandas as pd

from experiments.store.parts import parts, receipts
from experiments.store.plan import read_plan
from sim.analysis.results import stream

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
