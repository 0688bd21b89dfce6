"""How patterns are judged: which of the grown hold, and which break without their mechanism."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sim.analysis.comparison import Interval
from sim.analysis.validation.bands import Verdict, judge_ablation
from sim.analysis.validation.claims import Claim, Kind, Measure, Pattern
from sim.analysis.validation.estimates import change, estimate
from sim.analysis.validation.setups import Case
from sim.types import Floats


@dataclass(frozen=True)
class Ablated:
    """What taking one mechanism away did to a claim.

    Attributes:
        case: The model without it.
        value: The value then.
        change: That value less the usual one, on the same luck.
        breaks: Whether the claim rests on the mechanism; None if it does not hold with it either.
    """

    case: Case
    value: Interval
    change: Interval
    breaks: Verdict | None


@dataclass(frozen=True)
class Finding:
    """A claim and what the replications say of it.

    Attributes:
        holds: Whether the value lies in its band; None where nothing is claimed.
        ablated: One a mechanism taken away.
    """

    pattern: Pattern
    claim: Claim
    value: Interval
    holds: Verdict | None
    ablated: tuple[Ablated, ...] = ()


@dataclass(frozen=True)
class Tally:
    """The count that comes first: codes of patterns with a grown claim, and how many rows are of other kinds.

    Attributes:
        hold, fail, unsure: Patterns of which every grown claim holds; one fails; neither can be told.
        carried: Of those that hold, the patterns of which every ablation breaks its claim.
        inputs, open: Rows that are shown and not counted.
    """

    hold: tuple[str, ...]
    fail: tuple[str, ...]
    unsure: tuple[str, ...]
    carried: tuple[str, ...]
    inputs: int
    open: int

    @property
    def grown(self) -> int:
        """Patterns with a grown claim."""
        return len(self.hold) + len(self.fail) + len(self.unsure)

    @property
    def fine(self) -> bool:
        """Whether every grown pattern holds and breaks without its mechanisms."""
        return len(self.carried) == self.grown


def judge(pattern: Pattern, values: Callable[[Case, Measure], Floats], *, ablations: bool = True) -> list[Finding]:
    """Judge a pattern.

    Args:
        pattern: The pattern.
        values: What the replications say of a measure in a case, shape (replications, 2).
        ablations: Whether the ablations were run.
    """
    found = []
    for claim in pattern.claims:
        usual = values(claim.case, claim.measure)
        value = estimate(usual)
        without = []
        for case in claim.ablations if ablations else ():
            other = values(case, claim.measure)
            ablated, moved = estimate(other), change(usual, other)
            breaks = None if claim.band is None else judge_ablation(claim.band, value, ablated, moved)
            without.append(Ablated(case, ablated, moved, breaks))
        holds = None if claim.band is None else claim.band.judge(value)
        found.append(Finding(pattern, claim, value, holds, tuple(without)))
    return found


def tally(findings: Iterable[Finding]) -> Tally:
    """Count patterns and rows."""
    rows = list(findings)
    grown: dict[str, list[Finding]] = {}
    for row in rows:
        if row.claim.kind is Kind.GROWN:
            grown.setdefault(row.pattern.code, []).append(row)
    verdicts = {code: _whole([row.holds for row in mine]) for code, mine in grown.items()}

    def of(verdict: Verdict) -> tuple[str, ...]:
        return tuple(code for code, found in verdicts.items() if found is verdict)

    carried = (code for code in of(Verdict.YES) if _rests(grown[code]))
    kinds = [row.claim.kind for row in rows]
    return Tally(
        of(Verdict.YES), of(Verdict.NO), of(Verdict.UNSURE), tuple(carried), kinds.count(Kind.INPUT),
        kinds.count(Kind.OPEN),
    )  # fmt: skip


def _whole(verdicts: Sequence[Verdict | None]) -> Verdict:
    """The verdict on a pattern from those on its claims."""
    if Verdict.NO in verdicts:
        return Verdict.NO
    return Verdict.YES if all(verdict is Verdict.YES for verdict in verdicts) else Verdict.UNSURE


def _rests(rows: Sequence[Finding]) -> bool:
    """Whether every claim breaks without each of its mechanisms."""
    return all(row.ablated and all(a.breaks is Verdict.YES for a in row.ablated) for row in rows)
