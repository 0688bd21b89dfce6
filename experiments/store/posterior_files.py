"""A posterior as it is stored: its members, and what it is of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.store.fingerprint import source_digest, version_of, versions
from experiments.store.folder import Store
from experiments.store.parts import write_text
from sim.analysis.words import mark
from sim.posterior import NAME, folder

if TYPE_CHECKING:
    from sim.analysis.calibration.factors import Factors
    from sim.analysis.calibration.plan import Calibrated, Plan
    from sim.simulation import Setup

COVERAGE = "coverage.csv"
"""How often a calibration holds what is known, by `benchmarks.calibration`; beside the posterior that is shipped."""
FORMAT = 1
DIGITS = 6
"""Digits of what is stored of a member."""


def describe(found: Calibrated, plan: Plan, setup: Setup) -> dict[str, Any]:
    """What a posterior is of and what was learned, as plain data."""
    from dataclasses import replace

    from sim.analysis.calibration.behaviour import behaviour, register_digest, targets_digest
    from sim.analysis.calibration.distances import count_hits
    from sim.analysis.calibration.learned import known_together, moved, predicted
    from sim.analysis.calibration.matching import find_region, scale_runs

    fitted, luck = list(found.fitted), found.luck
    targets = [found.targets[k] for k in fitted]
    numbers = moved(found.u, found.weights, found.active)
    about = predicted(found.values, found.weights, found.targets, luck)
    about = about.assign(discrepancy=[target.discrepancy for target in found.targets])
    last = found.regions[-1]
    emulators = pd.DataFrame(
        {
            "target": [t.name for t in targets],
            "explained": [e.explained for e in found.fit.emulators],
            "excludes": last.alone,
            "alone": last.only,
        }
    )
    members = scale_runs(found.values, found.targets)[:, fitted]
    dims, widened = len(found.active), {}
    for factor in (0.5, 2.0):
        widened[str(factor)] = find_region(replace(found.fit, widen=factor), dims, plan.seed, 2**12).share
    return {
        "format": FORMAT, "program": version_of("kompetanse"),
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "world": setup.world, "seed": setup.seed, "parameters": dict(setup.parameters), **versions(),
        "source": source_digest(), "register": register_digest(), "targets": targets_digest(), "behaviour": behaviour(),
        "runs": found.runs, "members": len(found.u), "effective": found.effective, "sound": found.sound,
        "left": [region.share for region in found.regions], "left_if_discrepancies_are": widened,
        "not_fitted": {"idle": list(found.idle), "undefined": list(found.undefined), "missed": list(found.missed)},
        "untested": list(found.untested),
        "hits_before": count_hits(found.prior[:, fitted], targets, luck[fitted]),
        "hits_after": count_hits(members, targets, luck[fitted]),
        "numbers": numbers.to_dict("records"),
        "together": known_together(found.u, found.weights, found.active).head(10).to_dict("records"),
        "fit": about.merge(emulators, on="target", how="left").to_dict("records"),
    }  # fmt: skip


def write_posterior(store: Store, found: Calibrated, factors: Factors, told: dict[str, Any]) -> None:
    """Write members, what they are of, and tables for people into a results folder."""
    from sim.analysis.calibration.factors import of_ranks

    rows = []
    for ranks in of_ranks(found.u, found.active):
        parameters, levers = factors.values(ranks)
        rows.append({**parameters, **levers})
    members = pd.DataFrame(rows).map(lambda value: float(f"{value:.{DIGITS}g}"))
    members.insert(0, "member", np.arange(len(members)))
    members.insert(1, "weight", np.round(found.weights, 9))
    write_text(store.folder / f"{NAME}.csv", members.to_csv(index=False, lineterminator="\n"))
    write_text(store.folder / f"{NAME}.json", json.dumps(_plain(told), indent=1) + "\n")
    store.write_table("calibrated_numbers", pd.DataFrame(told["numbers"]))
    store.write_table("calibrated_targets", pd.DataFrame(told["fit"]))
    store.write_table("calibrated_theories", pd.DataFrame(told["theories"]))
    store.write_table("calibrated_together", pd.DataFrame(told["together"], columns=["one", "other", "r"]))


def read_coverage() -> pd.DataFrame | None:
    """How often a calibration holds what is known (`benchmarks.calibration`); None if that was not measured."""
    path = folder() / COVERAGE
    return pd.read_csv(path) if path.is_file() else None


def change_since(told: Mapping[str, Any]) -> str | None:
    """What has changed since a posterior was made: the register, the targets or the behaviour of the model."""
    from sim.analysis.calibration.behaviour import differing, register_digest, targets_digest

    if told["register"] != register_digest():
        return mark("the register")
    if told["targets"] != targets_digest():
        return mark("the targets")
    if told["source"] != source_digest() and differing(told["behaviour"]):
        return mark("the model")
    return None


def ship(results: Path) -> None:
    """Make the posterior of a results folder the one that is shipped.

    Raises:
        ValueError: If it is not to be used.
    """
    told = json.loads((results / f"{NAME}.json").read_text(encoding="utf-8"))
    if not told["sound"]:
        raise ValueError(f"{results}: its effective sample is too small to be shipped")
    changed = change_since(told)
    if changed:
        raise ValueError(f"{results}: was made before {changed} changed")
    write_text(folder() / f"{NAME}.csv", (results / f"{NAME}.csv").read_text(encoding="utf-8"))
    write_text(folder() / f"{NAME}.json", json.dumps(told | {"source": source_digest()}, indent=1) + "\n")


def _plain(value: Any) -> Any:
    """Plain data that JSON has words for: numbers with nine digits, None for what is undefined or infinite."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        return float(f"{value:.12g}") if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value
