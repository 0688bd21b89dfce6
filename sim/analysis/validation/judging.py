"""How a pattern is judged: values over replications, bands fixed beforehand, and what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from sim.analysis.comparison import Interval, interval
from sim.analysis.validation.setups import DEFAULT, Case
from sim.types import Floats

Result: TypeAlias = "float | tuple[float, float]"
"""What one replication says: a number, or a ratio's numerator and denominator."""


@dataclass(frozen=True)
class Measure:
    """A number measured on the runs of one replication.

    Attributes:
        name: Identifier.
        roles: Runs it needs (`sim.analysis.validation.setups.ROLES`), in the order of its arguments.
        until: Calendar year of the last spring it needs.
        of: From the runs' panels to the number.
    """

    name: str
    roles: tuple[str, ...]
    until: int
    of: Callable[..., Result]


def measure(*roles: str, until: int = 2025) -> Callable[[Callable[..., Result]], Measure]:
    """Turn a function of panels into a measure of that name."""

    def made(function: Callable[..., Result]) -> Measure:
        return Measure(function.__name__, roles, until, function)

    return made


def estimate(values: Floats) -> Interval:
    """Mean over replications with its t interval; for ratios that of the means, by the jackknife.

    Args:
        values: Numerators and denominators, shape (replications, 2); rows that are not finite do not count, and the
            value is undefined (NaN) if that is half of them or more.
    """
    sound = values[np.isfinite(values).all(axis=1)]
    if len(sound) * 2 <= len(values):
        return Interval(np.nan, np.nan, np.nan, 0)
    total, n = sound.sum(axis=0), len(sound)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = total[0] / total[1]
        without = (total[0] - sound[:, 0]) / (total[1] - sound[:, 1]) if n > 1 else np.full(1, whole)
        found = interval(n * whole - (n - 1) * without)
    half = found.high - found.mean
    return Interval(float(whole), float(whole - half), float(whole + half), n)


@dataclass(frozen=True)
class Band:
    """Where the mean over replications must lie.

    Attributes:
        low, high: Bounds.
        strict: Whether the bounds themselves are outside.
        clear: Whether the interval must leave out 0 as well.
    """

    low: float = -np.inf
    high: float = np.inf
    strict: bool = False
    clear: bool = False

    def holds(self, found: Interval) -> bool:
        """Whether a value is in the band; what is undefined is in none."""
        within = self.low < found.mean < self.high if self.strict else self.low <= found.mean <= self.high
        return within and (not self.clear or found.low > 0 or found.high < 0)

    def __str__(self) -> str:
        if np.isfinite(self.low) and np.isfinite(self.high):
            return f"{_short(self.low)}–{_short(self.high)}"
        least, most = (">", "<") if self.strict else ("≥", "≤")
        said = [f"{least} {_short(self.low)}"] if np.isfinite(self.low) else []
        said += [f"{most} {_short(self.high)}"] if np.isfinite(self.high) else []
        said += ["CI ∌ 0"] if self.clear else []
        return ", ".join(said)


def _short(bound: float) -> str:
    return f"{bound:.0f}" if abs(bound) >= 1000 else f"{bound:.3g}"


def at_least(low: float) -> Band:
    """From a value on."""
    return Band(low=low)


def at_most(high: float) -> Band:
    """Up to a value."""
    return Band(high=high)


def over(low: float) -> Band:
    """Above a value."""
    return Band(low=low, strict=True)


def under(high: float) -> Band:
    """Below a value."""
    return Band(high=high, strict=True)


def between(low: float, high: float) -> Band:
    """From one value to another, both included."""
    return Band(low, high)


@dataclass(frozen=True)
class Within:
    """The ablation breaks the pattern if the value moves into this band."""

    band: Band

    def breaks(self, _clause: Clause, _usual: Interval, ablated: Interval) -> bool:
        """Whether it does; a value that becomes undefined is broken too."""
        return bool(np.isnan(ablated.mean)) or self.band.holds(ablated)

    def __str__(self) -> str:
        return str(self.band)


@dataclass(frozen=True)
class FallsBy:
    """The ablation breaks the pattern if the value falls by so much."""

    least: float

    def breaks(self, _clause: Clause, usual: Interval, ablated: Interval) -> bool:
        """Whether it does."""
        return bool(np.isnan(ablated.mean)) or usual.mean - ablated.mean >= self.least

    def __str__(self) -> str:
        return f"Δ ≤ −{self.least:g}"


