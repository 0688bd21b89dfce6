"""The targets: published figures, bands and orderings that runs are held against, read from a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from sim.types import Floats
from sim.user_table import number_in, read_table

COLUMNS = (
    "name", "statistic", "place", "year", "kind", "value", "low", "high", "se", "discrepancy", "reason", "scale",
    "role", "grade", "source",
)  # fmt: skip
NATION = "nation"


class Kind(StrEnum):
    """What a target says of its statistic."""

    NUMBER = "number"
    """It is a published value."""
    INTERVAL = "interval"
    """It lies between two bounds; either may be open."""
    ORDERING = "ordering"
    """It is a difference, and not below its lower bound."""


class Role(StrEnum):
    """What a target is used for."""

    FIT = "fit"
    """The posterior is fitted to it."""
    CHECK = "check"
    """Scored once after the fit, and never used in it."""


class Scale(StrEnum):
    """On which scale a statistic is emulated and distances are taken."""

    NONE = "none"
    LOG = "log"
    """For what is positive."""
    LOGIT = "logit"
    """For shares, so that an emulator never leaves 0-1."""


@dataclass(frozen=True)
class Target:
    """One target.

    Attributes:
        name: Identifier.
        statistic: What of a run it is about (`sim.analysis.calibration.measuring`).
        place: "nation", or a recorded unit as "level:unit", such as "county:42".
        year: Calendar year as published; None for a statistic of several years.
        kind, role, scale: As above.
        low, high: Where the statistic is to lie, both the value itself for a number; infinite where open.
        se: Standard error of what was observed, in its unit.
        discrepancy: SD by which a model of this kind may honestly miss it, in its unit.
        reason: Why that much.
        grade: How far the source carries it, A to D.
        source: Where it comes from.
    """

    name: str
    statistic: str
    place: str
    year: int | None
    kind: Kind
    low: float
    high: float
    se: float
    discrepancy: float
    reason: str
    scale: Scale
    role: Role
    grade: str
    source: str

    @property
    def key(self) -> tuple[str, str, int | None]:
        """Statistic, place and year; targets with the same are about one number of a run."""
        return self.statistic, self.place, self.year

    @property
    def bounds(self) -> tuple[float, float]:
        """Low and high on the scale of the target."""
        low, high = scaled(np.array([self.low, self.high]), self.scale)
        return float(low), float(high)

    def variances(self, widen: float = 1.0) -> tuple[float, float]:
        """Variance of observation and discrepancy at the lower and at the upper bound, on the scale of the target.

        Args:
            widen: Multiplies the discrepancy.
        """
        own = self.se**2 + (widen * self.discrepancy) ** 2
        low, high = (_slope(bound, self.scale) if np.isfinite(bound) else 1.0 for bound in (self.low, self.high))
        return own * low**2, own * high**2

    def away(self, values: Floats, more: Floats | float = 0.0, widen: float = 1.0) -> Floats:
        """How many tolerances values lie outside the bounds, with sign; 0 between them, NaN where undefined.

        Args:
            values: On the scale of the target.
            more: Further variance, in a shape that goes with that of `values`.
            widen: Multiplies the discrepancy.
        """
        (low, high), (var_low, var_high) = self.bounds, self.variances(widen)
        below, above = np.maximum(low - values, 0.0), np.maximum(values - high, 0.0)
        found: Floats = above / np.sqrt(var_high + more) - below / np.sqrt(var_low + more)
        return found


def scaled(values: Floats, scale: Scale) -> Floats:
    """Values on a scale; NaN and infinite bounds stay, and what lies beyond the edge of a scale is at its edge."""
    if scale is Scale.NONE:
        return values
    found: Floats = np.array(values, dtype=np.float64)
    finite = np.isfinite(found)
    inner = np.clip(found[finite], _EDGE, 1.0 - _EDGE if scale is Scale.LOGIT else np.inf)
    found[finite] = np.log(inner) - (np.log1p(-inner) if scale is Scale.LOGIT else 0.0)
    return found


_EDGE = 0.005
"""Shares nearer to 0 or 1 than this count as this: about half an owner, or half an application, of a county."""


def _slope(value: float, scale: Scale) -> float:
    """Change on the scale per unit."""
    if scale is Scale.NONE:
        return 1.0
    inner = min(max(value, _EDGE), 1.0 - _EDGE if scale is Scale.LOGIT else np.inf)
    return 1.0 / (inner * (1.0 - inner)) if scale is Scale.LOGIT else 1.0 / inner


def read_targets(path: str | Path | None = None) -> tuple[Target, ...]:
    """The targets of a table, those that are shipped if none is given; yours as Norwegian Excel saves it, too.

    Raises:
        OSError: If it cannot be opened.
        ValueError: For the first row that cannot be used: it names row, column and what was allowed.
    """
    frame = read_table(Path(str(files("sim"))) / "data" / "targets.csv" if path is None else Path(path), COLUMNS)
    missing = [name for name in COLUMNS if name not in frame]
    if missing:
        raise ValueError(f"targets: the table has no column {missing[0]}; it needs {', '.join(COLUMNS)}")
    found = tuple(_read(row) for row in frame.to_dict("records"))
    names = [target.name for target in found]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ValueError(f"targets: {twice[0]} stands there twice; every name must be its own")
    return found


def of_role(targets: Sequence[Target], role: Role) -> tuple[Target, ...]:
    """The targets of a role."""
    return tuple(target for target in targets if target.role is role)


def _read(row: dict[Any, Any]) -> Target:
    name = row["name"] or "a row without a name"
    kind, role, scale = (
        _one_of(name, c, row[c], enum) for c, enum in (("kind", Kind), ("role", Role), ("scale", Scale))
    )
    numbers = {column: _number(name, column, row[column]) for column in ("value", "low", "high", "se", "discrepancy")}
    low, high = numbers["low"], numbers["high"]
    if kind is Kind.NUMBER:
        low = high = numbers["value"]
    low, high = (-np.inf if np.isnan(low) else low), (np.inf if np.isnan(high) else high)
    if kind is Kind.NUMBER and not np.isfinite(low):
        raise ValueError(f"targets, {name}: a number needs a value")
    if not low <= high or not (np.isfinite(low) or np.isfinite(high)):
        raise ValueError(f"targets, {name}: low={row['low']} high={row['high']} leave nothing, or everything, allowed")
    se, discrepancy = (0.0 if np.isnan(numbers[c]) else numbers[c] for c in ("se", "discrepancy"))
    if se < 0 or discrepancy < 0 or se + discrepancy == 0:
        raise ValueError(f"targets, {name}: se and discrepancy must not be negative, nor both 0")
    if not row["reason"] or not row["source"]:
        raise ValueError(f"targets, {name}: reason (of the discrepancy) and source must be given")
    year = _number(name, "year", row["year"])
    return Target(
        row["name"], row["statistic"], row["place"] or NATION, None if np.isnan(year) else int(year), kind, low, high,
        se, discrepancy, row["reason"], scale, role, row["grade"], row["source"],
    )  # fmt: skip


def _one_of(name: str, column: str, value: str, kind: Any) -> Any:
    if value not in list(kind):
        raise ValueError(f"targets, {name}: {column}={value} is none of {', '.join(kind)}")
    return kind(value)


def _number(name: str, column: str, text: str) -> float:
    """A number; NaN where the cell is empty."""
    try:
        return number_in(text) if text else np.nan
    except ValueError:
        raise ValueError(f"targets, {name}: {column}={text} is not a number") from None
