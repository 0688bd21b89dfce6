"""How the model behaves, in a few hundred numbers, so that one can tell whether a posterior still belongs to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import numpy as np

from sim.analysis.calibration.targets import read_targets
from sim.drawn_levers import uncertain_levers
from sim.parameters import register
from sim.simulation import Setup, replicate
from sim.timeline import scenario

SCENARIOS = ("never", "model_2025")
AGREE = 1e-8
"""Relative difference that other processors and versions may make, and a change of behaviour does not."""


def behaviour() -> dict[str, float]:
    """The sum of every national indicator over a run of the smallest world with drawn parameters, by name."""
    setup = Setup(world="tiny", uncertainty="register", horizon=2030)
    found = {}
    for run in replicate(setup, [scenario(name) for name in SCENARIOS], 0):
        for code, name in enumerate(run.records.indicators):
            values = run.records.value[run.records.indicator == code]
            if len(values):
                found[f"{run.scenario} {name}"] = float(np.nan_to_num(values, nan=-1.0).sum())
    return found


def differing(before: Mapping[str, float]) -> list[str]:
    """What of a behaviour is another today, or not there any more; a new indicator is no other behaviour."""
    now = behaviour()
    return [name for name, value in before.items() if not _agree(now.get(name), value)]


def _agree(now: float | None, before: float) -> bool:
    return now is not None and bool(np.isclose(now, before, rtol=AGREE, atol=AGREE))


def register_digest() -> str:
    """Hash of what is uncertain and between which bounds; texts and sources do not count."""
    columns = ["name", "value", "low", "high", "correlated_with", "kind"]
    rows = register()[columns].astype(str).to_numpy().tolist()
    return _hash([sorted(rows), sorted(map(list, uncertain_levers()))])


def targets_digest() -> str:
    """Hash of the targets that are shipped; reasons and sources do not count."""
    return _hash([[t.name, t.statistic, t.place, t.year, t.kind, t.low, t.high, t.se, t.discrepancy, t.scale, t.role]
                  for t in read_targets()])  # fmt: skip


def _hash(value: object) -> str:
    return hashlib.blake2b(json.dumps(value, default=str).encode(), digest_size=16).hexdigest()
