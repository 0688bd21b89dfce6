"""Which parameters and levers each replication drew, and how plausible the register finds a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.drawn_levers import uncertain_levers
from sim.luck import Luck
from sim.parameters import register
from sim.posterior import draw_all

if TYPE_CHECKING:
    from sim.simulation import Setup


def drawn_parameters(setup: Setup, replications: Sequence[int]) -> pd.DataFrame:
    """Values of the uncertain parameters, and of levers that are assumptions, in each replication that draws them.

    Args:
        setup: What the replications share; drawn from the register unless it says from the posterior. What it holds
            at a value does not vary and is left out.
        replications: Their numbers.

    Returns:
        One row a replication (index `replication`), one column a parameter or lever that varies.
    """
    source = "posterior" if setup.uncertainty == "posterior" else "register"
    draws = [draw_all(source, Luck(setup.seed, replication)) for replication in replications]
    rows = [{**draw.parameters, **draw.levers} for draw in draws]
    frame = pd.DataFrame(rows, index=pd.Index(list(replications), name="replication"))
    return frame.drop(columns=[name for name in (*setup.parameters, *setup.levers) if name in frame])


def uncertain() -> pd.DataFrame:
    """Uncertain parameters of the register, and levers that are assumptions, by name: low, value, high."""
    known = register()
    parameters = known[known["kind"] == "uncertainty"].set_index("name")[["low", "value", "high"]]
    levers = pd.DataFrame([(one.name, one.low, one.value, one.high) for one in uncertain_levers()],
                          columns=["name", "low", "value", "high"])  # fmt: skip
    return pd.concat([parameters, levers.set_index("name")]).astype(np.float64)


def triangle(name: str) -> tuple[float, float, float]:
    """Least, own and largest value of an uncertain parameter."""
    low, mode, high = uncertain().loc[name, ["low", "value", "high"]].to_numpy(dtype=np.float64)
    return float(low), float(mode), float(high)


def mass_below(name: str, value: float) -> float:
    """Probability that the register gives a parameter below a value (triangular distribution), 0-1.

    Args:
        name: An uncertain parameter.
        value: In its unit.
    """
    low, mode, high = triangle(name)
    if value <= low or value >= high:
        return float(value >= high)
    if value < mode:
        return (value - low) ** 2 / ((high - low) * (mode - low))
    return 1.0 - (high - value) ** 2 / ((high - low) * max(high - mode, np.finfo(float).tiny))


def mass_beyond(name: str, value: float) -> float:
    """Probability that a parameter lies on the far side of a value, seen from the register's own value, 0-1."""
    below = mass_below(name, value)
    return below if value < triangle(name)[1] else 1.0 - below
