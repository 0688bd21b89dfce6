"""Made-up tidy results with known truth."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

import numpy as np
import pandas as pd

COLUMNS = ["scenario", "replication", "semester", "level", "unit", "indicator", "value"]


def indicator(name: str = "practice", smallest: float = 0.01, direction: str = "+", *, headline: bool = True):
    return SimpleNamespace(
        name=name, unit="0-1", smallest_difference=smallest, direction=direction, headline=headline
    )  # fmt: skip


def rows(
    scenario: str, values: Iterable[float], level="nation", unit="norway", name="practice", semester=35
) -> pd.DataFrame:
    """One value a replication."""
    found = [(scenario, k, semester, level, unit, name, v) for k, v in enumerate(values)]
    return pd.DataFrame(found, columns=COLUMNS)


def two(before: Iterable[float], after: Iterable[float], **what) -> pd.DataFrame:
    """A baseline `a` and a scenario `b`."""
    return pd.concat([rows("a", before, **what), rows("b", after, **what)], ignore_index=True)


def noise(seed: int, *shape: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.0, 1.0, shape)
