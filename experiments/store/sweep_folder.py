"""This file knows how a sweep is read back: its design, its points, and an outcome by point, scenario, replication."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.refusals import BadInput, FolderUnusable
from experiments.run.plan import read_plan
from experiments.store.manifest import read_manifest
from sim.analysis.sensitivity import Factor, crossed
from sim.types import Floats


@dataclass(frozen=True)
class Sweep:
    """A folder that `kompetanse sweep` filled, wholly or in part.

    Attributes:
        folder: Where it is.
        manifest: What the folder answers; `design` describes the points.
        plan: One row a cell.
    """

    folder: Path
    manifest: dict[str, Any]
    plan: pd.DataFrame

    @property
    def kind(self) -> str:
        """Of the design: sobol, morris, latin_hypercube, ..."""
        return str(self.manifest["design"]["kind"])

    @property
    def scenarios(self) -> list[str]:
        """Names of those planned, in the order of the manifest."""
        planned = set(self.plan["scenario"].astype(str))
        return [name for name in self.manifest["scenarios"] if name in planned]

    @property
    def _described(self) -> list[dict[str, Any]]:
        """The factors that lead; those that follow one rank by rank move with it, and their effects are its."""
        return [factor for factor in self.manifest["design"]["factors"] if not factor.get("leader")]

    @cached_property
    def factors(self) -> list[Factor]:
        """What is varied, with the ends of its range: those described, else those tried."""
        described = self._described
        tried = dict(zip([f["name"] for f in described], self.points.T, strict=True))
        return [Factor(f["name"], *(_end(f.get(end), tried[f["name"]], end) for end in ("low", "high")))
                for f in described]  # fmt: skip

    @cached_property
    def points(self) -> Floats:
        """Values of the factors, one row a point, shape (P, D).

        Raises:
            BadInput: If a factor has values that are no numbers.
        """
        names = [factor["name"] for factor in self._described]
        rows = self.plan.drop_duplicates("point").sort_values("point")
        varied = [json.loads(p) | json.loads(v) for p, v in zip(rows["parameters"], rows["levers"], strict=True)]
        try:
            table = np.array([[float(v.get(name, np.nan)) for name in names] for v in varied], dtype=np.float64)
        except (TypeError, ValueError):
            raise BadInput(
                f"{self.folder}: a factor has values that are no numbers; sensitivity ranks numbers"
            ) from None
        return _left_alone(table.reshape(len(rows), len(names)), names)

    @property
    def varied(self) -> str:
        """What the factors are: parameters, levers (which are policy), or both, as a source of variance."""
        levers = set().union(*(json.loads(text) for text in self.plan["levers"].unique()))
        of_levers = [factor["name"] in levers for factor in self._described]
        if any(of_levers):
            return "levers" if all(of_levers) else "parameters and levers"
        return "parameters"

    @property
    def uncertainties(self) -> list[str]:
        """Of each point: "point" or "register"."""
        return [str(u) for u in self.plan.drop_duplicates("point").sort_values("point")["uncertainty"]]

    def outcomes(self, indicators: Sequence[str], year: int) -> dict[str, Floats]:
        """National values in the spring of a year, NaN where there is none, by indicator, each of shape (P, S, R)."""
        from sim.analysis.results import load

        try:
            frame = load(self.folder, level="nation", indicator=list(indicators))
        except FileNotFoundError:
            raise FolderUnusable(f"{self.folder} holds no finished run yet") from None
        spring = frame[(frame["year"] == year) & (frame["season"] == "spring")]
        shape = len(self.points), int(self.plan["replication"].max()) + 1
        found = {}
        for name in indicators:
            of_run = spring.loc[spring["indicator"] == name].drop_duplicates("run_id").set_index("run_id")["value"]
            values = self.plan.assign(value=self.plan["run_id"].map(of_run))
            found[name] = crossed(values, self.scenarios, *shape)
        return found


def _left_alone(points: Floats, names: Sequence[str]) -> Floats:
    """Points with a value where a factor is left as it is: the register's, or for a lever the middle of those tried.

    A lever left as it is has the value of each scenario; the middle only says that it lies between the ends.
    """
    from sim.parameters import register

    known = register().set_index("name")["value"]
    filled = points.copy()
    for column, name in enumerate(names):
        left = np.isnan(points[:, column])
        if left.any() and not left.all():
            tried = points[~left, column]
            filled[left, column] = known[name] if name in known.index else (tried.min() + tried.max()) / 2
    return filled


def _end(given: float | None, tried: Floats, end: str) -> float:
    """An end of a factor's range."""
    if given is not None:
        return float(given)
    return float(tried.min() if end == "low" else tried.max())


def read_sweep(folder: Path) -> Sweep:
    """Read a sweep's manifest and plan.

    Raises:
        FolderUnusable: If it is no results folder or damaged.
        BadInput: If it is a results folder of something else.
    """
    manifest = read_manifest(folder)
    design = manifest.get("design")
    if not isinstance(design, dict) or "kind" not in design or "factors" not in design:
        raise BadInput(f"{folder} was made by `{manifest.get('command')}`; sensitivity reads a folder of `sweep`")
    return Sweep(folder, manifest, read_plan(folder))
