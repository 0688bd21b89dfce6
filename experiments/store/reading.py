"""What is read back from a results folder: values of a design, states of the world, and a sweep by its factors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.designs.design import Design
from experiments.refusals import BadInput, FolderUnusable
from experiments.store.manifest import read_manifest
from experiments.store.plan import read_plan
from experiments.store.sums import refuse_foreign, verified_sums
from sim.analysis.comparison.asked import of_those_asked
from sim.analysis.results import COLUMNS, load
from sim.types import Floats

if TYPE_CHECKING:
    from sim.analysis.sensitivity import Factor

ASKED = ("nation", "target")
"""Levels that an answer is taken from."""
KEYS = ["run_id", "point", "scenario", "replication"]
DRAWN = ("register", "posterior")
"""Kinds of uncertainty in which each replication draws parameters."""


def read_results(design: Design, folder: Path, **kept: Any) -> pd.DataFrame:
    """Values of the runs of a design, without others that the folder may hold; empty if every run failed.

    Args:
        design: Whose runs.
        folder: Results folder.
        kept: What to read, as `sim.load` takes it.
    """
    frame = _load(folder, **kept)
    planned = set(design.run_ids())
    return frame[frame["run_id"].isin(planned)]


def read_cells(design: Design, folder: Path, **kept: Any) -> pd.DataFrame:
    """Values of those asked about by cell of a design: cells that share a run each have its values.

    Returns:
        Columns point, scenario, replication, semester, indicator, value.
    """
    frame = _load(folder, level=ASKED, columns=["run_id", "semester", "level", "indicator", "value"], **kept)
    values = of_those_asked(frame).drop(columns="level").astype({"run_id": str, "indicator": str})
    cells = [(*cell, r) for r in range(design.replications) for cell in design.cells(r)]
    return pd.DataFrame(cells, columns=KEYS).merge(values, on="run_id").drop(columns="run_id")


def _load(folder: Path, **kept: Any) -> pd.DataFrame:
    try:
        return load(folder, **kept)
    except FileNotFoundError:
        return pd.DataFrame(columns=list(kept.get("columns", COLUMNS)))


@dataclass(frozen=True)
class States:
    """States of the world, one a replication and point at which parameters were drawn or set.

    Attributes:
        draws: Parameters that vary between states, one row a state.
        values: One row a value of those asked about: replication (number of the state), scenario, indicator, value.
        scenarios: Names, in the order planned.
    """

    draws: pd.DataFrame
    values: pd.DataFrame
    scenarios: tuple[str, ...]

    def differences(self, indicator: str, scenario: str, baseline: str) -> pd.Series:
        """Paired differences by state, only states in which both have a value."""
        chosen = self.values[self.values["indicator"] == indicator]
        wide = chosen.pivot(index="replication", columns="scenario", values="value")
        wide = wide.reindex(columns=[scenario, baseline])
        return (wide[scenario] - wide[baseline]).dropna()


def read_states(folder: Path, semester: int) -> States:
    """The states of the world in a results folder, in one semester; points with levers of their own are left out.

    Args:
        folder: Of `compare`, `discover` or a sweep over parameters.
        semester: 0 is autumn 2017.

    Raises:
        FolderUnusable: If it is no results folder, or damaged.
        BadInput: If parameters do not vary in it, or it has no results in that semester.
    """
    manifest, plan = read_manifest(folder), read_plan(folder)
    plan = plan.astype({"scenario": str, "parameters": str, "levers": str, "uncertainty": str})
    varied = plan[(plan["levers"] == "{}") & (plan["uncertainty"].isin(DRAWN) | (plan["parameters"] != "{}"))]
    if varied.empty:
        raise BadInput(f"{folder}: parameters do not vary in it; it must come from uncertainty=register or a sweep")
    keys = varied[["point", "replication", "parameters", "uncertainty"]].drop_duplicates(["point", "replication"])
    keys = keys.reset_index(drop=True)
    state = {pair: number for number, pair in enumerate(zip(keys["point"], keys["replication"], strict=True))}
    values = _values(folder, varied, state, semester)
    return States(_draws(keys, manifest), values, tuple(dict.fromkeys(varied["scenario"])))


def _values(folder: Path, plan: pd.DataFrame, state: dict[tuple[int, int], int], semester: int) -> pd.DataFrame:
    try:
        frame = of_those_asked(load(folder, level=ASKED, semester=semester))
    except FileNotFoundError:
        raise BadInput(f"{folder}: holds no finished runs") from None
    if frame.empty:
        raise BadInput(f"{folder}: has no values of semester {semester}; its horizon is another one, choose year=")
    results = frame[["run_id", "indicator", "value"]].astype({"run_id": str, "indicator": str})
    found = plan[KEYS].merge(results, on="run_id")
    numbers = [state[pair] for pair in zip(found["point"], found["replication"], strict=True)]
    return found.assign(replication=numbers)[["replication", "scenario", "indicator", "value"]]


def _draws(keys: pd.DataFrame, manifest: dict[str, object]) -> pd.DataFrame:
    """Parameters and drawn levers by state: drawn, or set at the point, else at their own value; those that vary."""
    from sim.analysis.decision import drawn_parameters
    from sim.drawn_levers import uncertain_levers
    from sim.parameters import register
    from sim.simulation import Setup

    shared = manifest["setup"]
    assert isinstance(shared, dict)
    held = {name: shared[name] for name in ("seed", "parameters", "levers", "uncertainty")}
    setup = Setup(**held)
    drawn = drawn_parameters(setup, sorted({int(r) for r in keys["replication"]}))
    rows = [
        {**(drawn.loc[r].to_dict() if kind in DRAWN else {}), **json.loads(parameters)}
        for r, parameters, kind in keys[["replication", "parameters", "uncertainty"]].itertuples(index=False)
    ]
    own = dict(zip(register()["name"], register()["value"].astype(float), strict=True)) | dict(setup.parameters)
    own |= {one.name: one.value for one in uncertain_levers()} | dict(setup.levers)
    frame = pd.DataFrame(rows).fillna(own)
    return frame.loc[:, frame.nunique() > 1]


def pair(states: States, differences: pd.Series) -> tuple[pd.DataFrame, Floats]:
    """Draws and differences of the same states."""
    return states.draws.loc[differences.index], differences.to_numpy(dtype="float64")


def refuse_missing(states: States, names: Sequence[str], folder: Path) -> None:
    """Refuse scenarios that a folder does not have.

    Raises:
        BadInput: If one is missing.
    """
    for name in names:
        if name not in states.scenarios:
            raise BadInput(f"{folder}: has no scenario {name}; it has {', '.join(states.scenarios)}")


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
        from sim.analysis.sensitivity import Factor

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
        refused = f"{self.folder}: a factor has values that are no numbers; sensitivity ranks numbers"
        if any(factor.get("kind") == "theory" for factor in self._described):
            raise BadInput(refused)
        rows = self.plan.drop_duplicates("point").sort_values("point")
        varied = [json.loads(p) | json.loads(v) for p, v in zip(rows["parameters"], rows["levers"], strict=True)]
        try:
            table = np.array([[float(v.get(name, np.nan)) for name in names] for v in varied], dtype=np.float64)
        except (TypeError, ValueError):
            raise BadInput(refused) from None
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
        """Of each point: "point", "register" or "posterior"."""
        return [str(u) for u in self.plan.drop_duplicates("point").sort_values("point")["uncertainty"]]

    def finished(self) -> Floats:
        """1 for every cell whose run has ended well, NaN for others, shape (P, S, R)."""
        from sim.analysis.sensitivity import crossed

        ended = set(load(self.folder, level="nation", columns=["run_id"])["run_id"].astype(str))
        values = self.plan.assign(value=np.where(self.plan["run_id"].isin(ended), 1.0, np.nan))
        return crossed(values, self.scenarios, len(self.points), int(self.plan["replication"].max()) + 1)

    def outcomes(self, indicators: Sequence[str], year: int) -> dict[str, Floats]:
        """National values in the spring of a year, NaN where there is none, by indicator, each of shape (P, S, R)."""
        from sim.analysis.sensitivity import crossed

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
        FolderUnusable: If it is no results folder, damaged, changed since, or has runs of another one.
        BadInput: If it is a results folder of something else.
    """
    manifest = read_manifest(folder)
    design = manifest.get("design")
    if not isinstance(design, dict) or "kind" not in design or "factors" not in design:
        raise BadInput(f"{folder} was made by `{manifest.get('command')}`; sensitivity reads a folder of `sweep`")
    plan = read_plan(folder)
    verified_sums(folder)
    refuse_foreign(folder, set(plan["run_id"]))
    return Sweep(folder, manifest, plan)
