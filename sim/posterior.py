"""What a replication draws: nothing, the register, or a member of the posterior and the register for the rest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.drawn_levers import draw_levers, uncertain_levers
from sim.luck import Luck
from sim.parameters import draw

NAME = "posterior"
"""Name of the two files that make a posterior: members (CSV) and what it is of (JSON)."""
_GOLDEN = 0.5 * (5**0.5 - 1.0)


class Drawn(NamedTuple):
    """Values of what is uncertain.

    Attributes:
        parameters: Of the register, by name.
        levers: Of levers that are assumptions, by name (`sim.drawn_levers`).
    """

    parameters: Mapping[str, float]
    levers: Mapping[str, float]


def draw_all(uncertainty: str, luck: Luck) -> Drawn:
    """What a replication draws.

    Args:
        uncertainty: "point" (nothing), "register", or "posterior".
        luck: The luck of the replication.

    Raises:
        ValueError: If there is no posterior.
    """
    if uncertainty == "point":
        return Drawn({}, {})
    parameters, levers = draw(luck), draw_levers(luck)
    if uncertainty == "posterior":
        known = {one.name for one in uncertain_levers()}
        member = member_of(luck)
        parameters |= {name: value for name, value in member.items() if name not in known}
        levers |= {name: value for name, value in member.items() if name in known}
    return Drawn(parameters, levers)


def folder() -> Path:
    """Where the posterior that is shipped lies."""
    return Path(str(files("sim"))) / "data" / NAME


def is_shipped() -> bool:
    """Whether there is one."""
    return (folder() / f"{NAME}.csv").is_file()


@cache
def about() -> Mapping[str, Any]:
    """What the posterior is of."""
    found: Mapping[str, Any] = json.loads((folder() / f"{NAME}.json").read_text(encoding="utf-8"))
    return found


@cache
def members() -> pd.DataFrame:
    """The members that are shipped: member, weight, and a column for every number that was calibrated.

    Raises:
        ValueError: If there are none.
    """
    if not is_shipped():
        raise ValueError("uncertainty=posterior: this version ships no posterior; use uncertainty=register")
    return pd.read_csv(folder() / f"{NAME}.csv")


def member_of(luck: Luck) -> dict[str, float]:
    """The member that a replication takes: all its numbers together, the same in every scenario.

    Replications step through the weights by the golden section, so any number of them is spread evenly.
    """
    found = members()
    ends = np.cumsum(found["weight"].to_numpy())
    start = float(np.random.default_rng(luck.seed).random())
    place = (start + luck.replication * _GOLDEN) % 1.0
    row = found.iloc[min(int(np.searchsorted(ends / ends[-1], place)), len(found) - 1)]
    return {str(name): float(value) for name, value in row.drop(["member", "weight"]).items()}
