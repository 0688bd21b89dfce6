"""A small posterior that a test ships in a folder of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import sim.posterior
from experiments.store import fingerprint
from sim.analysis.calibration import behaviour

NUMBERS = [
    {"name": "apply_rate", "rank_low": 0.3, "rank_median": 0.45, "rank_high": 0.6, "width": 0.33, "shift": -0.05,
     "moved": True},
    {"name": "exit_qualified", "rank_low": 0.06, "rank_median": 0.5, "rank_high": 0.95, "width": 0.98, "shift": 0.0,
     "moved": False},
]  # fmt: skip
FIT = [
    {"target": "places_2019", "role": "fit", "low": 6843, "high": 6843, "discrepancy": 300,
     "predicted": 6900.0, "predicted_low": 6500.0, "predicted_high": 7300.0,
     "distance": 0.2, "inside": True, "explained": 0.9, "excludes": 0.1, "alone": 0.05},
    {"target": "exit_five_years", "role": "fit", "low": 0.1, "high": 0.1, "discrepancy": 0.03,
     "predicted": 0.3, "predicted_low": 0.2, "predicted_high": 0.4,
     "distance": 2.7, "inside": False, "explained": 0.8, "excludes": 0.2, "alone": 0.15},
    {"target": "places_2023", "role": "check", "low": 6637, "high": 6637, "discrepancy": 300,
     "predicted": 6500.0, "predicted_low": 6000.0, "predicted_high": 7000.0,
     "distance": -0.4, "inside": True, "explained": None, "excludes": None, "alone": None},
]  # fmt: skip
THEORIES = [
    {"theory": "optimist", "missed": 0, "excluded_by": [], "farthest": 1.2, "stands": True},
    {"theory": "sceptic", "missed": 1, "excluded_by": ["exit_five_years"], "farthest": 4.1, "stands": False},
]
HITS = {"all": 0.2, "but_one": 0.5, "but_two": 0.7}


def ship_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ship four members of three numbers from a folder; what is known of the posterior that is shipped is forgotten."""
    members = {"member": range(4), "weight": (0.5, 0.25, 0.125, 0.125), "apply_rate": [0.05, 0.06, 0.07, 0.08],
               "exit_qualified": [0.01, 0.02, 0.03, 0.04], "dekom_s.requirement": [0.6, 0.7, 0.8, 0.9]}  # fmt: skip
    pd.DataFrame(members).to_csv(folder / "posterior.csv", index=False)
    about = {
        "register": behaviour.register_digest(), "targets": behaviour.targets_digest(),
        "source": fingerprint.source_digest(), "behaviour": {"never practice": 1.0}, "world": "tiny", "seed": 1,
        "created": "2026-11-29", "runs": 176, "members": 4, "effective": 2.9, "sound": True, "left": [0.5, 0.4],
        "left_if_discrepancies_are": {"0.5": 0.3, "2.0": 0.6}, "untested": ["fade_unused"], "numbers": NUMBERS,
        "not_fitted": {"idle": [], "undefined": [], "missed": []}, "hits_before": HITS, "hits_after": HITS,
        "together": [{"one": "exit_qualified", "other": "apply_rate", "r": -0.5}], "fit": FIT, "theories": THEORIES,
    }  # fmt: skip
    (folder / "posterior.json").write_text(json.dumps(about), encoding="utf-8")
    monkeypatch.setattr(sim.posterior, "folder", lambda: folder)
    monkeypatch.setattr("experiments.store.posterior_files.folder", lambda: folder)
    forget()
    return folder


def forget() -> None:
    """Read again what is shipped."""
    for known in (sim.posterior.members, sim.posterior.about, fingerprint.posterior_digest):
        known.cache_clear()
