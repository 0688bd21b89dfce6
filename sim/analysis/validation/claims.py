"""What a pattern claims: measured values, each grown, put in or open, with its band, source and ablations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from sim.analysis.validation.bands import Band
from sim.analysis.validation.setups import DEFAULT, Case

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


class Kind(StrEnum):
    """Where a value comes from."""

    GROWN = "grown"
    """A mechanism makes it, and its removal must break it: judged and counted."""
    INPUT = "input"
    """A number that was put in, read back: shown, not counted."""
    OPEN = "open"
    """Neither: no source says how large it should be, or no mechanism of the model can make it. Shown, not counted."""


@dataclass(frozen=True)
class Claim:
    """One measured value of a pattern.

    Attributes:
        kind: Where the value comes from.
        en, nb: What is measured.
        measure: How.
        why_en, why_nb: Why it is of that kind, in one sentence.
        band: Where a grown value must lie; None for the other kinds.
        source: Where the bounds come from; for other kinds what there is to hold the value against.
        grade: How far the source carries the bounds: A published figure for Norway, B close evidence, C the source
            gives the direction and the size is ours, D judgement; empty where there is no band.
        ablations: Cases that each take away one mechanism, which must break a grown value.
        case: The case in which it is measured.
    """

    kind: Kind
    en: str
    nb: str
    measure: Measure
    why_en: str
    why_nb: str
    source: str
    band: Band | None = None
    grade: str = ""
    ablations: tuple[Case, ...] = ()
    case: Case = DEFAULT


@dataclass(frozen=True)
class Pattern:
    """A pattern of the evaluations (mønster), as the claims that are measured of it.

    Attributes:
        code: P1, P2, ...
        en, nb: Its name.
        claims: What is measured of it.
        drawn: What is measured for its figures only, on the model as it is.
    """

    code: str
    en: str
    nb: str
    claims: tuple[Claim, ...]
    drawn: tuple[Measure, ...] = ()

    def needed(self, *, ablations: bool = True) -> list[tuple[Case, Measure]]:
        """What must be measured to judge it and to draw it, with or without its ablations."""
        found = [(DEFAULT, measure) for measure in self.drawn]
        for claim in self.claims:
            cases = (claim.case, *(claim.ablations if ablations else ()))
            found += [(case, claim.measure) for case in cases]
        return found
