"""This file knows the states of the world that a results folder holds: what was drawn in each and what came out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.refusals import BadInput
from experiments.run.plan import read_plan
from experiments.store.manifest import read_manifest
from sim.types import Floats


@dataclass(frozen=True)
class States:
    """States of the world, one a replication and point at which parameters were drawn or set.

    Attributes:
        draws: Parameters that vary between states, one row a state.
        values: One row a value of the nation: replication (number of the state), scenario, indicator, value.
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


def states_in(folder: Path, semester: int) -> States:
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
    varied = plan[(plan["levers"] == "{}") & ((plan["uncertainty"] == "register") | (plan["parameters"] != "{}"))]
    if varied.empty:
        raise BadInput(f"{folder}: parameters do not vary in it; it must come from uncertainty=register or a sweep")
    keys = varied[["point", "replication", "parameters", "uncertainty"]].drop_duplicates(["point", "replication"])
    keys = keys.reset_index(drop=True)
    state = {pair: number for number, pair in enumerate(zip(keys["point"], keys["replication"], strict=True))}
    values = _values(folder, varied, state, semester)
    return States(_draws(keys, manifest), values, tuple(dict.fromkeys(varied["scenario"])))


def _values(folder: Path, plan: pd.DataFrame, state: dict[tuple[int, int], int], semester: int) -> pd.DataFrame:
    from sim.analysis.results import load

    try:
        frame = load(folder, level="nation")
    except FileNotFoundError:
        raise BadInput(f"{folder}: holds no finished runs") from None
    frame = frame[frame["semester"] == semester]
    if frame.empty:
        raise BadInput(f"{folder}: has no values of semester {semester}; its horizon is another one, choose year=")
    results = frame[["run_id", "indicator", "value"]].astype({"run_id": str, "indicator": str})
    found = plan[["run_id", "point", "scenario", "replication"]].merge(results, on="run_id")
    numbers = [state[pair] for pair in zip(found["point"], found["replication"], strict=True)]
    return found.assign(replication=numbers)[["replication", "scenario", "indicator", "value"]]


def _draws(keys: pd.DataFrame, manifest: dict[str, object]) -> pd.DataFrame:
    """Parameters by state: drawn, or set at the point, else at their own value; only those that vary."""
    from sim.analysis.decision import drawn_parameters
    from sim.parameters import register
    from sim.simulation import Setup

    shared = manifest["setup"]
    assert isinstance(shared, dict)
    setup = Setup(seed=shared["seed"], parameters=shared["parameters"])
    drawn = drawn_parameters(setup, sorted({int(r) for r in keys["replication"]}))
    rows = [
        {**(drawn.loc[r].to_dict() if kind == "register" else {}), **json.loads(parameters)}
        for r, parameters, kind in keys[["replication", "parameters", "uncertainty"]].itertuples(index=False)
    ]
    own = dict(zip(register()["name"], register()["value"].astype(float), strict=True)) | dict(setup.parameters)
    frame = pd.DataFrame(rows).fillna(own)
    return frame.loc[:, frame.nunique() > 1]


def paired(states: States, differences: pd.Series) -> tuple[pd.DataFrame, Floats]:
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
