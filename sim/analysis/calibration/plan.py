"""What a calibration asks for, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sim.analysis.calibration.matching import Fit, Region
from sim.analysis.calibration.screening import Screened
from sim.analysis.calibration.targets import Target
from sim.analysis.calibration.tempering import effective
from sim.types import Floats

PRIOR, SCREENING, WAVES, MEMBERS, PAIRED = 0, 10_000, 20_000, 90_000, 1_000_000
"""First draws of each stage, so that no two share their luck; and how far off the other luck of a pair is."""
SHARE_OF_MEMBERS = 1 / 3
"""Least effective sample of the reweighted members: 100 of 300."""


@dataclass(frozen=True)
class Evaluation:
    """One run of the model for its targets.

    Attributes:
        draw: Number of the draw of everything that is not set.
        luck: Number of its luck.
        ranks: Ranks that are set, by name.
    """

    draw: int
    luck: int
    ranks: Mapping[str, float] = field(default_factory=dict)


Evaluate: TypeAlias = "Callable[[str, Sequence[Evaluation]], Floats]"
"""From the name of a stage and its evaluations to statistics, shape (evaluations, targets); NaN where undefined."""


@dataclass(frozen=True)
class Plan:
    """How much is run.

    Attributes:
        seed: Root of all designs.
        prior: Runs that draw everything; half of them again on other luck.
        trajectories: Of the screening.
        most: Numbers that are calibrated at most.
        active: Their names, if they are not to be found by screening.
        points: Of the first wave; ten a number if None. A third of them again on other luck.
        waves: At most.
        members: Of the posterior.
    """

    seed: int = 1
    prior: int = 64
    trajectories: int = 6
    most: int = 25
    active: tuple[str, ...] | None = None
    points: int | None = None
    waves: int = 4
    members: int = 300

    def runs(self, factors: int) -> dict[str, int]:
        """Runs of each stage, at most; `factors` is how many numbers are uncertain."""
        active = self.most if self.active is None else len(self.active)
        first = self.points or 10 * active
        screening = {} if self.active is not None else {"screening": self.trajectories * (factors + 1)}
        later = (
            {"later waves": (self.waves - 1) * (later_points(first) + later_points(first) // 3)}
            if self.waves > 1
            else {}
        )
        return {"prior": self.prior + self.prior // 2, **screening, "wave 1": first + first // 3, **later,
                "members": self.members}  # fmt: skip


def later_points(first: int) -> int:
    """Points of a later wave: half of the first."""
    return max(first // 2, 1)


@dataclass(frozen=True)
class Calibrated:
    """What came of a calibration.

    Attributes:
        targets: All targets, in the order of the statistics.
        fitted: Rows of those the posterior is fitted to.
        idle, undefined, missed: Names of targets that nothing moves, that too many runs leave undefined, and that no
            run reaches: told, not fitted.
        active: Names of the numbers that were calibrated.
        screened: What the screening found; None if the numbers were named.
        untested: Names of the numbers that no target tests, as far as the screening shows.
        luck: Variance of the luck of what was observed, on the scales of all targets.
        fit: Emulators of the last refit, members included.
        regions: What each wave left.
        u: Ranks of the members, shape (members, active).
        weights: Of the members, summing to 1.
        values: Statistics of the members' own runs, shape (members, targets).
        prior: Statistics, on the scales of the targets, of runs that draw everything from the register, shape (runs,
            targets).
        runs: How many were made.
    """

    targets: tuple[Target, ...]
    fitted: tuple[int, ...]
    idle: tuple[str, ...]
    undefined: tuple[str, ...]
    missed: tuple[str, ...]
    active: tuple[str, ...]
    screened: Screened | None
    untested: tuple[str, ...]
    luck: Floats
    fit: Fit
    regions: tuple[Region, ...]
    u: Floats
    weights: Floats
    values: Floats
    prior: Floats
    runs: int

    @property
    def effective(self) -> float:
        """Effective sample of the members."""
        return effective(self.weights)

    @property
    def sound(self) -> bool:
        """Whether the effective sample is large enough for the members to be used."""
        return self.effective >= SHARE_OF_MEMBERS * len(self.weights)


class CannotCalibrate(ValueError):  # noqa: N818 - it reads as what it says
    """The targets leave nothing to calibrate, or nothing of the prior."""
