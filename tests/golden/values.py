"""Reference values of runs: a digest and two sums for every indicator of every run, at every recorded level."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from sim.indicator import LEVELS
from sim.records import Records
from sim.scenario_file import shipped
from sim.simulation import Run, Setup, replicate
from sim.timeline import scenario

FOLDER = Path(__file__).parent
KEYS = ["uncertainty", "scenario", "replication", "indicator"]
EVERY_LEVEL = tuple(dict.fromkeys(level for levels in LEVELS.values() for level in levels))
DIGITS = 10
"""Significant digits that must agree where the last bits may differ: on another processor or other versions."""


@dataclass(frozen=True)
class Part:
    """Runs whose values are held against one file.

    Attributes:
        world: Name of the world.
        scenarios: Names of shipped scenarios.
        replications: Number of replications.
        uncertainty: Kinds of uncertainty.
    """

    world: str
    scenarios: tuple[str, ...]
    replications: int
    uncertainty: tuple[str, ...] = ("point", "register")

    @property
    def file(self) -> Path:
        """Where the values stand."""
        return FOLDER / f"{self.world}.parquet"


PARTS = {
    part.world: part
    for part in (
        Part("tiny", tuple(shipped()), 2),
        Part("agder", ("model_2025", "never", "system_2026", "subject_quota", "stop_and_go"), 1),
        Part("norway", ("system_2026", "never"), 1, ("point",)),
    )
}


def machine() -> str:
    """What decides the last bits: the type of processor and the versions of what computes."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "llvmlite", "scipy"))
    return f"{platform.machine()}, {_processor()}, {packages}"


def _processor() -> str:
    """Model of the processor, as far as the system says."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def values_of(part: Part) -> pd.DataFrame:
    """Make the runs of a part; one row an indicator of a run (columns: KEYS, digest, total, weighted, last)."""
    rows = []
    for uncertainty in part.uncertainty:
        setup = Setup(world=part.world, uncertainty=uncertainty, record=EVERY_LEVEL)
        for replication in range(part.replications):
            for run in replicate(setup, [scenario(name) for name in part.scenarios], replication):
                rows += [(uncertainty, run.scenario, replication, *row) for row in _rows(run)]
    return pd.DataFrame(rows, columns=[*KEYS, "digest", "total", "weighted", "last"])


def _rows(run: Run) -> Iterator[tuple[str, int, float, float, float]]:
    """Indicator, digest of all its values, their sum, a sum with odd weights, and the last national value."""
    records = run.records
    for code, name in enumerate(records.indicators):
        mine = records.indicator == code
        if not mine.any():
            continue
        value = records.value[mine]
        found = np.nan_to_num(value, nan=-1.0)
        odd = 1.0 + np.sin(1.0 + np.arange(len(found)))  # so that values that change places do not go unseen
        yield name, _digest(records, mine), float(found.sum()), float(found @ odd), _last(records, mine)


def _digest(records: Records, mine: np.ndarray) -> int:
    """One number that changes with any bit of any value, or with its semester, level or unit."""
    state = hashlib.blake2b(digest_size=8)
    state.update(records.semester[mine].tobytes())
    for code, names in ((records.level, records.levels), (records.unit, records.units)):
        state.update("|".join(np.array(names, dtype=object)[code[mine]]).encode())
    state.update(records.value[mine].tobytes())
    return int.from_bytes(state.digest(), "little", signed=True)


def _last(records: Records, mine: np.ndarray) -> float:
    """The last national value, NaN where there is none."""
    level = records.levels.index("nation")
    value = records.value[mine & (records.level == level)]
    return float(value[-1]) if len(value) else np.nan


def moved(before: pd.DataFrame, after: pd.DataFrame, *, exact: bool) -> pd.DataFrame:
    """Rows of both that do not agree, the values before and after side by side; rows of one side only are not here.

    Args:
        before: Recorded values.
        after: Values of today's model.
        exact: Whether every bit must agree; else the sums must, to ten significant digits.
    """
    both = before.merge(after, on=KEYS, suffixes=("_before", "_after"), validate="1:1")
    if exact:
        return both[both.digest_before != both.digest_after]
    agree = np.ones(len(both), dtype=bool)
    for name in ("total", "weighted"):
        a, b = both[f"{name}_before"], both[f"{name}_after"]
        agree &= np.isclose(a, b, rtol=10.0**-DIGITS, atol=10.0**-DIGITS)
    return both[~agree]


def missing(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Recorded rows that today's model does not have (an indicator or a scenario that is gone)."""
    kept = before.merge(after[KEYS], on=KEYS, how="left", indicator=True)
    return kept[kept._merge == "left_only"]