@dataclass(frozen=True)
class Grows:
    """The ablation breaks the pattern if the value grows by this factor."""

    factor: float

    def breaks(self, _clause: Clause, usual: Interval, ablated: Interval) -> bool:
        """Whether it does."""
        return ablated.mean >= self.factor * usual.mean

    def __str__(self) -> str:
        return f"× ≥ {self.factor:g}"


NEXT_TO_NOTHING = 0.1
"""Part of the usual value below which a value counts as gone."""


@dataclass(frozen=True)
class Gone:
    """The ablation breaks the pattern if the clause fails, is undefined, or is a tenth of what it was at most."""

    def breaks(self, clause: Clause, usual: Interval, ablated: Interval) -> bool:
        """Whether it does."""
        assert clause.band is not None
        return not clause.band.holds(ablated) or abs(ablated.mean) < NEXT_TO_NOTHING * abs(usual.mean)

    def __str__(self) -> str:
        return "gone"


Breaking: TypeAlias = "Within | FallsBy | Grows | Gone"


@dataclass(frozen=True)
class Ablation:
    """A mechanism whose removal must break a clause.

    Attributes:
        case: The model without it.
        breaking: What counts as broken.
    """

    case: Case
    breaking: Breaking


@dataclass(frozen=True)
class Clause:
    """One measured claim of a pattern.

    Attributes:
        en, nb: What is measured.
        measure: How.
        band: Where it must lie; None shows the value and claims nothing.
        ablations: What must break it.
        case: The numbers and levers under which it is measured.
        reduced: Band for one county and few replications, at least as wide; None leaves the clause out there, for
            luck decides too much, or because it does not hold in the nation either.
    """

    en: str
    nb: str
    measure: Measure
    band: Band | None
    ablations: tuple[Ablation, ...] = ()
    case: Case = DEFAULT
    reduced: Band | None = None


@dataclass(frozen=True)
class Pattern:
    """A pattern of the evaluation (mønster) that the model must grow (model section 7).

    Attributes:
        code: P1, P2, ...
        en, nb: Its name.
        clauses: What is claimed.
        drawn: What is measured for its figures only, on the model as it is.
    """

    code: str
    en: str
    nb: str
    clauses: tuple[Clause, ...] = field(default_factory=tuple)
    drawn: tuple[Measure, ...] = ()

    def needed(self) -> list[tuple[Case, Measure]]:
        """What must be measured to judge it, and to draw it."""
        found = [(DEFAULT, measure) for measure in self.drawn]
        for clause in self.clauses:
            found += [(case, clause.measure) for case in (clause.case, *(a.case for a in clause.ablations))]
        return found


@dataclass(frozen=True)
class Row:
    """One row of the table of validation: a clause, and one ablation of it if it has any.

    Attributes:
        holds: Whether the value is in its band; None where there is none.
        ablated: The value under the ablation.
        breaks: Whether the ablation breaks the clause; None where there is no ablation, or nothing is claimed.
    """

    pattern: Pattern
    clause: Clause
    value: Interval
    holds: bool | None
    ablation: Ablation | None = None
    ablated: Interval | None = None
    breaks: bool | None = None


def judged(pattern: Pattern, values: Callable[[Case, Measure], Floats], *, reduced: bool = False) -> list[Row]:
    """Judge a pattern.

    Args:
        pattern: The pattern.
        values: What the replications say of a measure in a case, shape (replications, 2).
        reduced: Use the wider bands for small worlds.
    """
    rows: list[Row] = []
    for clause in pattern.clauses:
        if reduced and clause.reduced is None:
            continue
        band = clause.reduced if reduced else clause.band
        value = estimate(values(clause.case, clause.measure))
        holds = None if band is None else band.holds(value)
        if not clause.ablations:
            rows.append(Row(pattern, clause, value, holds))
        for ablation in clause.ablations:
            ablated = estimate(values(ablation.case, clause.measure))
            broken = None if band is None else ablation.breaking.breaks(clause, value, ablated)
            rows.append(Row(pattern, clause, value, holds, ablation, ablated, broken))
    return rows


def fine(rows: Iterable[Row]) -> bool:
    """Whether every clause holds and every ablation breaks what it must."""
    return all(row.holds is not False and row.breaks is not False for row in rows)


def pair(result: Result) -> tuple[float, float]:
    """A result as numerator and denominator."""
    return result if isinstance(result, tuple) else (result, 1.0)
