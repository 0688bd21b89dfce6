"""The one library for PRIM: how it is loaded, called and read, in both versions of its interface."""

from __future__ import annotations

import inspect
import logging
import warnings
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.decision.box import Box
from sim.types import Bools, Ints

MASS_LEAST = 0.1
"""A box holds at least this share of the replications (assumption: with few of them a smaller one says nothing)."""
PEEL = 0.05
"""Share of a box that one peel takes (the library's own value)."""
_ANY = 1e-6
"""Threshold for version 2: every box is returned and every true outcome counts, as in version 3."""


class PrimMissing(ImportError):  # noqa: N818 - an answer to show, not an error of the program
    """The optional library ema_workbench is not installed."""


def peeled(draws: pd.DataFrame, outcome: Bools) -> list[Box]:
    """The peeling and pasting trajectory of PRIM, from everything to the smallest box.

    Args:
        draws: One row a replication, one column a parameter.
        outcome: What is of interest in each; some true, some false.

    Raises:
        PrimMissing: If ema_workbench is not installed.

    Source:
        Friedman and Fisher (1999), Statistics and Computing 9(2).
    """
    found = _searched(draws.reset_index(drop=True).astype(np.float64), outcome.astype(np.int64))
    return [_box(limits, found.box_lims[0]) for limits in found.box_lims]


def _searched(draws: pd.DataFrame, outcome: Ints) -> Any:
    """The library's own account of the search."""
    prim = _library().Prim
    old = {"threshold": _ANY} if "threshold" in inspect.signature(prim).parameters else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return prim(draws, outcome, mass_min=MASS_LEAST, peel_alpha=PEEL, **old).find_box()


def _box(limits: pd.DataFrame, everything: pd.DataFrame) -> Box:
    """Limits that differ from those of the box around everything."""
    restricted = {}
    for name in limits.columns:
        low, high = (float(limits[name].iloc[side]) for side in (0, 1))
        kept = (
            low if low != everything[name].iloc[0] else -np.inf,
            high if high != everything[name].iloc[1] else np.inf,
        )
        if np.isfinite(kept).any():
            restricted[str(name)] = kept
    return Box(restricted)


def _library() -> Any:
    """The module, loaded when it is first needed (some seconds) and without what it says while loading."""
    logging.getLogger("EMA").addHandler(logging.NullHandler())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from ema_workbench.analysis import prim
    except ImportError:
        raise PrimMissing("ema_workbench is not installed") from None
    return prim
